"""What a table says in words: its heads, and the text of each cell as it is shown now."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtWidgets import QTableView

from workbench.ui.item_views.roles import Role


def heads(table: QTableView) -> list[str]:
    """The names of the columns that are not hidden, from left to right."""
    model = table.model()
    return [_head(model, column) for column in _columns(table)]


def rows(table: QTableView) -> list[list[str]]:
    """The text of every row in the order shown; a cell in full, with what its pictures and colours say."""
    return _texts(table, (row for row in range(table.model().rowCount()) if not table.isRowHidden(row)))


def selected_rows(table: QTableView) -> list[list[str]]:
    """The same of the selected rows; where a table has no selection, of the current one."""
    chosen = sorted({index.row() for index in table.selectionModel().selectedIndexes()})
    current = table.currentIndex()
    return _texts(table, chosen or ([current.row()] if current.isValid() else []))


def words(index: QModelIndex) -> str:
    """The text of one cell in full, on one line, with what its pictures and colours say."""
    stated, shown = index.data(Role.WORDS), index.data()
    if stated:
        return _one_line(str(stated))
    if shown in (None, ""):  # a bar alone
        return _one_line(str(index.data(Qt.ItemDataRole.AccessibleTextRole) or ""))
    note = index.data(Role.NOTE)
    return _one_line(f"{shown} {note}" if note else str(shown))


def _texts(table: QTableView, shown: Iterable[int]) -> list[list[str]]:
    model, columns = table.model(), _columns(table)
    return [[words(model.index(row, column)) for column in columns] for row in shown]


def _columns(table: QTableView) -> list[int]:
    head = table.horizontalHeader()
    order = (head.logicalIndex(place) for place in range(head.count()))
    return [column for column in order if not table.isColumnHidden(column)]


def _head(model: QAbstractItemModel, column: int) -> str:
    return _one_line(str(model.headerData(column, Qt.Orientation.Horizontal) or ""))


def _one_line(text: str) -> str:
    return "; ".join(text.splitlines())
