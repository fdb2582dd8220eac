"""The findings on a key, one a row."""

from enum import IntEnum

from PySide6.QtCore import QObject

from workbench.core.lint.keys import KeyFinding
from workbench.ui.item_views.findings_model import FindingsTableModel


class Column(IntEnum):
    """The columns."""

    MESSAGE = 0
    ADVICE = 1
    SOURCE = 2


# In the order of the columns.
_HEADS = ("Finding", "What to do", "Source")


class KeyFindingsModel(FindingsTableModel[KeyFinding]):
    """Shows findings in their order, the worst first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(_HEADS, parent)
        self._in_one = False

    def show_in_one(self, on: bool) -> None:
        """Let the first column show all of a finding, where there is no room for three; or its message alone."""
        if on != self._in_one:
            self._in_one = on
            self.show(self.rows())

    def _text(self, finding: KeyFinding, column: int) -> str:
        if self._in_one and column == Column.MESSAGE:
            return f"{finding.message} {finding.advice} ({finding.source})"
        return (finding.message, finding.advice, finding.source)[column]

    def _details(self, finding: KeyFinding) -> str:
        return f"{finding.advice}\n{finding.source}"
