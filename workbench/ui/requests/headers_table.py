"""The headers of a request as an editable table."""

from enum import IntEnum

from PySide6.QtCore import QObject, Qt, Signal

from workbench.ui.icons import Icon
from workbench.ui.item_views.roles import ROOT, Index, Role
from workbench.ui.item_views.table_model import TableModel
from workbench.ui.theme import Tone


class Column(IntEnum):
    """The columns."""

    NAME = 0
    VALUE = 1


# In the order of the columns.
_HEADS = ("Header", "Value")

Headers = tuple[tuple[str, str], ...]


class HeadersTableModel(TableModel):
    """Names and values of headers; both columns can be edited.

    Signals:
        edited(): the user changed something.
    """

    edited = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(_HEADS, parent)
        self._headers: Headers = ()
        self._fault: tuple[int | None, str] = (None, "")

    def rows(self) -> Headers:
        """See `TableModel.rows`."""
        return self._headers

    def show(self, headers: Headers) -> None:
        """Show these instead."""
        if headers != self._headers:
            self.beginResetModel()
            self._headers = headers
            self.endResetModel()

    def show_fault(self, row: int | None, words: str) -> None:
        """Mark the faulty row; None for none."""
        self._fault = (row, words)
        if self._headers:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._headers) - 1, Column.VALUE))

    def add(self) -> int:
        """Add an empty row; returns its number."""
        row = len(self._headers)
        self.beginInsertRows(ROOT, row, row)
        self._headers = (*self._headers, ("", ""))
        self.endInsertRows()
        return row

    def remove(self, row: int) -> None:
        """Remove a row."""
        self.beginRemoveRows(ROOT, row, row)
        self._headers = (*self._headers[:row], *self._headers[row + 1 :])
        self.endRemoveRows()
        self.edited.emit()

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Every cell can be edited."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.isValid() else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Text of a cell, and the mark of a fault."""
        if not index.isValid() or index.row() >= len(self._headers):
            return None
        wrong = index.row() == self._fault[0]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                return self._headers[index.row()][index.column()]
            case Qt.ItemDataRole.ToolTipRole if wrong:
                return self._fault[1]
            case Role.MONO:
                return True
            case Role.TONE if wrong:
                return Tone.REFUSED
            case Role.ICON if wrong and index.column() == Column.NAME:
                return Icon.REFUSED
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Keep the typed text, valid or not; a faulty one is marked."""
        if role != Qt.ItemDataRole.EditRole or not index.isValid() or not isinstance(value, str):
            return False
        pair = list(self._headers[index.row()])
        if pair[index.column()] != value:
            pair[index.column()] = value
            self._headers = (*self._headers[: index.row()], (pair[0], pair[1]), *self._headers[index.row() + 1 :])
            self.dataChanged.emit(index, index)
            self.edited.emit()
        return True
