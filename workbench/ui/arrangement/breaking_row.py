"""A row whose second half goes below the first where there is no room beside it."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLayout, QSizePolicy, QWidget

_GAP = 6

Half = tuple[tuple[QWidget, int], ...]
"""Widgets of a half row, each with its stretch factor."""


class BreakingRow(QWidget):
    """Shows two halves of a row beside each other, or below each other without room for that."""

    def __init__(self, first: Half, second: Half, parent: QWidget) -> None:
        super().__init__(parent)
        self._halves = tuple(_line(half) for half in (first, second))
        self._rows = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(_GAP)
        self._rows.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # it asks for less than both halves need
        for half, line in zip((first, second), self._halves, strict=True):
            self._rows.addLayout(line, sum(stretch for _, stretch in half))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        """As wide as the wider half, and as high as the present arrangement."""
        least = max(half.minimumSize().width() for half in self._halves)
        return QSize(least, self._rows.minimumSize().height())

    def sizeHint(self) -> QSize:
        """As wide as both halves, and as high as the present arrangement."""
        return QSize(sum(half.sizeHint().width() for half in self._halves) + _GAP, self._rows.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange the halves for the new width."""
        super().resizeEvent(event)
        needed = sum(half.minimumSize().width() for half in self._halves) + _GAP
        below = needed > self.width()
        wanted = QBoxLayout.Direction.TopToBottom if below else QBoxLayout.Direction.LeftToRight
        if wanted is not self._rows.direction():
            self._rows.setDirection(wanted)
            self.updateGeometry()


def _line(half: Half) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(_GAP)
    for widget, stretch in half:
        line.addWidget(widget, stretch)
    if not any(stretch for _, stretch in half):
        line.addStretch(1)  # in a row of its own, nothing would grow otherwise
    return line
