import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QPushButton, QTableView, QTabWidget

from tests.ui.samples import HEADER_REGISTRY, ISSUED, ISSUER, NAMES, REGISTRY, STRANGER, token
from workbench.core.token.compact import encode_segment
from workbench.ui.claims.claims_table import Column
from workbench.ui.claims.views import ClaimsPanel

CONTROL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def editor(loop):
    return loop.editor


@pytest.fixture
def empty(show, editor, appearance):
    return show(ClaimsPanel(editor, REGISTRY, HEADER_REGISTRY, appearance))


@pytest.fixture
def panel(empty, editor):
    editor.token.set_issued(ISSUED)
    return empty


def payload(editor):
    return editor.token.state.reading.claims.to_dict()


def press(panel, key, modifier=Qt.KeyboardModifier.NoModifier, name="claims.table", kind=QTableView):
    QTest.keyClick(panel.find(kind, name), key, modifier)


def field(panel, name):
    return panel.find(QPlainTextEdit, name)


def retype(panel, name, text):
    """Put *text* in the place of what the field holds, as by pasting over all of it."""
    edit = field(panel, name)
    edit.setFocus()
    edit.selectAll()
    QTest.keyClicks(edit, text)


def finish_cell(panel, text, key=Qt.Key.Key_Return):
    """Type into the cell that is open, over what it holds, and end with *key*."""
    table = panel.find(QTableView, "claims.table")
    cell = table.findChild(QLineEdit)
    cell.selectAll()
    QTest.keyClick(cell, Qt.Key.Key_Delete)
    QTest.keyClicks(cell, text)
    QTest.keyClick(cell, key)
    panel.wait_until(lambda: table.findChild(QLineEdit) is None)


def edit_name(panel, name, text):
    """Open the claim's name from the keyboard, type, press Enter."""
    panel.select_claim(name)
    press(panel, Qt.Key.Key_Home)
    press(panel, Qt.Key.Key_F2)
    finish_cell(panel, text)


def test_an_empty_panel_says_how_to_begin(empty):
    assert not empty.find(QTableView, "claims.table").isVisible()
    assert any("Log in" in label.text() for label in empty.window.findChildren(QLabel) if label.isVisible())
    for name in ("claims.add", "claims.remove", "claims.revert"):
        assert not empty.find(QPushButton, name).isEnabled()


def test_the_names_of_another_token_get_the_room_they_need(panel, editor):
    table = panel.find(QTableView, "claims.table")
    narrow = table.columnWidth(Column.NAME)
    editor.token.set_issued(token('{"sub":"bob","fullReadAccess":[]}'))
    assert narrow < table.sizeHintForColumn(Column.NAME) == table.columnWidth(Column.NAME)
    editor.token.set_issued(token(f'{{"{"long" * 40}":1}}'))
    assert table.columnWidth(Column.NAME) < table.sizeHintForColumn(Column.NAME), "the value has to be seen as well"


def test_a_double_click_opens_a_value_and_enter_puts_it_into_the_token(panel, editor):
    panel.edit_claim("roles", '["viewer", "admin"]')
    assert payload(editor)["roles"] == ["viewer", "admin"]
    assert panel.claim_state("roles") == "added admin"
    assert panel.claims()["roles"] == '["viewer", "admin"]'


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [("sub", "alice", "alice"), ("sub", '"42"', "42"), ("sub", "42", "42"), ("exp", "42", 42), ("roles", "[]", [])],
)
def test_a_value_keeps_its_type(panel, editor, name, typed, value):
    panel.edit_claim(name, typed)
    assert payload(editor)[name] == value


def test_escape_leaves_a_cell_as_it_was(panel, editor):
    panel.select_claim("sub")
    press(panel, Qt.Key.Key_F2)
    finish_cell(panel, "mallory", Qt.Key.Key_Escape)
    assert editor.token.state.text == ISSUED


