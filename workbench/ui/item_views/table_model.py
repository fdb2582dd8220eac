"""What the table models have in common: heads, tool tips and alignment by column, and one row for each value."""

from collections.abc import Collection, Mapping, Sequence, Sized
from typing import TypeVar

from PySide6.QtCore import QAbstractTableModel, QObject, Qt

from workbench.ui.item_views.roles import ROOT, Index

_Column = TypeVar("_Column", bound=int)

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class TableModel(QAbstractTableModel):
    """A flat table with a head for each column; models call `data` for the roles that they do not fill."""

    def __init__(
        self,
        heads: Sequence[str],
        parent: QObject | None = None,
        *,
        tips: Mapping[_Column, str] | None = None,
        figures: Collection[int] = (),
    ) -> None:
        """Make a table.

        Args:
            heads: the heads of the columns, in their order.
            parent: the model's owner.
            tips: the tool tips of the heads, by column.
            figures: the columns of numbers, which are aligned to the right.
        """
        super().__init__(parent)
        self._heads = heads
        self._tips: Mapping[int, str] = {} if tips is None else {int(column): tip for column, tip in tips.items()}
        self._number_columns = frozenset(figures)

    def rows(self) -> Sized:
        """The values that the table shows, one for each row."""
        raise NotImplementedError

    def rowCount(self, parent: Index = ROOT) -> int:
        """One row for each value."""
        return 0 if parent.isValid() else len(self.rows())

    def columnCount(self, parent: Index = ROOT) -> int:
        """One column for each head."""
        return 0 if parent.isValid() else len(self._heads)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Text, tool tip and alignment of a head."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._heads[section]
            case Qt.ItemDataRole.ToolTipRole:
                return self._tips.get(section)
            case Qt.ItemDataRole.TextAlignmentRole:
                return self._alignment(section)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The alignment of a cell, by its column; all else is up to the model."""
        return self._alignment(index.column()) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def _alignment(self, column: int) -> Qt.AlignmentFlag | None:
        return _RIGHT if column in self._number_columns else None
