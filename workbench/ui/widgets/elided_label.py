"""A label in a row that may become too narrow for it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from workbench.ui.widgets import tool_tip


class ElidedLabel(QLabel):
    """A caption that takes the room there is, down to none.

    The label keeps its text to itself: it takes the same room whatever it says, and Qt would lay the whole page out
    again for another. Of a text that does not fit it shows the beginning with an ellipsis, and the tool tip has the
    rest. ``text()`` stays the whole one, which is also what those get who hear it.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = ""
        self._details = ""
        self.setObjectName(name)
        self.setProperty("role", "caption")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def show_text(self, text: str, details: str = "") -> None:
        """Show *text*; with *details* the tool tip always tells those."""
        self._details = details
        if text != self._words:
            self._words = text
            self.setAccessibleName(text)
            self.update()
        self._tell_the_rest()

    def text(self) -> str:
        """The whole text."""
        return self._words

    def shown_text(self) -> str:
        """The text as far as it fits."""
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.contentsRect().width())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another part of the text fits now."""
        super().resizeEvent(event)
        self._tell_the_rest()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint what fits."""
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

    def _tell_the_rest(self) -> None:
        rest = self.text() if self.shown_text() != self.text() else ""
        told = self._details or rest
        self.setToolTip(tool_tip.literal(told) if told else "")
