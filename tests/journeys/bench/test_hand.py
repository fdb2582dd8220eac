"""What the hand expects of the bench: Enter, logout, menus and pasting, with the keyboard alone."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QListWidget, QPushButton, QTableView


def focus(window, name, kind=QPushButton):
    found = window.find(kind, name)
    window.wait_until(lambda: found.isVisible() and found.isEnabled())
    found.setFocus()
    assert QApplication.focusWidget() is found
    return found


def press(key, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget(), key, modifiers)


def test_enter_on_the_buttons_logs_in_replays_and_logs_out_and_the_server_refuses_the_token(window):
    window.wait_for_server()
    focus(window, "login.submit")
    press(Qt.Key.Key_Return)
    window.wait_until(lambda: window.text("login.status").startswith("Logged in"))
    window.wait_until(lambda: window.answers()["GET /me"] == ("200", "200"))
    focus(window, "login.log_out")
    press(Qt.Key.Key_Return)
    window.wait_until(lambda: window.text("login.status").startswith("Logged out"))
    focus(window, "replay.run")
    press(Qt.Key.Key_Return)
    window.wait_until(lambda: window.answers()["GET /me"] == ("401", "401"))
    window.wait_until(lambda: window.text("replay.verdict").startswith("401"))


CONTROL = Qt.KeyboardModifier.ControlModifier


def test_a_curl_command_is_pasted_from_anywhere_on_the_bench_and_offers_its_request(window):
    window.log_in("bob")
    token = window.token()
    window.log_in("alice")
    QApplication.clipboard().setText(f"curl -X PUT https://api.example.org/v1/me -H 'Authorization: DPoP {token}'")
    focus(window, "nav", QListWidget)
    press(Qt.Key.Key_V, CONTROL)
    window.wait_until(lambda: window.token() == token)
    assert window.text("requests.status") == "The command sends PUT api.example.org/v1/me"
    focus(window, "requests.take_request")
    press(Qt.Key.Key_Return)
    assert list(window.answers())[-1] == "PUT api.example.org/v1/me"
    assert not window.find(QPushButton, "requests.take_request").isVisible()
    assert not window.find(QPushButton, "requests.take_token").isVisible(), "it is on the bench already"


def test_ctrl_v_in_a_field_pastes_into_the_field_and_without_a_token_says_so(window):
    window.log_in("bob")
    token = window.token()
    QApplication.clipboard().setText("ali")
    name = focus(window, "login.username", QLineEdit)
    name.selectAll()
    press(Qt.Key.Key_V, CONTROL)
    assert name.text() == "ali"
    focus(window, "claims.table", QTableView)
    press(Qt.Key.Key_V, CONTROL)
    assert window.text("token.found").startswith("There is no token in the clipboard")
    assert window.token() == token


def test_shift_f5_sends_the_selected_request_alone_and_the_menu_copies_its_reason(window):
    window.log_in("bob")
    table = focus(window, "replay.table", QTableView)
    window.edit_claim("roles", '["viewer", "admin"]')
    table.setFocus()
    before = window.answers()
    assert before["PUT /documents/doc-1"] == ("403", "403")
    press(Qt.Key.Key_F5, Qt.KeyboardModifier.ShiftModifier)
    window.wait_until(lambda: window.answers()["PUT /documents/doc-1"] == ("403", "401"))
    assert {name: window.answers()[name] for name in before if name != "PUT /documents/doc-1"} == {
        name: answer for name, answer in before.items() if name != "PUT /documents/doc-1"
    }
    window.wait_until(lambda: window.find(QPushButton, "replay.run").isVisible())
    table.setFocus()
    press(Qt.Key.Key_C, CONTROL)
    assert QApplication.clipboard().text().startswith("PUT /documents/doc-1\t403\t401")
