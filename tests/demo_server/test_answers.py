"""Who gets what under which design: every user, every request of the scenario, over real HTTP."""

from collections.abc import Callable

import httpx
import pytest

from demo_server import DemoServer

Ask = Callable[..., httpx.Response]

# One column for each request of the scenario, in its order:
# me, documents, doc-1 read, doc-1 write, doc-1 delete, doc-3 read, invoices, invoice create, users, bob's roles.
# A full stop stands for 200, an x for 403.
EXPECTED = {
    ("alice", "roles"): ". . . . x . x x x x",
    ("alice", "identity"): ". . . . . x x x x x",
    ("alice", "groups-acl"): ". . . . . x x x x x",
    ("bob", "roles"): ". . . x x . x x x x",
    ("bob", "identity"): ". . x x x . x x x x",
    ("bob", "groups-acl"): ". . x x x . x x x x",
    ("carol", "roles"): ". . . . . . . . . .",
    ("carol", "identity"): ". . . . . . . . . .",
    ("carol", "groups-acl"): ". . x x x x . . . .",
    ("dave", "roles"): ". . . x x . . x x x",
    ("dave", "identity"): ". . x x x . . x x x",
    ("dave", "groups-acl"): ". . x x x . . x x x",
}


@pytest.mark.parametrize(("username", "design"), EXPECTED)
def test_each_design_gives_each_user_its_own_answers(
    server: DemoServer, client: httpx.Client, log_in: Callable[..., str], username: str, design: str
) -> None:
    headers = {"Authorization": f"Bearer {log_in(username, design)}", "Demo-Design": design}
    answers = [
        client.request(request.method, request.path, headers=headers, json=request.body)
        for request in server.scenario.requests
    ]
    assert " ".join({200: ".", 403: "x"}[answer.status_code] for answer in answers) == EXPECTED[username, design]


def test_a_refusal_says_why_and_what_would_change_it(ask: Ask, client: httpx.Client) -> None:
    answer = ask("bob", "roles", "DELETE", "/documents/doc-1")
    problem = answer.json()
    assert problem["error"] == "insufficient_scope"
    assert problem["reason"] == "permission.refused"
    assert 'add "admin" to roles' in problem["detail"]
    assert problem["grants"][0]["flip"] == [
        {"change": "add", "where": "claim", "target": "roles", "value": "admin", "sentence": 'add "admin" to roles'}
    ]
    assert 'error="insufficient_scope"' in answer.headers["WWW-Authenticate"]
    assert 'scope="documents:delete"' in answer.headers["WWW-Authenticate"]
    decision = client.get(f"/debug/decisions/{answer.headers['X-Request-Id']}").json()
    assert decision["status"] == 403
    assert decision["grants"] == problem["grants"]
