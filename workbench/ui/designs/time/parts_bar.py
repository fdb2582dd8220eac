"""Paints a bar of several parts in a table's cell, and the legend of the parts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStyleOptionViewItem, QWidget

from workbench.ui.item_views.roles import Role
from workbench.ui.item_views.tone_delegate import ToneDelegate

if TYPE_CHECKING:
    from workbench.ui.theme import Appearance

_HEIGHT = 12
_MARGIN = 8
_GAP = 1
_SQUARE = QSize(10, 10)


class PartsDelegate(ToneDelegate):
    """Cells give the lengths of the parts under `Role.PARTS`, each from 0 to 1 of the room available."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint the cell, and the parts from left to right."""
        super().paint(painter, option, index)
        lengths: Sequence[float] = index.data(Role.PARTS) or ()
        room = QRect(option.rect).adjusted(_MARGIN, 0, -_MARGIN, 0)
        top = room.center().y() - _HEIGHT / 2 + 1
        left = float(room.left())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for length, colour in zip(lengths, self._appearance.theme.part_colours(), strict=False):
            width = length * room.width()
            if width > _GAP:
                painter.fillRect(QRectF(left, top, width - _GAP, _HEIGHT), colour)
            left += width
        painter.restore()


class PartsLegend(QWidget):
    """Names the parts of the bars, each after a square of its colour."""

    def __init__(self, names: Sequence[str], appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._squares: list[QLabel] = []
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for name in names:
            square = QLabel(self)
            words = QLabel(name, self)
            words.setTextFormat(Qt.TextFormat.PlainText)
            words.setProperty("role", "caption")
            self._squares.append(square)
            layout.addWidget(square)
            layout.addWidget(words)
            layout.addSpacing(10)
        layout.addStretch(1)
        appearance.changed.connect(self._paint_squares)
        self._paint_squares()

    @Slot()
    def _paint_squares(self) -> None:
        for square, colour in zip(self._squares, self._appearance.theme.part_colours(), strict=True):
            square.setPixmap(_square(colour))


def _square(colour: QColor) -> QPixmap:
    picture = QPixmap(_SQUARE)
    picture.fill(colour)
    return picture
