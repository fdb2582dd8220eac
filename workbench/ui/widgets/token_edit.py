"""The field of the compact token: three segments in three colours."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QColor, QSyntaxHighlighter, QTextCharFormat, QTextDocument, QTextOption
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from workbench.ui.theme import Appearance


class SegmentHighlighter(QSyntaxHighlighter):
    """Colours what stands before the first dot, between the dots, and behind the second."""

    def __init__(self, document: QTextDocument, appearance: Appearance) -> None:
        super().__init__(document)
        self._appearance = appearance
        appearance.changed.connect(self.rehighlight)

    def highlightBlock(self, text: str) -> None:
        """Colour one line; the number of dots before it comes from the line above."""
        theme = self._appearance.theme
        colours = (theme.segment_header, theme.segment_payload, theme.segment_signature)
        segment = max(0, self.previousBlockState())
        start = 0
        for part in text.split("."):
            shape = QTextCharFormat()
            shape.setForeground(QColor(colours[min(segment, 2)]))
            self.setFormat(start, len(part), shape)
            start += len(part) + 1
            segment += 1
        self.setCurrentBlockState(segment - 1)


class TokenEdit(QPlainTextEdit):
    """Takes any text by typing, pasting or dropping.

    Signals:
        text_edited(str): the user changed the text.
    """

    text_edited = Signal(str)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("mono", True)
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAnywhere)
        self._highlighter = SegmentHighlighter(self.document(), appearance)
        self.textChanged.connect(self._on_text_changed)
        self._showing = False

    def show_text(self, text: str) -> None:
        """Show *text* unless it is there already; the cursor stays where it was."""
        if text == self.toPlainText():
            return
        self._showing = True
        position = self.textCursor().position()
        self.setPlainText(text)
        cursor = self.textCursor()
        cursor.setPosition(min(position, len(text)))
        self.setTextCursor(cursor)
        self._showing = False

    @Slot()
    def _on_text_changed(self) -> None:
        if not self._showing:
            self.text_edited.emit(self.toPlainText())
