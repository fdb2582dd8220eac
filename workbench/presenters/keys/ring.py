"""The key ring as the program holds it: opened at the start and whenever the keyring can be used again."""

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from workbench.core.errors import WorkbenchError
from workbench.core.keys.signing_key import KeyRole, SigningKey, generate
from workbench.core.text.wording import counted
from workbench.presenters.keys.deletions import UNDO_MS, KeyDeletions
from workbench.presenters.keys.keyring_status import Condition, RingState
from workbench.presenters.keys.last_used import KeyUses
from workbench.presenters.keys.storage import KeyPlaces
from workbench.presenters.ports import Host, Run, SharedKeyStore
from workbench.presenters.status import Status, StatusLevel

ISSUER_NAME = "demo-issuer"
ISSUER_ALGORITHM = "ES256"
# A keyring that takes longer than this most likely waits for its password.
_SLOW_MS = 1_500
_WAITING = Status("Waiting for the keyring: if it asks for a password, answer it.")
_TRY_AGAIN = "Try again"
_NAMED = 3
"""Keys of this run that a sentence names; of more it tells the number."""


class KeyRing(QObject):
    """Keeps the list of keys in step with the key store, and the demo server in step with the list.

    Signals:
        keys_changed(tuple[SigningKey, ...]): the list is another one. A key that is retired by the server's clock is
            passed on as one that is not trusted, with the moment of its end.
        uses_changed(tuple[SigningKey, ...]): the same keys, of which some have signed since.
        opened(): the store was read, or keys for this run made; the server can start.
        status_changed(Status): how the last action went.
        store_unavailable(Status): the keyring, or a key in it, cannot be used; what to do; empty if all is well.
        remedy_changed(str): what `run_remedy` does about that, as the text of a button; empty if nothing can be done.
        store_changed(str, bool): where keys are kept, and whether they outlast this run.
        state_changed(RingState): how the keyring stands.
        trust_changed(): the demo server accepts other keys than before.
        busy_changed(bool): an action waits for the key store or for a key to be made.

    Attributes:
        state: how the keyring stands.
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

    def __init__(self, keyring: SharedKeyStore, host: Host, run: Run, *, undo_ms: int = UNDO_MS) -> None:
        super().__init__()
        self._places = KeyPlaces(keyring)
        self._host = host
        self._run = run
        self._deletions = KeyDeletions(undo_ms)
        self._uses = KeyUses()
        self._remedy = ""
        self._begun = False
        self._waiting = False
        self._keys: tuple[SigningKey, ...] = ()
        self._accepted: frozenset[str] = frozenset()
        self.state = RingState(Condition.WAITING)
        self._slow_timer = QTimer(self)
        self._slow_timer.setSingleShot(True)
        self._slow_timer.setInterval(_SLOW_MS)
        self._slow_timer.timeout.connect(self._on_slow)

    @property
    def keys(self) -> tuple[SigningKey, ...]:
        """The keys, the issuer's first."""
        return self._keys

    def is_kept(self, kid: str) -> bool:
        """Whether the key *kid* is in the keyring; otherwise it ends with this run."""
        return not self._places.in_memory(kid)

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
        self._stand(RingState(Condition.WAITING, _WAITING.text))
        opening = partial(_opened, self._places.opening(new_issuer_key), self._host)
        self._run(opening, self._on_opened, self._on_unavailable)

    @Slot()
    def run_remedy(self) -> None:
        """Do what the remedy says: try again, or put the keys of this run into the keyring."""
        if self._remedy == _TRY_AGAIN:
            self.open()
        elif self._remedy and not self._waiting:
            self._wait(Status("Putting the keys of this run into the keyring…"))
            self._run(self._places.keeping(), self._on_kept, self._on_unavailable)

    @Slot()
    def refresh(self) -> None:
        """See what another window has changed, with one question to the keyring; none while it is in trouble.

        Whoever calls this at a moment that the user did not choose, has the keyring ask for its password then.
        """
        if self._is_usable and not self._waiting:
            self._run(self._places.keyring.load_if_changed, self._on_news, self._on_unavailable)

    @Slot()
    def apply_clock(self) -> None:
        """The server's clock was moved or has gone on: tell if a key was retired by that, or is back."""
        if self._accepted_kids() != self._accepted:
            self._set_keys(self._keys)
            self.trust_changed.emit()

    def _on_opened(self, opened: tuple[tuple[SigningKey, ...], str]) -> None:
        self._stop_waiting()
        kept, refused = opened
        damaged = " ".join(str(error) for error in self._places.keyring.damaged)
        ring = self._places.opened(kept)
        self.store_changed.emit(self._places.keyring.name, self._places.keyring.persistent)
        self._stand(RingState(Condition.PARTLY, damaged, can_retry=True) if damaged else self._open_state())
        self._show(ring)
        if damaged:
            self.status_changed.emit(Status(damaged, StatusLevel.WARNING))
            self._offer(Status(damaged, StatusLevel.WARNING), _TRY_AGAIN)
        else:
            self.status_changed.emit(Status(refused, StatusLevel.WARNING))
            self._offer_to_keep()

    def _on_unavailable(self, error: WorkbenchError) -> None:
        self._stop_waiting()
        self._stand(RingState.of(error))
        text = f"{error} {error.hint}".strip()
        unsaved = self._places.not_taken
        if unsaved:
            text = f"{text} {counted(unsaved, 'change')} of kept keys will be lost if the workbench ends before that."
        status = Status(f"{text} Until it can be used, new keys last for this run only.", StatusLevel.WARNING)
        self.status_changed.emit(status)
        self._offer(status, _TRY_AGAIN)
        if not self._begun:
            self._places.hold([new_issuer_key()])
            self.store_changed.emit(self._places.memory.name, False)
            self._show(self._places.of_this_run)

    def _on_kept(self, keys: tuple[SigningKey, ...]) -> None:
        self._stop_waiting()
        self._places.kept(keys)
        self._stand(self._open_state())
        text = f"Kept {counted(len(keys), 'key')} of this run in the keyring ({self._places.keyring.name})."
        self.status_changed.emit(Status(text, StatusLevel.OK))
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
        self._tell_busy()
        self.status_changed.emit(status)
        self._slow_timer.start()

    def _stop_waiting(self) -> None:
        if self._waiting:
            self._waiting = False
            self._slow_timer.stop()
            self._tell_busy()

    @property
    def _is_usable(self) -> bool:
        """Whether the keyring was read, and has not failed since."""
        return self._places.is_open and self._remedy != _TRY_AGAIN

    @property
    def _is_busy(self) -> bool:
        return self._waiting

    def _tell_busy(self) -> None:
        self.busy_changed.emit(self._is_busy)

    def _open_state(self) -> RingState:
        return RingState(Condition.OPEN, f"{self._places.keyring.name} answers, and is open.")

    def _stand(self, state: RingState) -> None:
        self.state = state
        self.state_changed.emit(state)

    def _show(self, ring: tuple[SigningKey, ...]) -> None:
        """Show the ring as it was read, and let the server trust what it says."""
        deleted = {key.kid for key in self._deletions.keys}
        ring = self._uses.applied(key for key in ring if key.kid not in deleted)
        before = {key.kid: key for key in self._keys}
        now = {key.kid: key for key in ring}
        if self._begun and _without_uses(ring) == _without_uses(self._keys):
            self._set_used(ring)  # another window has signed: nobody has to verify or to list anything anew
            return
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
                try:
                    self._host.trust(key)
                except WorkbenchError as error:
                    self._replace(key.with_trusted(False))
                    self.status_changed.emit(Status.of(error))
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
            f"The keyring ({self._places.keyring.name}) can be used again. {counted(len(keys), 'key')} of this run "
            f"({names}) will be lost when it ends, and later runs will refuse tokens they signed, unless you keep them."
        )
        if any(key.role is KeyRole.ISSUER for key in keys):
            text = f"{text} The demo server goes on signing with its key of this run, and accepts earlier tokens too."
        words = f"Keep the {len(keys)} keys" if len(keys) > 1 else "Keep the key"
        self._offer(Status(text, StatusLevel.WARNING), f"{words} of this run in the keyring")

    def _keep(self, kid: str, changed: SigningKey | None, before: SigningKey | None = None) -> None:
        """Let a change of a key outlast this run, None for its deletion; the list has it already.

        Of a key that was *before*, only what was changed is kept: other windows change keys as well.
        """
        if self._places.in_memory(kid):
            if changed is None:
                self._places.memory.delete(kid)
            else:
                self._places.memory.update(changed)
            return
        keyring = self._places.keyring
        self._places.send(kid, changed)
        self._run(
            partial(keyring.delete, kid) if changed is None else partial(keyring.update, changed, before),
            partial(self._on_change_taken, kid, changed),
            partial(self._on_change_refused, kid, changed),
        )

    def _on_change_taken(self, kid: str, changed: SigningKey | None, _result: None) -> None:
        self._places.arrived(kid, changed, taken=True)

    def _on_change_refused(self, kid: str, changed: SigningKey | None, error: WorkbenchError) -> None:
        self._places.arrived(kid, changed, taken=False)
        self._on_unavailable(error)

    def _find(self, kid: str) -> SigningKey | None:
        return next((key for key in self._keys if key.kid == kid), None)

    def _replace(self, changed: SigningKey) -> None:
        self._set_keys(tuple(changed if key.kid == changed.kid else key for key in self._keys))

    def _set_keys(self, keys: tuple[SigningKey, ...]) -> None:
        self._keys = _sorted(keys)
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

    def _set_used(self, keys: tuple[SigningKey, ...]) -> None:
        self._keys = _sorted(keys)
        self.uses_changed.emit(self._keys)


