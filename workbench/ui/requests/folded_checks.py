"""The checks of a decision: the deciding one in sight, and those that pass folded behind a button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QPushButton, QVBoxLayout, QWidget

from workbench.core.answers.check_outcome import CheckOutcome
from workbench.core.text.wording import counted
from workbench.ui.item_views.table import make_table
from workbench.ui.requests.checks_table import ChecksTableModel, Column

if TYPE_CHECKING:
    from workbench.core.answers.decision import Check
    from workbench.ui.theme import Appearance

_ROW_HEIGHT = 22
_WORTH_FOLDING = 2


class FoldedChecks(QWidget):
    """A table of checks; those that pass without deciding anything are shown on request, for all further answers."""

    def __init__(self, name: str, appearance: Appearance, parent: QWidget) -> None:
        """Make the table ``name.checks`` and the button ``name.passed``."""
        super().__init__(parent)
        self._model = ChecksTableModel(self)
        self._table = make_table(f"{name}.checks", self._model, appearance, self, row_height=_ROW_HEIGHT)
        self._table.setAccessibleName("Checks")
        head = self._table.horizontalHeader()
        head.hide()
        head.setSectionResizeMode(Column.OUTCOME, QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(Column.NAME, QHeaderView.ResizeMode.ResizeToContents)
        self._fold = QPushButton(self)
        self._fold.setObjectName(f"{name}.passed")
        self._fold.setCheckable(True)
        for each in ("flat", "low"):
            self._fold.setProperty(each, True)
        self._deciding = 0
        # What is below shrinks the table when it appears, which may hide the deciding check.
        self._table.verticalScrollBar().rangeChanged.connect(self._scroll_to_deciding)
        self._fold.toggled.connect(self._show_fold)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._fold, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self._table, 1)
        self._show_fold()

    def show_checks(self, checks: tuple[Check, ...]) -> None:
        """Show these, in the order in which the server made them."""
        others = checks != self._model.rows()
        self._model.show(checks)
        self._deciding = deciding_row(checks)
        if others:
            self._show_fold()
            self._table.doItemsLayout()  # otherwise new rows are laid out later, with nothing to scroll yet
        self._scroll_to_deciding()

    @Slot()
    def _show_fold(self) -> None:
        checks = self._model.rows()
        passed = [row for row, each in enumerate(checks) if each.outcome is CheckOutcome.PASS and row != self._deciding]
        foldable = len(passed) >= _WORTH_FOLDING
        self._fold.setVisible(foldable)
        folded = foldable and not self._fold.isChecked()
        words = counted(len(passed), "check")
        self._fold.setText(f"Show {words} that pass" if folded else f"Hide {words} that pass")
        for row in range(len(checks)):
            hidden = folded and row in passed
            if self._table.isRowHidden(row) != hidden:
                self._table.setRowHidden(row, hidden)

    @Slot()
    def _scroll_to_deciding(self) -> None:
        index = self._model.index(self._deciding, 0)
        self._table.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)


def deciding_row(checks: tuple[Check, ...]) -> int:
    """The check that decided: the first that failed; where none did, the last that passed."""
    outcomes = [each.outcome for each in checks]
    if CheckOutcome.FAIL in outcomes:
        return outcomes.index(CheckOutcome.FAIL)
    return max((row for row, each in enumerate(outcomes) if each is CheckOutcome.PASS), default=0)
