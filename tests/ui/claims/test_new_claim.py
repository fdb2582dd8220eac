"""A claim is entered with the keyboard alone, as in a spreadsheet: name, value, and nothing when Esc is pressed."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QTableView, QTreeWidget

from tests.presenters.stand_ins import NOW, key
from tests.ui.samples import HEADER_REGISTRY, REGISTRY
from workbench.core.claims.claim_set import ClaimSet
from workbench.core.signing.jose import sign
from workbench.presenters.token.bench_token import BenchToken
from workbench.presenters.token.editor import EditorPresenter
from workbench.ui.claims.claims_table import Column
from workbench.ui.claims.views import ClaimsPanel

SIGNER = key("signer")
CLAIMS = {"sub": "bob", "exp": NOW + 1800, "address": {"street": "Main", "lines": [1, 2]}}


@pytest.fixture
def editor(qapp):
    made = EditorPresenter(BenchToken(lambda: NOW))
    made.set_keys((SIGNER,))
    made.token.expect("https://demo.example", "documents")
    made.token.set_issued(sign({"alg": "EdDSA", "kid": SIGNER.kid}, ClaimSet.from_dict(CLAIMS), SIGNER))
    return made


@pytest.fixture
def panel(show, editor, appearance):
    driver = show(ClaimsPanel(editor, REGISTRY, HEADER_REGISTRY, appearance), 640, 420)
    driver.window.activateWindow()
    return driver


def table(panel):
    return panel.find(QTableView, "claims.table")


def field(panel, column):
    """The open field of the last row."""
    model = table(panel).model()
    found = table(panel).indexWidget(model.index(model.rowCount() - 1, column))
    assert isinstance(found, QLineEdit), f"the {column.name.lower()} is not open"
    return found


def known_names(panel):
    return field(panel, Column.NAME).completer().popup()


def claims(editor):
    return editor.token.state.reading.claims


@pytest.mark.parametrize("accept", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab], ids=lambda key: key.name)
def test_the_key_that_accepts_the_name_goes_on_to_the_value(panel, editor, accept):
    panel.click("claims.add")
    QTest.keyClicks(field(panel, Column.NAME), "tenant")
    QTest.keyClick(field(panel, Column.NAME), accept)
    assert claims(editor).names[-1] == "tenant"
    value = field(panel, Column.VALUE)
    assert value.hasFocus()
    QTest.keyClicks(value, '"acme"')
    QTest.keyClick(value, accept)
    panel.wait_until(lambda: claims(editor).get("tenant") == "acme")


@pytest.mark.parametrize("accept", [Qt.Key.Key_Return, Qt.Key.Key_Tab], ids=lambda key: key.name)
def test_the_key_that_accepts_a_known_name_of_the_list_goes_on_to_its_value(panel, editor, accept):
    panel.click("claims.add")
    QTest.keyClicks(field(panel, Column.NAME), "au")
    names = known_names(panel)
    assert names.isVisible()
    QTest.keyClick(names, Qt.Key.Key_Down)
    chosen = names.currentIndex().data().partition(" – ")[0]
    QTest.keyClick(names, accept)
    assert not names.isVisible()
    assert claims(editor).names[-1] == chosen
    assert field(panel, Column.VALUE).hasFocus()


def test_a_click_on_a_known_name_goes_on_to_its_value(panel, editor):
    panel.click("claims.add")
    QTest.keyClicks(field(panel, Column.NAME), "au")
    names = known_names(panel)
    first = names.model().index(0, 0)
    name = first.data().partition(" – ")[0]
    QTest.mouseClick(names.viewport(), Qt.MouseButton.LeftButton, pos=names.visualRect(first).center())
    assert claims(editor).names[-1] == name
    assert field(panel, Column.VALUE).hasFocus()


def test_esc_instead_of_a_name_leaves_the_token_and_its_signature_unchanged(panel, editor):
    issued = editor.token.state.text
    panel.click("claims.add")
    QTest.keyClicks(field(panel, Column.NAME), "tenant")
    QTest.keyClick(field(panel, Column.NAME), Qt.Key.Key_Escape)
    assert editor.token.state.text == issued
    assert not editor.token.state.stale
    assert table(panel).hasFocus()
    assert panel.text("claims.status") == ""


def test_esc_removes_a_claim_that_was_signed_when_it_was_added(panel, editor):
    editor.choose_key(SIGNER.kid)
    editor.set_each_edit(on=True)
    issued = editor.token.state.text
    panel.click("claims.add")
    QTest.keyClick(field(panel, Column.NAME), Qt.Key.Key_Escape)
    assert editor.token.state.text == issued


@pytest.mark.parametrize("name", ["sub", ""])
def test_a_name_that_is_rejected_stays_open_until_it_is_fixed_or_left_with_esc(panel, editor, name):
    issued = editor.token.state.text
    panel.click("claims.add")
    for _attempt in range(2):
        opened = field(panel, Column.NAME)
        opened.selectAll()
        QTest.keyClick(opened, Qt.Key.Key_Delete)
        QTest.keyClicks(opened, name)
        QTest.keyClick(opened, Qt.Key.Key_Return)
        assert panel.text("claims.status"), "the reason is shown"
    assert field(panel, Column.NAME).hasFocus()
    QTest.keyClick(field(panel, Column.NAME), Qt.Key.Key_Escape)
    assert editor.token.state.text == issued


def test_enter_after_renaming_a_claim_does_not_open_its_value(panel, editor):
    view = table(panel)
    view.setFocus()
    view.setCurrentIndex(view.model().index(2, Column.NAME))
    view.edit(view.currentIndex())
    QTest.keyClicks(field(panel, Column.NAME), "home")
    QTest.keyClick(field(panel, Column.NAME), Qt.Key.Key_Return)
    panel.wait_until(lambda: claims(editor).names[-1] == "home")
    assert view.hasFocus()
    assert view.indexWidget(view.model().index(2, Column.VALUE)) is None


@pytest.mark.parametrize("column", [0, 1], ids=["name", "value"])
def test_the_focus_stays_inside_a_value_that_was_edited(panel, editor, column):
    panel.select_claim("address")
    panel.click("claims.inside")
    tree = panel.find(QTreeWidget, "claims.detail")
    tree.setFocus()
    part = tree.topLevelItem(0).child(0)
    tree.setCurrentItem(part, column)
    tree.editItem(part, column)
    typed = tree.findChild(QLineEdit)
    typed.selectAll()
    QTest.keyClicks(typed, "Side")
    QTest.keyClick(typed, Qt.Key.Key_Return)
    panel.wait_until(lambda: "Side" in str(claims(editor).get("address")))
    QApplication.processEvents()
    assert QApplication.focusWidget() is tree
    assert tree.currentItem().text(column).strip('"') == "Side"
