"""The claims as a table: types, moments, order, what stands inside a value, and what the token says in plain words."""

import json

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu, QPushButton, QTableView, QTreeWidget, QWidget

from tests.presenters.stand_ins import NOW, key
from tests.ui.samples import HEADER_REGISTRY, REGISTRY
from workbench.core.claims.claim_set import ClaimSet
from workbench.core.signing.jose import sign
from workbench.core.text.numeric_date import local_time
from workbench.presenters.token.bench_token import BenchToken
from workbench.presenters.token.editor import EditorPresenter
from workbench.ui.claims.claims_table import Column
from workbench.ui.claims.views import ClaimsPanel

SIGNER = key("signer")
CLAIMS = {
    "iss": "https://demo.example", "sub": "bob", "exp": NOW + 1800, "iat": NOW, "roles": ["viewer"],
    "isSystemAdmin": False, "address": {"street": "Main", "lines": [1, 2]},
}  # fmt: skip


@pytest.fixture
def editor(qapp):
    made = EditorPresenter(BenchToken(lambda: NOW))
    made.set_keys((SIGNER,))
    made.token.expect("https://demo.example", "documents")
    made.token.set_issued(sign({"alg": "EdDSA", "kid": SIGNER.kid}, ClaimSet.from_dict(CLAIMS), SIGNER))
    return made


@pytest.fixture
def panel(show, editor, appearance):
    return show(ClaimsPanel(editor, REGISTRY, HEADER_REGISTRY, appearance), 640, 420)


def value(editor, name):
    return editor.token.state.reading.claims.get(name)


def choose_in_menu(panel, *words):
    """Open the menu of the selected claim with the keyboard, and take the entry under these titles."""
    table = panel.find(QTableView, "claims.table")
    QApplication.sendEvent(
        table, QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(1, 1), table.mapToGlobal(QPoint(1, 1)))
    )
    menu = panel.find(QMenu, "claims.change_menu")
    assert menu.isVisible()
    level = menu
    for title in words[:-1]:
        level = next(action.menu() for action in level.actions() if action.text() == title)
    action = next(action for action in level.actions() if action.text() == words[-1])
    assert action.isEnabled()
    action.trigger()
    menu.close()


@pytest.mark.parametrize(
    ("name", "words", "after"),
    [
        ("sub", ("Change type to", "an array"), ["bob"]),
        ("roles", ("Change type to", "a string"), "viewer"),
        ("exp", ("Change type to", "a date as text"), "2023-11-14T22:43:20Z"),
        ("exp", ("Change the time", "milliseconds by mistake"), (NOW + 1800) * 1000),
        ("exp", ("Change the time", "1 h later"), NOW + 5400),
        ("isSystemAdmin", ("Set to true",), True),
    ],
)
def test_the_menu_of_a_claim_changes_type_moment_and_value_and_undo_takes_it_back(panel, editor, name, words, after):
    issued = editor.token.state.text
    panel.select_claim(name)
    choose_in_menu(panel, *words)
    assert value(editor, name) == after
    editor.token.undo()
    assert editor.token.state.text == issued


def test_a_claim_that_is_a_token_is_opened_from_its_menu(panel, editor):
    inner = editor.token.state.text
    editor.set_claims(editor.token.state.reading.claims.with_value("id_token_hint", inner))
    outer = editor.token.state.text
    panel.select_claim("id_token_hint")
    choose_in_menu(panel, "Open this token")
    assert editor.token.state.text == inner
    editor.token.undo()
    assert editor.token.state.text == outer


