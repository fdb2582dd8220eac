"""What the table models have in common: their columns, and as many rows as they hold values."""

from collections.abc import Sequence, Sized

from PySide6.QtCore import QAbstractTableModel, QObject, Qt

from workbench.ui.item_views.roles import ROOT, Index


class TableModel(QAbstractTableModel):
    """A flat table with a head for each column."""

    def __init__(self, heads: Sequence[str], parent: QObject | None = None) -> None:
        """Make a table with one column a head, in their order."""
        super().__init__(parent)
        self._heads = heads

    def rows(self) -> Sized:
        """What the rows show, one value a row."""
        raise NotImplementedError

    def rowCount(self, parent: Index = ROOT) -> int:
        """One row a value."""
        return 0 if parent.isValid() else len(self.rows())

    def columnCount(self, parent: Index = ROOT) -> int:
        """One column a head."""
        return 0 if parent.isValid() else len(self._heads)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The heads of the columns."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._heads[section]
        return None
