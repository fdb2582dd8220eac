"""Enter presses the button that has the focus, on every system."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton, QWidget

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_WITHOUT_MODIFIER = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class EnterPresses(QObject):
    """Lets Enter do what Space does on a button; Qt does so only inside dialogs, and on some systems everywhere.

    It follows the focus, so that it needs to know neither pages nor buttons that come later.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus_changed)

    def eventFilter(self, button: QObject, event: QEvent) -> bool:
        """Press the button; Enter with Ctrl or Alt is a shortcut, and a key held down presses once."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in _ENTER
            and event.modifiers() in _WITHOUT_MODIFIER
            and isinstance(button, QPushButton | QToolButton)
        ):
            if not event.isAutoRepeat():
                button.click()
            return True
        return super().eventFilter(button, event)

    @Slot(QWidget, QWidget)
    def _on_focus_changed(self, _before: QWidget | None, focused: QWidget | None) -> None:
        if isinstance(focused, QPushButton | QToolButton):
            focused.installEventFilter(self)  # once: Qt removes it before it adds it again
