"""Colours the visible lines of JSON, so that a mebibyte costs no more than a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QColor, QTextBlock, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import QPlainTextEdit

if TYPE_CHECKING:
    from workbench.ui.theme import Appearance

_LONGEST_LINE = 20_000
"""The characters of one line that are coloured; a longer line is not meant to be read."""


class JsonHighlighter(QObject):
    """Colours the visible lines of a text field, each when it is first shown and after a change."""

    def __init__(self, field: QPlainTextEdit, appearance: Appearance) -> None:
        super().__init__(field)
        self._field = field
        self._appearance = appearance
        self._round = 1  # a line that was coloured in another round is coloured again
        field.document().contentsChange.connect(self._on_contents_change)
        field.updateRequest.connect(self.colour_what_is_seen)
        appearance.changed.connect(self._on_theme_changed)
        self._take_colours()

    @Slot()
    def colour_what_is_seen(self) -> None:
        """Colour the visible lines that are not coloured yet."""
        if not self._field.isVisible():
            return
        block = self._field.firstVisibleBlock()
        bottom = self._field.viewport().height()
        top = self._field.blockBoundingGeometry(block).translated(self._field.contentOffset()).top()
        while block.isValid() and top <= bottom:
            if block.userState() != self._round:
                self._colour(block)
            top += self._field.blockBoundingRect(block).height()
            block = block.next()

    @Slot(int, int, int)
    def _on_contents_change(self, position: int, _removed: int, added: int) -> None:
        document = self._field.document()
        block, last = document.findBlock(position), document.findBlock(position + added)
        # A text that is set as a whole has new lines, which belong to no round.
        if last.blockNumber() - block.blockNumber() > document.blockCount() // 2:
            self._round += 1
            return
        while block.isValid():
            block.setUserState(-1)
            if block == last:
                break
            block = block.next()

    @Slot()
    def _on_theme_changed(self) -> None:
        self._round += 1
        self._take_colours()
        self.colour_what_is_seen()

    def _take_colours(self) -> None:
        from workbench.core.strict_json.lexemes import Kind

        theme = self._appearance.theme
        colours = {
            Kind.NAME: theme.json_name,
            Kind.STRING: theme.json_string,
            Kind.NUMBER: theme.json_number,
            Kind.LITERAL: theme.json_literal,
            Kind.BRACKET: theme.json_bracket,
        }
        self._formats = {kind: _format(colour) for kind, colour in colours.items()}
        self._escape = _format(theme.refused)
        self._escape.setBackground(QColor(theme.refused_soft))

    def _colour(self, block: QTextBlock) -> None:
        from workbench.core.strict_json.lexemes import lexemes
        from workbench.core.text.invisible import escapes

        block.setUserState(self._round)
        text = block.text()
        line = text[:_LONGEST_LINE]
        ranges = [_range(each.start, each.end, self._formats[each.kind]) for each in lexemes(line)]
        ranges += [_range(*span, self._escape) for span in escapes(line)]
        if not line.isascii():
            _count_as_qt_does(line, ranges)
        block.layout().setFormats(ranges)
        self._field.document().markContentsDirty(block.position(), block.length())


def _format(colour: str) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setForeground(QColor(colour))
    return made


def _range(start: int, end: int, shape: QTextCharFormat) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start, made.length, made.format = start, end - start, shape
    return made


def _count_as_qt_does(line: str, ranges: list[QTextLayout.FormatRange]) -> None:
    """Qt counts a character beyond U+FFFF as two."""
    if max(line) <= "\uffff":
        return
    for each in ranges:
        end = each.start + each.length
        wide = sum(character > "\uffff" for character in line[: each.start])
        inside = sum(character > "\uffff" for character in line[each.start : end])
        each.start, each.length = each.start + wide, each.length + inside
