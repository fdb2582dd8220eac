"""Who gets what under which design: every user, every request of the scenario, over real HTTP."""

from collections.abc import Callable
from itertools import product
from pathlib import Path

import httpx
import jwt
import pytest

from demo_server import DemoServer, IssuerKey
from demo_server.policy.designs import BUILT_IN, DESIGNS
from demo_server.world.routing import Match, Router
from demo_server.world.scenario import SCENARIOS, load_scenario
from tests.demo_server.clients import client_for

Ask = Callable[..., httpx.Response]

# One column for each request of the scenario, in its order:
# me, documents, doc-1 read, doc-1 write, doc-1 delete, doc-3 read, invoices, invoice create, users, bob's roles.
# A full stop stands for 200, an x for 403, a minus for 401. Worked out by hand from the table of designs and from who
# owns what. The token of erin is from before her account was disabled.
EXPECTED = {
    ("alice", "hybrid"): ". . . . . x x x x x",
    ("alice", "identity"): ". . . . . x x x x x",
    ("alice", "profile"): ". . . . . x x x x x",
    ("alice", "roles"): ". . . . x . x x x x",
    ("alice", "scopes"): ". . . . x . x x x x",
    ("alice", "delegated"): ". . . . x x x x x x",
    ("alice", "broad-grants"): ". . . . x x x x x x",
    ("alice", "groups-acl"): ". . . . . x x x x x",
    ("alice", "overage"): ". . . . . x x x x x",
    ("alice", "resource-ids"): ". . . . . x x x x x",
    ("alice", "rar"): ". . . . . x x x x x",
    ("alice", "everything"): ". . . . . . x x x x",
    ("alice", "cached"): ". . . . . x x x x x",
    ("alice", "versioned"): ". . . . x . x x x x",
    ("alice", "short-refresh"): ". . . . x . x x x x",
    ("alice", "reference"): ". . . . . x x x x x",
    ("alice", "cedar"): ". . . . . x x x x x",
    ("bob", "hybrid"): ". . x x x . x x x x",
    ("bob", "identity"): ". . x x x . x x x x",
    ("bob", "profile"): ". . x x x . x x x x",
    ("bob", "roles"): ". . . x x . x x x x",
    ("bob", "scopes"): ". . . x x . x x x x",
    ("bob", "delegated"): ". . x x x . x x x x",
    ("bob", "broad-grants"): ". . x x x x x x x x",
    ("bob", "groups-acl"): ". . x x x . x x x x",
    ("bob", "overage"): ". . x x x . x x x x",
    ("bob", "resource-ids"): ". . x x x . x x x x",
    ("bob", "rar"): ". . x x x . x x x x",
    ("bob", "everything"): ". . . x x . x x x x",
    ("bob", "cached"): ". . x x x . x x x x",
    ("bob", "versioned"): ". . . x x . x x x x",
    ("bob", "short-refresh"): ". . . x x . x x x x",
    ("bob", "reference"): ". . x x x . x x x x",
    ("bob", "cedar"): ". . x x x . x x x x",
    ("carol", "hybrid"): ". . . . . . . . . .",
    ("carol", "identity"): ". . . . . . . . . .",
    ("carol", "profile"): ". . . . . . . . . .",
    ("carol", "roles"): ". . . . . . . . . .",
    ("carol", "scopes"): ". . . . . . . . . .",
    ("carol", "delegated"): ". . . . x . . x x x",
    ("carol", "broad-grants"): ". . . . . . . . . .",
    ("carol", "groups-acl"): ". . . . . . . . . .",
    ("carol", "overage"): ". . . . . . . . . .",
    ("carol", "resource-ids"): ". . . . . . . x x x",
    ("carol", "rar"): ". . . . . . . . . .",
    ("carol", "everything"): ". . . . . . . . . .",
    ("carol", "cached"): ". . . . . . . . . .",
    ("carol", "versioned"): ". . . . . . . . . .",
    ("carol", "short-refresh"): ". . . . . . . . . .",
    ("carol", "reference"): ". . . . . . . . . .",
    ("carol", "cedar"): ". . . . . . . . . .",
    ("dave", "hybrid"): ". . x x x . . x x x",
    ("dave", "identity"): ". . x x x . . x x x",
    ("dave", "profile"): ". . x x x . . x x x",
    ("dave", "roles"): ". . . x x . . x x x",
    ("dave", "scopes"): ". . . x x . . x x x",
    ("dave", "delegated"): ". . x x x . . x x x",
    ("dave", "broad-grants"): ". . . x x . . x x x",
    ("dave", "groups-acl"): ". . x x x . . x x x",
    ("dave", "overage"): ". . x x x . . x x x",
    ("dave", "resource-ids"): ". . x x x . . x x x",
    ("dave", "rar"): ". . x x x . . x x x",
    ("dave", "everything"): ". . . x x . . x x x",
    ("dave", "cached"): ". . x x x . . x x x",
    ("dave", "versioned"): ". . . x x . . x x x",
    ("dave", "short-refresh"): ". . . x x . . x x x",
    ("dave", "reference"): ". . x x x . . x x x",
    ("dave", "cedar"): ". . x x x . . x x x",
    ("erin", "hybrid"): ". . x x x x x x x x",
    ("erin", "identity"): "- - - - - - - - - -",
    ("erin", "profile"): "- - - - - - - - - -",
    ("erin", "roles"): ". . . x x . x x x x",
    ("erin", "scopes"): ". . . x x . x x x x",
    ("erin", "delegated"): "- - - - - - - - - -",
    ("erin", "broad-grants"): ". . x x x x x x x x",
    ("erin", "groups-acl"): "- - - - - - - - - -",
    ("erin", "overage"): ". . x x x x x x x x",
    ("erin", "resource-ids"): ". . x x x x x x x x",
    ("erin", "rar"): ". . x x x x x x x x",
    ("erin", "everything"): "- - - - - - - - - -",
    ("erin", "cached"): "- - - - - - - - - -",
    ("erin", "versioned"): "- - - - - - - - - -",
    ("erin", "short-refresh"): ". . . x x . x x x x",
    ("erin", "reference"): "- - - - - - - - - -",
    ("erin", "cedar"): "- - - - - - - - - -",
}


