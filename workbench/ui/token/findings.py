"""Findings on the token, each with its source, and a button for those that one click fixes."""

from collections import Counter

from PySide6.QtCore import QItemSelectionModel, Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHeaderView, QLabel, QVBoxLayout, QWidget

from workbench.core.lint.tokens import Finding
from workbench.presenters.token.findings import FindingsPresenter
from workbench.ui import shortcuts
from workbench.ui.icons import Icon, icon
from workbench.ui.item_views.findings_model import LOOK
from workbench.ui.item_views.roles import Role
from workbench.ui.item_views.table import make_table
from workbench.ui.theme import Appearance, Tone
from workbench.ui.token.findings_list import Column, FindingsModel
from workbench.ui.widgets.card import Card
from workbench.ui.widgets.elided_button import ElidedButton
from workbench.ui.widgets.pill import Pill

_ROW_HEIGHT = 22


class FindingsPanel(QWidget):
    """Shows the findings of a `FindingsPresenter`, and applies the fix of the selected one."""

    def __init__(self, findings: FindingsPresenter, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = findings
        self._appearance = appearance
        card = Card("Findings", self)
        self._pills = {severity: Pill(f"findings.{severity.value}", appearance, card) for severity in LOOK}
        self._fix = ElidedButton("findings.fix", card)
        self._fix.setAccessibleName("Fix the selected finding")
        card.title.setMinimumWidth(card.title.sizeHint().width())  # the label of the fix shrinks instead
        self._nothing = QLabel("No findings.", card)
        self._nothing.setProperty("role", "caption")
        self._model = FindingsModel(self)
        self._table = make_table("findings.list", self._model, appearance, card, row_height=_ROW_HEIGHT, least_rows=1)
        self._table.setAccessibleName("Findings")
        head = self._table.horizontalHeader()
        head.hide()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(Column.MESSAGE, QHeaderView.ResizeMode.Stretch)
        head.resizeSection(Column.SOURCE, 130)
        for pill in self._pills.values():
            card.head.addWidget(pill)
        card.head.addStretch(1)
        card.head.addWidget(self._fix)
        card.body.addWidget(self._nothing, 0, Qt.AlignmentFlag.AlignTop)
        card.body.addWidget(self._table, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card)
        self._fix.clicked.connect(self._on_fix_clicked)
        self._table.selectionModel().selectionChanged.connect(self._name_fix)
        for keys in shortcuts.SETTLE:
            settle = QShortcut(QKeySequence(keys), self._table)
            settle.setContext(Qt.ShortcutContext.WidgetShortcut)
            settle.activated.connect(self._on_fix_clicked)
        findings.findings_changed.connect(self._show)
        appearance.changed.connect(self._paint_icon)
        self._paint_icon()
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
        self._name_fix()

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
    def _name_fix(self) -> None:
        finding = self._selected()
        fix = finding.fix if finding is not None else None
        self._fix.setVisible(fix is not None)
        words = fix.label if fix is not None else ""
        tip = "{words}: make this change in the edited token (Enter); then sign and replay"
        self._fix.show_words(words, tip.format(words=words))

    @Slot()
    def _on_fix_clicked(self) -> None:
        finding = self._selected()
        if finding is not None:
            self._presenter.fix(finding)

    def _selected(self) -> Finding | None:
        rows = self._table.selectionModel().selectedRows()
        finding = rows[0].data(Role.SUBJECT) if rows else None
        return finding if isinstance(finding, Finding) else None

    @Slot()
    def _paint_icon(self) -> None:
        self._fix.setIcon(icon(Icon.APPLY, self._appearance, Tone.ACCENT))


def _about(finding: Finding) -> tuple[object, ...]:
    """What identifies a finding, independent of its message."""
    return finding.rule_id, finding.segment, finding.path
