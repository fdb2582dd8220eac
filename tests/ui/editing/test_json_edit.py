"""The JSON and header views: what is marked, where, and that nothing is lost of what cannot be seen."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton

from tests.ui.samples import HEADER_REGISTRY, ISSUED, REGISTRY
from workbench.core.token.compact import encode_segment
from workbench.ui.claims.views import ClaimsPanel
from workbench.ui.editing.line_numbers import LineNumbers
from workbench.ui.theme import DARK, LIGHT, Scheme

FIELD = "claims.json"
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def editor(loop):
    return loop.editor


@pytest.fixture
def panel(show, editor, appearance):
    editor.token.set_issued(ISSUED)
    driver = show(ClaimsPanel(editor, REGISTRY, HEADER_REGISTRY, appearance))
    driver.open_view("JSON")
    return driver


def field(panel, name=FIELD):
    return panel.find(QPlainTextEdit, name)


def retype(panel, text, name=FIELD):
    field(panel, name).setFocus()
    field(panel, name).selectAll()
    paste(panel, text, name)


def paste(panel, text, name=FIELD):
    QApplication.clipboard().setText(text)
    QTest.keyClick(field(panel, name), Qt.Key.Key_V, CONTROL)


def marked(panel, name=FIELD):
    """The texts that are marked, without the lines and brackets around them."""
    found = [each.cursor.selectedText() for each in field(panel, name).extraSelections()]
    return [text for text in found if len(text) > 1]


def colours(panel):
    """The colour of each part of the first lines that can be seen."""
    QApplication.processEvents()
    found = {}
    block = field(panel).document().begin()
    while block.isValid():
        for shape in block.layout().formats():
            text = block.text()[shape.start : shape.start + shape.length]
            found[text] = shape.format.foreground().color().name().upper()
        block = block.next()
    return found


def payload_token(payload):
    head, _payload, signature = ISSUED.split(".")
    return f"{head}.{encode_segment(payload.encode())}.{signature}"


@pytest.mark.parametrize(("scheme", "theme"), [(Scheme.LIGHT, LIGHT), (Scheme.DARK, DARK)])
def test_names_strings_numbers_and_literals_have_their_colours(panel, editor, appearance, scheme, theme):
    appearance.set_scheme(scheme)
    retype(panel, '{"sub": "bob",\n"exp": 12,\n"ok": true}')
    found = colours(panel)
    assert (found['"sub"'], found['"bob"'], found["12"]) == (theme.json_name, theme.json_string, theme.json_number)
    assert (found["true"], found["{"]) == (theme.json_literal, theme.json_bracket)


def test_a_fault_is_marked_in_place_and_reached_by_button_and_key(panel):
    retype(panel, '{\n  "sub": oops,\n  "exp": 1\n}')
    assert panel.text("claims.json_status").startswith("Rejected: Line 2, column 10: expected a value.")
    assert marked(panel) == ["oops"]
    panel.click("claims.json_next")
    assert field(panel).textCursor().block().text() == '  "sub": oops,'
    assert field(panel).textCursor().positionInBlock() == 9
    field(panel).moveCursor(field(panel).textCursor().MoveOperation.End)
    QTest.keyClick(field(panel), Qt.Key.Key_F8)
    assert field(panel).textCursor().blockNumber() == 1


def test_a_mended_fault_is_marked_no_longer(panel):
    retype(panel, '{"sub": oops}')
    retype(panel, '{"sub": 1}')
    assert marked(panel) == []
    assert not panel.find(QPushButton, "claims.json_next").isVisible()


def test_every_name_that_stands_twice_is_marked_also_inside_a_claim(panel, editor):
    retype(panel, '{"sub": 1,\n"address": {"city": "a", "city": "b"},\n"sub": 2}')
    assert marked(panel) == ['"sub"', '"city"', '"city"', '"sub"']
    says = panel.text("claims.json_status")
    assert says == (
        "sub is a duplicate (lines 1 and 3): readers may differ in which one they use. 1 more name is a duplicate."
    )
    places = []
    for _time in range(5):
        QTest.keyClick(field(panel), Qt.Key.Key_F8)
        places.append(field(panel).textCursor().blockNumber())
    assert places == [0, 1, 1, 2, 0], "after the last comes the first"
    assert editor.token.state.reading.claims.names == ("sub", "address", "sub"), "it is taken all the same"


def test_a_header_parameter_that_stands_twice_is_shown_and_marked(panel, editor):
    _head, payload, signature = ISSUED.split(".")
    editor.token.set_text(".".join((encode_segment(b'{"alg":"none","alg":"ES256"}'), payload, signature)))
    panel.open_view("Header")
    assert marked(panel, "claims.header") == ['"alg"', '"alg"']
    assert panel.text("claims.header_status").startswith("alg is a duplicate (lines 2 and 3)")


def test_a_payload_that_came_broken_says_where(panel, editor):
    editor.token.set_text(payload_token('{"sub":\n nope}'))
    assert panel.text("claims.json_status").startswith("Not a JSON object. Line 2, column 2: expected a value.")
    assert marked(panel) == ["nope"]


def test_enter_goes_on_as_deep_and_opens_brackets(panel):
    retype(panel, '{"a": {}}')
    cursor = field(panel).textCursor()
    cursor.setPosition(len('{"a": {'))
    field(panel).setTextCursor(cursor)
    QTest.keyClick(field(panel), Qt.Key.Key_Return)
    QTest.keyClicks(field(panel), '"b": 1,')
    QTest.keyClick(field(panel), Qt.Key.Key_Return)
    QTest.keyClicks(field(panel), '"c": 2')
    assert field(panel).toPlainText() == '{"a": {\n  "b": 1,\n  "c": 2\n}}'


def test_the_bracket_at_the_cursor_and_its_partner_stand_out(panel):
    retype(panel, '{"a": ["]"]}')
    cursor = field(panel).textCursor()
    cursor.setPosition(len('{"a": ['))
    field(panel).setTextCursor(cursor)
    assert [each.cursor.selectionStart() for each in field(panel).extraSelections()] == [6, 10]


def test_what_cannot_be_seen_stands_as_an_escape_and_stays_what_it_was(panel, editor):
    editor.token.set_text(payload_token('{"a":"x\u202ey","b":1,"c":"n\u00a0b\U0001f600"}'))
    shown = field(panel).toPlainText()
    assert '"x\\u202ey"' in shown
    assert "\u202e" not in shown
    retype(panel, shown.replace('"b": 1', '"b": 2'))
    assert editor.token.state.reading.payload_text == '{"a":"x\u202ey","b":2,"c":"n\u00a0b\U0001f600"}'


def test_a_direction_mark_that_is_pasted_becomes_an_escape(panel, editor):
    retype(panel, '{"a": "x\u202ey\u2029"}')
    assert field(panel).toPlainText() == '{"a": "x\\u202ey\\u2029"}'
    assert editor.token.state.reading.claims.get("a") == "x\u202ey\u2029"


def test_text_from_right_to_left_keeps_its_place_and_its_octets(panel, editor):
    payload = '{"שם":"עולם 34","b":oops}'
    editor.token.set_text(payload_token(payload.replace("oops", "1")))
    text = field(panel).toPlainText()
    assert text == '{\n  "שם": "עולם 34",\n  "b": 1\n}'
    block = field(panel).document().findBlockByNumber(1)
    line = block.layout().lineAt(0)
    colon = block.text().index('":') + 1
    assert line.cursorToX(2)[0] < line.cursorToX(colon)[0] < line.cursorToX(colon + 2)[0], "name, colon, value"
    retype(panel, text.replace("1\n", "oops\n"))
    assert marked(panel) == ["oops"]
    field(panel).selectAll()
    QTest.keyClick(field(panel), Qt.Key.Key_C, CONTROL)
    assert QApplication.clipboard().text() == text.replace("1\n", "oops\n")


def test_what_is_out_of_sight_is_made_when_it_is_looked_at(panel, editor):
    panel.open_view("Claims")
    raw = field(panel).document().toRawText()
    editor.edit_claim(1, "alice")
    assert field(panel).document().toRawText() == raw, "nobody looks at it"
    panel.open_view("JSON")
    assert '"alice"' in field(panel).document().toRawText()


def test_an_edit_elsewhere_leaves_cursor_and_place(panel, editor):
    cursor = field(panel).textCursor()
    cursor.setPosition(field(panel).toPlainText().index('"jti"'))
    field(panel).setTextCursor(cursor)
    editor.edit_claim(1, "somebody-with-a-long-name")
    after = field(panel).textCursor()
    assert after.block().text()[after.positionInBlock() :].startswith('"jti"')


def test_members_that_differ_from_what_was_issued_have_a_bar_beside_their_lines(panel, editor):
    bars = field(panel).findChild(LineNumbers)
    assert bars.changed == set()
    editor.edit_claim(3, '["viewer", "admin"]')
    lines = field(panel).toPlainText().splitlines()
    assert [lines[number].strip() for number in sorted(bars.changed)] == ['"roles": [', '"viewer",', '"admin"', "],"]
    editor.token.undo()
    assert bars.changed == set()