def test_the_table_has_every_user_and_every_built_in_design() -> None:
    assert list(EXPECTED) == list(product(load_scenario("documents").users, BUILT_IN))


@pytest.mark.parametrize(("username", "design"), EXPECTED)
def test_each_design_gives_each_user_its_own_answers(
    server: DemoServer, client: httpx.Client, log_in: Callable[..., str], username: str, design: str
) -> None:
    server.directory.set_disabled("erin", disabled=False)
    headers = {"Authorization": f"Bearer {log_in(username, design)}", "Demo-Design": design}
    server.directory.reset()
    answers = [
        client.request(request.method, request.path, headers=headers, json=request.body)
        for request in server.scenario.requests
    ]
    assert (
        " ".join({200: ".", 401: "-", 403: "x"}[answer.status_code] for answer in answers)
        == (EXPECTED[username, design])
    )


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


@pytest.mark.parametrize(
    ("design", "at_once", "in_a_new_token"),
    [
        ("identity", 403, 403),
        ("groups-acl", 403, 403),
        ("resource-ids", 200, 403),  # the id stands in the token until exp
        ("everything", 200, 200),  # the id is gone from the new token, the role and the scope are not
    ],
)
def test_an_acl_entry_taken_away_is_missed_at_once_or_in_the_next_token(
    server: DemoServer,
    client: httpx.Client,
    log_in: Callable[..., str],
    design: str,
    at_once: int,
    in_a_new_token: int,
) -> None:
    def read(token: str) -> int:
        headers = {"Authorization": f"Bearer {token}", "Demo-Design": design}
        return client.get("/documents/doc-3", headers=headers).status_code

    token = log_in("bob", design)
    assert read(token) == 200
    server.directory.unshare("doc-3", "bob")
    assert (read(token), read(log_in("bob", design))) == (at_once, in_a_new_token)


