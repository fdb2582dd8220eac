import json
import logging
import socket
from concurrent.futures import ThreadPoolExecutor

import pytest

from demo_server import DemoServer
from tests.services.http_client.scripted_server import HANG, answer, scripted
from workbench.core.answers.check_outcome import CheckOutcome
from workbench.core.answers.outcome import Request
from workbench.core.errors import LoginRefusedError, ServerError, ServerUnreachableError, UnsendableTokenError
from workbench.core.token.compact import parse_compact
from workbench.services.http_client.client import HttpClient

READ = Request("doc-1-read", "GET", "/documents/doc-1")
DELETE = Request("doc-1-delete", "DELETE", "/documents/doc-1")
WRITE = Request("doc-1-write", "PUT", "/documents/doc-1", '{"title": "Ü"}')
TOKEN = "eyJhbGciOiJub25lIn0.e30.c2VjcmV0LXNpZ25hdHVyZQ"


@pytest.fixture(scope="module")
def url():
    with DemoServer() as server:
        yield server.url


@pytest.fixture(scope="module")
def client():
    client = HttpClient()
    yield client
    client.close()


@pytest.fixture
def bob(client, url):
    return client.login(url, "bob", "bob-pass", "roles").access_token


def test_a_log_in_brings_a_token_of_the_chosen_design(client, url):
    roles = client.login(url, "bob", "bob-pass", "roles")
    assert (roles.token_type, roles.expires_in, roles.design) == ("Bearer", 1800, "roles")
    assert parse_compact(roles.access_token).claims.get("roles") == ["viewer"]
    identity = client.login(url, "bob", "bob-pass", "identity")
    assert "roles" not in parse_compact(identity.access_token).claims
    assert roles.access_token not in repr(roles)


@pytest.mark.parametrize(
    ("username", "password", "words"),
    [
        ("bob", "wr0ng", "password"),
        ("nobody", "nobody-pass", "password"),
        ("bob", "", "password"),
        ("ü", "ü\x00", "password"),
        ("erin", "erin-pass", "erin is disabled"),
    ],
)
def test_a_refused_log_in_is_told_in_the_servers_words_as_a_sentence(client, url, username, password, words):
    with pytest.raises(LoginRefusedError) as caught:
        client.login(url, username, password, "roles")
    assert caught.value.code == "login_refused"
    assert words in str(caught.value)
    assert str(caught.value)[0].isupper()
    assert str(caught.value).endswith(".")
    assert not password or password not in str(caught.value)


def test_an_unknown_design_is_refused_in_the_servers_words(client, url):
    with pytest.raises(ServerError, match="design") as caught:
        client.login(url, "bob", "bob-pass", "no-such-design")
    assert caught.value.code == "server_answer"


def test_an_answer_comes_with_the_decision_behind_it(client, url, bob):
    refused = client.replay(url, DELETE, bob, "roles")
    assert (refused.status, refused.reason_phrase, refused.allowed) == (403, "Forbidden", False)
    assert refused.request is DELETE
    assert refused.elapsed_ms > 0
    assert json.loads(refused.body)["error"] == "insufficient_scope"
    assert dict(refused.headers)["content-type"] == "application/problem+json"
    decision = refused.decision
    assert decision is not None
    assert decision.request_id == dict(refused.headers)["x-request-id"]
    assert (decision.status, decision.design, decision.user) == (403, "roles", "bob")
    assert decision.token_bytes == len(bob)
    assert [check.name for check in decision.checks if check.outcome is CheckOutcome.FAIL] == ["permission"]
    assert 'add "admin" to roles' in [flip.sentence for grant in decision.grants for flip in grant.flip]
    assert client.replay(url, READ, bob, "roles").allowed


def test_the_design_of_the_request_decides(client, url, bob):
    assert client.replay(url, READ, bob, "roles").status == 200
    outcome = client.replay(url, READ, bob, "identity")
    assert outcome.status == 403
    assert outcome.decision is not None
    assert outcome.decision.design == "identity"


def test_the_body_of_a_request_is_sent_as_json(client, url):
    alice = client.login(url, "alice", "alice-pass", "roles").access_token
    outcome = client.replay(url, WRITE, alice, "roles")
    assert outcome.status == 200
    assert json.loads(outcome.body)["received"] == {"title": "Ü"}


@pytest.mark.parametrize("token", ["", " ", "x", "a.b.c", TOKEN, "ÿ", "Bearer a"])
def test_a_token_that_the_server_does_not_accept_is_an_answer_and_no_error(client, url, token):
    outcome = client.replay(url, READ, token, "roles")
    assert outcome.status == 401
    assert outcome.decision is not None
    assert outcome.decision.reason


