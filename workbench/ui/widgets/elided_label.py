"""A label that is elided if the row is too narrow."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from workbench.ui.arrangement import eliding
from workbench.ui.widgets import tool_tip


class ElidedLabel(QLabel):
    """A caption that takes whatever width is left, down to none.

    The label hides its text from QLabel: its size does not depend on the text, and Qt would lay out the whole page
    again for a new one. A text that does not fit is elided in the middle, or at its end where figures come first; the
    tool tip has all of it. ``text()`` and the accessible name are always the whole text.
    """

    def __init__(self, name: str, parent: QWidget | None = None, *, figures_first: bool = False) -> None:
        super().__init__(parent)
        self._figures_first = figures_first
        self._words = ""
        self._details = ""
        self.setObjectName(name)
        self.setProperty("role", "caption")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def show_text(self, text: str, details: str = "") -> None:
        """Show *text*; *details*, if any, are the tool tip."""
        self._details = details
        if text != self._words:
            self._words = text
            self.setAccessibleName(text)
            self.update()
        self._update_tool_tip()

    def text(self) -> str:
        """The whole text."""
        return self._words

    def shown_text(self) -> str:
        """The part of the text that fits."""
        elide = eliding.at_end if self._figures_first else eliding.in_middle
        return elide(self.text(), self.fontMetrics(), self.contentsRect().width())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Elide the text to the new width."""
        super().resizeEvent(event)
        self._update_tool_tip()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the part that fits."""
        painter = QPainter(self)
        self.style().drawItemText(
            painter,
            self.contentsRect(),
            self.alignment(),
            self.palette(),
            self.isEnabled(),
            self.shown_text(),
            self.foregroundRole(),
        )

    def _update_tool_tip(self) -> None:
        rest = self.text() if self.shown_text() != self.text() else ""
        tip = self._details or rest
        self.setToolTip(tool_tip.literal(tip) if tip else "")
