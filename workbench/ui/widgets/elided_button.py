"""A flat button whose label is elided if the row is too narrow."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from workbench.ui.widgets import tool_tip


class ElidedButton(QPushButton):
    """Shows as much of its label as fits, down to the icon alone; the tool tip has the whole label."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._words = ""
        self.setObjectName(name)
        self.setProperty("flat", True)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def words(self) -> str:
        """The whole label."""
        return self._words

    def show_words(self, words: str, tip: str) -> None:
        """Show *words*; *tip* is the tool tip, which should repeat them."""
        self.setToolTip(tool_tip.literal(tip))
        if words == self._words:  # a new text lays the page out again
            return
        self._words = words
        self.setAccessibleName(words or self.accessibleName())
        self.updateGeometry()
        self._elide()

    def sizeHint(self) -> QSize:
        """As wide as the label."""
        size = super().sizeHint()
        size.setWidth(self._frame() + self.fontMetrics().horizontalAdvance(self._words) + 1)
        return size

    def minimumSizeHint(self) -> QSize:
        """As wide as the icon."""
        size = super().minimumSizeHint()
        size.setWidth(self._frame())
        return size

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Elide the label to the new width."""
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        room = max(0, self.width() - self._frame())
        shown = self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, room)
        self.setText(shown.replace("&", "&&"))  # an ampersand would underline the next letter

    def _frame(self) -> int:
        """The width of the button without its label."""
        return super().sizeHint().width() - self.fontMetrics().horizontalAdvance(self.text().replace("&&", "&"))
