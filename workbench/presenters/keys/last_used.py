"""When keys last signed: shown immediately, and written to the keyring at intervals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

if TYPE_CHECKING:
    from workbench.presenters.keys.ring import KeyRing
    from workbench.presenters.ports import Run

_PAUSE_MS = 60_000


class LastUsed(QObject):
    """Gathers uses, so that signing each edit does not write the keyring with every keystroke.

    The first use starts a minute, at whose end all uses since then are written together; closing the program writes
    what is left. Other windows see the list change that often and no more, and find nothing but these moments changed.
    """

    def __init__(self, ring: KeyRing, run: Run, now: Callable[[], float]) -> None:
        """Note uses of the keys of *ring*; *now* gives seconds since 1970 UTC."""
        super().__init__()
        self._ring = ring
        self._run = run
        self._now = now
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self.write)

    def note(self, kid: str) -> None:
        """The key *kid* has signed just now."""
        key, moment = self._ring.find(kid), int(self._now())
        if key is None or key.used_at(moment) is key:
            return
        self._ring.storage.note_use(kid, moment)
        if not self._timer.isActive():
            self._timer.start()
        self._ring.set_used(tuple(each.used_at(moment) if each is key else each for each in self._ring.keys))

    @Slot()
    def write(self) -> None:
        """Write what is pending; a keyring in trouble is not asked, for it would ask for a password."""
        storage = self._ring.storage
        temporary = {kid: moment for kid, moment in storage.pending_uses.items() if storage.is_temporary(kid)}
        storage.memory.note_uses(temporary)
        storage.uses_written(temporary)
        pending = storage.pending_uses
        if pending and self._ring.is_usable:
            note = partial(storage.keyring.note_uses, pending)
            self._run(note, partial(self._on_written, pending), self._ring.unavailable)

    def _on_written(self, uses: Mapping[str, int], _result: None) -> None:
        self._ring.storage.uses_written(uses)
