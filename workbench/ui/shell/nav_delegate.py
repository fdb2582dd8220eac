"""Paints a page in the navigation: icon above title, on a soft background while it is in front."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from workbench.ui.icons import Icon, icon
from workbench.ui.item_views.roles import Role
from workbench.ui.theme import Appearance, Tone

_SIZE = QSize(74, 60)
_ICON = QSize(22, 22)


class NavDelegate(QStyledItemDelegate):
    """Items carry their title as text and their `Icon` under `Role.ICON`."""

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self._appearance = appearance

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Every page takes the same space."""
        return _SIZE

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint background, icon and title; a frame while it has the keyboard focus."""
        theme = self._appearance.theme
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        tone = Tone.ACCENT if chosen else Tone.MUTED
        rect = option.rect.adjusted(4, 2, -4, -2)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.accent)) if focused and chosen else Qt.PenStyle.NoPen)
        ground = theme.accent_soft if chosen else theme.raised if hovered else theme.surface
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(rect, 8, 8)
        picture = QRect(rect.center().x() - _ICON.width() // 2, rect.top() + 8, _ICON.width(), _ICON.height())
        icon(Icon(index.data(Role.ICON)), self._appearance, tone).paint(painter, picture)
        font = option.font
        font.setBold(chosen)
        painter.setFont(font)
        painter.setPen(theme.text_colour(tone))
        title = QRect(rect.left(), picture.bottom() + 2, rect.width(), rect.bottom() - picture.bottom() - 4)
        painter.drawText(title, Qt.AlignmentFlag.AlignCenter, str(index.data(Qt.ItemDataRole.DisplayRole)))
        painter.restore()
