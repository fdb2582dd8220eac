"""The claims as a table: types, moments, order, what stands inside a value, and what the token says in plain words."""

import json

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu, QPushButton, QTableView, QTreeWidget, QWidget

from tests.presenters.stand_ins import NOW, key
from tests.ui.samples import REGISTRY
from workbench.core.claims import ClaimSet
from workbench.core.signing import sign
from workbench.presenters.editor import EditorPresenter
from workbench.ui.panels.claims import ClaimsPanel

SIGNER = key("signer")
CLAIMS = {
    "iss": "https://demo.example", "sub": "bob", "exp": NOW + 1800, "iat": NOW, "roles": ["viewer"],
    "isSystemAdmin": False, "address": {"street": "Main", "lines": [1, 2]},
}  # fmt: skip


@pytest.fixture
def editor(qapp):
    made = EditorPresenter(lambda: NOW)
    made.set_keys((SIGNER,))
    made.expect("https://demo.example", "documents")
    made.set_issued(sign({"alg": "EdDSA", "kid": SIGNER.kid}, ClaimSet.from_dict(CLAIMS), SIGNER))
    return made


@pytest.fixture
def panel(show, editor, appearance):
    return show(ClaimsPanel(editor, REGISTRY, appearance), 640, 420)


def value(editor, name):
    return editor.state.reading.claims.get(name)


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
        ("sub", ("Make it", "a list"), ["bob"]),
        ("roles", ("Make it", "a string"), "viewer"),
        ("exp", ("Make it", "a date as text"), "2023-11-14T22:43:20Z"),
        ("exp", ("Move the moment", "milliseconds by mistake"), (NOW + 1800) * 1000),
        ("exp", ("Move the moment", "+1 h"), NOW + 5400),
        ("isSystemAdmin", ("Set to true",), True),
    ],
)
def test_the_menu_of_a_claim_changes_type_moment_and_value_and_undo_takes_it_back(panel, editor, name, words, after):
    issued = editor.state.text
    panel.select_claim(name)
    choose_in_menu(panel, *words)
    assert value(editor, name) == after
    editor.undo()
    assert editor.state.text == issued


def test_space_toggles_a_boolean_and_alt_with_arrows_moves_a_claim(panel, editor):
    table = panel.find(QTableView, "claims.table")
    panel.select_claim("isSystemAdmin")
    QTest.keyClick(table, Qt.Key.Key_Space)
    assert value(editor, "isSystemAdmin") is True
    QTest.keyClick(table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert editor.state.reading.claims.names[4:6] == ("isSystemAdmin", "roles")
    assert table.currentIndex().row() == 4


@pytest.mark.parametrize(
    ("typed", "after"), [("+5 min", NOW + 300), ("2023-11-14T22:13:20Z", NOW), ("1.5e9", 1.5e9), ("now", NOW)]
)
def test_a_moment_is_typed_as_people_say_it(panel, editor, typed, after):
    panel.edit_claim("exp", typed)
    assert value(editor, "exp") == after


def test_buttons_move_the_selected_moment_and_never_takes_exp_out(panel, editor):
    panel.select_claim("sub")
    assert not panel.find(QPushButton, "claims.time_plus_five_minutes").isVisible()
    panel.select_claim("exp")
    panel.click("claims.time_plus_five_minutes")
    assert value(editor, "exp") == NOW + 2100
    panel.click("claims.never")
    assert "exp" not in editor.state.reading.claims
    assert "never expires by itself" in panel.text("claims.status")
    assert panel.find(QWidget, "claims.lifetime").accessibleName() == "never expires: there is no exp"


def test_a_new_claim_with_a_known_name_gets_a_value_of_its_type_in_one_step(panel, editor):
    issued = editor.state.text
    panel.click("claims.add")
    table = panel.find(QTableView, "claims.table")
    field = table.findChild(QLineEdit)
    assert field.completer() is not None
    field.setText("aud – audience: who may accept it")
    QTest.keyClick(field, Qt.Key.Key_Return)
    panel.wait_until(lambda: value(editor, "aud") == "documents")  # the table takes it when the field is closed
    editor.undo()
    assert editor.state.text == issued


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
    assert [table.index(row, 2).data() for row in range(3)] == ["should be a string", "stands twice", "stands twice"]


def test_the_token_is_read_in_plain_words(panel, editor):
    told = panel.find(QLabel, "claims.reading")
    assert told.accessibleName().startswith("https://demo.example tells whoever gets it that bob has the role viewer,")
    assert "names nobody it is for" in told.toolTip()
    editor.set_text("")
    assert not told.isVisible()