def test_a_refused_value_stays_in_its_cell_with_the_reason_beside_it(panel, editor):
    panel.edit_claim("exp", "someday")
    assert editor.token.state.text == ISSUED
    assert panel.claims()["exp"] == "someday"
    assert panel.claim_state("exp") == "rejected"
    assert 'exp is a number; "someday" is neither a number nor a time' in panel.text("claims.status")
    editor.token.tick()
    panel.edit_claim("exp", "1700000060")
    assert payload(editor)["exp"] == 1700000060
    assert panel.text("claims.status") == ""


def test_a_refused_value_is_taken_back_by_reverting_it(panel, editor):
    panel.edit_claim("exp", "someday")
    panel.edit_claim("sub", "alice")
    panel.select_claim("exp")
    assert panel.find(QPushButton, "claims.revert").text() == "Revert exp"
    panel.click("claims.revert")
    assert panel.claims()["exp"] == "1700001800"
    assert panel.text("claims.status") == ""
    assert payload(editor)["sub"] == "alice", "the other edit stays"


def test_the_reason_of_a_refused_name_stays_while_the_clock_goes_on(panel, editor):
    edit_name(panel, "jti", "sub")
    editor.token.tick()
    assert panel.text("claims.status").startswith('There already is a claim "sub".')
    panel.click("claims.revert")
    assert list(panel.claims()) == NAMES
    edit_name(panel, "roles", "groups")
    assert "groups" in payload(editor)
    assert panel.text("claims.status") == ""


@pytest.mark.parametrize("by_key", [False, True])
def test_a_claim_is_added_by_button_or_key_and_named_at_once(panel, editor, qtbot, by_key):
    if by_key:
        press(panel, Qt.Key.Key_N, CONTROL)
        qtbot.waitUntil(lambda: len(panel.claims()) == len(NAMES) + 1)
        finish_cell(panel, "tenant")
        panel.edit_claim("tenant", '"acme"')
    else:
        panel.add_claim("tenant", '"acme"')
    assert payload(editor)["tenant"] == "acme"
    assert list(panel.claims()) == [*NAMES, "tenant"]
    assert panel.claim_state("tenant") == "added"


@pytest.mark.parametrize("by_key", [False, True])
def test_a_claim_is_removed_by_button_or_key_and_brought_back(panel, editor, by_key):
    panel.select_claim("aud")
    if by_key:
        press(panel, Qt.Key.Key_Delete)
    else:
        panel.click("claims.remove")
    assert "aud" not in payload(editor)
    assert panel.text("claims.removed") == "Removed: aud"
    assert panel.text("claims.status").startswith("Removed aud.")
    panel.revert()
    assert editor.token.state.text == ISSUED
    assert not panel.find(QLabel, "claims.removed").isVisible()


def test_removing_goes_on_with_the_next_claim(panel, editor):
    panel.select_claim("iat")
    for _time in range(2):
        press(panel, Qt.Key.Key_Delete)
    assert list(panel.claims()) == NAMES[:-2]
    for _time in NAMES:
        press(panel, Qt.Key.Key_Delete)
    assert payload(editor) == {}


def test_of_two_claims_of_one_name_the_selected_one_is_removed(panel, editor):
    editor.token.set_text(token('{"a":1,"b":2,"a":3}'))
    table = panel.find(QTableView, "claims.table")
    QTest.mouseClick(table.viewport(), LEFT, pos=table.visualRect(table.model().index(2, Column.NAME)).center())
    panel.click("claims.remove")
    assert editor.token.state.reading.claims.to_json() == '{"a":1,"b":2}'


def test_one_claim_or_all_of_them_can_be_reverted(panel, editor):
    panel.edit_claim("sub", "alice")
    panel.edit_claim("roles", "[]")
    panel.select_claim("sub")
    panel.click("claims.revert")
    assert payload(editor)["sub"] == "bob"
    assert payload(editor)["roles"] == []
    assert panel.find(QPushButton, "claims.revert").text() == "Revert all"
    panel.revert()
    assert editor.token.state.text == ISSUED
    assert not panel.find(QPushButton, "claims.revert").isEnabled()


