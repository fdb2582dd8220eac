"""The checks of a token that is verified: what was found, what was expected, and whether it fits."""

from enum import IntEnum

from PySide6.QtCore import QObject, Qt

from workbench.core.answers.decision import CheckOutcome
from workbench.core.verification.report import TokenCheck
from workbench.ui.icons import Icon
from workbench.ui.item_views.roles import Index, Role
from workbench.ui.item_views.table_model import TableModel
from workbench.ui.theme import Tone


class Column(IntEnum):
    """The columns."""

    OUTCOME = 0
    NAME = 1
    FOUND = 2
    EXPECTED = 3


# In the order of the columns.
_HEADS = ("Outcome", "Check", "Found", "Expected")

_LOOK = {
    CheckOutcome.PASS: (Icon.ALLOWED, Tone.ALLOWED, "ok"),
    CheckOutcome.FAIL: (Icon.REFUSED, Tone.REFUSED, "fail"),
    CheckOutcome.OFF: (Icon.OFF, Tone.MUTED, "not there"),
    CheckOutcome.NOT_REACHED: (Icon.NOT_REACHED, Tone.MUTED, "not checked"),
}


class TokenChecksModel(TableModel):
    """Shows the checks of one report; those that failed stand first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(_HEADS, parent)
        self._checks: tuple[TokenCheck, ...] = ()

    def show(self, checks: tuple[TokenCheck, ...]) -> None:
        """Show these instead; where only what they say is another, the selection stays."""
        ordered = tuple(sorted(checks, key=lambda check: check.outcome is not CheckOutcome.FAIL))
        if ordered == self._checks:
            return
        if [check.name for check in ordered] == [check.name for check in self._checks]:
            self._checks = ordered
            self.dataChanged.emit(self.index(0, 0), self.index(len(ordered) - 1, len(Column) - 1))
            return
        self.beginResetModel()
        self._checks = ordered
        self.endResetModel()

    def rows(self) -> tuple[TokenCheck, ...]:
        """See `TableModel.rows`."""
        return self._checks

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Text, tone and icon of a cell."""
        if not index.isValid() or index.row() >= len(self._checks):
            return None
        check, column = self._checks[index.row()], Column(index.column())
        picture, tone, word = _LOOK[check.outcome]
        failed = check.outcome is CheckOutcome.FAIL
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return (word, check.name, check.found, check.expected)[column]
            case Qt.ItemDataRole.ToolTipRole:
                compared = f"{check.name}: found {check.found}; expected {check.expected}."
                return f"{check.detail}\n{compared}".strip()
            case Qt.ItemDataRole.AccessibleTextRole if column is Column.OUTCOME:
                return f"{check.name}: {word}. {check.detail}".strip()
            case Role.ICON if column is Column.OUTCOME:
                return picture
            case Role.TONE if column is Column.OUTCOME:
                return tone
            case Role.TONE if column is Column.FOUND and failed:
                return Tone.REFUSED
            case Role.TONE if column is Column.EXPECTED or check.outcome in (
                CheckOutcome.OFF,
                CheckOutcome.NOT_REACHED,
            ):
                return Tone.MUTED
            case Role.STRONG:
                return failed and column is Column.NAME
            case Role.SUBJECT:
                return check
        return None
