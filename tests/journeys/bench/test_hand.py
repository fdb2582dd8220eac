"""What the hand expects of the bench: Enter, logout, menus and pasting, with the keyboard alone."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton


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
