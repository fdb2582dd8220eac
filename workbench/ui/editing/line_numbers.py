"""The strip beside a text field: line numbers, and marks on lines."""

from collections.abc import Iterable

from PySide6.QtCore import QRect, Qt, Slot
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from workbench.ui.theme import Appearance, Tone

_GAP = 6
_BAR = 3


class LineNumbers(QWidget):
    """Numbers the visible lines of *field*; a bar beside a line shows that it was changed."""

    def __init__(self, field: QPlainTextEdit, appearance: Appearance) -> None:
        super().__init__(field)
        self._field = field
        self._appearance = appearance
        self._tones: dict[int, Tone] = {}
        self._changed: frozenset[int] = frozenset()
        field.updateRequest.connect(self._follow)

    def mark(self, tones: dict[int, Tone]) -> None:
        """Show these lines, counted from 0, on the background of their tone."""
        if tones != self._tones:
            self._tones = tones
            self.update()

    def mark_changed(self, lines: Iterable[int]) -> None:
        """Put a bar beside these lines, counted from 0."""
        changed = frozenset(lines)
        if changed != self._changed:
            self._changed = changed
            self.update()

    @property
    def changed(self) -> frozenset[int]:
        """The lines that have a bar beside them."""
        return self._changed

    def wanted_width(self) -> int:
        """Room for the numbers of all lines, in pixels."""
        digits = max(2, len(str(self._field.blockCount())))
        return _BAR + 2 * _GAP + round(QFontMetricsF(self._field.font()).horizontalAdvance("9") * digits)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the numbers of the visible lines."""
        theme, field = self._appearance.theme, self._field
        painter = QPainter(self)
        painter.setFont(field.font())
        painter.fillRect(event.rect(), QColor(theme.raised))
        block = field.firstVisibleBlock()
        top = field.blockBoundingGeometry(block).translated(field.contentOffset()).top()
        height, current, width = field.fontMetrics().height(), field.textCursor().blockNumber(), self.width()
        while block.isValid() and top <= event.rect().bottom():
            number, whole = block.blockNumber(), round(field.blockBoundingRect(block).height())
            if number in self._changed:
                painter.fillRect(0, round(top), _BAR, whole, QColor(theme.warning))
            tone = self._tones.get(number)
            if tone is not None:
                painter.fillRect(_BAR, round(top), width, whole, theme.soft_colour(tone))
            painter.setPen(theme.text_colour(tone or (Tone.PLAIN if number == current else Tone.MUTED)))
            painter.drawText(0, round(top), width - _GAP, height, Qt.AlignmentFlag.AlignRight, str(number + 1))
            top += whole
            block = block.next()

    @Slot(QRect, int)
    def _follow(self, area: QRect, scrolled: int) -> None:
        if scrolled:
            self.scroll(0, scrolled)
        else:
            self.update(0, area.y(), self.width(), area.height())