def test_reverting_has_a_key_whatever_the_button_says(panel, editor, qtbot):
    panel.edit_claim("sub", "alice")
    panel.select_claim("sub")
    press(panel, Qt.Key.Key_R, CONTROL)  # a shortcut of a button shows it pressed for a moment first
    qtbot.waitUntil(lambda: editor.token.state.text == ISSUED)


def test_a_name_with_an_ampersand_is_shown_whole_on_the_button(panel, editor):
    editor.token.set_text(token('{"a&b":1}'))
    panel.select_claim("a&b")
    assert panel.find(QPushButton, "claims.revert").text() == "Revert a&&b"


def test_the_countdown_follows_the_servers_clock(panel, editor, loop):
    meaning = panel.find(QTableView, "claims.table").model().index(NAMES.index("exp"), Column.MEANING)
    assert meaning.data().startswith("expires in 30 min")
    loop.host.offset_s = 29 * 60
    editor.token.tick()
    assert meaning.data().startswith("expires in 1 min")
    loop.host.offset_s = 31 * 60
    editor.token.tick()
    assert meaning.data().startswith("expires 1 min ago")


def test_an_edit_in_the_table_shows_in_the_json_view_and_the_other_way_round(panel, editor):
    panel.open_view("JSON")
    panel.open_view("Claims")
    panel.edit_claim("sub", "alice")
    panel.open_view("JSON")
    assert json.loads(field(panel, "claims.json").toPlainText())["sub"] == "alice"
    retype(panel, "claims.json", '{"sub":1,"tenant":{"id":7}}')
    assert payload(editor) == {"sub": 1, "tenant": {"id": 7}}
    assert panel.claims() == {"sub": "1", "tenant": '{"id":7}'}
    assert panel.claim_state("sub") == "now a number"


def test_what_is_typed_in_the_json_view_keeps_its_layout(panel, editor):
    panel.open_view("JSON")
    typed = '{ "sub" :   "alice" }'
    retype(panel, "claims.json", typed)
    assert field(panel, "claims.json").toPlainText() == typed
    assert payload(editor) == {"sub": "alice"}
    for _time in range(3):
        press(panel, Qt.Key.Key_Left, name="claims.json", kind=QPlainTextEdit)
    QTest.keyClicks(field(panel, "claims.json"), "x")
    assert field(panel, "claims.json").toPlainText() == '{ "sub" :   "alicex" }'
    assert payload(editor) == {"sub": "alicex"}
    editor.token.revert()
    assert json.loads(field(panel, "claims.json").toPlainText())["sub"] == "bob"


def test_the_header_view_changes_the_header_and_follows_it(panel, editor):
    panel.open_view("Header")
    assert json.loads(field(panel, "claims.header").toPlainText())["kid"] == ISSUER.kid
    retype(panel, "claims.header", '{"alg":"none"}')
    assert editor.token.state.reading.header == {"alg": "none"}
    editor.choose_key(STRANGER.kid)
    editor.sign()
    assert json.loads(field(panel, "claims.header").toPlainText()) == {"alg": "EdDSA", "kid": STRANGER.kid}


@pytest.mark.parametrize(
    ("view", "name", "typed", "says"),
    [
        ("JSON", "claims.json", '{"sub": alice}', "Rejected: Line 1, column 9"),
        ("JSON", "claims.json", "[1]", "Rejected: Line 1, column 1"),
        ("Header", "claims.header", '{"alg": "none",}', "Rejected: Line 1, column 15"),
        ("Header", "claims.header", '"none"', "Rejected: Line 1, column 1"),
    ],
)
def test_a_text_that_is_no_json_object_stays_and_says_where_it_is_wrong(panel, editor, view, name, typed, says):
    panel.open_view(view)
    retype(panel, name, typed)
    assert field(panel, name).toPlainText() == typed
    assert panel.text(f"{name}_status").startswith(says)
    editor.token.tick()
    editor.edit_claim(1, "eve")
    assert field(panel, name).toPlainText() == typed, "a change elsewhere does not take it away"
    panel.click(f"{name}_discard")
    shown = json.loads(field(panel, name).toPlainText())
    assert shown == (payload(editor) if view == "JSON" else editor.token.state.reading.header)
    assert not panel.find(QPushButton, f"{name}_discard").isVisible()
    assert panel.text(f"{name}_status") == ""


