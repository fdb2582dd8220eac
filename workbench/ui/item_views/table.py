"""The table of all pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from workbench.ui.item_views.table_actions import TableActions
from workbench.ui.item_views.tone_delegate import ToneDelegate

if TYPE_CHECKING:
    from workbench.ui.theme import Appearance

ROW_HEIGHT = 30

LEAST_ROWS = 5
"""The rows that can always be seen of a table."""

# A head, and the scroll bar below a wide table.
_AROUND_ROWS = 42

# The rows to which an automatic column width is fitted; with Qt's 1,000, a keystroke in a long table takes a second.
_FITTED_ROWS = 100

_Column = TypeVar("_Column", bound=int)


def make_table(
    name: str,
    model: QAbstractItemModel,
    appearance: Appearance,
    parent: QWidget,
    *,
    row_height: int = ROW_HEIGHT,
    least_rows: int = LEAST_ROWS,
) -> QTableView:
    """A table without grid, with whole rows selected and copied, that Tab leaves instead of walking its cells.

    It keeps room for *least_rows*; the page scrolls where there is less.
    """
    table = QTableView(parent)
    table.setObjectName(name)
    table.setModel(model)
    table.setItemDelegate(ToneDelegate(appearance, table))
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setTabKeyNavigation(False)
    table.setTextElideMode(Qt.TextElideMode.ElideRight)
    table.setMinimumHeight(least_rows * row_height + _AROUND_ROWS)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(row_height)
    table.verticalHeader().setMinimumSectionSize(row_height)
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    head = table.horizontalHeader()
    head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    head.setHighlightSections(False)
    head.setResizeContentsPrecision(_FITTED_ROWS)
    head.setStretchLastSection(True)
    TableActions(table)
    return table


def fit_columns(table: QTableView, limits: Mapping[_Column, tuple[int, int]]) -> None:
    """Fit columns to their current contents, between the least and the most pixels that *limits* gives each."""
    for column, (least, most) in limits.items():
        table.setColumnWidth(column, min(max(least, table.sizeHintForColumn(column)), most))