def new_issuer_key(name: str = ISSUER_NAME) -> SigningKey:
    """Make a key for the demo server to sign with."""
    return generate(ISSUER_ALGORITHM, name, now=int(time.time()), role=KeyRole.ISSUER).with_trusted(True)


def _only_issuer(keys: Mapping[str, SigningKey]) -> SigningKey | None:
    """The issuer's key, where there is one alone."""
    issuers = [key for key in keys.values() if key.role is KeyRole.ISSUER]
    return issuers[0] if len(issuers) == 1 else None


def _trust(key: SigningKey) -> tuple[str, bool, int | None]:
    return key.kid, key.trusted, key.retires_at


def _opened(open_keyring: Callable[[], tuple[SigningKey, ...]], host: Host) -> tuple[tuple[SigningKey, ...], str]:
    """Read the keyring; a key that an earlier version trusted, and a strict server does not, is not trusted any more.

    Returns:
        the keys, and why some of them are not trusted as sentences.
    """
    keys, refused = [], []
    for key in open_keyring():
        keys.append(key)
        refusal = host.refusal(key) if key.trusted and key.role is not KeyRole.ISSUER else ""
        if refusal:
            keys[-1] = key.with_trusted(False)
            refused.append(f"{refusal} It is not trusted any more.")
    return tuple(keys), " ".join(refused)


def _sorted(keys: tuple[SigningKey, ...]) -> tuple[SigningKey, ...]:
    return tuple(sorted(keys, key=lambda key: (key.role is not KeyRole.ISSUER, key.created, key.name)))


def _without_uses(keys: tuple[SigningKey, ...]) -> tuple[SigningKey, ...]:
    return tuple(replace(key, last_used=None) for key in _sorted(keys))
