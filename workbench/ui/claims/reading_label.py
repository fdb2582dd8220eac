"""A few sentences on two lines."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.ui.widgets import tool_tip
from workbench.ui.widgets.sentence_label import SentenceLabel

_LINES = 2


class ReadingLabel(QWidget):
    """Shows sentences on two lines, elided if longer; the tool tip has each in full on its own line.

    The label that carries the object name is in no layout: a new sentence every second would have the whole page laid
    out and painted again, though it needs the same room.
    """

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._sentences: Sequence[str] = ()
        self._label = SentenceLabel(name, self)
        self._label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_LINES * self.fontMetrics().lineSpacing() + 2)

    def show_sentences(self, sentences: Sequence[str]) -> None:
        """Show *sentences*."""
        if sentences != self._sentences:
            self._sentences = sentences
            self._cut()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as much as fits."""
        super().resizeEvent(event)
        self._label.resize(self.size())
        self._cut()

    def _cut(self) -> None:
        whole = " ".join(self._sentences)
        # A little less than two lines: words do not break exactly at the edge.
        room = int(_LINES * self.width() * 0.94)
        self._label.setText(self.fontMetrics().elidedText(whole, Qt.TextElideMode.ElideRight, room))
        self._label.setAccessibleName(whole)
        self._label.setToolTip(tool_tip.literal("\n".join(self._sentences)))
