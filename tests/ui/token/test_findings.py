import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QTableView

from tests.presenters.stand_ins import heard
from tests.ui.samples import ISSUED, token
from workbench.core.lint.tokens import References, TokenKind
from workbench.presenters.token.findings import FindingsPresenter
from workbench.ui.token.findings import FindingsPanel


def test_findings_are_listed_with_their_source_counted_and_settled_by_a_click(show, loop, appearance):
    driver = show(FindingsPanel(FindingsPresenter(loop.editor, References), appearance), 620, 200)
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
    driver = show(FindingsPanel(FindingsPresenter(loop.editor, References), appearance), 620, 200)
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
    driver = show(FindingsPanel(FindingsPresenter(loop.editor, References), appearance), 620, 200)
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


@pytest.fixture
def opened(monkeypatch):
    """The addresses that the browser was asked to open."""
    addresses = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: addresses.append(url.toString()))
    return addresses


def select(driver, rule_id):
    table = driver.find(QTableView, "findings.list")
    model = table.model()
    row = next(row for row, finding in enumerate(model.rows()) if finding.rule_id == rule_id)
    table.selectRow(row)
    return model.rows()[row]


def test_the_selected_finding_is_shown_in_full_with_what_its_fix_changes(show, loop, appearance):
    driver = show(FindingsPanel(FindingsPresenter(loop.editor, References), appearance), 420, 260)
    loop.issue(ISSUED)
    assert not driver.find(QLabel, "findings.message").isVisible()
    finding = select(driver, "JWT015")
    label = driver.find(QLabel, "findings.message")
    assert label.isVisible()
    assert label.text() == finding.message
    driver.wait_until(lambda: label.height() >= label.heightForWidth(label.width()))
    assert label.height() > label.fontMetrics().lineSpacing(), "the sentence has more than one line"
    loop.editor.remove_claim(loop.editor.token.state.reading.claims.row("exp"))
    select(driver, "JWT002")
    assert driver.text("findings.change").startswith("adds exp: ")
    driver.click("findings.fix")
    assert "exp" in loop.editor.token.state.reading.claims.names
    driver.find(QTableView, "findings.list").clearSelection()
    assert not label.isVisible()


def test_a_source_is_opened_in_the_browser_by_its_button_only(show, loop, appearance, opened):
    driver = show(FindingsPanel(FindingsPresenter(loop.editor, References), appearance), 700, 260)
    loop.issue(ISSUED)
    select(driver, "JWT015")
    assert opened == []
    driver.click("findings.open_source_1")
    driver.click("findings.open_source_0")
    assert opened == [
        "https://pages.nist.gov/800-63-3/sp800-63c.html",
        "https://openid.net/specs/openid-connect-core-1_0.html",
    ]


def test_the_kind_is_shown_with_its_reason_and_can_be_chosen(show, loop, appearance):
    driver = show(FindingsPanel(FindingsPresenter(loop.editor, References), appearance), 620, 200)
    assert driver.text("findings.kind_reason") == ""
    loop.issue(ISSUED)
    recognised = driver.text("findings.kind_reason")
    assert recognised.startswith("Read as an access token: ")
    box = driver.find(QComboBox, "findings.kind")
    assert (box.count(), box.currentText()) == (1 + len(TokenKind), "Recognize")
    driver.choose("findings.kind", "Logout token")
    assert driver.text("findings.kind_reason") == "Read as a logout token: chosen by hand."
    rows = driver.find(QTableView, "findings.list").model()
    assert any("events is missing" in rows.index(row, 0).data() for row in range(rows.rowCount()))
    driver.choose("findings.kind", "Unknown kind")
    assert "only the general rules apply" in driver.text("findings.kind_reason")
    driver.choose("findings.kind", "Recognize")
    assert driver.text("findings.kind_reason") == recognised


def test_another_token_is_recognized_again_and_the_box_shows_it(show, loop, appearance):
    driver = show(FindingsPanel(FindingsPresenter(loop.editor, References), appearance), 620, 200)
    loop.issue(ISSUED)
    driver.choose("findings.kind", "Logout token")
    loop.editor.token.open_token(token('{"sub":"a"}', {"alg": "EdDSA", "typ": "dpop+jwt"}), "paste a token")
    assert driver.find(QComboBox, "findings.kind").currentText() == "Recognize"
    assert driver.text("findings.kind_reason") == "Read as a DPoP proof: typ is dpop+jwt."
