"""The questions of a request: counted, timed, and delayed on request."""

import httpx
import pytest

from demo_server import DemoServer
from demo_server.questions import MAX_DELAY_MS, Asked, Questions
from tests.demo_server.clients import client_for

DELAY_MS = 20


def asked_for(client, design, path="/documents/doc-3"):
    """What was asked for bob's request under *design*: count and milliseconds by kind, and the whole decision's."""
    body = {"username": "bob", "password": "bob-pass", "design": design}
    token = client.post("/login", json=body).json()["access_token"]
    answer = client.get(path, headers={"Authorization": f"Bearer {token}", "Demo-Design": design})
    decision = client.get(f"/debug/decisions/{answer.headers['X-Request-Id']}").json()
    asked = {each["what"]: (each["count"], each["elapsed_us"] / 1000) for each in decision["asked"]}
    return asked, decision["elapsed_us"] / 1000


def test_questions_are_counted_by_kind_in_the_order_of_the_first():
    questions = Questions()
    assert questions.asked == ()
    assert [questions.ask(what, lambda: "yes") for what in (Asked.DENY_LIST, Asked.DIRECTORY, Asked.DIRECTORY)] == [
        "yes"
    ] * 3
    assert [(each.what, each.count, each.cached) for each in questions.asked] == [
        (Asked.DENY_LIST, 1, False),
        (Asked.DIRECTORY, 2, False),
    ]
    assert (questions.count(Asked.DENY_LIST), questions.count(Asked.DIRECTORY)) == (1, 2)


def test_a_question_that_fails_reports_its_error_and_is_not_counted():
    questions = Questions()
    with pytest.raises(ZeroDivisionError):
        questions.ask(Asked.DIRECTORY, lambda: 1 // 0)
    assert questions.asked == ()


@pytest.mark.parametrize(
    ("design", "counts"),
    [
        ("roles", {"deny-list": 1}),
        ("identity", {"deny-list": 1, "directory": 3}),
        ("groups-acl", {"deny-list": 1, "directory": 2}),
    ],
)
def test_every_question_takes_at_least_the_delay(design, counts):
    with DemoServer(lookup_delay_ms=DELAY_MS) as server, client_for(server) as client:
        asked, whole_ms = asked_for(client, design)
    assert {what: count for what, (count, _) in asked.items()} == counts
    assert all(ms >= count * DELAY_MS for count, ms in asked.values())
    assert whole_ms >= sum(counts.values()) * DELAY_MS


def test_without_a_deny_list_nothing_is_asked_of_it():
    with DemoServer(revocation=False) as server, client_for(server) as client:
        assert asked_for(client, "roles")[0] == {}


def test_the_delay_can_be_changed_while_the_server_runs():
    with DemoServer() as server, client_for(server) as client:
        server.set_lookup_delay(DELAY_MS)
        assert asked_for(client, "roles")[0]["deny-list"][1] >= DELAY_MS
        server.set_lookup_delay(0)
        assert asked_for(client, "roles")[0]["deny-list"][1] < DELAY_MS


def test_deciding_without_a_request_does_not_wait():
    """A survey of a stolen token decides on thousands of requests, none of which anybody sends."""
    with DemoServer(lookup_delay_ms=MAX_DELAY_MS) as server:
        token = server_token(server)
        server.set_lookup_delay(MAX_DELAY_MS)
        found = [each.status for each in server.reach(token, "identity", [("GET", "/documents/doc-3")] * 500)]
    assert found == [200] * 500  # would take 25 minutes


def server_token(server):
    server.set_lookup_delay(0)
    body = {"username": "bob", "password": "bob-pass", "design": "identity"}
    return httpx.post(f"{server.url}/login", json=body).json()["access_token"]


@pytest.mark.parametrize("delay_ms", [-1, MAX_DELAY_MS + 1, float("nan"), float("inf")])
def test_a_delay_that_is_not_possible_is_refused(delay_ms):
    with pytest.raises(ValueError, match="expected 0 to 1000 ms"):
        DemoServer(lookup_delay_ms=delay_ms)
