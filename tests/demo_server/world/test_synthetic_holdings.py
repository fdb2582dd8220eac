"""Tokens of made-up holdings are as long as real ones."""

import base64
import json

import pytest

from demo_server import DemoServer
from demo_server.policy.designs import BUILT_IN
from demo_server.world.synthetic_holdings import Holdings
from tests.demo_server.clients import client_for


@pytest.fixture(scope="module")
def server():
    with DemoServer() as server:
        yield server


@pytest.fixture(scope="module")
def large():
    with DemoServer(scenario="documents-large", header_limit=1_000_000) as server:
        yield server


def issued(server, username, design):
    body = {"username": username, "password": f"{username}-pass", "design": design}
    with client_for(server) as client:
        return client.post("/login", json=body).json()["access_token"]


def claims(token):
    payload = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))


@pytest.mark.parametrize("design", BUILT_IN)
@pytest.mark.parametrize("username", ["alice", "bob", "carol", "dave"])
def test_with_what_the_user_has_a_sample_is_as_long_as_the_token_of_a_log_in(server, username, design):
    real = issued(server, username, design)
    sample = server.sample(username, design, Holdings())
    assert len(sample) == len(real)
    if design == "reference":
        return  # nothing can be read from it
    fleeting = {"jti", "exp", "iat", "nbf"}
    assert {n: v for n, v in claims(sample).items() if n not in fleeting} == {
        n: v for n, v in claims(real).items() if n not in fleeting
    }


@pytest.mark.parametrize("count", [10, 100, 1000, 10_000])
@pytest.mark.parametrize("design", ["resource-ids", "everything", "roles"])
def test_a_reader_of_so_many_records_has_the_token_of_one_who_is_said_to_read_so_many(large, count, design):
    real = issued(large, f"reader-{count}", design)
    assert len(large.sample(f"reader-{count}", design, Holdings(readable=count))) == len(real)
    # Another reader, made up to this count; ids of the scenario have six to nine characters with their prefix.
    made_up = large.sample("newcomer", design, Holdings(readable=count, id_length=8, roles=1, role_length=6))
    assert abs(len(made_up) - len(real)) <= 0.05 * len(real)


def test_counts_below_what_the_user_has_keep_the_first_and_above_it_make_up_the_rest(server):
    found = claims(server.sample("bob", "everything", Holdings(roles=3, groups=0, readable=1, writable=2)))
    assert found["roles"] == ["viewer", "role-002", "role-003"]
    assert found["groups"] == found["isMemberOf"] == []
    assert found["canRead"] == ["doc-2"]
    assert found["canWrite"] == ["doc-2", "record-" + "3".zfill(29)], "what is made up to be written can be read too"
    assert found["scope"].split() == [
        "documents:read", "role-002:read", "role-002:write", "role-003:read", "role-003:write"
    ]  # fmt: skip


def test_too_few_different_names_are_refused(server):
    with pytest.raises(ValueError, match="2 characters are too few for 100 different names; expected 3 or more"):
        server.sample("bob", "resource-ids", Holdings(readable=100, id_length=2))
    with pytest.raises(ValueError, match="-1 is not a count"):
        Holdings(roles=-1)
    with pytest.raises(KeyError):
        server.sample("nobody", "roles", Holdings())


def test_all_names_have_the_length_that_was_asked_for(server):
    found = claims(server.sample("bob", "resource-ids", Holdings(readable=1000, id_length=4)))["canRead"][3:]
    assert {len(name) for name in found} == {4}
    assert len(set(found)) == len(found)
