"""A flat button whose label is elided if it is long or the row is too narrow."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter, QWidget

from workbench.ui.arrangement import eliding
from workbench.ui.widgets import tool_tip

_MOST_WORDS = 200
"""Pixels of a label: enough for a verb and a usual name."""


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
        keys = self.shortcut()
        self.setText(eliding.for_button(words))
        self.setShortcut(keys)  # a new text removes it

    def sizeHint(self) -> QSize:
        """As wide as the label, or as a usual one if it is longer."""
        size = super().sizeHint()
        size.setWidth(self._frame() + min(self.fontMetrics().horizontalAdvance(self._words) + 1, _MOST_WORDS))
        return size

    def minimumSizeHint(self) -> QSize:
        """As wide as the icon."""
        size = super().minimumSizeHint()
        size.setWidth(self._frame())
        return size

    def shown_text(self) -> str:
        """The part of the label that fits: at least its first word, or none beside the icon."""
        shown = eliding.in_middle(self._words, self.fontMetrics(), max(0, self.width() - self._frame()))
        whole_word = shown == self._words or shown.startswith(self._words.split(" ")[0])
        return shown if whole_word or self.icon().isNull() else ""

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the part that fits."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = eliding.for_button(self.shown_text())
        QStylePainter(self).drawControl(QStyle.ControlElement.CE_PushButton, option)

    def _frame(self) -> int:
        """The width of the button without its label."""
        return super().sizeHint().width() - self.fontMetrics().horizontalAdvance(self._words)
