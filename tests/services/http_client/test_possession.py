"""Tokens that are bound to the client's key: the client proves that it has it, and can do as a thief does."""

import json
from base64 import urlsafe_b64decode

import pytest

from demo_server import DemoServer
from tests.bound_designs import FORMS, write_bound_designs
from workbench.core.answers.outcome import Request
from workbench.core.requests.request import TokenPlacement, TokenWhere
from workbench.core.requests.sender import Sender
from workbench.core.token.compact import parse_compact
from workbench.services.http_client.client import HttpClient

READ = Request("doc-1-read", "GET", "/documents/doc-1?page=2")


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    first, *others = write_bound_designs(tmp_path_factory.mktemp("designs"))
    with DemoServer(design=first, further_designs=others) as running:
        yield running


@pytest.fixture
def client():
    client = HttpClient()
    yield client
    client.close()


@pytest.fixture
def log_in(server, client):
    return lambda design: client.login(server.url, "bob", "bob-pass", design)


def sent_header(outcome, name):
    return [value for each, value in outcome.sent.headers if each.lower() == name.lower()]


def payload(proof):
    segment = proof.split(".")[1]
    return json.loads(urlsafe_b64decode(segment + "=" * (-len(segment) % 4)))


@pytest.mark.parametrize("design", FORMS)
def test_a_bound_token_goes_with_a_proof_of_its_own_each_time(server, client, log_in, design):
    answer = log_in(design)
    assert (answer.token_type, answer.is_bound) == ("DPoP", True)
    outcomes = [client.replay(server.url, READ, answer.access_token, design) for _ in range(2)]
    assert [outcome.status for outcome in outcomes] == [200, 200]
    assert "proof" in [check.name for check in outcomes[0].decision.checks]
    assert sent_header(outcomes[0], "Authorization") == [f"DPoP {answer.access_token}"]
    first, second = (payload(sent_header(outcome, "DPoP")[0]) for outcome in outcomes)
    assert (first["htm"], first["htu"]) == ("GET", f"{server.url}/documents/doc-1")
    assert first["jti"] != second["jti"]


def test_the_token_says_the_key_of_this_client_and_another_client_has_another(client, log_in):
    claims = parse_compact(log_in("bound").access_token).claims.to_dict()
    assert claims["cnf"] == {"jkt": client.thumbprint}
    assert HttpClient().thumbprint != client.thumbprint


@pytest.mark.parametrize("design", FORMS)
@pytest.mark.parametrize(
    ("sender", "reason"),
    [(Sender.WITHOUT_PROOF, "transport.bearer"), (Sender.OTHER_KEY, "proof.other_key")],
)
def test_a_thief_is_refused(server, client, log_in, design, sender, reason):
    token = log_in(design).access_token
    outcome = client.replay(server.url, READ, token, design, sender)
    assert (outcome.status, outcome.reason) == (401, reason)
    assert client.replay(server.url, READ, token, design).status == 200


@pytest.mark.parametrize("offset_s", [-86_400, 86_400])
def test_the_proof_has_the_time_of_the_server(server, client, log_in, offset_s):
    server.clock.move(offset_s)
    try:
        token = log_in("bound").access_token
        assert client.replay(server.url, READ, token, "bound").status == 200
    finally:
        server.clock.move(0)


@pytest.mark.parametrize("design", FORMS)
def test_a_bound_token_is_renewed_and_revoked_with_a_proof(server, client, log_in, design):
    renewed = client.renew(server.url, log_in(design).refresh_token)
    assert renewed.is_bound
    assert client.replay(server.url, READ, renewed.access_token, design).status == 200
    assert client.logout(server.url, renewed.access_token, design).status == 204
    assert client.replay(server.url, READ, renewed.access_token, design).status == 401


def test_a_bearer_token_goes_as_before(server, client, log_in):
    token = log_in("roles").access_token
    for sender in Sender:
        outcome = client.replay(server.url, READ, token, "roles", sender)
        assert outcome.status == 200
        assert sent_header(outcome, "Authorization") == [f"Bearer {token}"]
        assert not sent_header(outcome, "DPoP")


def test_a_token_of_another_key_is_sent_with_the_proof_that_the_client_can_make(server, client):
    foreign = HttpClient()
    token = foreign.login(server.url, "bob", "bob-pass", "bound").access_token
    assert client.replay(server.url, READ, token, "bound").reason == "proof.other_key"
    foreign.close()


def test_a_request_that_brings_a_proof_keeps_it(server, client, log_in):
    own = Request("own", "GET", "/me", headers=(("DPoP", "mine"),))
    outcome = client.replay(server.url, own, log_in("bound").access_token, "bound")
    assert sent_header(outcome, "DPoP") == ["mine"]


def test_a_token_elsewhere_than_in_its_header_goes_without_a_proof(server, client, log_in):
    own = Request("own", "GET", "/me", placement=TokenPlacement(TokenWhere.COOKIE, "session"))
    outcome = client.replay(server.url, own, log_in("bound").access_token, "bound")
    assert (outcome.reason, sent_header(outcome, "DPoP")) == ("transport.missing", [])