@pytest.mark.parametrize(
    ("token", "character"),
    [("a\nb", "U+000A"), ("a\r\nX-Evil: 1", "U+000D"), ("a\x00", "U+0000"), ("a\x7f", "U+007F"), ("€", "U+20AC")],
)
def test_a_text_that_cannot_stand_in_a_header_is_not_sent(client, token, character):
    with scripted() as server:
        for send in (
            lambda: client.replay(server.url, READ, TOKEN + token, "roles"),
            lambda: client.logout(server.url, TOKEN + token),
        ):
            with pytest.raises(UnsendableTokenError, match=character.replace("+", r"\+")) as caught:
                send()
            assert TOKEN not in str(caught.value)
    assert server.requests == []


def test_a_log_out_ends_the_token(client, url, bob):
    assert client.logout(url, bob).status == 204
    outcome = client.replay(url, READ, bob, "roles")
    assert outcome.decision is not None
    assert (outcome.status, outcome.decision.reason) == (401, "revocation.revoked")
    assert client.logout(url, "no token").status == 401


def test_a_log_out_of_a_token_with_a_type_of_its_own_names_its_design(client, url):
    token = client.login(url, "bob", "bob-pass", "scopes").access_token
    assert client.logout(url, token).status == 401, "the server's own design asks for a JWT"
    assert client.logout(url, token, "scopes").status == 204
    assert client.replay(url, READ, token, "scopes").decision.reason == "revocation.revoked"


def test_several_threads_may_replay_at_once(client, url, bob):
    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(lambda request: client.replay(url, request, bob, "roles"), [READ, DELETE] * 10))
    assert [outcome.status for outcome in outcomes] == [200, 403] * 10
    assert all(outcome.decision and outcome.decision.path == outcome.request.path for outcome in outcomes)


def test_a_server_that_was_restarted_is_found_again(client):
    with DemoServer() as server:
        port = server.port
        assert client.login(server.url, "bob", "bob-pass", "roles")
    with DemoServer(port=port) as server:
        assert client.login(server.url, "bob", "bob-pass", "roles")


def test_proxies_of_the_environment_are_passed_by(monkeypatch, url):
    with scripted(answer("proxied")) as proxy:
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url)
            monkeypatch.setenv(name.lower(), proxy.url)
        for name in ("NO_PROXY", "no_proxy"):
            monkeypatch.delenv(name, raising=False)
        client = HttpClient()
        assert client.login(url, "bob", "bob-pass", "roles").design == "roles"
        client.close()
    assert proxy.requests == []


def test_passwords_of_a_netrc_file_are_not_sent(monkeypatch, tmp_path):
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login somebody password netrc-secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    with scripted(answer()) as server:
        client = HttpClient()
        client.replay(server.url, READ, TOKEN, "roles")
        client.close()
    assert server.requests[0].count(b"Authorization: Bearer") == 1
    assert b"Basic" not in server.requests[0]


def test_a_redirect_is_an_answer_and_the_token_goes_no_further(client):
    with scripted() as elsewhere, scripted(answer(status="302 Found", Location=elsewhere.url)) as server:
        outcome = client.replay(server.url, READ, TOKEN, "roles")
    assert (outcome.status, outcome.allowed) == (302, True)
    assert elsewhere.requests == []
    assert TOKEN.encode() in server.requests[0]


def test_an_answer_without_request_id_has_no_decision(client):
    with scripted(answer("hello")) as server:
        outcome = client.replay(server.url, READ, TOKEN, "roles")
    assert (outcome.status, outcome.body, outcome.decision) == (200, "hello", None)


def test_a_decision_that_is_gone_is_none(client):
    with scripted(answer(X_Request_Id="r1"), answer(status="404 Not Found")) as server:
        assert client.replay(server.url, READ, TOKEN, "roles").decision is None


