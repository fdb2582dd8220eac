"""Paints the cells of the verdict's table: close together, the chosen design between two rules."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from workbench.ui.item_views.roles import Role
from workbench.ui.item_views.tone_delegate import ToneDelegate
from workbench.ui.theme import Tone

_ICON = QSize(14, 14)
_RULE = 2


class CellDelegate(ToneDelegate):
    """An icon and a figure with little room around them, so that ten columns fit beside each other."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """Use the small icon."""
        super().initStyleOption(option, index)
        option.decorationSize = _ICON

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint the cell; in the row of the chosen design with a rule above and below."""
        super().paint(painter, option, index)
        if index.sibling(index.row(), 0).data(Role.GROUND) != Tone.ACCENT:
            return
        colour = QColor(self._appearance.theme.accent)
        painter.fillRect(option.rect.x(), option.rect.y(), option.rect.width(), _RULE, colour)
        painter.fillRect(option.rect.x(), option.rect.bottom() - _RULE + 1, option.rect.width(), _RULE, colour)
