"""The key ring: opened at the start and whenever the keyring can be used again, keys made, trusted and deleted."""

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from workbench.core.errors import WorkbenchError
from workbench.core.keys import KeyRole, SigningKey, generate
from workbench.presenters.key_places import Added, KeyPlaces, Turn
from workbench.presenters.ports import Host, Run, SharedKeyStore
from workbench.presenters.status import Severity, Status

ISSUER_NAME = "demo-issuer"
ISSUER_ALGORITHM = "ES256"
_UNDO_MS = 10_000
# A keyring that takes longer than this most likely waits for its password.
_SLOW_MS = 1_500
_WAITING = Status("Waiting for the keyring: if it asks for a password, answer it.")
_TRY_AGAIN = "Try again"
_NAMED = 3
"""Keys of this run that a sentence names; of more it tells the number."""


class KeysPresenter(QObject):
    """Keeps the list of keys in step with the key store, and the demo server in step with the list.

    Signals:
        keys_changed(tuple[SigningKey, ...]): the list is another one. A key that is retired by the server's clock is
            passed on as one that is not trusted, with the moment of its end.
        opened(): the store was read, or keys for this run made; the server can start.
        status_changed(Status): how the last action went.
        store_unavailable(Status): the keyring, or a key in it, cannot be used; what to do; empty if all is well.
        remedy_changed(str): what `mend` would do about that, as the text of a button; empty if there is nothing to do.
        store_changed(str, bool): where keys are kept, and whether they outlast this run.
        trust_changed(): the demo server accepts other keys than before.
        busy_changed(bool): an action waits for the key store or for a key to be made.
        undo_changed(str): the name of the key whose deletion can be undone; empty if none.
    """

    keys_changed = Signal(object)
    opened = Signal()
    status_changed = Signal(object)
    store_unavailable = Signal(object)
    remedy_changed = Signal(str)
    store_changed = Signal(str, bool)
    trust_changed = Signal()
    busy_changed = Signal(bool)
    undo_changed = Signal(str)

    def __init__(self, keyring: SharedKeyStore, host: Host, run: Run, *, undo_ms: int = _UNDO_MS) -> None:
        super().__init__()
        self._places = KeyPlaces(keyring)
        self._host = host
        self._run = run
        self._remedy = ""
        self._begun = False
        self._waiting = False
        self._keys: tuple[SigningKey, ...] = ()
        self._accepted: frozenset[str] = frozenset()
        self._deleted: SigningKey | None = None
        self._undo_timer = QTimer(self)
        self._undo_timer.setSingleShot(True)
        self._undo_timer.setInterval(undo_ms)
        self._undo_timer.timeout.connect(self.finish_deletion)
        self._slow_timer = QTimer(self)
        self._slow_timer.setSingleShot(True)
        self._slow_timer.setInterval(_SLOW_MS)
        self._slow_timer.timeout.connect(self._on_slow)

    @property
    def keys(self) -> tuple[SigningKey, ...]:
        """The keys, the issuer's first."""
        return self._keys

    @property
    def is_open(self) -> bool:
        """Whether the store was read, or keys for this run made, and nothing is waited for."""
        return self._begun and not self._waiting

    @property
    def now(self) -> float:
        """The demo server's clock, by which keys retire, in seconds since 1970 UTC."""
        return self._host.now()

    @Slot()
    def open(self) -> None:
        """Read the keyring; make the issuer's key if there is none yet. Again, it keeps all that this run has made."""
        if self._waiting:
            return
        self._wait(_WAITING)
        self._run(self._places.opening(new_issuer_key), self._on_opened, self._on_unavailable)

    @Slot()
    def mend(self) -> None:
        """Do what the remedy says: try again, or put the keys of this run into the keyring."""
        if self._remedy == _TRY_AGAIN:
            self.open()
        elif self._remedy and not self._waiting:
            self._wait(Status("Putting the keys of this run into the keyring…"))
            self._run(self._places.keeping(), self._on_kept, self._on_unavailable)

    @Slot()
    def look_again(self) -> None:
        """See what another window has changed, with one question to the keyring; none while it is in trouble.

        Whoever calls this at a moment that the user did not choose, has the keyring ask for its password then.
        """
        if self._places.is_open and not self._waiting and self._remedy != _TRY_AGAIN:
            self._run(self._places.keyring.load_if_changed, self._on_news, self._on_unavailable)

    @Slot(str, str)
    def generate(self, name: str, algorithm: str) -> None:
        """Make a key, not trusted by the server, and keep it; for this run, if the keyring cannot be used."""
        name = name.strip() or self.free_name(f"my-{algorithm.lower()}")
        self.busy_changed.emit(True)
        self.status_changed.emit(Status(f"Making {name}, {algorithm}…"))
        make = partial(_generate, algorithm, name)
        self._run(self._places.adding(make), self._on_generated, self._on_failure)

    @Slot(str, bool)
    def set_trusted(self, kid: str, trusted: bool) -> None:
        """Let the demo server accept the key, or not; the server's own key is always accepted."""
        key = self._find(kid)
        if key is None or key.role is KeyRole.ISSUER or key.accepted_at(self.now) == trusted:
            return
        changed = key.with_trusted(trusted)
        try:
            if trusted:
                self._host.trust(changed)
            else:
                self._host.distrust(kid)
        except WorkbenchError as error:
            self._set_keys(self._keys)  # the switch goes back
            self.status_changed.emit(Status.of(error))
            return
        self._replace(changed)
        self.trust_changed.emit()
        says = "now accepts" if trusted else "no longer accepts"
        self.status_changed.emit(Status(f"The demo server {says} tokens signed with {key.name}.", Severity.OK))
        self._keep(changed.kid, changed)

    def turn(
        self,
        make: Callable[[], tuple[SigningKey, SigningKey]],
        on_turned: Callable[[Turn], None],
        on_failed: Callable[[WorkbenchError], None],
    ) -> None:
        """Let another key be the issuer's, and keep it; see `KeyRotationPresenter`.

        Args:
            make: blocks; makes the new key, lets the server sign with it, and returns it with the old one.
            on_turned: gets what came of it, also where the keyring has not taken it.
            on_failed: gets the error, if no key was made.
        """
        self.busy_changed.emit(True)
        self._run(
            self._places.rotating(make), partial(self._on_turned, on_turned), partial(self._on_not_turned, on_failed)
        )

    @Slot()
    def look_at_clock(self) -> None:
        """The server's clock was moved or has gone on: tell if a key was retired by that, or is back."""
        if self._accepted_kids() != self._accepted:
            self._set_keys(self._keys)
            self.trust_changed.emit()

    @Slot(str)
    def delete(self, kid: str) -> None:
        """Take the key off the list; its keyring entry goes when the time for undoing is over."""
        key = self._find(kid)
        if key is None or key.role is KeyRole.ISSUER:
            return
        self.finish_deletion()
        self._host.distrust(kid)
        self._set_keys(tuple(each for each in self._keys if each.kid != kid))
        self.trust_changed.emit()
        self._deleted = key
        self._undo_timer.start()
        self.undo_changed.emit(key.name)
        self.status_changed.emit(Status(f"Deleted key {key.name}."))

    @Slot()
    def undo_deletion(self) -> None:
        """Bring the key back that was deleted last."""
        key, self._deleted = self._deleted, None
        self._undo_timer.stop()
        self.undo_changed.emit("")
        if key is None:
            return
        if key.trusted:
            self._host.trust(key)
        self._set_keys((*self._keys, key))
        self.trust_changed.emit()
        self.status_changed.emit(Status(f"Key {key.name} is back.", Severity.OK))

    @Slot()
    def finish_deletion(self) -> None:
        """Let the keyring entry of the deleted key really go."""
        key, self._deleted = self._deleted, None
        self._undo_timer.stop()
        if key is None:
            return
        self.undo_changed.emit("")
        self.status_changed.emit(Status(""))
        self._keep(key.kid, None)

    def _on_opened(self, kept: tuple[SigningKey, ...]) -> None:
        self._stop_waiting()
        damaged = " ".join(str(error) for error in self._places.keyring.damaged)
        ring = self._places.opened(kept)
        self.store_changed.emit(self._places.keyring.name, self._places.keyring.persistent)
        self._show(ring)
        if damaged:
            self.status_changed.emit(Status(damaged, Severity.WARNING))
            self._offer(Status(damaged, Severity.WARNING), _TRY_AGAIN)
        else:
            self.status_changed.emit(Status(""))
            self._offer_to_keep()

    def _on_unavailable(self, error: WorkbenchError) -> None:
        self._stop_waiting()
        text = f"{error} {error.hint}".strip()
        unsaved = self._places.not_taken
        if unsaved:
            text = f"{text} {_counted(unsaved, 'change')} of kept keys will be lost if the workbench ends before that."
        status = Status(f"{text} Until it can be used, new keys last for this run only.", Severity.WARNING)
        self.status_changed.emit(status)
        self._offer(status, _TRY_AGAIN)
        if not self._begun:
            self._places.hold([new_issuer_key()])
            self.store_changed.emit(self._places.memory.name, False)
            self._show(self._places.of_this_run)

    def _on_kept(self, keys: tuple[SigningKey, ...]) -> None:
        self._stop_waiting()
        self._places.kept(keys)
        text = f"Kept {_counted(len(keys), 'key')} of this run in the keyring ({self._places.keyring.name})."
        self.status_changed.emit(Status(text, Severity.OK))
        self._offer(Status(""), "")
        self._run(self._places.keyring.load, self._on_news, self._on_unavailable)

    def _on_news(self, kept: list[SigningKey] | None) -> None:
        if kept is not None:
            self._show(self._places.arranged(kept))

    @Slot()
    def _on_slow(self) -> None:
        self._offer(_WAITING, "")

    def _wait(self, status: Status) -> None:
        self._waiting = True
        self.busy_changed.emit(True)
        self.status_changed.emit(status)
        self._slow_timer.start()

    def _stop_waiting(self) -> None:
        if self._waiting:
            self._waiting = False
            self._slow_timer.stop()
            self.busy_changed.emit(False)

    def _show(self, ring: tuple[SigningKey, ...]) -> None:
        """Show the ring as it was read, and let the server trust what it says."""
        if self._deleted is not None:
            ring = tuple(key for key in ring if key.kid != self._deleted.kid)
        before, self._keys = {key.kid: key for key in self._keys}, ring
        now = {key.kid: key for key in ring}
        self._set_keys(ring)
        if not self._begun:
            self._begun = True
            self.opened.emit()
            return
        for kid in before.keys() - now.keys():
            self._host.distrust(kid)
        for key in ring:
            known = before.get(key.kid)
            if known is not None and _trust(known) == _trust(key):
                continue
            if key.trusted:
                with suppress(WorkbenchError):  # too weak for the server, which says so when it is trusted by hand
                    self._host.trust(key)
            elif known is not None:
                self._host.distrust(key.kid)
        self._follow_rotation(before, now)
        if {_trust(key) for key in before.values() if key.trusted} != {_trust(key) for key in ring if key.trusted}:
            self.trust_changed.emit()

    def _follow_rotation(self, before: Mapping[str, SigningKey], now: Mapping[str, SigningKey]) -> None:
        """Another window may have rotated the issuer's key: this one's server signs with the new one as well."""
        old, new = _only_issuer(before), _only_issuer(now)
        if old is not None and new is not None and new.kid != old.kid:
            self._host.rotate(new, now.get(old.kid, old))

    def _offer(self, status: Status, remedy: str) -> None:
        self._remedy = remedy
        self.store_unavailable.emit(status)
        self.remedy_changed.emit(remedy)

    def _offer_to_keep(self) -> None:
        """Nothing is wrong with the keyring; keys that were made without it can be kept now."""
        keys = self._places.of_this_run
        if not keys:
            self._offer(Status(""), "")
            return
        names = ", ".join(key.name for key in keys[:_NAMED]) + (", …" if len(keys) > _NAMED else "")
        text = (
            f"The keyring ({self._places.keyring.name}) can be used again. {_counted(len(keys), 'key')} of this run "
            f"({names}) will be lost when it ends, and later runs will refuse tokens they signed, unless you keep them."
        )
        if any(key.role is KeyRole.ISSUER for key in keys):
            text = f"{text} The demo server goes on signing with its key of this run, and accepts earlier tokens too."
        words = f"Keep the {len(keys)} keys" if len(keys) > 1 else "Keep the key"
        self._offer(Status(text, Severity.WARNING), f"{words} of this run in the keyring")

    def _keep(self, kid: str, changed: SigningKey | None) -> None:
        """Let a change of a key outlast this run, None for its deletion; the list has it already."""
        if self._places.in_memory(kid):
            if changed is None:
                self._places.memory.delete(kid)
            else:
                self._places.memory.update(changed)
            return
        keyring = self._places.keyring
        self._places.send(kid, changed)
        self._run(
            partial(keyring.delete, kid) if changed is None else partial(keyring.update, changed),
            partial(self._on_change_taken, kid, changed),
            partial(self._on_change_refused, kid, changed),
        )

    def _on_change_taken(self, kid: str, changed: SigningKey | None, _result: None) -> None:
        self._places.arrived(kid, changed, taken=True)

    def _on_change_refused(self, kid: str, changed: SigningKey | None, error: WorkbenchError) -> None:
        self._places.arrived(kid, changed, taken=False)
        self._on_unavailable(error)

    def _on_generated(self, added: Added) -> None:
        self.busy_changed.emit(False)
        if not added.kept:
            self._places.hold(added.keys)
        self._set_keys((*self._keys, *added.keys))
        if added.problem is not None:
            self._on_unavailable(added.problem)
            return
        (key,) = added.keys
        text = f"Made {key.name}. The demo server does not trust it yet: tokens it signs are refused until it does."
        self.status_changed.emit(Status(text, Severity.OK))

    def _on_turned(self, on_turned: Callable[[Turn], None], turn: Turn) -> None:
        self.busy_changed.emit(False)
        self._places.rotated(turn)
        others = (key for key in self._keys if key.kid not in (turn.new.kid, turn.old.kid))
        self._set_keys((turn.new, turn.old, *others))
        self.trust_changed.emit()
        self.status_changed.emit(Status(""))
        if turn.problem is not None:
            self._on_unavailable(turn.problem)
        on_turned(turn)

    def _on_not_turned(self, on_failed: Callable[[WorkbenchError], None], error: WorkbenchError) -> None:
        self._on_failure(error)
        on_failed(error)

    def _on_failure(self, error: WorkbenchError) -> None:
        self.busy_changed.emit(False)
        self.status_changed.emit(Status.of(error))

    def _find(self, kid: str) -> SigningKey | None:
        return next((key for key in self._keys if key.kid == kid), None)

    def _replace(self, changed: SigningKey) -> None:
        self._set_keys(tuple(changed if key.kid == changed.kid else key for key in self._keys))

    def _set_keys(self, keys: tuple[SigningKey, ...]) -> None:
        self._keys = tuple(sorted(keys, key=lambda key: (key.role is not KeyRole.ISSUER, key.created, key.name)))
        self._accepted = self._accepted_kids()
        self.keys_changed.emit(
            tuple(
                replace(key, trusted=False) if key.trusted and key.kid not in self._accepted else key
                for key in self._keys
            )
        )

    def _accepted_kids(self) -> frozenset[str]:
        now = self.now
        return frozenset(key.kid for key in self._keys if key.accepted_at(now))

    def free_name(self, stem: str) -> str:
        """A name that no key has yet: *stem*, or that with a number."""
        taken = {key.name for key in self._keys}
        names = (stem if number == 1 else f"{stem}-{number}" for number in range(1, len(taken) + 2))
        return next(name for name in names if name not in taken)


def new_issuer_key(name: str = ISSUER_NAME) -> SigningKey:
    """Make a key for the demo server to sign with."""
    return generate(ISSUER_ALGORITHM, name, now=int(time.time()), role=KeyRole.ISSUER).with_trusted(True)


def _only_issuer(keys: Mapping[str, SigningKey]) -> SigningKey | None:
    """The issuer's key, where there is one alone."""
    issuers = [key for key in keys.values() if key.role is KeyRole.ISSUER]
    return issuers[0] if len(issuers) == 1 else None


def _trust(key: SigningKey) -> tuple[str, bool, int | None]:
    return key.kid, key.trusted, key.retires_at


def _generate(algorithm: str, name: str) -> tuple[SigningKey, ...]:
    return (generate(algorithm, name, now=int(time.time())),)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
