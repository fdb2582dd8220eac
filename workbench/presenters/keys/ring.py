"""The key ring: the list of keys, read from the keyring at the start and whenever it can be used again."""

from __future__ import annotations

import time
from dataclasses import replace
from enum import Enum, auto
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from workbench.core.keys.signing_key import KeyRole, SigningKey, generate
from workbench.core.text.wording import counted
from workbench.presenters.keys.keyring_status import Condition, RingState, offer_to_save
from workbench.presenters.keys.server_trust import ServerTrust, trust_of
from workbench.presenters.keys.storage import KeyStorage
from workbench.presenters.status import Status, StatusLevel

if TYPE_CHECKING:
    from workbench.core.errors import WorkbenchError
    from workbench.presenters.ports import Host, Run, SharedKeyStore

ISSUER_NAME = "demo-issuer"
ISSUER_ALGORITHM = "ES256"
# A keyring that takes longer than this most likely waits for its password.
_SLOW_MS = 1_500
_WAITING = Status("Waiting for the keyring: if it asks for a password, answer it.")
_TRY_AGAIN = "Try again"


class Work(Enum):
    """What a ring can be busy with; each of its collaborators has one."""

    KEYRING = auto()  # it is read, or gets the temporary keys
    GENERATION = auto()
    IMPORT = auto()
    ROTATION = auto()


