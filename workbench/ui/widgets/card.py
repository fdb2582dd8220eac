"""A card: a quiet surface with a title row and something below it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from workbench.ui.arrangement import eliding
from workbench.ui.widgets import tool_tip

_LEAST_TITLE = 32


class _Title(QLabel):
    """Is elided while there is no room for all of its text, and then has it as the tool tip."""

    def setText(self, text: str) -> None:
        """Show *text*."""
        super().setText(text)
        self._update_tool_tip()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Look whether the text fits now."""
        super().resizeEvent(event)
        self._update_tool_tip()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the part that fits."""
        if not self._is_cut():
            super().paintEvent(event)
            return
        shown = eliding.in_middle(self.text(), self.fontMetrics(), self.width())
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        self.style().drawItemText(
            QPainter(self), self.rect(), flags, self.palette(), self.isEnabled(), shown, self.foregroundRole()
        )

    def _is_cut(self) -> bool:
        return self.sizeHint().width() > self.width()

    def _update_tool_tip(self) -> None:
        cut = self._is_cut()
        self.setToolTip(tool_tip.literal(self.text()) if cut else "")


class Card(QFrame):
    """A bordered surface, 12 px inside; `head` is the row of the title, `body` the area below."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self.title = _Title(title, self)
        self.title.setProperty("role", "title")
        self.title.setTextFormat(Qt.TextFormat.PlainText)  # it may contain the name of the user's own design
        self.title.setMinimumWidth(_LEAST_TITLE)  # a long one must not widen the window
        self.head = QHBoxLayout()
        self.head.setSpacing(8)
        self.head.addWidget(self.title)
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 12)
        layout.setSpacing(8)
        layout.addLayout(self.head)
        layout.addLayout(self.body, 1)
