"""A delegate for tables whose sentences are shown whole, on as many lines as they take."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtWidgets import QHeaderView, QStyleOptionViewItem, QTableView

from workbench.ui.item_views.roles import Role
from workbench.ui.item_views.tone_delegate import ToneDelegate
from workbench.ui.theme import Appearance

# What the style sheet leaves at both sides of a text, with Qt's own margin; and the room above and below.
_SIDES = 22
_ABOVE_AND_BELOW = 12
_ICON = 22
"""What an icon before the text takes of the width."""


class WrappingDelegate(ToneDelegate):
    """Asks for the height that the text takes in the width of its column."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """The size of the wrapped text; Qt's own leaves the padding of the style sheet out."""
        size = super().sizeHint(option, index)
        width = option.rect.width() - _SIDES - (_ICON if index.data(Role.ICON) else 0)
        if width <= 0:
            return size
        room = QRect(0, 0, width, 1)
        text = option.fontMetrics.boundingRect(room, Qt.TextFlag.TextWordWrap, str(index.data() or ""))
        return QSize(size.width(), text.height() + _ABOVE_AND_BELOW)


def wrap_rows(table: QTableView, appearance: Appearance) -> None:
    """Give each row of *table* the height of its longest text, also after a column got another width."""
    table.setItemDelegate(WrappingDelegate(appearance, table))
    table.setWordWrap(True)
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    table.horizontalHeader().sectionResized.connect(table.resizeRowsToContents)
