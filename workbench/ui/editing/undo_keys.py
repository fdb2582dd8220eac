"""Keys for undo and redo that a text field leaves to the window."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QPlainTextEdit

_KEYS = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)
_KEY_EVENTS = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)


class UndoKeys(QObject):
    """Lets the keys for undo and redo pass through a text field to the window, which keeps the history of the token.

    A rejected text is not part of the token yet, so only the field can undo it.
    """

    def __init__(self, field: QPlainTextEdit, keeps: Callable[[], bool]) -> None:
        """Watch *field*; *keeps* returns whether undo belongs to the field at the moment."""
        super().__init__(field)
        self._keeps = keeps
        field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the field from handling the key."""
        if event.type() in _KEY_EVENTS and isinstance(event, QKeyEvent) and self._passes(event):
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def _passes(self, event: QKeyEvent) -> bool:
        return not self._keeps() and any(event.matches(keys) for keys in _KEYS)
