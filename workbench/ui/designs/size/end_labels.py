"""The names of lines, beside their ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from workbench.ui.charts.label_layout import dodge

if TYPE_CHECKING:
    from workbench.ui.theme import Appearance

_LEADER = 14
_FONT_SIZE = 12
_ROW = 17


class EndLabels(QWidget):
    """The names at the ends of the lines, each in its line's colour; a short stroke leads to one that had to move."""

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._names: list[str] = []
        self._ends: list[float] = []
        self._bottom = 0.0
        self._font = QFont(self.font())
        self._font.setPixelSize(_FONT_SIZE)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFixedWidth(0)

    def show_names(self, names: list[str]) -> None:
        """Set the names, and make room for them."""
        self._names, self._ends = names, []
        widest = max((QFontMetrics(self._font).horizontalAdvance(name) for name in names), default=0)
        self.setFixedWidth(_LEADER + widest + 4)

    def place(self, ends: list[float], bottom: float) -> None:
        """Set the heights at which the lines end, and that of the axis, *bottom*."""
        self._ends, self._bottom = ends, bottom
        self.update()

    def placed(self) -> list[tuple[str, float]]:
        """Each name with the height of its centre."""
        heights = dodge(self._ends, _ROW - 2, _ROW / 2, self._bottom - _ROW / 2)
        return list(zip(self._names, heights, strict=False))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the names and the strokes that lead to them."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.draw(painter)

    def draw(self, painter: QPainter) -> None:
        """Draw the same elsewhere."""
        painter.setFont(self._font)
        for position, (name, height) in enumerate(self.placed()):
            painter.setPen(QPen(self._appearance.theme.series_colour(position)))
            painter.drawLine(QPointF(0, self._ends[position]), QPointF(_LEADER - 4, height))
            rect = QRect(_LEADER, int(height) - _ROW // 2, self.width() - _LEADER, _ROW)
            painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)
