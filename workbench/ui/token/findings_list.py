"""Remarks on the token, one row a remark."""

from enum import IntEnum

from PySide6.QtCore import QObject

from workbench.core.lint.tokens import Finding
from workbench.ui.item_views.findings_model import RemarksModel


class Column(IntEnum):
    """The columns."""

    MESSAGE = 0
    SOURCE = 1


# In the order of the columns.
_HEADS = ("Finding", "Source")


class FindingsModel(RemarksModel[Finding]):
    """Shows findings in their order, the worst first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(_HEADS, parent)

    def _text(self, remark: Finding, column: int) -> str:
        return remark.message if column == Column.MESSAGE else remark.source

    def _told(self, remark: Finding) -> str:
        return f"{remark.source}\nFix: {remark.fix.label}" if remark.fix is not None else remark.source
