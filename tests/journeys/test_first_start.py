"""The first start: a user is filled in, and one key logs in."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication


def test_enter_logs_in_with_the_user_who_is_filled_in(window):
    assert (window.field("login.username"), window.field("login.password")) == ("bob", "bob-pass")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    window.wait_until(lambda: window.text("token.state") == "as issued")
    assert window.claims()["sub"] == '"bob"'
