"""Findings on the token, one row each."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from workbench.ui.item_views.findings_model import FindingsTableModel

if TYPE_CHECKING:
    from workbench.core.lint.tokens import Finding


class Column(IntEnum):
    """The columns."""

    MESSAGE = 0
    SOURCE = 1


# In the order of the columns.
_HEADS = ("Finding", "Source")


class FindingsModel(FindingsTableModel["Finding"]):
    """Shows findings in their order, the worst first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(_HEADS, parent)

    def _text(self, finding: Finding, column: int) -> str:
        return finding.message if column == Column.MESSAGE else finding.source

    def _details(self, finding: Finding) -> str:
        return f"{finding.source}\nFix: {finding.fix.label}" if finding.fix is not None else finding.source
