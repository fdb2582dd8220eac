"""The clinic scenario: who opens which record under which design, and how break-glass shows, over real HTTP."""

from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import httpx
import jwt
import pytest

from demo_server import DemoServer, IssuerKey
from demo_server.policy.designs import BUILT_IN
from demo_server.world.scenario import load_scenario

LogIn = Callable[..., str]

# One column for each request of the scenario, in its order:
# me, wards, pat-1 read, pat-1 write, pat-1 break-glass, pat-2 read, pat-3 read, appointments, staff, noor's roles.
# A full stop means 200, a b 200 by break-glass, an x 403. Worked out by hand.
EXPECTED = {
    ("mara", "hybrid"): ". . . . b x . . x x",
    ("mara", "identity"): ". . . . b x . . x x",
    ("mara", "profile"): ". . . . b x . . x x",
    ("mara", "roles"): ". . . . b . . . x x",
    ("mara", "scopes"): ". . . . b . . . x x",
    ("mara", "delegated"): ". . . . b x . . x x",
    ("mara", "broad-grants"): ". . . . x x x . x x",
    ("mara", "groups-acl"): ". . . . b x . . x x",
    ("mara", "overage"): ". . . . b x . . x x",
    ("mara", "resource-ids"): ". . . . x x . . x x",
    ("mara", "rar"): ". . . . b x . . x x",
    ("mara", "everything"): ". . . . b . . . x x",
    ("mara", "cached"): ". . . . b x . . x x",
    ("mara", "versioned"): ". . . . b . . . x x",
    ("mara", "short-refresh"): ". . . . b . . . x x",
    ("mara", "reference"): ". . . . b x . . x x",
    ("mara", "cedar"): ". . . . b x . . x x",
    ("noor", "hybrid"): ". . x x b . x . x x",
    ("noor", "identity"): ". . x x b . x . x x",
    ("noor", "profile"): ". . x x b . x . x x",
    ("noor", "roles"): ". . x x b x x . x x",
    ("noor", "scopes"): ". . x x b x x . x x",
    ("noor", "delegated"): ". . x x b . x . x x",
    ("noor", "broad-grants"): ". . x x x . x . x x",
    ("noor", "groups-acl"): ". . x x b . x . x x",
    ("noor", "overage"): ". . x x b . x . x x",
    ("noor", "resource-ids"): ". . x x x . x x x x",
    ("noor", "rar"): ". . x x b . x . x x",
    ("noor", "everything"): ". . x x b . x . x x",
    ("noor", "cached"): ". . x x b . x . x x",
    ("noor", "versioned"): ". . x x b x x . x x",
    ("noor", "short-refresh"): ". . x x b x x . x x",
    ("noor", "reference"): ". . x x b . x . x x",
    ("noor", "cedar"): ". . x x b . x . x x",
    ("ai", "hybrid"): ". . x x b x . . x x",
    ("ai", "identity"): ". . x x b x . . x x",
    ("ai", "profile"): ". . x x b x . . x x",
    ("ai", "roles"): ". . . . b . . . x x",
    ("ai", "scopes"): ". . . . b . . . x x",
    ("ai", "delegated"): ". . x x b x . . x x",
    ("ai", "broad-grants"): ". . . x x . . . x x",
    ("ai", "groups-acl"): ". . x x b x . . x x",
    ("ai", "overage"): ". . x x b x . . x x",
    ("ai", "resource-ids"): ". . x x x x . x x x",
    ("ai", "rar"): ". . x x b x . . x x",
    ("ai", "everything"): ". . . . b . . . x x",
    ("ai", "cached"): ". . x x b x . . x x",
    ("ai", "versioned"): ". . . . b . . . x x",
    ("ai", "short-refresh"): ". . . . b . . . x x",
    ("ai", "reference"): ". . x x b x . . x x",
    ("ai", "cedar"): ". . x x b x . . x x",
    ("rita", "hybrid"): ". x x x x x x . x x",
    ("rita", "identity"): ". x x x x x x . x x",
    ("rita", "profile"): ". x x x x x x . x x",
    ("rita", "roles"): ". x x x x x x . x x",
    ("rita", "scopes"): ". x x x x x x . x x",
    ("rita", "delegated"): ". x x x x x x . x x",
    ("rita", "broad-grants"): ". x x x x x x . x x",
    ("rita", "groups-acl"): ". x x x x x x . x x",
    ("rita", "overage"): ". x x x x x x . x x",
    ("rita", "resource-ids"): ". x x x x x x . x x",
    ("rita", "rar"): ". x x x x x x . x x",
    ("rita", "everything"): ". x x x x x x . x x",
    ("rita", "cached"): ". x x x x x x . x x",
    ("rita", "versioned"): ". x x x x x x . x x",
    ("rita", "short-refresh"): ". x x x x x x . x x",
    ("rita", "reference"): ". x x x x x x . x x",
    ("rita", "cedar"): ". x x x x x x . x x",
    ("ivan", "hybrid"): ". . . . b . . . . .",
    ("ivan", "identity"): ". . . . b . . . . .",
    ("ivan", "profile"): ". . . . b . . . . .",
    ("ivan", "roles"): ". x x x x x x x . .",
    ("ivan", "scopes"): ". x x x x x x x . .",
    ("ivan", "delegated"): ". . . . b . . . x x",
    ("ivan", "broad-grants"): ". . . . b . . . . .",
    ("ivan", "groups-acl"): ". . . . b . . . . .",
    ("ivan", "overage"): ". . . . b . . . . .",
    ("ivan", "resource-ids"): ". . . . x . . . x x",
    ("ivan", "rar"): ". . . . b . . . . .",
    ("ivan", "everything"): ". . . . b . . . . .",
    ("ivan", "cached"): ". . . . b . . . . .",
    ("ivan", "versioned"): ". x x x x x x x . .",
    ("ivan", "short-refresh"): ". x x x x x x x . .",
    ("ivan", "reference"): ". . . . b . . . . .",
    ("ivan", "cedar"): ". . . . b . . . . .",
}


