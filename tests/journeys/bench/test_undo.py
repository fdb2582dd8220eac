"""Undo and redo in the whole window, by keys, wherever the focus is."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton


@pytest.fixture
def window(shared_window):
    return shared_window


def press(key):
    QTest.keyClick(QApplication.focusWidget(), key, Qt.KeyboardModifier.ControlModifier)


def type_at_the_end(field, text):
    field.setFocus()
    field.moveCursor(field.textCursor().MoveOperation.End)
    QTest.keyClicks(field, text)


def test_undo_goes_through_all_views_and_says_what_it_takes_back(window):
    window.log_in("bob")
    issued = window.token()
    window.edit_claim("roles", '["viewer", "admin"]')
    window.open_view("JSON")
    claims = window.find(QPlainTextEdit, "claims.json")
    claims.setFocus()
    claims.setPlainText(claims.toPlainText().replace('"u-1002"', '"u-1001"'))
    window.sign()
    signed = window.token()
    undo = window.find(QPushButton, "claims.undo")
    assert undo.accessibleName() == "Undo: sign with demo-issuer"
    claims.setFocus()
    press(Qt.Key.Key_Z)
    assert undo.accessibleName() == 'Undo: set sub to "u-1001" (alice)'
    press(Qt.Key.Key_Z)
    assert '"u-1002"' in claims.toPlainText()
    assert undo.accessibleName() == 'Undo: add "admin" to roles'
    window.find(QPlainTextEdit, "token.compact").setFocus()
    press(Qt.Key.Key_Z)
    assert window.token() == issued
    for _ in range(3):
        press(Qt.Key.Key_Y)
    assert window.token() == signed
    assert not window.find(QPushButton, "claims.redo").isEnabled()


def test_an_undone_paste_brings_the_typed_text_back(window):
    window.log_in("bob")
    issued = window.token()
    field = window.find(QPlainTextEdit, "token.compact")
    field.selectAll()
    QTest.keyClicks(field, "abc")
    window.paste(issued)
    field.setFocus()
    press(Qt.Key.Key_Z)
    assert window.token() == "abc"


def test_a_text_that_was_not_taken_is_taken_back_by_the_field_that_holds_it(window):
    window.log_in("bob")
    issued = window.token()
    window.open_view("JSON")
    claims = window.find(QPlainTextEdit, "claims.json")
    type_at_the_end(claims, "x")
    assert "Rejected" in window.text("claims.json_status")
    press(Qt.Key.Key_Z)
    assert window.text("claims.json_status") == ""
    assert window.token() == issued