def test_space_toggles_a_boolean_and_alt_with_arrows_moves_a_claim(panel, editor):
    table = panel.find(QTableView, "claims.table")
    panel.select_claim("isSystemAdmin")
    QTest.keyClick(table, Qt.Key.Key_Space)
    assert value(editor, "isSystemAdmin") is True
    QTest.keyClick(table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert editor.token.state.reading.claims.names[4:6] == ("isSystemAdmin", "roles")
    assert table.currentIndex().row() == 4


@pytest.mark.parametrize(
    ("typed", "after"), [("+5 min", NOW + 300), ("2023-11-14T22:13:20Z", NOW), ("1.5e9", 1.5e9), ("now", NOW)]
)
def test_a_moment_is_typed_as_people_say_it(panel, editor, typed, after):
    panel.edit_claim("exp", typed)
    assert value(editor, "exp") == after


def test_buttons_move_the_selected_moment_and_never_takes_exp_out(panel, editor):
    panel.select_claim("sub")
    assert not panel.find(QPushButton, "claims.time_five_minutes_later").isVisible()
    panel.select_claim("exp")
    panel.click("claims.time_five_minutes_later")
    assert value(editor, "exp") == NOW + 2100
    panel.click("claims.never")
    assert "exp" not in editor.token.state.reading.claims
    assert "never expires" in panel.text("claims.status")
    assert panel.find(QWidget, "claims.lifetime").accessibleName() == "never expires: there is no exp"


def test_a_button_counts_from_where_its_words_say_and_as_the_same_words_typed(panel, editor):
    panel.select_claim("exp")
    assert [
        panel.find(QPushButton, f"claims.time_{step}").text() for step in ("in_five_minutes", "five_minutes_later")
    ] == [
        "in 5 min",
        "5 min later",
    ]
    panel.click("claims.time_in_five_minutes")
    assert value(editor, "exp") == NOW + 300
    panel.click("claims.time_five_minutes_later")
    assert value(editor, "exp") == NOW + 600
    row = editor.token.state.reading.claims.row("exp")
    for typed in ("in 5 min", "+5 min"):
        editor.edit_claim(row, str(NOW + 1800))
        panel.edit_claim("exp", typed)
        assert value(editor, "exp") == NOW + 300


def test_a_narrow_bench_folds_a_button_into_the_menu_rather_than_widen(panel):
    panel.select_claim("exp")
    seldom = panel.find(QPushButton, "claims.time_milliseconds")
    assert seldom.isVisible()
    narrow = panel.window.minimumSizeHint().width()
    panel.window.resize(narrow, 420)
    assert not seldom.isVisible()
    assert panel.find(QPushButton, "claims.never").isVisible()
    panel.window.resize(640, 420)
    assert seldom.isVisible()


def test_a_new_claim_with_a_known_name_gets_a_value_of_its_type_in_one_step(panel, editor):
    issued = editor.token.state.text
    panel.click("claims.add")
    table = panel.find(QTableView, "claims.table")
    field = table.findChild(QLineEdit)
    assert field.completer() is not None
    field.setText("aud – audience: who may accept it")
    QTest.keyClick(field, Qt.Key.Key_Return)
    panel.wait_until(lambda: value(editor, "aud") == "documents")  # the table takes it when the field is closed
    editor.token.undo()
    assert editor.token.state.text == issued


def test_what_stands_inside_a_value_is_edited_added_moved_and_taken_out(panel, editor):
    panel.select_claim("address")
    panel.click("claims.inside")
    tree = panel.find(QTreeWidget, "claims.detail")
    assert not panel.find(QLabel, "claims.reading").isVisible(), "it makes room"
    root = tree.topLevelItem(0)
    assert [root.child(n).text(0) for n in range(2)] == ["street", "lines"]
    root.child(0).setText(1, "Side")
    assert value(editor, "address")["street"] == "Side"
    tree.setCurrentItem(tree.topLevelItem(0).child(1).child(0))
    panel.click("claims.detail_down")
    assert value(editor, "address")["lines"] == [2, 1]
    panel.click("claims.detail_remove")
    assert value(editor, "address")["lines"] == [2]
    panel.click("claims.detail_add")
    assert value(editor, "address")["lines"] == [2, 0]
    tree.topLevelItem(0).child(1).child(0).setText(1, "text")
    assert value(editor, "address")["lines"] == [2, 0], "a number stays one"
    assert "is a number" in panel.text("claims.status")
    assert tree.topLevelItem(0).child(1).child(0).text(1) == "2"


def test_a_wrong_type_and_a_name_that_stands_twice_are_said_in_the_row(panel, editor):
    payload = json.dumps({"iss": 1, "sub": "a"})[:-1] + ', "sub": "b"}'
    editor.set_claims_json(payload)
    table = panel.find(QTableView, "claims.table").model()
    assert [table.index(row, 2).data() for row in range(3)] == ["should be a string", "duplicate", "duplicate"]


def test_the_token_is_read_in_plain_words(panel, editor):
    told = panel.find(QLabel, "claims.reading")
    assert told.accessibleName().startswith("https://demo.example states to any service that bob has the role viewer,")
    assert "names no audience" in told.toolTip()
    editor.token.set_text("")
    assert not told.isVisible()


def test_the_strip_explains_the_selected_claim_and_offers_what_fits_it(panel, editor):
    panel.select_claim("iss")
    assert panel.find(QPushButton, "claims.change").text() == "string"
    assert panel.text("claims.explained") == "issuer: who issued it (RFC7519 4.1.1). Its value is a string."
    panel.select_claim("exp")
    assert panel.find(QPushButton, "claims.change").text() == "date"
    panel.click("claims.time_milliseconds")
    assert value(editor, "exp") == (NOW + 1800) * 1000
    editor.token.undo()
    panel.select_claim("iat")
    assert not panel.find(QPushButton, "claims.never").isVisible(), "only exp can be left out to mean never"
    editor.set_claims_json('{"own": {}}')
    panel.select_claim("own")
    assert panel.text("claims.explained") == "A claim of your own. Its value is an object."


def test_what_cannot_be_seen_is_shown_as_escapes_and_stays_what_it_was(panel, editor):
    editor.set_claims_json('{"a\u202eb": "c\u2066d", "e": {"f\u200bg": ["h\u202ei"]}}')
    model = panel.find(QTableView, "claims.table").model()
    assert [model.index(0, column).data() for column in (0, 1)] == ["a\\u202eb", '"c\\u2066d"']
    panel.edit_claim("a\\u202eb", '"changed \\u2066d"')
    assert value(editor, "a\u202eb") == "changed \u2066d"
    index = model.index(0, 0)
    assert not model.setData(index, index.data()), "typed as it is shown it is the same name"
    assert model.setData(index, "z" + index.data())
    assert editor.token.state.reading.claims.names == ("za\u202eb", "e")
    panel.select_claim("e")
    panel.click("claims.inside")
    part = panel.find(QTreeWidget, "claims.detail").topLevelItem(0).child(0)
    assert (part.text(0), part.child(0).text(1)) == ("f\\u200bg", '"h\\u202ei"')
    part.setText(0, "name " + part.text(0))
    assert list(value(editor, "e")) == ["name f\u200bg"]


def test_members_of_one_name_inside_a_value_are_edited_each_by_itself(panel, editor):
    editor.set_claims_json('{"e": {"x": 1, "x": 2, "y": [ 3 ]}}')
    panel.select_claim("e")
    panel.click("claims.inside")
    tree = panel.find(QTreeWidget, "claims.detail")
    first = tree.topLevelItem(0).child(0)
    assert (first.text(0), first.text(1), tree.topLevelItem(0).child(1).text(1)) == ("x", "1", "2")
    first.setText(1, "7")
    assert editor.token.state.reading.claims[0].text == '{"x":7,"x":2,"y":[3]}'
    tree.topLevelItem(0).child(0).setText(0, "w")
    assert editor.token.state.reading.claims[0].text == '{"w":7,"x":2,"y":[3]}'


def test_the_note_of_a_change_takes_no_room_from_the_meanings(panel, editor):
    table = panel.find(QTableView, "claims.table")
    before = [table.columnWidth(column) for column in Column]
    editor.edit_claim(editor.token.state.reading.claims.row("iss"), "x")  # the note says what it was
    state = table.model().index(editor.token.state.reading.claims.row("iss"), Column.STATE)
    assert state.data() == "was https://demo.example"
    assert state.data(Qt.ItemDataRole.ToolTipRole) == "was https://demo.example"
    assert [table.columnWidth(column) for column in Column] == before


def test_the_names_get_the_room_that_all_need_and_leave_some_for_the_meanings(panel, editor):
    def put(last):
        names = [*(f"c{number}" for number in range(60)), last]
        editor.token.set_issued(sign({"alg": "EdDSA"}, ClaimSet.from_dict(dict.fromkeys(names, 1)), SIGNER))
        return table.columnWidth(Column.NAME)

    table = panel.find(QTableView, "claims.table")
    short, usual, long = put("c60"), put("realm_access_x"), put("https://app.example.com/" + "claims/" * 20)
    last = table.model().index(60, Column.NAME)
    assert table.visualRect(last).top() > table.viewport().height(), "its row is not in view"
    room = table.viewport().width()
    assert short < usual < long <= room * 0.4
    assert table.columnWidth(Column.MEANING) >= min(room * 0.3, room - long - 120 - 30) - 1
    assert table.columnWidth(Column.VALUE) >= 120


def test_a_note_on_a_time_says_the_time(panel, editor):
    row = editor.token.state.reading.claims.row("exp")
    editor.edit_claim(row, str(NOW + 60))
    note = panel.claim_state("exp")
    assert note == f"was {local_time(NOW + 1800, now=NOW)}"
    assert str(NOW + 1800) not in note


def test_a_removal_is_confirmed_until_the_token_changes_again(panel, editor):
    row = editor.token.state.reading.claims.row("sub")
    table = panel.find(QTableView, "claims.table")
    table.selectRow(row)
    panel.click("claims.remove")
    assert panel.text("claims.status") == "Removed sub. Undo restores it."
    editor.token.undo()
    assert panel.text("claims.status") == "", "the claim is there again"
    table.selectRow(row)
    panel.click("claims.remove")
    editor.edit_claim(0, "https://other.example")
    assert panel.text("claims.status") == "", "undo would take back the edit"
