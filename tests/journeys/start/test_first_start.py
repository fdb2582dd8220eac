"""The first start: a user is filled in, and one key shows answers and a reason."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

REFUSED = "PUT /documents/doc-1"


def press_enter():
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)


def test_enter_logs_in_and_shows_answers_and_the_reason_of_a_refusal(window):
    assert (window.field("login.username"), window.field("login.password")) == ("bob", "bob-pass")
    press_enter()
    window.wait_until(lambda: window.text("token.state") == "as issued")
    assert window.claims()["sub"] == '"u-1002"'
    window.wait_until(lambda: window.text("replay.verdict") == "403 refused by permission")
    assert window.answers()[REFUSED] == ("403", "403")
    assert window.text("replay.request") == REFUSED


def test_the_replay_after_a_login_can_be_switched_off_for_good(window, open_window, keyring_backend):
    window.trigger("replay.after_login")
    window.log_in("bob")
    assert set(window.answers().values()) == {("–", "–")}
    window.workbench.close()
    second = open_window(keyring_backend)
    second.log_in("bob")
    assert set(second.answers().values()) == {("–", "–")}
    second.trigger("replay.after_login")
    second.log_in("bob")
    assert second.answers()[REFUSED] == ("403", "403")
