"""Removes a private key from the clipboard after a while, if it is still there."""

import hashlib
import secrets
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal, Slot

KEPT_S = 60
"""Seconds for which a private key stays in the clipboard."""

_SECOND_MS = 1_000


class Clipboard(Protocol):
    """The clipboard of the system."""

    def put(self, text: str, *, secret: bool) -> None:
        """Put *text* into it; a secret is marked as one, for programs that keep what was copied."""

    def text(self) -> str:
        """What is in it."""

    def clear(self) -> None:
        """Empty it."""


class SecretClipboardPresenter(QObject):
    """Counts down while a secret is in the clipboard, and removes only what it has put there itself.

    It keeps only a digest of the secret under a random key, which is enough to recognize it.

    Signals:
        held_changed(str): what is in the clipboard, in words; empty if it holds nothing to be removed.
        remaining_changed(int): seconds until it is removed.
        cleared(bool): the time is over, or the user cleared it: whether the secret was still there.
    """

    held_changed = Signal(str)
    remaining_changed = Signal(int)
    cleared = Signal(bool)

    def __init__(self, clipboard: Clipboard, timer: QTimer | None = None, *, kept_s: int = KEPT_S) -> None:
        """Make it; *timer* is one that times out every second, and can be another for tests."""
        super().__init__()
        self._clipboard = clipboard
        self._kept_s = kept_s
        self._remaining_s = 0
        self._key = secrets.token_bytes()
        self._digest = b""
        self._timer = timer if timer is not None else QTimer(self)
        self._timer.setInterval(_SECOND_MS)
        self._timer.timeout.connect(self._on_second)

    @property
    def kept_s(self) -> int:
        """For how many seconds a secret stays."""
        return self._kept_s

    def hold(self, text: str, what: str) -> None:
        """Put a secret into the clipboard; *what* says what it is, in words."""
        self._clipboard.put(text, secret=True)
        self._digest = self._digest_of(text)
        self._remaining_s = self._kept_s
        self._timer.start()
        self.held_changed.emit(what)
        self.remaining_changed.emit(self._remaining_s)

    @Slot()
    def clear_now(self) -> None:
        """Remove the secret, unless something else was copied since."""
        if not self._digest:
            return
        is_there = self._digest_of(self._clipboard.text()) == self._digest
        self._digest = b""
        self._timer.stop()
        if is_there:
            self._clipboard.clear()
        self.held_changed.emit("")
        self.cleared.emit(is_there)

    @Slot()
    def _on_second(self) -> None:
        self._remaining_s -= 1
        if self._remaining_s > 0:
            self.remaining_changed.emit(self._remaining_s)
        else:
            self.clear_now()

    def _digest_of(self, text: str) -> bytes:
        # A clipboard may give line ends back in the way of its system.
        octets = text.replace("\r\n", "\n").encode("utf-8", "surrogatepass")
        return hashlib.blake2b(octets, key=self._key).digest()