@pytest.mark.parametrize(("design", "at_once"), [("identity", 403), ("roles", 200), ("broad-grants", 200)])
def test_an_administrator_who_is_none_any_longer_stays_one_as_long_as_the_token_says_so(
    server: DemoServer, client: httpx.Client, log_in: Callable[..., str], design: str, at_once: int
) -> None:
    def list_users(token: str) -> int:
        headers = {"Authorization": f"Bearer {token}", "Demo-Design": design}
        return client.get("/admin/users", headers=headers).status_code

    token = log_in("carol", design)
    assert list_users(token) == 200
    server.directory.set_roles("carol", [])
    server.directory.set_system_admin("carol", system_admin=False)
    assert (list_users(token), list_users(log_in("carol", design))) == (at_once, 403)
    server.clock.move(1801)
    assert list_users(token) == 401


def test_the_scopes_design_issues_access_tokens_of_rfc_9068(log_in: Callable[..., str]) -> None:
    token = log_in("bob", "scopes")
    assert jwt.get_unverified_header(token)["typ"] == "at+jwt"
    claims = jwt.decode(token, options={"verify_signature": False})
    assert {"iss", "exp", "aud", "sub", "client_id", "iat", "jti"} < set(claims)  # section 2.2
    assert claims["scope"] == "documents:read"


def test_claims_may_have_names_in_any_script(tmp_path: Path, issuer_key: IssuerKey) -> None:
    path = tmp_path / "design.toml"
    text = (DESIGNS / "roles.toml").read_text("utf-8")
    text = text.replace('roles = "{user.roles}"', '"役割 🔑" = "{user.roles}"')
    path.write_text(text.replace('claim = "roles"\n', 'claim = "役割 🔑"\n'), encoding="utf-8")
    with DemoServer(design=path, issuer_key=issuer_key) as server, client_for(server) as client:
        token = client.post("/login", json={"username": "bob", "password": "bob-pass"}).json()["access_token"]
        headers = {"Authorization": f"Bearer {token}"}
        assert client.get("/documents/doc-1", headers=headers).status_code == 200
        refused = client.delete("/documents/doc-1", headers=headers)
        assert refused.status_code == 403
        assert 'add "admin" to 役割 🔑' in refused.json()["detail"]


@pytest.mark.parametrize("scenario", sorted(path.stem for path in SCENARIOS.glob("*.toml")))
def test_the_openapi_document_tells_every_answer_of_every_scenario(scenario: str, issuer_key: IssuerKey) -> None:
    with DemoServer(scenario=scenario, issuer_key=issuer_key) as server, client_for(server) as client:
        paths = client.get("/openapi.json").json()["paths"]
        router = Router(server.scenario.routes)
        for user in server.scenario.users.values():
            body = {"username": user.username, "password": user.password}
            headers = {"Authorization": f"Bearer {client.post('/login', json=body).json().get('access_token')}"}
            for request in server.scenario.requests:
                found = router.find(request.method, request.path)
                assert isinstance(found, Match)
                answer = client.request(request.method, request.path, headers=headers, json=request.body)
                described = paths[found.route.path][request.method.lower()]["responses"]
                assert str(answer.status_code) in described, (user.username, request.id, answer.text)


def test_a_user_without_any_right_gets_only_what_any_signed_in_user_may(
    server: DemoServer, client: httpx.Client, log_in: Callable[..., str]
) -> None:
    server.directory.set_roles("bob", [])
    server.directory.set_groups("bob", [])
    server.directory.unshare("doc-3", "bob")
    for design in server.designs:
        headers = {"Authorization": f"Bearer {log_in('bob', design)}", "Demo-Design": design}
        answers = [
            client.request(request.method, request.path, headers=headers, json=request.body)
            for request in server.scenario.requests
        ]
        _, documents, *others = answers
        assert [answer.status_code for answer in (answers[0], *others)] == [200] + [403] * 8, design
        # Where owners count, the list has what bob owns, and nothing else.
        assert documents.status_code == 403 or documents.json()["records"] == ["doc-2"], design
