"""Findings on the token, each with its source, and the selected one in full, with a button that fixes it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QKeySequence, QShortcut
from PySide6.QtWidgets import QHeaderView, QLabel, QVBoxLayout, QWidget

from workbench.ui import shortcuts
from workbench.ui.item_views.findings_model import LOOK
from workbench.ui.item_views.roles import Role
from workbench.ui.item_views.table import LEAST_ROWS, make_table
from workbench.ui.token.finding_detail import FindingDetail
from workbench.ui.token.findings_list import Column, FindingsModel
from workbench.ui.token.kind_choice import KindChoice
from workbench.ui.widgets.card import Card
from workbench.ui.widgets.pill import Pill

if TYPE_CHECKING:
    from workbench.core.lint.tokens import Finding
    from workbench.presenters.token.findings import FindingsPresenter
    from workbench.ui.theme import Appearance


_ROW_HEIGHT = 22


class FindingsPanel(QWidget):
    """Shows the findings of a `FindingsPresenter`, and applies the fix of the selected one."""

    def __init__(self, findings: FindingsPresenter, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = findings
        self._appearance = appearance
        card = Card("Findings", self)
        self._pills = {severity: Pill(f"findings.{severity.value}", appearance, card) for severity in LOOK}
        self._nothing = QLabel("No findings.", card)
        self._nothing.setProperty("role", "caption")
        self._model = FindingsModel(self)
        self._table = make_table("findings.list", self._model, appearance, card, row_height=_ROW_HEIGHT)
        self._table.setAccessibleName("Findings")
        head = self._table.horizontalHeader()
        head.hide()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(Column.MESSAGE, QHeaderView.ResizeMode.Stretch)
        head.resizeSection(Column.SOURCE, 130)
        for pill in self._pills.values():
            card.head.addWidget(pill)
        self._kind = KindChoice(findings, card)
        card.head.addWidget(self._kind, 1)
        card.body.addWidget(self._nothing, 0, Qt.AlignmentFlag.AlignTop)
        card.body.addWidget(self._table, 1)
        self._detail = FindingDetail(appearance, card)
        card.body.addWidget(self._detail)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card)
        self._detail.fix_wanted.connect(self._on_fix_clicked)
        self._detail.source_wanted.connect(self._on_source_wanted)
        self._table.selectionModel().selectionChanged.connect(self._show_selected)
        for keys in shortcuts.SETTLE:
            settle = QShortcut(QKeySequence(keys), self._table)
            settle.setContext(Qt.ShortcutContext.WidgetShortcut)
            settle.activated.connect(self._on_fix_clicked)
        findings.findings_changed.connect(self._show)
        self._show(findings.findings)

    @Slot(object)
    def _show(self, findings: tuple[Finding, ...]) -> None:
        self._show_rows(findings)
        counts = Counter(finding.severity for finding in findings)
        for severity, pill in self._pills.items():
            _, tone, word = LOOK[severity]
            count = counts[severity]
            pill.show_state(f"{count} {word}{'s' if count != 1 else ''}" if count else "", tone)
        self._nothing.setVisible(not findings)
        self._table.setVisible(bool(findings))
        self._table.setMinimumHeight(_ROW_HEIGHT * max(1, min(LEAST_ROWS, len(findings))))
        self._show_selected()

    def _show_rows(self, findings: tuple[Finding, ...]) -> None:
        """Show other findings; the selection stays, or moves to the next finding if the selected one is gone.

        The next one is not selected, so that a second click does not fix a finding that was not read.
        """
        selected, row = self._selected(), self._table.currentIndex().row()
        self._model.show(findings)
        if selected is not None:
            same = (number for number, each in enumerate(findings) if _about(each) == _about(selected))
            kept = next(same, None)
            if kept is not None:
                self._table.selectRow(kept)
                return
        if row >= 0 and findings:
            index = self._model.index(min(row, len(findings) - 1), Column.MESSAGE)
            self._table.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)

    @Slot()
    def _show_selected(self) -> None:
        finding = self._selected()
        self._detail.show_finding(finding, self._presenter.preview(finding) if finding is not None else "")

    @Slot()
    def _on_fix_clicked(self) -> None:
        finding = self._selected()
        if finding is not None:
            self._presenter.fix(finding)

    def _selected(self) -> Finding | None:
        from workbench.core.lint.tokens import Finding

        rows = self._table.selectionModel().selectedRows()
        finding = rows[0].data(Role.SUBJECT) if rows else None
        return finding if isinstance(finding, Finding) else None

    @Slot(str)
    def _on_source_wanted(self, url: str) -> None:
        QDesktopServices.openUrl(QUrl(url))


def _about(finding: Finding) -> tuple[object, ...]:
    """What identifies a finding, independent of its message."""
    return finding.rule_id, finding.segment, finding.path
