"""Keys that were deleted a moment ago: each can be brought back until its time is over, and goes for good then."""

import math
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from workbench.core.keys.signing_key import SigningKey

UNDO_MS = 10_000
_TICK_MS = 200


@dataclass(frozen=True, slots=True)
class Undoable:
    """A deletion that can be undone.

    Attributes:
        name: of the key that undo brings back: the one deleted last.
        seconds: how long that is still possible.
        others: names of keys that can be brought back after it, the next one first.
    """

    name: str
    seconds: int
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Deletion:
    key: SigningKey
    until: float


class KeyDeletions(QObject):
    """Holds deleted keys, each for a time of its own, so that a second deletion does not end the first one's.

    Signals:
        changed(Undoable | None): what undo would bring back, with every second of its countdown.
        finished(SigningKey): its time is over; they come in the order in which they were deleted.
    """

    changed = Signal(object)
    finished = Signal(object)

    def __init__(self, undo_ms: int = UNDO_MS, steady: Callable[[], float] = time.monotonic) -> None:
        """Hold keys for *undo_ms* milliseconds of *steady*, which counts seconds that never go back."""
        super().__init__()
        self._undo_s = undo_ms / 1000
        self._steady = steady
        self._deletions: list[_Deletion] = []
        self._told: Undoable | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self.tick)

    @property
    def keys(self) -> tuple[SigningKey, ...]:
        """The keys that can be brought back, in the order of their deletion."""
        return tuple(each.key for each in self._deletions)

    def add(self, key: SigningKey) -> None:
        """Hold *key*, which was deleted now."""
        self._deletions.append(_Deletion(key, self._steady() + self._undo_s))
        self._timer.start()
        self._tell()

    def undo(self) -> SigningKey | None:
        """The key that was deleted last, which is deleted no longer; None if there is none."""
        if not self._deletions:
            return None
        key = self._deletions.pop().key
        self._tell()
        return key

    def drop(self, kids: Collection[str]) -> None:
        """Hold the keys *kids* no longer: others have taken their places, and they neither come back nor go."""
        self._deletions = [each for each in self._deletions if each.key.kid not in kids]
        self._tell()

    def finish(self) -> None:
        """Let all of them go now."""
        self._finish(len(self._deletions))

    @Slot()
    def tick(self) -> None:
        """Let those go whose time is over."""
        now = self._steady()
        self._finish(sum(each.until <= now for each in self._deletions))
        self._tell()

    def _finish(self, number: int) -> None:
        over, self._deletions = self._deletions[:number], self._deletions[number:]
        for each in over:
            self.finished.emit(each.key)
        if over:
            self._tell()

    def _tell(self) -> None:
        undoable = None
        if self._deletions:
            *others, last = self._deletions
            left = max(1, math.ceil(last.until - self._steady()))
            undoable = Undoable(last.key.name, left, tuple(each.key.name for each in reversed(others)))
        else:
            self._timer.stop()
        if undoable != self._told:
            self._told = undoable
            self.changed.emit(undoable)
