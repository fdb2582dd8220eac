"""The JSON view in the whole window: a fault is found, mended, signed, and the server judges what came of it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit


@pytest.fixture
def window(shared_window):
    return shared_window


def test_a_fault_is_reached_by_key_mended_and_the_token_signed_and_replayed(window):
    window.log_in("bob")
    window.open_view("JSON")
    field = window.find(QPlainTextEdit, "claims.json")
    field.setFocus()
    cursor = field.textCursor()
    cursor.setPosition(field.toPlainText().index('"viewer"') + len('"viewer"'))
    field.setTextCursor(cursor)
    QTest.keyClicks(field, ",")
    QTest.keyClick(field, Qt.Key.Key_Return)
    QTest.keyClicks(field, "admin")
    assert window.text("claims.json_status").startswith("Rejected: Line 11, column 5: expected a value.")
    field.moveCursor(cursor.MoveOperation.Start)
    QTest.keyClick(field, Qt.Key.Key_F8)
    QTest.keyClicks(field, '"')
    field.moveCursor(cursor.MoveOperation.EndOfLine)
    QTest.keyClicks(field, '"')
    assert window.text("claims.json_status") == ""
    assert window.claim_state("roles") == "added admin"
    window.sign()
    window.replay()
    assert window.answers()["DELETE /documents/doc-1"][1] == "200"
    QTest.keySequence(window.window, "Ctrl+Z")
    QTest.keySequence(window.window, "Ctrl+Z")
    assert "admin" not in field.toPlainText(), "the view follows what is taken back"


def test_findings_follow_while_the_json_is_typed(window):
    window.log_in("bob")
    window.open_view("JSON")
    field = window.find(QPlainTextEdit, "claims.json")
    before = window.text("findings.warning")
    field.setFocus()
    cursor = field.textCursor()
    cursor.setPosition(field.toPlainText().index('"exp"') + 1)
    field.setTextCursor(cursor)
    QTest.keyClicks(field, "x")
    assert window.text("findings.error") == "1 error"
    QTest.keyClick(field, Qt.Key.Key_Backspace)
    assert (window.text("findings.error"), window.text("findings.warning")) == ("", before)
