"""Bytes edited by hand in the whole window: the server sees them, the diff tells them, undo takes them back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton, QTableView


@pytest.fixture
def window(shared_window):
    return shared_window


def test_white_space_put_in_by_hand_is_told_as_such_and_taken_back(window):
    window.log_in("bob")
    issued = window.token()
    window.open_view("Bytes")
    field = window.find(QPlainTextEdit, "bytes.text")
    field.setFocus()
    cursor = field.textCursor()
    cursor.setPosition(1)
    field.setTextCursor(cursor)
    QTest.keyClicks(field, "  ")
    window.open_view("Diff")
    told = window.text("diff.status")
    assert told == "No claim and no header parameter differs, but bytes differ in payload."
    octets = window.find(QTableView, "diff.bytes").model()
    lines = [octets.index(row, 0).data() for row in range(octets.rowCount())]
    assert "payload: white space only; 2 bytes added, from offset 1" in lines
    window.replay()
    assert window.answers()["GET /me"] == ("200", "401"), "the signature is about other bytes"
    window.open_view("Bytes")
    field.setFocus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.token() == issued


def test_an_octet_typed_over_shows_in_every_view(window):
    window.log_in("bob")
    issued = window.token()
    window.open_view("Bytes")
    window.click("bytes.form_hex")
    table = window.find(QTableView, "bytes.hex")
    place = window.find(QPlainTextEdit, "bytes.text").toPlainText().index('"u-1002"') + 1
    table.go_to(place)
    QTest.keyClicks(table, "72")
    assert window.claims()["sub"] == '"r-1002"'
    assert window.find(QPushButton, "claims.undo").accessibleName() == 'Undo: set sub to "r-1002"'
    window.open_view("Diff")
    differing = window.find(QTableView, "claims.diff").model()
    row = [differing.index(0, column).data() for column in range(4)]
    assert row == [
        "sub",
        '"u-1002" (bob)',
        '"r-1002"',
        "changed",
    ]
    window.click("claims.undo")
    assert window.token() == issued
    assert "Nothing differs from the issued token" in window.text("diff.empty")
