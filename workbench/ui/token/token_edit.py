"""The field of the compact token: three segments in three colours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QPoint, Qt, Signal, Slot
from PySide6.QtGui import (
    QAction,
    QColor,
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QShortcut,
    QSyntaxHighlighter,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextOption,
)
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from workbench.core.token.compact import MAX_CHARACTERS
from workbench.ui import shortcuts
from workbench.ui.editing.undo_keys import UndoKeys
from workbench.ui.widgets.open_file import dropped_file

if TYPE_CHECKING:
    from workbench.ui.theme import Appearance

# How much is shown of a text that is too long for a token: laying out all of it would stop the window for seconds.
_BEGINNING = 20_000

_LONG = 8_000
_PIECE = 2_000
"""A long token is split into paragraphs: a keystroke lays out one whole paragraph,
and in one of 270,000 characters that takes 60 ms."""

_BREAK = "\u2029"  # what Qt puts between two paragraphs


class SegmentHighlighter(QSyntaxHighlighter):
    """Colours the text before the first dot, between the dots, and after the second."""

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
    """Accepts any text by typing, pasting or dropping; a whole token in a pasted text replaces everything.

    Of a text of more than `MAX_CHARACTERS` only the beginning is shown, and it can be replaced but not edited.

    Signals:
        text_edited(str): the user changed the text.
        token_pasted(Found): a text with a whole token in it was pasted or dropped.
        text_pasted(str): the whole text around that token, after `token_pasted`.
        file_dropped(str): the file of this path was dropped, or pasted.
    """

    text_edited = Signal(str)
    token_pasted = Signal(object)
    text_pasted = Signal(str)
    file_dropped = Signal(str)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("mono", True)
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)  # typed text is in the token immediately
        UndoKeys(self, lambda: False)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAnywhere)
        self._highlighter = SegmentHighlighter(self.document(), appearance)
        self.textChanged.connect(self._on_text_changed)
        for keys in shortcuts.CELL_MENU:  # only some systems turn these keys into a context-menu event
            keyboard = QShortcut(QKeySequence(keys), self)
            keyboard.setContext(Qt.ShortcutContext.WidgetShortcut)
            keyboard.activated.connect(self._open_menu_at_cursor)
        self._showing = False
        self._in_pieces = False
        self._text = ""

    @property
    def text(self) -> str:
        """The whole text, even if only its beginning is shown."""
        return self._text

    def toPlainText(self) -> str:
        """What is shown, without the breaks between the pieces of a long token."""
        shown = super().toPlainText()
        return shown.replace("\n", "") if self._in_pieces else shown

    def createMimeDataFromSelection(self) -> QMimeData:
        """Copy the token without the breaks between its pieces."""
        if not self._in_pieces:
            return super().createMimeDataFromSelection()
        data = QMimeData()
        data.setText(self.textCursor().selectedText().replace(_BREAK, ""))
        return data

    def show_text(self, text: str) -> None:
        """Show *text* unless it is shown already; the cursor stays in place."""
        if text == self._text:
            return
        self._showing = True
        before, self._text = self._text, text
        too_long = len(text) > MAX_CHARACTERS
        in_pieces = _wants_pieces(text)
        self.setReadOnly(too_long)
        self.setToolTip("Only the beginning is shown. Paste another token to replace it." if too_long else "")
        # Beyond ASCII, places in the document are not places in the text.
        if too_long or in_pieces != self._in_pieces or len(before) > MAX_CHARACTERS or not (before + text).isascii():
            self._in_pieces = in_pieces
            self._show_anew(f"{text[:_BEGINNING]}…" if too_long else text)
        else:
            self._show_change(before, text)
        self._showing = False

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer to copy the whole token above what Qt offers for a text."""
        self._open_menu(event.globalPos())

    @Slot()
    def _open_menu_at_cursor(self) -> None:
        self._open_menu(self.viewport().mapToGlobal(self.cursorRect().bottomLeft()))

    def _open_menu(self, place: QPoint) -> None:
        menu = self.createStandardContextMenu()
        menu.setObjectName("token.menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        whole = QAction("Copy token", menu)
        whole.setEnabled(bool(self._text.strip()))
        whole.triggered.connect(self._copy_token)
        first = menu.actions()[0]
        menu.insertAction(first, whole)
        menu.insertSeparator(first)
        menu.popup(place)

    @Slot()
    def _copy_token(self) -> None:
        QGuiApplication.clipboard().setText(self._text.strip())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Replace a token that is too long by a pasted one."""
        if self.isReadOnly() and event.matches(QKeySequence.StandardKey.Paste):
            self.setReadOnly(False)
            self.selectAll()
        super().keyPressEvent(event)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Accept files as well."""
        return bool(dropped_file(source)) or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Pass a file or a whole token on; insert any other text at the cursor."""
        if not self.take(source):
            super().insertFromMimeData(source)

    def take(self, source: QMimeData) -> bool:
        """Pass a file or a whole token on; False if there is none in *source*."""
        from workbench.core.token.finder import find

        path = dropped_file(source)
        if path:
            self.file_dropped.emit(path)
            return True
        text = source.text() if source.hasText() else ""
        found = find(text)
        if found is not None:
            self.token_pasted.emit(found)
            self.moveCursor(QTextCursor.MoveOperation.Start)
            self.text_pasted.emit(text)
        return found is not None

    def _show_anew(self, text: str) -> None:
        position = self.textCursor().position()
        self.setPlainText(self._broken(text))
        self._put_cursor(position)

    def _put_cursor(self, position: int) -> None:
        cursor = self.textCursor()
        cursor.setPosition(min(position, self.document().characterCount() - 1))
        self.setTextCursor(cursor)

    def _show_change(self, before: str, text: str) -> None:
        """Replace only what differs, so that the rest needs no new layout."""
        from workbench.core.diff.common_affixes import common_affixes

        head, tail = common_affixes(before, text)
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._place(head))
        cursor.setPosition(self._place(len(before) - tail), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(self._broken(text[head : len(text) - tail]))

    def _broken(self, text: str) -> str:
        if not self._in_pieces:
            return text
        return "\n".join(text[start : start + _PIECE] for start in range(0, len(text), _PIECE))

    def _place(self, offset: int) -> int:
        """The position in the document of the character *offset* of the text."""
        if not self._in_pieces:
            return offset
        block: QTextBlock = self.document().begin()
        while offset > block.length() - 1 and block.next().isValid():
            offset -= block.length() - 1
            block = block.next()
        return block.position() + offset

    @Slot()
    def _on_text_changed(self) -> None:
        if self._showing:
            return
        self._text = self.toPlainText()
        self._in_pieces = self._in_pieces and bool(self._text)
        if not self._in_pieces and _wants_pieces(self._text):
            self._break_up()
        self.text_edited.emit(self._text)

    def _break_up(self) -> None:
        """Split a long pasted text into pieces."""
        position = self.textCursor().position()
        self._showing = self._in_pieces = True
        self._show_anew(self._text)
        self._put_cursor(self._place(position))
        self._showing = False


def _wants_pieces(text: str) -> bool:
    return _LONG < len(text) <= MAX_CHARACTERS and len(text.split(None, 1)) == 1 and text.isascii()
