"""Deleting keys: each deletion can be undone for a time, and is permanent after it."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from workbench.core.errors import WorkbenchError
from workbench.presenters.status import Status, StatusLevel

if TYPE_CHECKING:
    from workbench.core.keys.signing_key import SigningKey
    from workbench.presenters.keys.ring import KeyRing

UNDO_MS = 10_000
_TICK_MS = 200


@dataclass(frozen=True, slots=True)
class Undoable:
    """A deletion that can be undone.

    Attributes:
        name: of the key that undo restores: the one deleted last.
        seconds: how long that is still possible.
        others: names of keys that can be restored after it, the next one first.
    """

    name: str
    seconds: int
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Deletion:
    key: SigningKey
    until: float


class Deletions(QObject):
    """Deletes keys of a ring. Each deletion has its own time limit for undo; a second one does not end the first one's.

    Signals:
        undo_changed(Undoable | None): what undo would restore, with every second of its countdown.
    """

    undo_changed = Signal(object)

    def __init__(self, ring: KeyRing, undo_ms: int = UNDO_MS, steady: Callable[[], float] = time.monotonic) -> None:
        """Delete keys of *ring*, to be restored within *undo_ms* milliseconds of *steady*, which never goes back."""
        super().__init__()
        self._ring = ring
        self._undo_s = undo_ms / 1000
        self._steady = steady
        self._deletions: list[_Deletion] = []
        self._undoable: Undoable | None = None
        self._status = Status("")
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self.tick)

    def delete(self, key: SigningKey) -> None:
        """Remove *key* from the list; it stays where it is stored until the time for undoing is over."""
        self._ring.server.distrust(key.kid)
        self._ring.storage.mark_deleted(key.kid)
        self._ring.set_keys(tuple(each for each in self._ring.keys if each.kid != key.kid))
        self._ring.trust_changed.emit()
        self._status = Status(f"Deleted key {key.name}.")
        self._ring.report(self._status)
        self._deletions.append(_Deletion(key, self._steady() + self._undo_s))
        self._timer.start()
        self._emit_undoable()

    def undo(self) -> None:
        """Restore the key that was deleted last."""
        if not self._deletions:
            return
        key = self._deletions.pop().key
        self._emit_undoable()
        status = Status(f"Restored key {key.name}.", StatusLevel.OK)
        if key.trusted:
            try:
                self._ring.server.trust(key)
            except WorkbenchError as error:
                status = Status(f"{status.text} {error} {error.hint}".strip(), StatusLevel.WARNING)
        self._ring.storage.unmark_deleted([key.kid])
        self._ring.set_keys((*self._ring.keys, key))
        self._ring.trust_changed.emit()
        self._ring.report(status)

    def drop(self, kids: Collection[str]) -> None:
        """Forget the deletions of these keys, which others replace: they are neither restored nor erased."""
        self._deletions = [each for each in self._deletions if each.key.kid not in kids]
        self._ring.storage.unmark_deleted(kids)
        self._emit_undoable()

    @Slot()
    def finish(self) -> None:
        """Make all deletions permanent."""
        self._finish(len(self._deletions))

    @Slot()
    def tick(self) -> None:
        """Make those deletions permanent whose time is over."""
        now = self._steady()
        self._finish(sum(each.until <= now for each in self._deletions))
        self._emit_undoable()

    def _finish(self, number: int) -> None:
        over, self._deletions = self._deletions[:number], self._deletions[number:]
        for each in over:
            self._ring.erase(each.key.kid)
        if over:
            self._emit_undoable()

    def _emit_undoable(self) -> None:
        undoable = None
        if self._deletions:
            *others, last = self._deletions
            left = max(1, math.ceil(last.until - self._steady()))
            undoable = Undoable(last.key.name, left, tuple(each.key.name for each in reversed(others)))
        else:
            self._timer.stop()
        if undoable == self._undoable:
            return
        self._undoable = undoable
        self.undo_changed.emit(undoable)
        if undoable is None and self._ring.status is self._status:
            self._ring.report(Status(""))
