"""Remarks on the token, one row a remark."""

from enum import IntEnum

from PySide6.QtCore import QObject, Qt

from workbench.core.findings import NOUNS, Finding, Severity
from workbench.ui.icons import Icon
from workbench.ui.models.roles import Index, Role
from workbench.ui.models.table_model import TableModel
from workbench.ui.theme import Tone


class Column(IntEnum):
    """The columns."""

    MESSAGE = 0
    SOURCE = 1


# In the order of the columns.
_HEADS = ("Finding", "Source")

LOOK = {
    Severity.ERROR: (Icon.REFUSED, Tone.REFUSED, NOUNS[Severity.ERROR]),
    Severity.WARNING: (Icon.WARNING, Tone.WARNING, NOUNS[Severity.WARNING]),
    Severity.INFO: (Icon.INFO, Tone.ACCENT, NOUNS[Severity.INFO]),
}


class FindingsModel(TableModel):
    """Shows findings in their order, the worst first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(_HEADS, parent)
        self._findings: tuple[Finding, ...] = ()

    def show(self, findings: tuple[Finding, ...]) -> None:
        """Show these instead."""
        self.beginResetModel()
        self._findings = findings
        self.endResetModel()

    def rows(self) -> tuple[Finding, ...]:
        """The findings."""
        return self._findings

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Text, tone and icon of a cell."""
        if not index.isValid() or index.row() >= len(self._findings):
            return None
        finding, column = self._findings[index.row()], Column(index.column())
        picture, tone, word = LOOK[finding.severity]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return finding.message if column is Column.MESSAGE else finding.source
            case Qt.ItemDataRole.ToolTipRole:
                fix = f"\nFix: {finding.fix.label}" if finding.fix is not None else ""
                return f"{finding.rule_id}, {word}: {finding.message}\n{finding.source}{fix}"
            case Qt.ItemDataRole.AccessibleTextRole if column is Column.MESSAGE:
                return f"{word}: {finding.message}"
            case Role.SUBJECT:
                return finding
            case Role.ICON if column is Column.MESSAGE:
                return picture
            case Role.ICON_TONE:
                return tone
            case Role.TONE if column is Column.SOURCE:
                return Tone.MUTED
        return None