class KeyRing(QObject):
    """Keeps the list of keys in step with the keyring, and the demo server in step with the list.

    It knows nothing of its collaborators (`Deletions`, `Generation`, `RingImport`, `RingRotation`, `LastUsed`), which
    are given the ring and call its methods.

    Signals:
        keys_changed(tuple[SigningKey, ...]): the list changed. A key that is retired by the server's clock is
            passed on as one that is not trusted, with the moment of its end.
        uses_changed(tuple[SigningKey, ...]): the same keys, some of which have signed since.
        opened(): the keyring was read, or a temporary issuer's key was made; the server can start.
        status_changed(Status): how the last action went.
        store_unavailable(Status): the keyring, or a key in it, cannot be used; what to do; empty if all is well.
        remedy_changed(str): what `run_remedy` does about it, as the text of a button; empty if nothing can be done.
        store_changed(str, bool): where keys are kept, and whether they outlast the program.
        state_changed(RingState): the state of the keyring.
        trust_changed(): the set of keys that the demo server accepts changed.
        busy_changed(bool): whether an action waits for the keyring, or for a key to be made.

    Attributes:
        storage: where the keys are kept.
        server: which of them the demo server accepts.
        state: the state of the keyring.
        status: what `status_changed` carried last.
        store: what `store_changed` carried last; None before the keyring answered.
        busy: what the ring is busy with.
    """

    keys_changed = Signal(object)
    uses_changed = Signal(object)
    opened = Signal()
    status_changed = Signal(object)
    store_unavailable = Signal(object)
    remedy_changed = Signal(str)
    store_changed = Signal(str, bool)
    state_changed = Signal(object)
    trust_changed = Signal()
    busy_changed = Signal(bool)

    def __init__(self, keyring: SharedKeyStore, host: Host, run: Run) -> None:
        """Make a ring that is not open yet.

        Args:
            keyring: where keys are saved.
            host: the demo server.
            run: runs blocking calls.
        """
        super().__init__()
        self.storage = KeyStorage(keyring)
        self.server = ServerTrust(host)
        self._run = run
        self._remedy = ""
        self._attempts = 0
        self._begun = False
        self._keys: tuple[SigningKey, ...] = ()
        self._accepted: frozenset[str] = frozenset()
        self.busy: frozenset[Work] = frozenset()
        self.state = RingState(Condition.WAITING)
        self.status = Status("")
        self.store: tuple[str, bool] | None = None
        self._slow_timer = QTimer(self)
        self._slow_timer.setSingleShot(True)
        self._slow_timer.setInterval(_SLOW_MS)
        self._slow_timer.timeout.connect(self._on_slow)

    @property
    def keys(self) -> tuple[SigningKey, ...]:
        """The keys, the issuer's first."""
        return self._keys

    @property
    def now(self) -> float:
        """The demo server's clock, by which keys retire, in seconds since 1970 UTC."""
        return self.server.now

    @property
    def is_open(self) -> bool:
        """Whether the keyring was read, or a temporary issuer's key made, and nothing is waited for."""
        return self._begun and Work.KEYRING not in self.busy

    @property
    def is_usable(self) -> bool:
        """Whether the keyring was read, and has not failed since."""
        return self.storage.is_open and self._remedy != _TRY_AGAIN

    def is_saved(self, kid: str) -> bool:
        """Whether the key *kid* is in the keyring; otherwise it is temporary."""
        return not self.storage.is_temporary(kid)

    def find(self, kid: str) -> SigningKey | None:
        """The key of this ``kid``; None if there is none in the list."""
        return next((key for key in self._keys if key.kid == kid), None)

    def kid_fault(self, kid: str) -> str:
        """Why a new key cannot have this ``kid``; empty if it can. A deletion that can still be undone counts."""
        from workbench.core.keys.names import kid_fault

        return kid_fault(kid, {key.kid for key in self._keys} | self.storage.deleted)

    def name_fault(self, kid: str, name: str) -> str:
        """Why the key *kid*, or a new one if that is empty, cannot be called *name*; empty if it can."""
        from workbench.core.keys.names import name_fault

        return name_fault(name, {key.name for key in self._keys if key.kid != kid})

    def free_name(self, stem: str) -> str:
        """A name that no key has yet: *stem*, or that with a number."""
        from workbench.core.keys.names import free_name

        return free_name(stem, [key.name for key in self._keys])

    @Slot()
    def open(self) -> None:
        """Read the keyring; make the issuer's key if there is none yet. Called again, it keeps all temporary keys."""
        if Work.KEYRING in self.busy:
            return
        self._wait(_WAITING)
        self._set_state(RingState(Condition.WAITING, _WAITING.text))
        opening = partial(self.server.checked, self.storage.opening(new_issuer_key))
        self._run(opening, self._on_opened, self.unavailable)

    @Slot()
    def run_remedy(self) -> None:
        """Do what the remedy says: try again, or save the temporary keys to the keyring."""
        if self._remedy == _TRY_AGAIN:
            self._attempts += 1
            self._offer(_WAITING, "")
            self.open()
        elif self._remedy and Work.KEYRING not in self.busy:
            self._wait(Status("Saving the temporary keys to the keyring…"))
            self._run(self.storage.saving_temporary(), self._on_temporary_saved, self.unavailable)

    @Slot()
    def refresh(self) -> None:
        """Show what another window has changed, with one question to the keyring; none while it is in trouble.

        Calling this at a moment that the user did not choose makes the keyring ask for its password then.
        """
        if self.is_usable and Work.KEYRING not in self.busy:
            self._run(self.storage.keyring.load_if_changed, self._on_news, self.unavailable)

    @Slot()
    def apply_clock(self) -> None:
        """Announce keys that have retired by the server's clock, or are valid again, since the list was shown."""
        if self.server.accepted(self._keys) != self._accepted:
            self.set_keys(self._keys)
            self.trust_changed.emit()

    def start(self, work: Work) -> None:
        """The ring is busy with *work*."""
        self._set_busy(self.busy | {work})

    def finish(self, work: Work) -> None:
        """The ring is no longer busy with *work*."""
        self._set_busy(self.busy - {work})

    def report(self, status: Status) -> None:
        """Say how an action went."""
        self.status = status
        self.status_changed.emit(status)

    def set_keys(self, keys: tuple[SigningKey, ...]) -> None:
        """Show this list."""
        self._keys = _sorted(keys)
        self._accepted = self.server.accepted(self._keys)
        self.keys_changed.emit(
            tuple(
                replace(key, trusted=False) if key.trusted and key.kid not in self._accepted else key
                for key in self._keys
            )
        )

    def set_used(self, keys: tuple[SigningKey, ...]) -> None:
        """Show this list, in which nothing but the last uses of keys is new: nothing is to be verified again."""
        self._keys = _sorted(keys)
        self.uses_changed.emit(self._keys)

    def update(self, changed: SigningKey, before: SigningKey) -> None:
        """Show *changed* in the place of the key of its ``kid``, and save what differs from *before*.

        Only that is saved, for other windows change keys as well.
        """
        self.set_keys(tuple(changed if key.kid == changed.kid else key for key in self._keys))
        self._save(changed.kid, changed, before)

    def erase(self, kid: str) -> None:
        """Delete the key *kid* from where it is stored; it is no longer in the list."""
        self.storage.unmark_deleted([kid])
        self._save(kid, None)

    def unavailable(self, error: WorkbenchError) -> None:
        """The keyring has failed: say what is wrong and offer to try again; new keys are temporary until then."""
        self._stop_waiting()
        self._set_state(RingState.of(error))
        text = f"{error} {error.hint}".strip()
        unsaved = self.storage.unsaved
        if unsaved:
            text = f"{text} {counted(unsaved, 'change')} of saved keys will be lost if the workbench ends before that."
        # Without this, a keyring that fails at once would look as if the button did nothing.
        again = f" Tried again {counted(self._attempts, 'time')}, without success." if self._attempts else ""
        status = Status(f"{text} Until the keyring can be used, new keys are temporary.{again}", StatusLevel.WARNING)
        self.report(status)
        self._offer(status, _TRY_AGAIN)
        if not self._begun:
            self.storage.hold(new_issuer_key())
            self._set_store(self.storage.memory.name, persistent=False)
            self._show(self.storage.arranged(()))

    def _set_store(self, name: str, *, persistent: bool) -> None:
        self.store = (name, persistent)
        self.store_changed.emit(name, persistent)

    def _on_opened(self, opened: tuple[tuple[SigningKey, ...], str]) -> None:
        self._stop_waiting()
        self._attempts = 0
        stored, refused = opened
        keyring = self.storage.keyring
        damaged = " ".join(str(error) for error in keyring.damaged)
        ring = self.storage.opened(stored)
        self._set_store(keyring.name, persistent=keyring.persistent)
        self._set_state(RingState(Condition.PARTLY, damaged, can_retry=True) if damaged else RingState.open(keyring))
        self._show(ring)
        if damaged:
            self.report(Status(damaged, StatusLevel.WARNING))
            self._offer(Status(damaged, StatusLevel.WARNING), _TRY_AGAIN)
        else:
            self.report(Status(refused, StatusLevel.WARNING))
            self._offer(*offer_to_save(self.storage.temporary, keyring.name))

    def _on_temporary_saved(self, keys: tuple[SigningKey, ...]) -> None:
        self._stop_waiting()
        keyring = self.storage.keyring
        self.storage.temporary_saved(keys)
        self._set_state(RingState.open(keyring))
        text = f"Saved {counted(len(keys), 'temporary key')} to the keyring ({keyring.name})."
        self.report(Status(text, StatusLevel.OK))
        self._offer(Status(""), "")
        self._run(keyring.load, self._on_news, self.unavailable)

    def _on_news(self, stored: list[SigningKey] | None) -> None:
        if stored is not None:
            self._show(self.storage.arranged(stored))

    @Slot()
    def _on_slow(self) -> None:
        self._offer(_WAITING, "")

    def _wait(self, status: Status) -> None:
        self.start(Work.KEYRING)
        self.report(status)
        self._slow_timer.start()

    def _stop_waiting(self) -> None:
        self._slow_timer.stop()
        self.finish(Work.KEYRING)

    def _set_busy(self, busy: frozenset[Work]) -> None:
        before, self.busy = self.busy, busy
        if bool(before) != bool(busy):
            self.busy_changed.emit(bool(busy))

    def _set_state(self, state: RingState) -> None:
        self.state = state
        self.state_changed.emit(state)

    def _offer(self, status: Status, remedy: str) -> None:
        self._remedy = remedy
        self.store_unavailable.emit(status)
        self.remedy_changed.emit(remedy)

    def _show(self, ring: tuple[SigningKey, ...]) -> None:
        """Show the ring as it was read, and let the server accept what it says."""
        if not self._begun:
            self.set_keys(ring)
            self._begun = True
            self.opened.emit()
            return
        before = self._keys
        if _without_uses(ring) == _without_uses(before):
            self.set_used(ring)
            return
        ring, refusal = self.server.follow(before, ring)
        self.set_keys(ring)
        if refusal is not None:
            self.report(Status.of(refusal))
        if {trust_of(key) for key in before if key.trusted} != {trust_of(key) for key in ring if key.trusted}:
            self.trust_changed.emit()

    def _save(self, kid: str, changed: SigningKey | None, before: SigningKey | None = None) -> None:
        """Store a change of a key, None for its deletion; the list has it already."""
        if self.storage.is_temporary(kid):
            if changed is None:
                self.storage.memory.delete(kid)
            else:
                self.storage.memory.update(changed)
            return
        keyring = self.storage.keyring
        self.storage.saving(kid, changed)
        self._run(
            partial(keyring.delete, kid) if changed is None else partial(keyring.update, changed, before),
            partial(self._on_saved, kid, changed),
            partial(self._on_not_saved, kid, changed),
        )

    def _on_saved(self, kid: str, changed: SigningKey | None, _result: None) -> None:
        self.storage.saved(kid, changed)

    def _on_not_saved(self, kid: str, changed: SigningKey | None, error: WorkbenchError) -> None:
        self.storage.not_saved(kid, changed)
        self.unavailable(error)


def new_issuer_key(name: str = ISSUER_NAME) -> SigningKey:
    """Make a key for the demo server to sign with."""
    return generate(ISSUER_ALGORITHM, name, now=int(time.time()), role=KeyRole.ISSUER).with_trusted(True)


def _sorted(keys: tuple[SigningKey, ...]) -> tuple[SigningKey, ...]:
    return tuple(sorted(keys, key=lambda key: (key.role is not KeyRole.ISSUER, key.created, key.name)))


def _without_uses(keys: tuple[SigningKey, ...]) -> tuple[SigningKey, ...]:
    return tuple(replace(key, last_used=None) for key in _sorted(keys))
