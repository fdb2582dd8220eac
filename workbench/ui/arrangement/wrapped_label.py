"""A text on as many lines as it needs, also inside a splitter."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QWidget


class WrappedLabel(QLabel):
    """Keeps all its lines in sight: a splitter asks only for the least height, which is that of one line."""

    def __init__(self, name: str, parent: QWidget | None = None, *, role: str = "") -> None:
        """Make an empty one; *role* is its role in the style sheet."""
        super().__init__(parent)
        self.setObjectName(name)
        self.setTextFormat(Qt.TextFormat.PlainText)  # it may quote a token
        self.setWordWrap(True)
        if role:
            self.setProperty("role", role)

    def setText(self, text: str) -> None:
        """Show *text*."""
        if text != self.text():
            super().setText(text)
            self._reserve()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines again for the new width."""
        super().resizeEvent(event)
        self._reserve()

    def showEvent(self, event: QShowEvent) -> None:
        """Reserve the room that was not needed while hidden."""
        super().showEvent(event)
        self._reserve()

    def hideEvent(self, event: QHideEvent) -> None:
        """Give the room back: the height that a hidden view asks for is that of a window that may be wider by now."""
        super().hideEvent(event)
        self.setMinimumHeight(0)

    def _reserve(self) -> None:
        if not self.isVisible():
            return
        self.setMinimumHeight(0)  # Qt counts it in: what a narrow label once needed would be needed for ever
        self.setMinimumHeight(max(0, self.heightForWidth(self.width())) if self.text() else 0)
