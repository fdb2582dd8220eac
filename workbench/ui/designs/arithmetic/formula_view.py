"""Formulas to read, select and copy: each in words, then with the numbers filled in, then what it leaves aside."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QFont, QFontDatabase, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit, QWidget

from workbench.ui.theme import Appearance, Tone

if TYPE_CHECKING:
    from workbench.core.designs.arithmetic import Estimate

_ABOVE = 12
_SMALL = 12


class FormulaView(QTextEdit):
    """Shows estimates one below the other, as plain text in the colours of the theme."""

    def __init__(self, name: str, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._estimates: Sequence[Estimate] = ()
        self.setObjectName(name)
        self.setReadOnly(True)
        selectable = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        self.setTextInteractionFlags(selectable)
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        appearance.changed.connect(self._write)

    def show_estimates(self, estimates: Sequence[Estimate]) -> None:
        """Show *estimates* from now on; the place that was scrolled to stays."""
        if estimates != self._estimates:
            self._estimates = estimates
            self._write()

    @Slot()
    def _write(self) -> None:
        place = self.verticalScrollBar().value()
        self.clear()
        cursor = QTextCursor(self.document())
        for position, estimate in enumerate(self._estimates):
            self._line(cursor, estimate.name, self._format(Tone.PLAIN, bold=True), above=_ABOVE if position else 0)
            # insertText inserts plain text: names come from the user's own files.
            cursor.insertText(f" = {estimate.formula.symbols}", self._format(Tone.PLAIN))
            result = f"= {estimate.formula.result} {estimate.unit}"
            self._line(cursor, "", self._format(Tone.PLAIN))
            if estimate.formula.numbers != estimate.formula.result:
                cursor.insertText(f"= {estimate.formula.numbers} ", self._format(Tone.PLAIN, fixed=True))
            cursor.insertText(result, self._format(Tone.ACCENT, bold=True, fixed=True))
            if estimate.note:
                self._line(cursor, estimate.note, self._format(Tone.MUTED, small=True))
        self.verticalScrollBar().setValue(place)

    @staticmethod
    def _line(cursor: QTextCursor, text: str, look: QTextCharFormat, *, above: int = 0) -> None:
        block = QTextBlockFormat()
        block.setTopMargin(above)
        if cursor.atStart():
            cursor.setBlockFormat(block)
        else:
            cursor.insertBlock(block)
        cursor.insertText(text, look)

    def _format(self, tone: Tone, *, bold: bool = False, fixed: bool = False, small: bool = False) -> QTextCharFormat:
        look = QTextCharFormat()
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont) if fixed else QFont(self.font())
        if fixed or small:
            font.setPixelSize(_SMALL)
        font.setBold(bold)
        look.setFont(font)
        look.setForeground(self._appearance.theme.text_colour(tone))
        return look
