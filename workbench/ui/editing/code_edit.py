"""A text field for JSON: line numbers, colours, matching brackets, and marked places."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, Qt, Slot
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QKeyEvent,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
    QTextFormat,
)
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from workbench.ui.editing.json_highlighter import JsonHighlighter
from workbench.ui.editing.line_numbers import LineNumbers
from workbench.ui.theme import Appearance, Tone

if TYPE_CHECKING:
    from workbench.core.text.invisible import Places


_INDENT = "  "
_BREAK = "\u2029"  # what Qt puts between two paragraphs
_MOST_MARKS = 200


class MarkKind(Enum):
    """Why a place is marked."""

    FAULT = "fault"
    DUPLICATE = "duplicate"


_TONES = {MarkKind.FAULT: Tone.REFUSED, MarkKind.DUPLICATE: Tone.WARNING}


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters *start* to before *end* of the text, counted from 0."""

    kind: MarkKind
    start: int
    end: int


class CodeEdit(QPlainTextEdit):
    """Holds a JSON text; Enter keeps the indentation, Tab leaves the field.

    The text is kept exactly: Qt's own method to read it would turn a no-break space into a space.
    """

    def __init__(self, name: str, prepare: Callable[[], None], appearance: Appearance, parent: QWidget) -> None:
        """Make the field *name*; *prepare* is called before other code reads its text."""
        super().__init__(parent)
        self._appearance = appearance
        self._prepare = prepare
        self._marks: tuple[Mark, ...] = ()
        self._marked: list[QTextEdit.ExtraSelection] = []
        self.setObjectName(name)
        self.setProperty("mono", True)
        self.setTabChangesFocus(True)
        self._numbers = LineNumbers(self, appearance)
        self._highlighter = JsonHighlighter(self, appearance)
        self.blockCountChanged.connect(self._make_room)
        self.cursorPositionChanged.connect(self._show_marks)
        appearance.changed.connect(self._on_theme_changed)
        option = self.document().defaultTextOption()
        option.setTextDirection(Qt.LayoutDirection.LeftToRight)  # also for a line that begins with a Hebrew name
        self.document().setDefaultTextOption(option)
        self._make_room()

    def toPlainText(self) -> str:
        """The whole text, with line feeds between the lines."""
        self._prepare()
        return self.text()

    def text(self) -> str:
        """The text in the field, without preparing it."""
        from workbench.core.text.invisible import unisolated

        return unisolated(self.document().toRawText()).replace(_BREAK, "\n")

    def set_text(self, text: str) -> None:
        """Show *text*; only what differs is replaced, so that cursor and scroll position stay."""
        from workbench.core.diff.common_affixes import common_affixes
        from workbench.core.text.invisible import isolated

        before, text = self.document().toRawText().replace(_BREAK, "\n"), isolated(text)
        if not before or not text or not (before + text).isascii():
            position = self.textCursor().position()
            self.setPlainText(text)
            cursor = self.textCursor()
            cursor.setPosition(min(position, self.document().characterCount() - 1))
            self.setTextCursor(cursor)
        elif text != before:
            head, tail = common_affixes(before, text)
            self.replace(head, len(before) - tail, text[head : len(text) - tail])
            self.document().clearUndoRedoStacks()  # the window's own history restores the previous text

    def replace(self, start: int, end: int, text: str) -> None:
        """Replace the characters *start* to *end* by *text*, as if it had been typed."""
        places = self._places()
        cursor = QTextCursor(self.document())
        cursor.setPosition(places.of(start))
        cursor.setPosition(places.of(end), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(text)

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The marks, in the order of the text."""
        return self._marks

    def mark(self, marks: Sequence[Mark]) -> None:
        """Mark these places and no others."""
        self._marks = tuple(sorted(marks, key=lambda mark: mark.start))
        text = self.text() if self._marks else ""
        self._numbers.mark({text.count("\n", 0, mark.start): _TONES[mark.kind] for mark in self._marks[:_MOST_MARKS]})
        self._marked = self._mark_selections()
        self._show_marks()

    def mark_changed(self, lines: frozenset[int]) -> None:
        """Show a bar beside these changed lines, counted from 0."""
        self._numbers.mark_changed(lines)

    def go_to_next_mark(self) -> None:
        """Move the cursor to the next marked place; after the last, to the first."""
        if not self._marks:
            return
        cursor, marks = self.textCursor(), [each.cursor.selectionStart() for each in self._marked]
        cursor.setPosition(next((place for place in marks if place > cursor.position()), marks[0]))
        self.setTextCursor(cursor)
        self.centerCursor()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def createMimeDataFromSelection(self) -> QMimeData:
        """Copy the text without the characters that only isolate text directions."""
        from workbench.core.text.invisible import unisolated

        data = QMimeData()
        data.setText(unisolated(self.textCursor().selectedText()).replace(_BREAK, "\n"))
        return data

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Escape invisible characters in a pasted text."""
        from workbench.core.text.invisible import escaped, isolated

        self.insertPlainText(isolated(escaped(source.text())) if source.hasText() else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Indent a new line like the last one, or deeper after an opening bracket."""
        if (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        ):
            self._break_line()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the line numbers beside the text."""
        super().resizeEvent(event)
        area = self.contentsRect()
        self._numbers.setGeometry(area.left(), area.top(), self._numbers.wanted_width(), area.height())

    @Slot()
    def _make_room(self) -> None:
        self.setViewportMargins(self._numbers.wanted_width(), 0, 0, 0)
        self.setTabStopDistance(2 * QFontMetricsF(self.font()).horizontalAdvance(" "))

    @Slot()
    def _on_theme_changed(self) -> None:
        self.mark(self._marks)

    @Slot()
    def _show_marks(self) -> None:
        # The cursors of the marks move with the text while it is typed.
        self.setExtraSelections([*self._marked, *self._brackets()])
        self._numbers.update()

    def _mark_selections(self) -> list[QTextEdit.ExtraSelection]:
        theme, places = self._appearance.theme, self._places()
        shown = []
        for mark in self._marks[:_MOST_MARKS]:
            shape = QTextCharFormat()
            if mark.kind is MarkKind.FAULT:
                shape.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
                shape.setUnderlineColor(QColor(theme.refused))
                line = QTextCharFormat()
                line.setProperty(QTextFormat.Property.FullWidthSelection, True)
                line.setBackground(QColor(theme.refused_soft))
                shown.append(self._selection(places.of(mark.start), places.of(mark.start), line))
            else:
                shape.setBackground(QColor(theme.warning_soft))
                shape.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
                shape.setUnderlineColor(QColor(theme.warning))
            shown.append(self._selection(places.of(mark.start), places.of(mark.end), shape))
        return shown

    def _brackets(self) -> list[QTextEdit.ExtraSelection]:
        """The bracket at the cursor and its match."""
        from workbench.core.strict_json.lexemes import PAIRS, partner

        cursor = self.textCursor()
        block, column = cursor.block(), cursor.positionInBlock()
        line = block.text()
        both = (*PAIRS, *PAIRS.values())
        place = next((each for each in (column - 1, column) if each >= 0 and line[each : each + 1] in both), None)
        if place is None:
            return []
        other = partner(self._line_at, block.blockNumber(), place)
        if other is None:
            return []
        shape = QTextCharFormat()
        shape.setBackground(QColor(self._appearance.theme.accent_soft))
        shape.setFontWeight(700)
        positions = (block.position() + place, self.document().findBlockByNumber(other[0]).position() + other[1])
        return [self._selection(each, each + 1, shape) for each in positions]

    def _line_at(self, number: int) -> str | None:
        block = self.document().findBlockByNumber(number)
        return block.text() if number >= 0 and block.isValid() else None

    def _places(self) -> Places:
        from workbench.core.text.invisible import Places

        return Places(self.document().toRawText())

    def _selection(self, start: int, end: int, shape: QTextCharFormat) -> QTextEdit.ExtraSelection:
        made = QTextEdit.ExtraSelection()
        cursor = QTextCursor(self.document())
        last = self.document().characterCount() - 1
        cursor.setPosition(min(start, last))
        cursor.setPosition(min(end, last), QTextCursor.MoveMode.KeepAnchor)
        made.cursor, made.format = cursor, shape
        return made

    def _break_line(self) -> None:
        from workbench.core.strict_json.lexemes import PAIRS

        cursor = self.textCursor()
        line, column = cursor.block().text(), cursor.positionInBlock()
        before, after = line[:column].rstrip(), line[column:].lstrip()
        depth = line[:column][: len(line[:column]) - len(line[:column].lstrip(" \t"))]
        opened = before[-1:] in PAIRS
        cursor.beginEditBlock()
        cursor.insertText("\n" + depth + (_INDENT if opened else ""))
        if opened and after[:1] == PAIRS[before[-1:]]:
            place = cursor.position()
            cursor.insertText("\n" + depth)
            cursor.setPosition(place)
        cursor.endEditBlock()
        self.setTextCursor(cursor)
        self.ensureCursorVisible()
