"""The clipboard of the system, for texts of which some are secret; and the strip that says that one is in there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, Slot
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from workbench.presenters.status import Status, StatusLevel
from workbench.ui.theme import Appearance, Tone
from workbench.ui.widgets.restyle import set_style_property
from workbench.ui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from workbench.presenters.keys.secret_clipboard import SecretClipboardPresenter

# Clipboard managers keep what was copied, many of them on disk and most of them for longer than a minute. Those of KDE
# and others leave out what carries this mark, and so does Windows' history with the other one; password managers set
# the same. A program that knows neither mark keeps the key, which the strip says.
_MARKS = {
    "x-kde-passwordManagerHint": b"secret",
    "ExcludeClipboardContentFromMonitorProcessing": b"1",
}


class SystemClipboard:
    """Puts texts into the clipboard, and looks whether they are still there."""

    def put(self, text: str, *, secret: bool) -> None:
        """Put *text* into it; a secret is marked as one, for programs that keep what was copied."""
        data = QMimeData()
        data.setText(text)
        for name, value in _MARKS.items() if secret else ():
            data.setData(name, value)
        QGuiApplication.clipboard().setMimeData(data, QClipboard.Mode.Clipboard)

    def text(self) -> str:
        """What is in it."""
        return QGuiApplication.clipboard().text(QClipboard.Mode.Clipboard)

    def clear(self) -> None:
        """Empty it."""
        QGuiApplication.clipboard().clear(QClipboard.Mode.Clipboard)


class ClipboardStrip(QFrame):
    """Takes no room until a private key is in the clipboard; counts down, on whatever page the user is."""

    def __init__(self, guard: SecretClipboardPresenter, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("notice", True)
        set_style_property(self, "tone", Tone.WARNING.value)
        self._words = StatusLine("key_export.clipboard", appearance, self)
        # Apart from the words, so that a screen reader announces them once and not every second.
        self._countdown = QLabel(self)
        self._countdown.setObjectName("key_export.countdown")
        self._clear = QPushButton("Clear now", self)
        self._clear.setObjectName("key_export.clear")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 12, 4)
        row.setSpacing(8)
        row.addWidget(self._words, 1)
        row.addWidget(self._countdown)
        row.addWidget(self._clear)
        self._clear.clicked.connect(guard.clear_now)
        guard.held_changed.connect(self._show_held)
        guard.remaining_changed.connect(self._show_remaining)
        self.hide()

    @Slot(str)
    def _show_held(self, what: str) -> None:
        text = "In the clipboard: {what}. Clipboard managers may keep it for longer."
        self._words.show_status(Status(text.format(what=what) if what else "", StatusLevel.WARNING))
        self.setVisible(bool(what))

    @Slot(int)
    def _show_remaining(self, seconds: int) -> None:
        self._countdown.setText(f"cleared in {seconds} s")