def test_a_request_id_cannot_lead_elsewhere(client):
    with scripted(answer(X_Request_Id="../../login?x#y"), answer(status="404 Not Found")) as server:
        client.replay(server.url, READ, TOKEN, "roles")
    assert server.requests[1].startswith(b"GET /debug/decisions/..%2F..%2Flogin%3Fx%23y HTTP/1.1")
    assert TOKEN.encode() not in server.requests[1]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("<html>", "The server's decision is not JSON: Line 1, column 1"),
        ("[]", "The server's decision must be an object, not an array."),
        ("{}", "The server's decision.request_id is missing."),
    ],
)
def test_a_decision_unlike_the_contract_is_told(client, body, message):
    with scripted(answer(X_Request_Id="r1"), answer(body)) as server, pytest.raises(ServerError) as caught:
        client.replay(server.url, READ, TOKEN, "roles")
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(
    ("reply", "message"),
    [
        (answer("hello"), "The server's login is not JSON: Line 1, column 1: expected a value."),
        (answer("[]"), "The server's login must be an object, not an array."),
        (answer("{}"), "The server's login.access_token is missing."),
        (
            answer('{"access_token":"t","token_type":"Bearer","expires_in":true,"design":"x"}'),
            "The server's login.expires_in must be a whole number, not true.",
        ),
        (answer(status="500 Oops"), "The server answered the login with 500."),
        (answer('{"detail":"Out of order."}', status="503 No"), "Out of order."),
        (answer('{"detail":" out of order"}', status="503 No"), "Out of order."),
        (answer('{"detail":" "}', status="503 No"), "The server answered the login with 503."),
        (answer('{"detail":7}', status="503 No"), "The server answered the login with 503."),
    ],
)
def test_a_log_in_unlike_the_contract_is_told(client, reply, message):
    with scripted(reply) as server, pytest.raises(ServerError) as caught:
        client.login(server.url, "bob", "bob-pass", "roles")
    assert str(caught.value) == message


def test_a_refusal_without_words_has_words_of_our_own(client):
    with scripted(answer(status="401 No")) as server, pytest.raises(LoginRefusedError) as caught:
        client.login(server.url, "bob", "bob-pass", "roles")
    assert str(caught.value) == "The server does not know this user name with this password."
    assert caught.value.hint == "Check the user name and the password."


def unused_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def test_a_server_that_does_not_run_is_told_with_what_to_do(client):
    port = unused_port()
    with pytest.raises(ServerUnreachableError) as caught:
        client.replay(f"http://127.0.0.1:{port}", READ, TOKEN, "roles")
    assert str(caught.value) == f"No answer from 127.0.0.1:{port}: connection refused."
    assert caught.value.hint == "Start the demo server, then replay the request."
    assert caught.value.code == "server_unreachable"


@pytest.mark.parametrize(
    "reply",
    [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhal", b"\x00\x01garbage\r\n\r\n", b"HTTP/1.1 xxx OK\r\n\r\n"],
    ids=["hangs up", "cut off", "garbage", "no status"],
)
def test_a_connection_that_breaks_off_is_told(client, reply):
    with scripted(reply) as server, pytest.raises(ServerUnreachableError, match="the connection broke off") as caught:
        client.replay(server.url, READ, TOKEN, "roles")
    assert TOKEN not in str(caught.value)


def test_a_server_that_says_nothing_is_given_up():
    client = HttpClient(timeout_s=0.05)
    with scripted(HANG) as server, pytest.raises(ServerUnreachableError, match=r"nothing came within 0\.05 s"):
        client.replay(server.url, READ, TOKEN, "roles")
    client.close()


def test_a_decision_that_never_comes_is_no_answer():
    client = HttpClient(timeout_s=0.2)
    with scripted(answer(X_Request_Id="r1"), HANG) as server, pytest.raises(ServerUnreachableError):
        client.replay(server.url, READ, TOKEN, "roles")
    client.close()


@pytest.mark.parametrize("base_url", ["", "nowhere", "ftp://127.0.0.1", "http://", "http://[::1", "http://127.0.0.1:x"])
def test_an_address_that_is_none_is_told(client, base_url):
    with pytest.raises(ServerUnreachableError, match=r"^No answer from .*\.$"):
        client.login(base_url, "bob", "bob-pass", "roles")


@pytest.mark.parametrize("used_before", [False, True])
def test_a_client_that_was_closed_finds_no_server(url, used_before):
    client = HttpClient()
    if used_before:
        client.login(url, "bob", "bob-pass", "roles")
    client.close()
    client.close()
    with pytest.raises(ServerUnreachableError, match="the program is ending"):
        client.login(url, "bob", "bob-pass", "roles")


def test_neither_tokens_nor_passwords_are_logged(client, url, caplog):
    caplog.set_level(logging.DEBUG)
    token = client.login(url, "bob", "bob-pass", "roles").access_token
    client.replay(url, DELETE, token, "roles")
    with pytest.raises(ServerUnreachableError):
        client.replay(f"http://127.0.0.1:{unused_port()}", READ, token, "roles")
    assert caplog.text
    for secret in (token, token.rpartition(".")[2], "bob-pass"):
        assert secret not in caplog.text
