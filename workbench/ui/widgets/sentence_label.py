"""Labels for sentences, which may quote a token, a name or a file, on as many lines as they need."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QLabel, QWidget

from workbench.ui.arrangement import eliding
from workbench.ui.widgets import tool_tip


class SentenceLabel(QLabel):
    """Shows plain text on as many lines as it needs; a word that cannot wrap is elided in the middle.

    The tool tip then has the whole text. ``text()`` and the accessible name are always the whole text.
    """

    def __init__(self, name: str, parent: QWidget | None = None, *, role: str = "", text: str = "") -> None:
        """Make one; *role* is its role in the style sheet."""
        super().__init__(parent)
        self._words = ""
        self._is_cut = False
        self.setObjectName(name)
        self.setTextFormat(Qt.TextFormat.PlainText)  # it may quote a token
        self.setWordWrap(True)
        if role:
            self.setProperty("role", role)
        self.setText(text)

    def text(self) -> str:
        """The whole text."""
        return self._words

    def shown_text(self) -> str:
        """The text with its long words elided."""
        return super().text()

    def setText(self, text: str) -> None:
        """Show *text*."""
        if text == self._words:
            return
        self._words = text
        shown = eliding.on_lines(text, self.fontMetrics())
        super().setText(shown)
        was_cut, self._is_cut = self._is_cut, shown != text
        if self._is_cut or was_cut:
            self.setToolTip(tool_tip.literal(text) if self._is_cut else "")
            self.setAccessibleName(text if self._is_cut else "")


class WrappedLabel(SentenceLabel):
    """Keeps all its lines in sight, also inside a splitter, which asks only for the least height: that of one line."""

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
