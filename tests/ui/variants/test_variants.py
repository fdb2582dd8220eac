from dataclasses import replace

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QPushButton, QTableView

from tests.presenters.stand_ins import heard, reporting_now, run_now
from tests.ui.samples import ISSUED, token
from workbench.presenters.variants.variants import VariantsPresenter
from workbench.services.experiments.variants import VariantsExperiment
from workbench.ui.item_views.roles import Role
from workbench.ui.theme import Tone
from workbench.ui.token.diff import DiffView
from workbench.ui.variants.variants import VariantsPanel

ADMIN = token('{"sub":"bob","roles":["viewer","admin"]}')
EDIT, TIP = Qt.ItemDataRole.EditRole, Qt.ItemDataRole.ToolTipRole


@pytest.fixture
def variants(loop):
    presenter = VariantsPresenter(
        loop.editor.token,
        loop.replay,
        loop.server,
        VariantsExperiment(loop.client),
        reporting_now,
    )
    loop.keys.ring.keys_changed.connect(presenter.set_keys)
    presenter.set_keys(loop.keys.ring.keys)
    return presenter


@pytest.fixture
def panel(show, variants, appearance, qtmodeltester):
    difference = DiffView(run_now, appearance, name="variants.diff", table_name="variants.difference")
    widget = VariantsPanel(variants, difference, appearance)
    driver = show(widget, 620, 330)
    driver.panel = widget
    qtmodeltester.check(table(driver).model())
    return driver


def table(panel, name="variants.list"):
    return panel.find(QTableView, name)


def rows(panel):
    model = table(panel).model()
    return [
        [model.index(row, column).data() for column in range(model.columnCount())] for row in range(model.rowCount())
    ]


def save(panel, loop, name, compact):
    loop.editor.token.set_text(compact)
    panel.type_into("variants.name", name)
    panel.click("variants.save")


@pytest.fixture
def filled(panel, loop):
    loop.issue()
    save(panel, loop, "issued", ISSUED)
    save(panel, loop, "admin", ADMIN)
    return panel


def test_the_model_keeps_the_rules_while_variants_come_and_go(filled, loop):
    save(filled, loop, "third", ADMIN)
    filled.click("variants.replay")
    filled.click("variants.remove")
    filled.click("variants.undo")
    assert [row[0] for row in rows(filled)] == ["issued", "admin", "third"]


def test_a_variant_is_saved_under_the_name_suggested_or_typed(panel, loop):
    assert not panel.find(QPushButton, "variants.save").isEnabled()
    loop.issue()
    assert panel.field("variants.name") == "bob under roles"
    panel.click("variants.save")
    assert panel.field("variants.name") == "bob under roles 2"
    save(panel, loop, "<b>admin</b>", ADMIN)
    names = [row[0] for row in rows(panel)]
    assert names == ["bob under roles", "<b>admin</b>"]
    assert rows(panel)[0][1:] == ["as issued", "demo-issuer"]


def test_a_name_that_is_taken_stays_in_the_field_with_the_reason_below(filled):
    filled.type_into("variants.name", "admin")
    filled.click("variants.save")
    assert filled.field("variants.name") == "admin"
    assert "There is already a variant admin" in filled.text("variants.status")
    assert len(rows(filled)) == 2


def test_it_is_renamed_in_its_row_and_a_refused_name_is_there_to_be_typed_on(filled):
    for typed, names in (("issued", ["issued", "admin"]), ("boss", ["issued", "boss"])):
        table(filled).setCurrentIndex(table(filled).model().index(1, 0))
        filled.click("variants.rename")
        field = table(filled).findChild(QLineEdit)
        field.selectAll()
        QTest.keyClicks(field, typed)
        QTest.keyClick(field, Qt.Key.Key_Return)
        filled.wait_until(lambda: table(filled).findChild(QLineEdit) is None)
        assert [row[0] for row in rows(filled)] == names
        if typed == "issued":
            assert table(filled).model().index(1, 0).data(EDIT) == "issued"
            assert "There is already a variant issued" in filled.text("variants.status")


def test_answers_stand_beside_the_names_with_the_word_for_those_who_hear_it(filled, loop):
    assert not table(filled, "variants.results").isVisible()
    loop.client.refused = {ADMIN}
    filled.click("variants.replay")
    assert table(filled, "variants.results").isVisible()
    assert rows(filled)[1][3:] == ["403", "403"]
    cell = table(filled).model().index(1, 3)
    assert cell.data(Qt.ItemDataRole.AccessibleTextRole) == "403 refused, differs from issued"
    assert cell.data(Role.ICON) is not None
    heads = [table(filled).model().headerData(column, Qt.Orientation.Horizontal) for column in (3, 4)]
    assert heads == ["GET\n/me", "DELETE\n…/doc-1"]
    tip = table(filled).model().headerData(4, Qt.Orientation.Horizontal, TIP)
    assert tip == "DELETE /documents/doc-1\ndoc-1 delete"


