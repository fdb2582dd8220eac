"""What goes wrong at a user's desk, and what the window says then."""

import socket
from contextlib import closing

import httpx
import keyring.backends.fail
import pytest
from keyring.errors import KeyringLocked
from PySide6.QtWidgets import QPushButton, QTableView

from demo_server import DemoServer
from tests.keyrings import HangingKeyring, MemoryKeyring, RaisingKeyring

DELETE = "DELETE /documents/doc-1"


@pytest.fixture
def window(shared_window):
    return shared_window


@pytest.mark.parametrize(
    ("username", "password", "says"),
    [("bob", "wrong", "password"), ("nobody", "nobody-pass", "password"), ("erin", "erin-pass", "disabled")],
)
def test_a_refused_log_in_keeps_the_token_and_what_was_typed(window, username, password, says):
    window.log_in("alice")
    token = window.token()
    window.try_to_log_in(username, password)
    assert says in window.text("login.status")
    assert window.token() == token
    assert window.field("login.username") == username


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("not a token", "token"),
        ("eyJhbGciOiJub25lIn0.eyJzdWIiOiJib2Iif", "segments"),
        ("eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJib2Ii.AAAA", "payload"),
        ("!!!.eyJzdWIiOiJib2IifQ.AAAA", "header"),
        ("eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJib2IifQ.A", "signature"),
    ],
)
def test_a_broken_token_is_shown_as_far_as_it_goes_with_its_fault(window, text, names):
    window.log_in("bob")
    window.paste(text)
    assert window.token() == text
    assert names in window.text("token.fault")
    assert window.text("token.state").startswith("broken")
    window.replay()
    assert window.answers()["GET /me"] == ("200", "401")


def test_a_broken_token_shows_the_claims_that_can_be_read(window):
    window.paste("!!!.eyJzdWIiOiJib2IifQ.AAAA")
    assert window.claims() == {"sub": '"bob"'}


@pytest.mark.parametrize(("name", "typed"), [("exp", "someday"), ("roles", '["viewer"'), ("roles", "true")])
def test_a_refused_edit_keeps_what_was_typed_and_the_last_good_token(window, name, typed):
    window.log_in("bob")
    token = window.token()
    window.edit_claim(name, typed)
    assert window.claims()[name] == typed
    assert window.text("claims.status").startswith(name)
    assert window.token() == token


def test_with_the_server_stopped_one_sentence_says_what_to_do_and_the_window_goes_on(own_window):
    own_window.log_in("bob")
    token = own_window.token()
    own_window.trigger("server.stop")
    own_window.wait_until(lambda: own_window.text("server.status") == "demo server stopped")
    own_window.replay()
    assert "Start it" in own_window.text("replay.status")
    own_window.click("server.problem_action")
    own_window.wait_for_server()
    own_window.replay()
    assert own_window.answers()["GET /me"] == ("200", "200"), "the issuer's key is the same as before"
    assert own_window.token() == token


def test_a_server_that_dies_during_a_replay_is_named(own_window):
    own_window.log_in("bob")
    own_window.workbench.host.stop()
    own_window.replay()
    assert "No answer" in own_window.text("replay.status")
    assert "demo server" in own_window.text("replay.status")


def test_a_port_in_use_is_named_with_what_to_do(own_window):
    port = int(own_window.text("server.status").split(":")[1].split()[0])
    own_window.trigger("server.stop")
    own_window.wait_until(lambda: own_window.text("server.status") == "demo server stopped")
    with closing(socket.socket()) as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", port))
        other.listen()
        own_window.trigger("server.start")
        own_window.wait_until(lambda: str(port) in own_window.text("server.problem"))
    own_window.trigger("server.start")
    own_window.wait_for_server()


@pytest.mark.parametrize(
    ("backend", "says"),
    [
        (keyring.backends.fail.Keyring(), "keyring"),
        (RaisingKeyring(KeyringLocked("the collection is locked")), "locked"),
    ],
)
def test_without_a_keyring_the_loop_works_with_temporary_keys(open_window, backend, says):
    window = open_window(backend)
    window.log_in("bob")
    assert "new keys are temporary" in window.text("keys.problem")
    window.open_page("Keys")
    assert says in window.text("keys.status")
    assert "new keys are temporary" in window.text("keys.status")
    assert window.text("keys.store") == "keys not saved"
    window.open_page("Bench")
    window.edit_claim("roles", '["admin"]')
    window.sign()
    window.replay()
    assert window.answers()[DELETE] == ("403", "200")


