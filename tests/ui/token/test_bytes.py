import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QPushButton, QTableView

from tests.ui.samples import ISSUED
from workbench.core.token.compact import encode_segment
from workbench.core.token.segments import Segment, decode_segment
from workbench.ui.editing.paged_edit import PAGE
from workbench.ui.token.bytes import BytesPanel

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def panel(loop, show, appearance):
    shown = show(BytesPanel(loop.editor, appearance))
    shown.editor = loop.editor
    return shown


def put(panel, octets):
    """A token with this payload, as pasted."""
    panel.editor.token.set_text(f"e30.{encode_segment(octets)}.AA")


def payload(panel):
    return decode_segment(panel.editor.token.state.reading.segments[1], Segment.PAYLOAD)[0]


def text_field(panel, name="bytes.text"):
    return panel.find(QPlainTextEdit, name)


def hex_at(panel, offset):
    panel.click("bytes.form_hex")
    table = panel.find(QTableView, "bytes.hex")
    table.go_to(offset)
    return table


def test_without_a_token_it_says_what_to_do_and_a_text_that_is_no_token_says_why(panel):
    assert "Log in or paste a token" in panel.text("bytes.empty")
    panel.editor.token.set_text("x" * 1_100_000)
    assert "is not read" in panel.text("bytes.empty")


def test_the_text_is_shown_and_kept_as_received(panel):
    received = b'{ "b":1,\r\n  "a" : 2, "a":3,"n":"\xc2\xa0\xff"}'
    put(panel, received)
    field = text_field(panel)
    field.setFocus()
    QTest.keyClicks(field, " ")
    assert payload(panel) == b" " + received
    field.moveCursor(field.textCursor().MoveOperation.End)
    QTest.keyClick(field, Qt.Key.Key_Backspace)
    assert payload(panel) == b" " + received[:-1], "no JSON any more, and taken all the same"
    assert "The payload is not UTF-8" in panel.text("bytes.status")
    panel.editor.token.undo()
    assert payload(panel) == received, "typed one after the other: one step"


def test_typing_keeps_the_cursor_where_it_is(panel):
    put(panel, b'{"sub":"bob"}')
    field = text_field(panel)
    cursor = field.textCursor()
    cursor.setPosition(8)
    field.setTextCursor(cursor)
    QTest.keyClicks(field, "not ")
    assert payload(panel) == b'{"sub":"not bob"}'
    assert (field.textCursor().position(), panel.text("bytes.place")) == (12, "offset 12 (0xc), in sub")


def test_a_digit_typed_over_changes_half_an_octet_and_two_go_on(panel):
    put(panel, b"abc")
    table = hex_at(panel, 1)
    QTest.keyClick(table, Qt.Key.Key_7)
    assert payload(panel) == b"arc"
    QTest.keyClick(table, Qt.Key.Key_A)
    assert (payload(panel), table.offset) == (b"azc", 2)
    QTest.keyClick(table, Qt.Key.Key_Insert)
    assert payload(panel) == b"az\x00c"
    QTest.keyClick(table, Qt.Key.Key_Delete)
    QTest.keyClick(table, Qt.Key.Key_Backspace)
    assert payload(panel) == b"ac"
    QTest.keyClicks(hex_at(panel, 2), "21")
    assert payload(panel) == b"ac!", "behind the last octet a new one begins"
    assert table.model().index(0, table.model().width).data() == "ac!"


def test_hex_digits_are_pasted_and_other_keys_say_why_not(panel):
    put(panel, b"ab")
    table = hex_at(panel, 1)
    QApplication.clipboard().setText("00 ff")
    QTest.keyClick(table, Qt.Key.Key_V, CONTROL)
    assert payload(panel) == b"a\x00\xffb"
    QTest.keyClick(table, Qt.Key.Key_G)
    assert '"g" is not a hexadecimal digit' in panel.text("bytes.status")
    assert payload(panel) == b"a\x00\xffb"


def test_octets_that_cannot_be_taken_stay_in_their_cell_and_say_why(panel):
    put(panel, b"ab")
    table = hex_at(panel, 0)
    QTest.keyClick(table, Qt.Key.Key_F2)
    cell = table.findChild(QLineEdit)
    cell.selectAll()
    QTest.keyClicks(cell, "7b2")
    QTest.keyClick(cell, Qt.Key.Key_Return)
    # The table commits from the event loop.
    panel.wait_until(lambda: "3 digits are not a whole number of bytes" in panel.text("bytes.status"))
    assert (table.model().index(0, 0).data(), payload(panel)) == ("7b2", b"ab")
    panel.click("bytes.discard")
    assert table.model().index(0, 0).data() == "61"


def test_the_octets_model_is_sound(panel, qtmodeltester):
    put(panel, b"x" * 40)
    qtmodeltester.check(panel.find(QTableView, "bytes.hex").model())


def test_base64url_is_taken_as_it_is_and_a_dot_is_refused(panel):
    panel.editor.token.set_issued(ISSUED)
    panel.click("bytes.segment_signature")
    panel.click("bytes.form_base64")
    field = text_field(panel, "bytes.base64")
    field.selectAll()
    QTest.keyClicks(field, "ab+")
    assert panel.editor.token.state.reading.segments[2] == "ab+"
    assert "standard base64: it has '+' at position 3" in panel.text("bytes.status")
    QTest.keyClicks(field, ".")
    assert "The dot at position 4 would begin another segment" in panel.text("bytes.status")
    assert (field.toPlainText(), panel.editor.token.state.reading.segments[2]) == ("ab+.", "ab+")
    QTest.keyClick(field, Qt.Key.Key_Backspace)
    QTest.keyClicks(field, "c")
    assert panel.editor.token.state.reading.segments[2] == "ab+c"
    assert not panel.find(QPushButton, "bytes.discard").isVisible()


def test_another_token_takes_the_place_of_a_draft(panel):
    panel.editor.token.set_issued(ISSUED)
    panel.click("bytes.form_base64")
    field = text_field(panel, "bytes.base64")
    QTest.keyClicks(field, ".")
    put(panel, b"{}")
    assert (field.toPlainText(), panel.text("bytes.size")) == ("e30", "2 bytes, 3 base64url characters")


def test_a_long_text_is_shown_in_parts_and_edited_in_each(panel):
    octets = bytes(ord("a") + number % 26 for number in range(2 * PAGE + 5))
    put(panel, octets)
    panel.click("bytes.text_next")
    assert panel.find(QPushButton, "bytes.text_previous").isEnabled()
    field = text_field(panel)
    field.moveCursor(field.textCursor().MoveOperation.Start)
    QTest.keyClicks(field, "?")
    assert payload(panel) == octets[:PAGE] + b"?" + octets[PAGE:]
    panel.editor.token.undo()
    assert payload(panel) == octets
    assert field.toPlainText().encode() == octets[PAGE : 2 * PAGE]