def test_a_cell_is_marked_where_it_differs_from_the_first_variants(filled, loop):
    loop.client.refused = {ADMIN}
    filled.click("variants.replay")
    model = table(filled).model()
    for role in (Role.GROUND, Role.EDGE):
        assert [model.index(row, 3).data(role) for row in range(2)] == [None, Tone.WARNING]


def test_the_columns_in_which_all_agree_are_hidden_on_request(filled, loop, variants):
    answers = table(filled, "variants.results")
    filled.click("variants.replay")
    assert not filled.find(QCheckBox, "variants.only_differing").isEnabled(), "all agree: nothing would be left"
    assert answers.model().columnCount() == 5
    one = next(cell for cell in variants.answers.matrix.cells if (cell.user, cell.request) == ("admin", "doc-1-delete"))
    cells = tuple(replace(cell, status=403) if cell is one else cell for cell in variants.answers.matrix.cells)
    variants.answers = replace(variants.answers, matrix=replace(variants.answers.matrix, cells=cells))
    variants.answers_changed.emit(variants.answers)
    filled.switch("variants.only_differing")
    assert [answers.isColumnHidden(column) for column in (3, 4)] == [True, False]
    filled.switch("variants.only_differing")
    assert [answers.isColumnHidden(column) for column in (3, 4)] == [False, False]


def test_names_and_answers_stay_side_by_side_and_share_rows_without_a_gap(filled):
    filled.click("variants.replay")
    names, answers = table(filled), table(filled, "variants.results")
    assert [names.isColumnHidden(column) for column in (0, 3)] == [False, True]
    assert [answers.isColumnHidden(column) for column in (0, 3)] == [True, False]
    assert answers.horizontalHeader().sectionPosition(3) == 0
    answers.setCurrentIndex(answers.model().index(1, 4))
    assert names.currentIndex().row() == 1
    assert names.visualRect(names.model().index(1, 0)).y() == answers.visualRect(answers.model().index(1, 4)).y()


def test_a_cell_that_is_looked_at_is_explained_elsewhere(filled):
    filled.click("variants.replay")
    told = heard(filled.panel.answer_selected)
    answers = table(filled, "variants.results")
    answers.setCurrentIndex(answers.model().index(1, 4))
    name, outcome = told[-1]
    assert (name, outcome.request.id) == ("admin", "doc-1-delete")


def test_a_pin_that_is_broken_stands_out_in_its_cell(filled, loop):
    filled.click("variants.replay")
    filled.click("variants.pin")
    loop.client.refused = {ADMIN}
    filled.click("variants.replay")
    cell = table(filled).model().index(1, 3)
    assert (cell.data(), cell.data(Role.STRONG)) == ("403, not 200", True)
    assert "expected: 200" in cell.data(TIP)
    filled.click("variants.unpin")
    assert cell.data() == "403"


def test_two_that_are_selected_are_compared_claim_by_claim(filled):
    names = table(filled)
    names.selectRow(0)
    flags = QItemSelectionModel.SelectionFlag
    names.selectionModel().select(names.model().index(1, 0), flags.Select | flags.Rows)
    filled.click("variants.compare")
    model = table(filled, "variants.difference").model()
    found = {model.index(row, 0).data(): model.index(row, 3).data() for row in range(model.rowCount())}
    assert (found["roles"], found["aud"], found.get("sub")) == ('added "admin"', "removed", None)
    assert [model.headerData(column, Qt.Orientation.Horizontal) for column in (1, 2)] == ["Issued", "Admin"]
    box = filled.find(QComboBox, "variants.after")
    box.setCurrentIndex(box.findText("issued token"))
    box.activated.emit(box.currentIndex())
    assert filled.find(QLabel, "variants.diff.empty").isVisible(), "the two are the same"
    filled.click("variants.back")
    assert names.isVisible()


def test_one_that_is_selected_is_compared_with_the_token_on_the_bench(filled):
    table(filled).selectRow(0)
    filled.click("variants.compare")
    assert filled.find(QComboBox, "variants.before").currentText() == "token on the bench"
    assert filled.find(QComboBox, "variants.after").currentText() == "issued"


def test_the_keyboard_opens_and_removes(filled, loop):
    names = table(filled)
    names.setFocus()
    names.selectRow(0)
    QTest.keyClick(names, Qt.Key.Key_Return)
    assert loop.editor.token.state.text == ISSUED
    QTest.keyClick(names, Qt.Key.Key_Delete)
    assert [row[0] for row in rows(filled)] == ["admin"]
