"""Tokens that the owner of a server issues without a login, and the record that a request names."""

import jwt
import pytest

from demo_server import DemoServer


@pytest.fixture(scope="module")
def server():
    with DemoServer() as running:
        yield running


def claims(token):
    return jwt.decode(token, options={"verify_signature": False})


def test_an_issued_token_says_what_the_directory_says_now(server):
    before = server.issue("alice", "roles")
    assert claims(before.access_token)["roles"] == ["editor"]
    assert before.expires_in == claims(before.access_token)["exp"] - claims(before.access_token)["iat"]
    server.directory.set_roles("alice", ["viewer"])
    try:
        assert claims(server.issue("alice", "roles").access_token)["roles"] == ["viewer"]
    finally:
        server.directory.reset()


def test_the_server_accepts_it_and_a_disabled_account_gets_one_too(server):
    token = server.issue("erin", "roles").access_token
    (found,) = server.reach(token, "roles", [("GET", "/me")])
    assert found.status == 200
    (found,) = server.reach(token, "identity", [("GET", "/me")])
    assert (found.status, found.reason) == (401, "account.disabled")


def test_there_is_no_token_for_a_user_who_does_not_exist(server):
    with pytest.raises(KeyError):
        server.issue("nobody", "roles")


@pytest.mark.parametrize(
    ("method", "path", "record"),
    [
        ("GET", "/documents/doc-1", "doc-1"),
        ("GET", "/documents", None),
        ("GET", "/nowhere", None),
        ("PATCH", "/documents/doc-1", None),
    ],
)
def test_the_record_that_a_request_names_is_found_by_its_route(server, method, path, record):
    assert server.record_of(method, path) == record
