from PySide6.QtWidgets import QPushButton, QTableView

from tests.ui.samples import ISSUED
from workbench.presenters.findings import FindingsPresenter
from workbench.ui.panels.findings import FindingsPanel


def test_findings_are_listed_with_their_source_counted_and_settled_by_a_click(show, loop, appearance):
    driver = show(FindingsPanel(FindingsPresenter(loop.editor, frozenset()), appearance), 620, 200)
    assert not driver.find(QTableView, "findings.list").isVisible()
    loop.issue(ISSUED)
    loop.editor.remove_claim(loop.editor.state.reading.claims.row("exp"))
    table = driver.find(QTableView, "findings.list")
    assert driver.text("findings.error") == "1 error"
    first = table.model().index(0, 0)
    assert "exp" in first.data()
    assert "RFC" in first.siblingAtColumn(1).data()
    assert not driver.find(QPushButton, "findings.fix").isVisible(), "nothing is selected"
    table.selectRow(0)
    driver.click("findings.fix")
    assert "exp" in loop.editor.state.reading.claims.names
    assert driver.text("findings.error") == ""
