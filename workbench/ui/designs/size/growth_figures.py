"""The figures of one point of a chart, on a small card beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from workbench.core.token.header_limits import HeaderLimit, named, refusing, servers
from workbench.ui.theme import Appearance, Tone

if TYPE_CHECKING:
    from workbench.core.designs.growth import Growth

_FONT_SIZE = 12
_ROW = 17
_PAD = 8


class GrowthFigures(QWidget):
    """The figures of one measured point, the largest first, and who would refuse the largest."""

    def __init__(self, limits: Sequence[HeaderLimit], appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._limits = limits
        self._title = ""
        self._rows: list[tuple[int, str, str]] = []  # place in the list of designs, its name, its figure
        self._verdict = ""
        self._refused = False
        self._font = QFont(self.font())
        self._font.setPixelSize(_FONT_SIZE)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_point(self, growth: Growth, point: int, words: str) -> None:
        """Show the figures of this point."""
        self._title = f"{growth.counts[point]:,} {words}"
        figures = [(curve.token_bytes[point], place) for place, curve in enumerate(growth.curves)]
        self._rows = [
            (place, growth.curves[place].design, f"{size:,} B")
            for size, place in sorted(figures, key=lambda figure: -figure[0])
        ]
        refused_by = servers(refusing(self._limits, growth.largest_at(point)))
        self._refused = bool(refused_by)
        self._verdict = f"largest refused by {named(refused_by)}" if refused_by else "every server here takes all"
        metrics = QFontMetrics(self._font)
        names = max((metrics.horizontalAdvance(f"{name}   {size}") for _, name, size in self._rows), default=0)
        width = max(names + 16, metrics.horizontalAdvance(self._verdict), metrics.horizontalAdvance(self._title) + 8)
        self.resize(width + 2 * _PAD, _ROW * (len(self._rows) + 2) + 2 * _PAD + 4)
        self.update()

    def text(self) -> str:
        """The figures as a sentence."""
        rows = ", ".join(f"{name} {size}" for _, name, size in self._rows)
        return f"{self._title}: {rows}; {self._verdict}"

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint a small card."""
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.border)))
        painter.setBrush(QColor(theme.surface))
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 6, 6)
        line = QRect(_PAD, _PAD, self.width() - 2 * _PAD, _ROW)
        left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        painter.setPen(QColor(theme.text))
        bold = QFont(self._font)
        bold.setBold(True)
        painter.setFont(bold)
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | left, self._title)
        painter.setFont(self._font)
        for place, name, size in self._rows:
            line.translate(0, _ROW)
            painter.fillRect(line.left(), line.center().y() - 3, 8, 8, theme.series_colour(place))
            painter.drawText(line.adjusted(16, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter | left, name)
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | right, size)
        line.translate(0, _ROW + 4)
        painter.setPen(theme.text_colour(Tone.REFUSED if self._refused else Tone.MUTED))
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | left, self._verdict)
