"""A few sentences in as many lines as there is room for."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from workbench.ui.widgets import tool_tip

_LINES = 2


class ReadingLabel(QLabel):
    """Shows sentences on two lines, cut where they are longer; the tool tip has them whole, a line each."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._sentences: Sequence[str] = ()
        self.setObjectName(name)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_LINES * self.fontMetrics().lineSpacing() + 2)

    def show_sentences(self, sentences: Sequence[str]) -> None:
        """Show these."""
        if sentences != self._sentences:
            self._sentences = sentences
            self.setAccessibleName(" ".join(sentences))
            self.setToolTip(tool_tip.literal("\n".join(sentences)))
            self._cut()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as much as fits now."""
        super().resizeEvent(event)
        self._cut()

    def _cut(self) -> None:
        whole = " ".join(self._sentences)
        # A little less than two lines: words do not break where the width ends.
        room = int(_LINES * self.width() * 0.94)
        self.setText(self.fontMetrics().elidedText(whole, Qt.TextElideMode.ElideRight, room))
