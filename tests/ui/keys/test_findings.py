from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QTableView

from tests.core.lint.keys.test_rules import secret
from tests.presenters.stand_ins import run_now
from tests.ui.samples import ISSUED, STRANGER
from workbench.presenters.keys.findings import KeyFindingsPresenter
from workbench.ui.icons import Icon
from workbench.ui.item_views.roles import Role
from workbench.ui.keys.findings import KeyFindingsPanel
from workbench.ui.keys.page import KeysPage
from workbench.ui.keys.panel import KeysPanel
from workbench.ui.keys.table import Column, KeysTableModel
from workbench.ui.theme import Tone
from workbench.ui.token.sign import SignPanel

WEAK = replace(secret(b"your-256-bit-secret"), kid="weak", name="<b>weak</b>")


@pytest.fixture
def presenter(loop):
    loop.store.save(WEAK)
    findings = KeyFindingsPresenter(lambda octets: octets.startswith(b"your-"), run_now)
    loop.keys.ring.keys_changed.connect(findings.set_ring)
    loop.keys.ring.open()
    return findings


@pytest.fixture
def page(show, loop, appearance, presenter):
    keys = KeysPanel(loop.keys, appearance)
    keys.show_findings(presenter.findings)
    presenter.findings_changed.connect(keys.show_findings)
    page = KeysPage(keys)
    page.add_findings(KeyFindingsPanel(presenter, appearance))
    return show(page, 1100, 700)


def rows(page):
    model = page.find(QTableView, "key_findings.list").model()
    return [[model.index(row, column).data() for column in range(3)] for row in range(model.rowCount())]


def test_the_findings_of_the_selected_key_are_told_with_what_to_do_and_their_sources(page):
    assert page.text("key_findings.nothing").startswith("No findings"), "the page is built with a key selected"
    page.find(QTableView, "keys.table").clearSelection()
    assert page.text("key_findings.nothing").startswith("Select a key above")
    page.select_key(WEAK.name)
    assert [source for *_, source in rows(page)] == ["RFC 7518 section 3.2", "RFC 8725 section 3.5"]
    assert rows(page)[0][0].startswith("The secret has 19 bytes")
    assert rows(page)[0][1].startswith("Generate a new one")
    assert page.text("key_findings.error") == "2 errors"
    assert page.text("key_findings.consequence") == "The demo server trusts no key with an error."
    table = page.find(QTableView, "key_findings.list")
    assert table.isVisible()
    assert table.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole).startswith("error: The secret")
    assert table.rowHeight(0) >= 30

    page.select_key("stranger")
    assert not table.isVisible()
    assert page.text("key_findings.nothing").startswith("No findings. ")
    assert page.text("key_findings.consequence") == ""


def test_a_key_with_findings_is_marked_in_its_row_by_icon_and_words(page):
    model = page.find(QTableView, "keys.table").model()
    index = next(model.index(row, 0) for row in range(model.rowCount()) if model.index(row, 0).data() == WEAK.name)
    assert (index.data(Role.ICON), index.data(Role.ICON_TONE)) == (Icon.REFUSED, Tone.REFUSED)
    assert index.data(Role.NOTE) == "2 errors"
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == f"{WEAK.name}: 2 errors"
    assert "Error: The secret has 19 bytes" in index.data(Qt.ItemDataRole.ToolTipRole)


def test_a_table_without_findings_marks_nothing(qtmodeltester):
    model = KeysTableModel()
    qtmodeltester.check(model)
    model.show((STRANGER, WEAK))
    model.show_findings({})
    assert model.index(1, Column.NAME).data(Role.ICON) is None
    assert model.index(1, Column.NAME).data() == WEAK.name


def test_signing_with_such_a_key_is_warned_of_in_one_line_and_done(show, loop, appearance, presenter):
    panel = SignPanel(loop.editor, loop.replay, appearance)
    panel.show_keys(loop.keys.ring.keys)
    panel.show_findings(presenter.findings)
    driver = show(panel, 1000, 160)
    loop.issue(ISSUED)
    warning = driver.find(QLabel, "sign.key_warning")
    assert not warning.isVisible()
    keys = driver.find(QComboBox, "sign.key")
    keys.setCurrentIndex(keys.findData(WEAK.kid))
    assert warning.isVisible()
    assert warning.text().startswith("Key <b>weak</b>, 2 errors: The secret has 19 bytes")
    assert warning.toolTip().endswith("The demo server trusts no key with an error.")
    driver.sign()
    assert loop.editor.token.state.reading.token.header["kid"] == WEAK.kid
    keys.setCurrentIndex(keys.findData(STRANGER.kid))
    assert not warning.isVisible()
    assert warning.text() == ""
