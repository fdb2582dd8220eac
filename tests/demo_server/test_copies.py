"""A copy of a server: another server in the same world."""

import pytest

from demo_server import DefinitionError, DemoServer
from demo_server.policy.designs import BUILT_IN
from tests.demo_server.clients import client_for


@pytest.fixture
def server():
    with DemoServer() as server:
        yield server


def send(server, method, path, **what):
    with client_for(server) as client:
        return client.request(method, path, **what)


def log_in(server, username="bob", design="roles"):
    body = {"username": username, "password": f"{username}-pass", "design": design}
    return send(server, "POST", "/login", json=body)


def status(server, token, path="/documents/doc-3", design="roles"):
    headers = {"Authorization": f"Bearer {token}", "Demo-Design": design}
    return send(server, "GET", path, headers=headers).status_code


def test_a_copy_takes_the_same_tokens(server):
    token = log_in(server).json()["access_token"]
    with server.copy() as copy:
        assert copy.url != server.url
        assert status(copy, token) == status(server, token) == 200
        assert status(server, log_in(copy).json()["access_token"]) == 200


def test_a_copy_begins_in_the_world_as_it_is_now(server):
    server.directory.unshare("doc-3", "bob")
    server.directory.set_disabled("dave", disabled=True)
    server.clock.move(120)
    token = log_in(server).json()["access_token"]
    send(server, "POST", "/logout", headers={"Authorization": f"Bearer {token}"})
    server.trust.remove("nobody")
    with server.copy() as copy:
        assert copy.clock.offset_s == 120
        assert log_in(copy, "dave").json()["reason"] == "login.disabled"
        fresh = log_in(copy, design="identity").json()["access_token"]
        assert status(copy, fresh, design="identity") == 403
        assert status(copy, token) == 401


def test_a_copy_has_the_lookup_delay_of_the_server_or_its_own(server):
    server.set_lookup_delay(1.5)
    assert (server.copy().lookup_delay_ms, server.copy(lookup_delay_ms=0.0).lookup_delay_ms) == (1.5, 0.0)


def test_what_happens_to_a_copy_is_nothing_to_the_server(server):
    token = log_in(server, design="identity").json()["access_token"]
    with server.copy() as copy:
        copy.directory.unshare("doc-3", "bob")
        copy.clock.move(3600)
        copy.directory.reset()
        copy.directory.unshare("doc-3", "bob")
        copy.clock.move(0)
        assert status(copy, token, design="identity") == 403
        send(copy, "POST", "/logout", headers={"Authorization": f"Bearer {token}", "Demo-Design": "identity"})
    assert status(server, token, design="identity") == 200


def test_keys_that_the_server_trusts_no_more_are_not_trusted_by_a_copy(server):
    token = log_in(server).json()["access_token"]
    for kid in server.trust.kids():
        server.trust.remove(kid)
    with server.copy() as copy:
        assert status(copy, token) == 401


def test_a_copy_may_have_another_lifetime_and_do_without_the_deny_list(server):
    token = log_in(server).json()["access_token"]
    with server.copy(ttl_s=300, revocation=False) as copy:
        assert log_in(copy).json()["expires_in"] == 300
        send(copy, "POST", "/logout", headers={"Authorization": f"Bearer {token}"})
        assert status(copy, token) == 200
    assert log_in(server).json()["expires_in"] == 1800


OPEN = 'id = "open"\ntitle = "t"\n[claims]\nboss = true\n[[grants]]\nkind = "flag"\nclaim = "boss"\n'


def write(path, text):
    path.write_text(text, encoding="utf-8")
    return path


def test_further_designs_decide_and_are_copied(tmp_path):
    path = write(tmp_path / "open.toml", OPEN)
    with DemoServer(further_designs=[path]) as server, server.copy() as copy:
        token = log_in(copy, design="open").json()["access_token"]
        assert status(copy, token, "/admin/users", "open") == 200
        assert status(copy, log_in(copy).json()["access_token"], "/admin/users") == 403


def test_two_further_designs_with_one_id_are_refused(tmp_path):
    one = write(tmp_path / "one.toml", OPEN)
    two = write(tmp_path / "two.toml", OPEN.replace("boss", "guest"))
    with pytest.raises(DefinitionError, match=r'two\.toml: id: "open" is also the id of .*one\.toml'):
        DemoServer(design=one, further_designs=[two])
    with DemoServer(design=one, further_designs=[one, "roles"]) as server:
        assert list(server.designs)[-1] == "open", "the same design twice is no contradiction"


@pytest.mark.parametrize("design", ["roles", "scopes"])
def test_a_design_of_ones_own_takes_the_place_of_a_built_in_one(tmp_path, design):
    own = write(tmp_path / "mine.toml", OPEN.replace('"open"', '"roles"'))
    with DemoServer(design=design, further_designs=[own]) as server, server.copy() as copy:
        assert tuple(server.designs) == BUILT_IN, "in its place in the list"
        for each in (server, copy):
            assert status(each, log_in(each).json()["access_token"], "/admin/users") == 200


def test_a_copy_may_take_larger_headers_than_the_server(server):
    large = {"Authorization": "Bearer x", "X-Filling": "f" * 20_000}
    assert send(server, "GET", "/me", headers=large).status_code == 431
    with server.copy() as copy:
        assert send(copy, "GET", "/me", headers=large).status_code == 431
    with server.copy(header_limit=30_000) as copy:
        assert send(copy, "GET", "/me", headers=large).status_code == 401
    assert send(server, "GET", "/me", headers=large).status_code == 431
