"""A delegate for tables whose sentences wrap to as many lines as they need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtWidgets import QHeaderView, QStyleOptionViewItem, QTableView

from workbench.ui.item_views.roles import Role
from workbench.ui.item_views.tone_delegate import ToneDelegate

if TYPE_CHECKING:
    from workbench.ui.theme import Appearance

# The style sheet's padding at both sides of a text plus Qt's own margin, and the room above and below.
_SIDES = 22
_ABOVE_AND_BELOW = 12
_ICON = 22
"""The width of an icon before the text."""


class WrappingDelegate(ToneDelegate):
    """Asks for the height of the wrapped text in its column."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """The size of the wrapped text; Qt's own size ignores the padding of the style sheet."""
        size = super().sizeHint(option, index)
        width = option.rect.width() - _SIDES - (_ICON if index.data(Role.ICON) else 0)
        if width <= 0:
            return size
        room = QRect(0, 0, width, 1)
        text = option.fontMetrics.boundingRect(room, Qt.TextFlag.TextWordWrap, str(index.data() or ""))
        return QSize(size.width(), text.height() + _ABOVE_AND_BELOW)


def wrap_rows(table: QTableView, appearance: Appearance) -> None:
    """Give each row of *table* the height of its longest text, also after a column was resized."""
    table.setItemDelegate(WrappingDelegate(appearance, table))
    table.setWordWrap(True)
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    table.horizontalHeader().sectionResized.connect(table.resizeRowsToContents)
