"""Paints bars of several parts: in a table's cells, and as a chart with a legend."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStyleOptionViewItem, QWidget

from workbench.core.text.wording import joined
from workbench.ui.charts.chart import ChartWidget
from workbench.ui.item_views.roles import Role
from workbench.ui.item_views.tone_delegate import ToneDelegate
from workbench.ui.theme import Tone

if TYPE_CHECKING:
    from workbench.ui.theme import Appearance

_HEIGHT = 12
_MARGIN = 8
_GAP = 1
_SQUARE = QSize(10, 10)
_PICTURE_WIDTH = 720
_LINE = 24
_MIDDLE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


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
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _paint_parts(
            painter, lengths, self._appearance.theme.part_colours(), QRectF(room.left(), top, room.width(), _HEIGHT)
        )
        painter.restore()


@dataclass(frozen=True)
class Bar:
    """One bar of the chart.

    Attributes:
        name: whose it is.
        lengths: of its parts, each from 0 to 1 of the room available.
        words: its whole length in words, or why there is none.
    """

    name: str
    lengths: Sequence[float]
    words: str


class PartsChart(ChartWidget):
    """Names the parts of the bars in the table's cells; its picture has the bars too.

    Args:
        name: its object name.
        names: those of the parts, in their order.
    """

    def __init__(self, name: str, names: Sequence[str], appearance: Appearance, parent: QWidget) -> None:
        super().__init__(appearance, parent)
        self.setObjectName(name)
        self.setAccessibleName("Parts of an average request")
        self._names = tuple(names)
        self._bars: tuple[Bar, ...] = ()
        self._squares: list[QLabel] = []
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for part in names:
            square = QLabel(self)
            words = QLabel(part, self)
            words.setTextFormat(Qt.TextFormat.PlainText)
            words.setProperty("role", "caption")
            self._squares.append(square)
            layout.addWidget(square)
            layout.addWidget(words)
            layout.addSpacing(10)
        layout.addStretch(1)
        appearance.changed.connect(self._paint_squares)
        self._paint_squares()

    def show_bars(self, bars: Iterable[Bar]) -> None:
        """Let the picture have these bars, from top to bottom."""
        self._bars = tuple(bars)

    def has_picture(self) -> bool:
        """Whether there are bars."""
        return bool(self._bars)

    def picture_words(self) -> str:
        """Each bar in words."""
        parts = joined(self._names)
        return f"Parts of an average request, {parts}: " + "; ".join(f"{bar.name} {bar.words}" for bar in self._bars)

    def picture_size(self) -> QSize:
        """Room for the legend and a line for each bar."""
        return QSize(_PICTURE_WIDTH, 2 * _MARGIN + _LINE * (len(self._bars) + 1))

    def draw(self, painter: QPainter) -> None:
        """Draw the legend, and below it each bar between its name and its words."""
        theme = self._appearance.theme
        colours = theme.part_colours()
        measure = painter.fontMetrics().horizontalAdvance
        painter.setPen(theme.text_colour(Tone.PLAIN))
        left = float(_MARGIN)
        for name, colour in zip(self._names, colours, strict=True):
            painter.fillRect(QRectF(QPointF(left, _MARGIN + (_LINE - _SQUARE.height()) / 2), _SQUARE), colour)
            left += _SQUARE.width() + _MARGIN
            painter.drawText(QRectF(left, _MARGIN, measure(name) + _GAP, _LINE), _MIDDLE, name)
            left += measure(name) + 2 * _MARGIN
        first = 2 * _MARGIN + max((measure(bar.name) for bar in self._bars), default=0)
        last = 2 * _MARGIN + max((measure(bar.words) for bar in self._bars if bar.lengths), default=0)
        for row, bar in enumerate(self._bars, 1):
            top = _MARGIN + row * _LINE
            painter.drawText(QRectF(_MARGIN, top, first, _LINE), _MIDDLE, bar.name)
            room = QRectF(first, top + (_LINE - _HEIGHT) / 2, _PICTURE_WIDTH - first - last, _HEIGHT)
            end = _paint_parts(painter, bar.lengths, colours, room)
            beside = QRectF(end + _MARGIN, top, _PICTURE_WIDTH - end - _MARGIN, _LINE)
            painter.drawText(beside, _MIDDLE, bar.words)

    @Slot()
    def _paint_squares(self) -> None:
        for square, colour in zip(self._squares, self._appearance.theme.part_colours(), strict=True):
            square.setPixmap(_square(colour))


def _paint_parts(painter: QPainter, lengths: Sequence[float], colours: Sequence[QColor], room: QRectF) -> float:
    """Paint the parts from left to right; return where they end."""
    left = room.left()
    for length, colour in zip(lengths, colours, strict=False):
        width = length * room.width()
        if width > _GAP:
            painter.fillRect(QRectF(left, room.top(), width - _GAP, room.height()), colour)
        left += width
    return left


def _square(colour: QColor) -> QPixmap:
    picture = QPixmap(_SQUARE)
    picture.fill(colour)
    return picture
