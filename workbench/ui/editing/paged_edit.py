"""A field for a text that may be very long and must change only where it is edited."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from workbench.core.diff.common_affixes import common_head, common_tail
from workbench.ui.editing.undo_keys import UndoKeys

PAGE = 16_384
"""The characters of a page: laying out a mebibyte at every keystroke would stop the window for seconds."""


class PagedEdit(QWidget):
    """Shows a page of a text, and reports where each edit was made, so that the rest is left alone.

    Signals:
        spliced(int, int, str): start, number of characters removed, and the text in their place.
        cursor_moved(int): the new position of the cursor.
    """

    spliced = Signal(int, int, str)
    cursor_moved = Signal(int)

    def __init__(self, name: str, accessible_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.is_draft = False
        self._text = ""
        self._start = 0
        self._page = ""
        self._hint = 0
        self._showing = False
        self._edit = QPlainTextEdit(self)
        self._edit.setObjectName(name)
        self._edit.setAccessibleName(accessible_name)
        self._edit.setProperty("mono", True)
        self._edit.setTabChangesFocus(True)
        self._edit.setWordWrapMode(QTextOption.WrapMode.WrapAnywhere)
        UndoKeys(self._edit, lambda: self.is_draft)
        self.setFocusProxy(self._edit)
        self._pages = QWidget(self)
        self._where = QLabel(self._pages)
        self._where.setObjectName(f"{name}_where")
        self._where.setProperty("role", "caption")
        self._previous = QPushButton("Previous part", self._pages)
        self._previous.setObjectName(f"{name}_previous")
        self._next = QPushButton("Next part", self._pages)
        self._next.setObjectName(f"{name}_next")
        row = QHBoxLayout(self._pages)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._where, 1)
        for button in (self._previous, self._next):
            button.setProperty("flat", True)
            row.addWidget(button)
        self._pages.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._edit, 1)
        layout.addWidget(self._pages)
        self._edit.document().contentsChange.connect(self._on_contents_change)
        self._edit.textChanged.connect(self._on_text_changed)
        self._edit.cursorPositionChanged.connect(self._on_cursor_moved)
        self._previous.clicked.connect(self._on_previous)
        self._next.clicked.connect(self._on_next)

    @property
    def text(self) -> str:
        """The whole text, including what was typed."""
        return self._text

    @property
    def place(self) -> int:
        """The position of the cursor in the whole text."""
        return self._start + _characters_before(self._page, self._edit.textCursor().position())

    def show_text(self, text: str) -> None:
        """Show *text* unless the field holds it already, or a draft; the cursor stays in place."""
        if self.is_draft or text == self._text:
            return
        cursor = self.place
        start, page = self._start, text[self._start : self._start + len(self._page)]
        # The typed text is in the field already, and setting it again would scroll.
        same = page == self._page and (len(self._page) >= PAGE or len(text) == start + len(page))
        self._text = text
        if same and page:
            self._show_pages()
        else:
            self._show_page(self._start if self._start < len(text) else 0)
            self.move_cursor(cursor)

    def move_cursor(self, position: int) -> None:
        """Put the cursor before the character *position* of the whole text, and show its page."""
        position = max(0, min(position, len(self._text)))
        if not self._start <= position <= self._start + len(self._page):
            self._show_page(position // PAGE * PAGE)
        cursor = self._edit.textCursor()
        units = len(self._page[: position - self._start].encode("utf-16-le", "surrogatepass")) // 2
        cursor.setPosition(min(units, self._edit.document().characterCount() - 1))
        self._edit.setTextCursor(cursor)

    def discard(self) -> None:
        """Let the next text that is shown replace a draft."""
        self.is_draft = False
        self._text, self._page = "", "\0"

    @Slot(int, int, int)
    def _on_contents_change(self, position: int, _removed: int, _added: int) -> None:
        self._hint = position

    @Slot()
    def _on_text_changed(self) -> None:
        if self._showing:
            return
        # Not toPlainText: it turns each no-break space into a space.
        page = self._edit.document().toRawText().replace("\u2029", "\n")
        before, self._page = self._page, page
        # Of several equal characters in a row, the one at the cursor is meant.
        shorter = min(len(before), len(page))
        first = common_head(before, page, min(shorter, _characters_before(page, self._hint)))
        last = common_tail(before, page, shorter - first)
        removed, typed = len(before) - first - last, page[first : len(page) - last]
        if not removed and not typed:
            return
        start = self._start + first
        self._text = self._text[:start] + typed + self._text[start + removed :]
        self.spliced.emit(start, removed, typed)

    @Slot()
    def _on_cursor_moved(self) -> None:
        if not self._showing:
            self.cursor_moved.emit(self.place)

    @Slot()
    def _on_previous(self) -> None:
        self._show_page(max(0, self._start - PAGE))

    @Slot()
    def _on_next(self) -> None:
        self._show_page(self._start + len(self._page))

    def _show_page(self, start: int) -> None:
        self._start = start
        self._page = self._text[start : start + PAGE]
        self._showing = True
        self._edit.setPlainText(self._page)
        self._showing = False
        self._show_pages()

    def _show_pages(self) -> None:
        end = self._start + len(self._page)
        self._pages.setVisible(self._start > 0 or end < len(self._text))
        self._where.setText(f"Characters {self._start + 1:,} to {end:,} of {len(self._text):,}")
        self._previous.setEnabled(self._start > 0)
        self._next.setEnabled(end < len(self._text))


def _characters_before(text: str, units: int) -> int:
    """How many characters the first *units* UTF-16 code units of *text* are; the same number without emoji."""
    if text.isascii():
        return min(units, len(text))
    return len(text.encode("utf-16-le", "surrogatepass")[: 2 * units].decode("utf-16-le", "ignore"))
