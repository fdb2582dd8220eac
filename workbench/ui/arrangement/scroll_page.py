"""A page or view that scrolls where the window has no room for it."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

# Little enough for the smallest window, and enough to see what one scrolls.
_LEAST = QSize(320, 160)


class ScrollPage(QScrollArea):
    """Shows *content* in the size of the window, or scrolls it where the window is smaller than it can be."""

    def __init__(self, content: QWidget, parent: QWidget | None = None, *, gutter: int = 0) -> None:
        """Make one; *gutter* is the room between the content and the right edge, or the scroll bar there."""
        super().__init__(parent)
        self._content = content
        self.setViewport(QWidget(self))  # one of our own, without a background: the page around it has the ground
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keyboard goes to what is in it, and the page follows
        self.setWidgetResizable(True)
        self._gutter = gutter
        self.setViewportMargins(0, 0, gutter, 0)
        self.setWidget(content)
        content.setAutoFillBackground(False)

    def minimumSizeHint(self) -> QSize:
        """Small, whatever is in it."""
        return _LEAST

    def sizeHint(self) -> QSize:
        """As large as the content would like to be."""
        return self._content.sizeHint() + QSize(self._gutter, 0)
