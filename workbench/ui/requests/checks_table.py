"""The checks by which the server came to its answer."""

from enum import IntEnum

from PySide6.QtCore import QObject, Qt

from workbench.core.answers.outcome import Check, CheckOutcome
from workbench.ui.icons import Icon
from workbench.ui.item_views.roles import Index, Role
from workbench.ui.item_views.table_model import TableModel
from workbench.ui.theme import Tone


class Column(IntEnum):
    """The columns."""

    OUTCOME = 0
    NAME = 1
    DETAIL = 2


# In the order of the columns.
_HEADS = ("Outcome", "Check", "Why")

_LOOK = {
    CheckOutcome.PASS: (Icon.ALLOWED, Tone.ALLOWED, "pass"),
    CheckOutcome.FAIL: (Icon.REFUSED, Tone.REFUSED, "fail"),
    CheckOutcome.OFF: (Icon.OFF, Tone.MUTED, "off"),
    CheckOutcome.NOT_REACHED: (Icon.NOT_REACHED, Tone.MUTED, "not reached"),
}


class ChecksTableModel(TableModel):
    """Shows the checks of one decision in their order: icon and word, name, and why."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(_HEADS, parent)
        self._checks: tuple[Check, ...] = ()

    def show(self, checks: tuple[Check, ...]) -> None:
        """Show these instead."""
        if checks == self._checks:
            return
        self.beginResetModel()
        self._checks = checks
        self.endResetModel()

    def rows(self) -> tuple[Check, ...]:
        """See `TableModel.rows`."""
        return self._checks

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Text, tone and icon of a cell."""
        if not index.isValid() or index.row() >= len(self._checks):
            return None
        check, column = self._checks[index.row()], Column(index.column())
        picture, tone, word = _LOOK[check.outcome]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return {Column.OUTCOME: word, Column.NAME: check.name, Column.DETAIL: check.detail}[column]
            case Qt.ItemDataRole.ToolTipRole:
                return _explanation(check)
            case Qt.ItemDataRole.AccessibleTextRole if column is Column.OUTCOME:
                return f"{check.name}: {word}. {check.detail}"
            case Role.ICON if column is Column.OUTCOME:
                return picture
            case Role.TONE if column is Column.OUTCOME:
                return tone
            case Role.TONE if column is Column.DETAIL:
                return Tone.REFUSED if check.outcome is CheckOutcome.FAIL else Tone.MUTED
            case Role.TONE if check.outcome in (CheckOutcome.OFF, CheckOutcome.NOT_REACHED):
                return Tone.MUTED
            case Role.STRONG:
                return check.outcome is CheckOutcome.FAIL and column is Column.NAME
            case Role.SUBJECT:
                return check
        return None


def _explanation(check: Check) -> str:
    lines = [check.detail]
    if check.reads:
        lines.append(f"Read: {', '.join(check.reads)}")
    if check.source:
        lines.append(f"From: {check.source}")
    lines.append(f"Took {check.elapsed_us:.0f} µs")
    return "\n".join(line for line in lines if line)