@pytest.mark.parametrize("replace", ["log in", "paste", "revert"])
def test_a_refused_text_goes_with_the_token_it_was_typed_over(panel, editor, replace):
    panel.open_view("JSON")
    retype(panel, "claims.json", '{"sub": "eve"')
    tabs = panel.find(QTabWidget, "claims.views")
    assert not tabs.tabIcon(1).isNull(), "the tab says from outside that it holds a draft"
    if replace == "log in":
        editor.token.set_issued(ISSUED)
    elif replace == "paste":
        editor.token.set_text(token('{"sub":"mallory"}'))
    else:
        editor.token.revert()
    assert json.loads(field(panel, "claims.json").toPlainText()) == payload(editor)
    assert tabs.tabIcon(1).isNull()


def test_a_mended_json_text_is_taken(panel, editor):
    panel.open_view("JSON")
    retype(panel, "claims.json", '{"sub": 1')
    assert panel.find(QPushButton, "claims.json_discard").isVisible()
    QTest.keyClicks(field(panel, "claims.json"), "}")
    assert payload(editor) == {"sub": 1}
    assert not panel.find(QPushButton, "claims.json_discard").isVisible()


def test_a_payload_that_is_no_object_is_shown_and_mended_in_the_json_view(panel, editor):
    head, _payload, signature = ISSUED.split(".")
    editor.token.set_text(f"{head}.{encode_segment(b'{oops')}.{signature}")
    assert not panel.find(QTableView, "claims.table").isVisible()
    assert any("JSON view" in label.text() for label in panel.window.findChildren(QLabel) if label.isVisible())
    assert not panel.find(QPushButton, "claims.add").isEnabled()
    panel.open_view("JSON")
    assert field(panel, "claims.json").toPlainText() == "{oops"
    retype(panel, "claims.json", '{"sub":"bob"}')
    assert panel.claims() == {"sub": '"bob"'}


def test_a_view_that_is_opened_later_shows_what_was_edited_before(panel, editor):
    panel.edit_claim("sub", "alice")
    panel.open_view("JSON")
    assert json.loads(field(panel, "claims.json").toPlainText())["sub"] == "alice"
    panel.open_view("Header")
    assert json.loads(field(panel, "claims.header").toPlainText())["kid"] == ISSUER.kid


def test_the_views_empty_themselves_with_the_token(panel, editor):
    panel.open_view("JSON")
    panel.open_view("Header")
    editor.token.set_text("")
    assert field(panel, "claims.json").toPlainText() == ""
    assert field(panel, "claims.header").toPlainText() == ""
    assert not field(panel, "claims.json").isEnabled()
    assert panel.claims() == {}


def test_each_parameter_of_the_header_is_explained_and_a_wrong_type_is_marked(panel, editor):
    editor.set_header_json('{"alg": "ES256", "typ": "application/AT+JWT", "kid": 7, "own": 1}')
    panel.open_view("Header")
    model = panel.find(QTableView, "claims.header_meanings").model()
    meanings = [model.index(row, 1).data() for row in range(model.rowCount())]
    assert meanings[0] == "Signature or key-management algorithm (RFC7515 4.1.1; RFC7516 4.1.1)"
    assert meanings[1] == "OAuth access token profile (mandatory there) (RFC9068 2.1)"
    assert meanings[2].startswith("should be a string")
    assert meanings[3].startswith("not a registered parameter")
    editor.token.set_text("")
    assert model.rowCount() == 0
