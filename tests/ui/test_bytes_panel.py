"""A segment as it is: its text, its octets, its base64url; each can be changed, and undo takes it back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QTableView

from tests.presenters.stand_ins import NOW, key
from workbench.core.segments import encode_segment
from workbench.presenters.editor import EditorPresenter
from workbench.ui.panels.bytes import BytesPanel

PAYLOAD = '{"sub": "bob",  "n": 1, "n": 2}'
TOKEN = f"{encode_segment(b'{}')}.{encode_segment(PAYLOAD.encode())}.{encode_segment(b'sig')}"


@pytest.fixture
def editor(qapp):
    made = EditorPresenter(lambda: NOW)
    made.set_keys((key("some"),))
    made.set_text(TOKEN)
    return made


@pytest.fixture
def panel(show, editor, appearance):
    return show(BytesPanel(editor, appearance), 620, 340)


def octets(editor, index=1):
    return editor.state.reading.segments[index]


def test_the_text_is_shown_as_it_was_received_and_what_is_typed_goes_in_as_it_is(panel, editor):
    field = panel.find(QPlainTextEdit, "bytes.text")
    assert field.toPlainText() == PAYLOAD, "white space and the name that stands twice as well"
    field.setFocus()
    field.moveCursor(field.textCursor().MoveOperation.End)
    QTest.keyClicks(field, "x")
    field.insertPlainText("\u00e9")
    assert octets(editor) == encode_segment(f"{PAYLOAD}x\u00e9".encode())
    assert "is not JSON" in panel.text("bytes.status")
    assert editor.state.text.startswith(TOKEN.rpartition(".")[0][:20])
    editor.undo()
    assert editor.state.text == TOKEN
    assert field.toPlainText() == PAYLOAD


def test_a_digit_typed_over_an_octet_changes_half_of_it(panel, editor):
    panel.click("bytes.form_hex")
    table = panel.find(QTableView, "bytes.hex")
    assert table.model().index(0, 0).data() == "7b"
    table.setFocus()
    table.setCurrentIndex(table.model().index(0, 2))
    QTest.keyClicks(table, "74")
    assert octets(editor) == encode_segment(PAYLOAD.replace("sub", "tub").encode())
    table.setCurrentIndex(table.model().index(0, 2))
    QTest.keyClick(table, Qt.Key.Key_Delete)
    assert octets(editor) == encode_segment(PAYLOAD.replace("sub", "ub").encode())
    QTest.keyClicks(table, "z")
    assert "no hexadecimal digit" in panel.text("bytes.status")
    for _ in range(5):
        editor.undo()
    assert editor.state.text in ("", TOKEN)


def test_base64url_that_is_none_is_a_draft_with_its_reason_or_a_fault_of_the_token(panel, editor):
    panel.click("bytes.form_base64")
    field = panel.find(QPlainTextEdit, "bytes.base64")
    field.setFocus()
    field.moveCursor(field.textCursor().MoveOperation.End)
    QTest.keyClicks(field, ".")
    assert editor.state.text == TOKEN, "a dot would make it another segment"
    assert panel.text("bytes.status").startswith("Not taken")
    panel.click("bytes.discard")
    assert field.toPlainText() == octets(editor)


def test_the_other_segments_and_the_place_of_the_cursor_are_told(panel):
    panel.click("bytes.form_hex")
    table = panel.find(QTableView, "bytes.hex")
    table.setCurrentIndex(table.model().index(0, 3))
    assert panel.text("bytes.place") == "offset 3 (0x3), in sub"
    panel.click("bytes.segment_signature")
    assert panel.text("bytes.status") == "3 octets, 4 base64url characters."


def test_without_a_token_it_says_what_to_do(panel, editor):
    editor.set_text("")
    assert "Log in or paste a token" in panel.find(QLabel, "bytes.empty").text()