def test_a_keyring_that_is_unlocked_is_used_without_a_restart_and_loses_nothing(open_window):
    backend = RaisingKeyring(KeyringLocked(), on=())
    first = open_window(backend)
    first.log_in("bob")
    earlier = first.token()
    first.workbench.close()

    backend.on = ("get", "set", "delete")
    window = open_window(backend)
    window.log_in("bob")
    window.generate_key("mine", "EdDSA")
    of_temporary = window.token()
    assert window.text("keys.store") == "keys not saved"
    assert window.find(QPushButton, "keys.problem_action").text() == "Try again"
    window.click("keys.problem_action")
    window.wait_until(lambda: window.find(QPushButton, "keys.generate").isEnabled())
    assert "locked" in window.text("keys.problem")

    backend.on = ()
    window.click("keys.problem_action")
    window.wait_until(lambda: "can be used again" in window.text("keys.problem"))
    assert list(window.keys()) == ["demo-issuer", "demo-issuer-2", "mine"]
    window.paste(earlier)
    window.replay()
    assert window.answers()["GET /me"][1] == "200", "the tokens of the first run"
    window.log_in("bob")
    window.click("keys.problem_action")
    window.wait_until(lambda: window.text("keys.problem") == "")
    window.workbench.close()

    last = open_window(backend)
    last.wait_for_server()
    assert {"demo-issuer", "demo-issuer-2", "mine"} == set(last.keys())
    for token in (earlier, of_temporary):
        last.paste(token)
        last.replay()
        assert last.answers()["GET /me"][1] == "200"


def test_two_windows_see_each_others_keys_and_repainting_asks_no_keyring(open_window, qtbot, keyring_backend):
    first = open_window(keyring_backend)
    first.wait_for_server()
    seconds = MemoryKeyring(keyring_backend.entries)
    second = open_window(seconds)
    second.wait_for_server()
    first.generate_key("theirs", "EdDSA")
    second.open_page("Keys")
    second.wait_until(lambda: "theirs" in list(second.keys()))
    qtbot.waitUntil(lambda: second.workbench.shared.background.waiting == 0)
    calls = seconds.calls
    for _ in range(20):
        second.window.repaint()
        second.find(QTableView, "keys.table").viewport().repaint()
    assert seconds.calls == calls
    second.open_page("Bench")
    second.open_page("Keys")
    qtbot.waitUntil(lambda: second.workbench.shared.background.waiting == 0)
    assert seconds.calls == calls + 1, "one question, and not one for each key"


def test_the_keys_outlive_the_window_and_so_do_the_tokens(open_window, keyring_backend):
    first = open_window(keyring_backend)
    first.log_in("bob")
    first.generate_key("mine", "EdDSA")
    token = first.token()
    first.workbench.close()

    second = open_window(keyring_backend)
    second.wait_for_server()
    assert list(second.keys()) == ["demo-issuer", "mine"]
    assert second.field("login.username") == "bob"
    second.paste(token)
    second.replay()
    assert second.answers()["GET /me"] == ("–", "200")


def test_a_window_closed_during_a_replay_ends_at_once(own_window):
    own_window.log_in("bob")
    own_window.click("replay.run")
    own_window.window.close()
    own_window.workbench.close()
    assert not own_window.window.isVisible()


def test_a_foreign_token_is_shown_and_refused(window):
    with DemoServer() as other:
        answer = httpx.post(f"{other.url}/login", json={"username": "bob", "password": "bob-pass"}, trust_env=False)
    window.paste(answer.json()["access_token"])
    assert window.claims()["sub"] == '"u-1002"'
    assert window.text("token.signature_verdict") == "unknown key"
    window.replay()
    assert window.answers()["GET /me"] == ("–", "401")


def test_a_keyring_that_waits_for_its_prompt_holds_up_neither_the_window_nor_its_end(open_window):
    backend = HangingKeyring()
    window = open_window(backend)
    try:
        window.wait_until(backend.asked.is_set)
        window.open_page("Keys")
        assert "Waiting for the keyring" in window.text("keys.status")
        window.open_page("Bench")
        window.type_into("login.username", "bob")
        window.type_into("login.password", "bob-pass")
        window.click("login.submit")
        assert "Waiting" in window.text("login.status")
        window.workbench.close()
        assert not window.window.isVisible()
    finally:
        backend.answered.set()