@pytest.fixture
def server(issuer_key: IssuerKey) -> Iterator[DemoServer]:
    with DemoServer(scenario="clinic", issuer_key=issuer_key) as running:
        yield running


def decision_of(client: httpx.Client, answer: httpx.Response) -> Any:
    return client.get(f"/debug/decisions/{answer.headers['X-Request-Id']}").json()


def kinds_that_granted(decision: Any) -> list[str]:
    return [grant["kind"] for grant in decision["grants"] if grant["granted"]]


def test_the_table_has_every_user_and_every_built_in_design() -> None:
    assert list(EXPECTED) == list(product(load_scenario("clinic").users, BUILT_IN))


@pytest.mark.parametrize(("username", "design"), EXPECTED)
def test_each_design_opens_to_each_user_what_it_can_tell_apart(
    server: DemoServer, client: httpx.Client, log_in: LogIn, username: str, design: str
) -> None:
    headers = {"Authorization": f"Bearer {log_in(username, design)}", "Demo-Design": design}
    letters = []
    for request in server.scenario.requests:
        answer = client.request(request.method, request.path, headers=headers, json=request.body)
        by_break_glass = kinds_that_granted(decision_of(client, answer)) == ["break-glass"]
        letters.append({(200, False): ".", (200, True): "b", (403, False): "x"}[answer.status_code, by_break_glass])
    assert " ".join(letters) == EXPECTED[username, design]


@pytest.mark.parametrize(
    ("design", "by"),
    [
        ("roles", 'by roles: roles: "nurse" grants patients:break-glass'),
        ("scopes", 'by scopes: scope contains "patients:break-glass"'),
        ("identity", 'by directory-roles: the directory gives noor "nurse", which grants patients:break-glass'),
    ],
)
def test_the_decision_says_that_break_glass_was_used(
    client: httpx.Client, ask: Callable[..., httpx.Response], design: str, by: str
) -> None:
    answer = ask("noor", design, "POST", "/patients/pat-1/break-glass", {"reason": "collapsed"})
    assert answer.json()["id"] == "pat-1"
    decision = decision_of(client, answer)
    sentence = f"break-glass was used: noor opens pat-1 {by}"
    assert decision["checks"][-1]["detail"] == sentence
    assert (decision["grants"][-1]["kind"], decision["grants"][-1]["detail"]) == ("break-glass", sentence)
    assert "collapsed" not in str(decision)


def test_a_refused_break_glass_is_named_and_says_what_would_be_enough(ask: Callable[..., httpx.Response]) -> None:
    answer = ask("rita", "roles", "POST", "/patients/pat-1/break-glass", {"reason": "curious"})
    assert answer.status_code == 403
    detail = answer.json()["detail"]
    assert detail.startswith("break-glass was requested and refused: patients:break-glass is not granted")
    assert detail.endswith('Any one of these would let it through: add "nurse" to roles')


def test_owning_a_record_breaks_no_glass(ask: Callable[..., httpx.Response], server: DemoServer) -> None:
    server.directory.share("pat-1", "rita", ["read", "break-glass"])
    assert ask("rita", "identity", "GET", "/patients/pat-1").status_code == 200
    assert ask("rita", "identity", "POST", "/patients/pat-1/break-glass", {"reason": "x"}).status_code == 403


@pytest.mark.parametrize(("body", "reason"), [({}, "body.missing_member"), ({"reason": 1}, "body.wrong_type")])
def test_break_glass_wants_a_reason(ask: Callable[..., httpx.Response], body: Any, reason: str) -> None:
    answer = ask("noor", "roles", "POST", "/patients/pat-1/break-glass", body)
    assert (answer.status_code, answer.json()["reason"]) == (400, reason)


def test_break_glass_for_a_patient_who_does_not_exist_finds_nobody(ask: Callable[..., httpx.Response]) -> None:
    answer = ask("noor", "roles", "POST", "/patients/pat-9/break-glass", {"reason": "x"})
    assert (answer.status_code, answer.json()["reason"]) == (404, "record.unknown")


def test_personal_data_is_in_the_token_of_everything_and_in_no_token_that_decides(log_in: LogIn) -> None:
    def claims(design: str) -> str:
        return str(jwt.decode(log_in("ai", design), options={"verify_signature": False}))

    assert len(log_in("ai", "reference")) == 43, "nothing can be read from it"
    private = ("佐藤 愛", "ai.sato@clinic.example", "Emergency room", "'ai'")
    assert all(text in claims("everything") for text in private)
    for design in set(BUILT_IN) - {"everything", "profile", "reference"}:
        assert not any(text in claims(design) for text in private), design
