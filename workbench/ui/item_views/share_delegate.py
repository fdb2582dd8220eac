"""Paints a share of a whole as a bar in a cell."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from workbench.ui.item_views.roles import Role
from workbench.ui.item_views.tone_delegate import ToneDelegate
from workbench.ui.theme import Tone

_HEIGHT = 6
_FIGURE = 50


class ShareDelegate(ToneDelegate):
    """Cells carry the share under `Role.SHARE`, and as text beside the bar."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint the cell as any other, and the bar behind its figure."""
        super().paint(painter, option, index)
        share = index.data(Role.SHARE)
        if share is None:
            return
        theme = self._appearance.theme
        room = QRectF(option.rect).adjusted(_FIGURE + 8, 0, -8, 0)
        bar = QRectF(room.left(), room.center().y() - _HEIGHT / 2, room.width(), _HEIGHT)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.border))
        painter.drawRoundedRect(bar, 3, 3)
        bar.setWidth(max(2.0, bar.width() * float(share)))
        painter.setBrush(theme.text_colour(Tone(index.data(Role.ICON_TONE) or Tone.ACCENT)))
        painter.drawRoundedRect(bar, 3, 3)
        painter.restore()
