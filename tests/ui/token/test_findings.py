from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QTableView

from tests.presenters.stand_ins import heard
from tests.ui.samples import ISSUED
from workbench.core.lint.tokens import References
from workbench.presenters.token.findings import FindingsPresenter
from workbench.ui.token.findings import FindingsPanel


def test_findings_are_listed_with_their_source_counted_and_settled_by_a_click(show, loop, appearance):
    driver = show(FindingsPanel(FindingsPresenter(loop.editor, References()), appearance), 620, 200)
    assert not driver.find(QTableView, "findings.list").isVisible()
    loop.issue(ISSUED)
    loop.editor.remove_claim(loop.editor.token.state.reading.claims.row("exp"))
    table = driver.find(QTableView, "findings.list")
    assert driver.text("findings.error") == "1 error"
    first = table.model().index(0, 0)
    assert "exp" in first.data()
    assert "RFC" in first.siblingAtColumn(1).data()
    assert not driver.find(QPushButton, "findings.fix").isVisible(), "nothing is selected"
    table.selectRow(0)
    driver.click("findings.fix")
    assert "exp" in loop.editor.token.state.reading.claims.names
    assert driver.text("findings.error") == ""


def test_the_selected_finding_stays_selected_while_the_token_changes(show, loop, appearance):
    driver = show(FindingsPanel(FindingsPresenter(loop.editor, References()), appearance), 620, 200)
    loop.issue(ISSUED)
    loop.editor.remove_claim(loop.editor.token.state.reading.claims.row("exp"))
    table = driver.find(QTableView, "findings.list")
    row = next(row for row in range(table.model().rowCount()) if "sub" in table.model().index(row, 0).data())
    table.selectRow(row)
    before = table.currentIndex().data()
    loop.editor.edit_claim(loop.editor.token.state.reading.claims.row("sub"), "alice")
    assert table.currentIndex().data() == before.replace("bob", "alice") != before
    assert table.selectionModel().isRowSelected(table.currentIndex().row())


def test_enter_settles_the_selected_finding_in_one_step_and_the_next_is_left_alone(show, loop, appearance):
    driver = show(FindingsPanel(FindingsPresenter(loop.editor, References()), appearance), 620, 200)
    undone = heard(loop.editor.token.history_changed)
    loop.issue(ISSUED)
    loop.editor.remove_claim(loop.editor.token.state.reading.claims.row("exp"))
    without = loop.editor.token.state.text
    table = driver.find(QTableView, "findings.list")
    table.setFocus()
    table.selectRow(0)
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert "exp" in loop.editor.token.state.reading.claims.names
    assert undone[-1][0].startswith("set exp to")
    settled = loop.editor.token.state.text
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert loop.editor.token.state.text == settled, "the finding that took its place was not selected"
    loop.editor.token.undo()
    assert loop.editor.token.state.text == without
