"""What a user does with keys: make, trust, rename and delete them; and what the bench does: sign with them."""

import time
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal, Slot

from workbench.core.errors import WorkbenchError
from workbench.core.keys.algorithms import RSA_BITS
from workbench.core.keys.names import free_name, kid_fault, name_fault
from workbench.core.keys.signing_key import KeyRole, SigningKey
from workbench.presenters.keys.deletions import UNDO_MS
from workbench.presenters.keys.generation import KeyMaker, KeyOrder
from workbench.presenters.keys.ring import ISSUER_ALGORITHM, ISSUER_NAME, new_issuer_key
from workbench.presenters.keys.ring_rotation import KeyTurns
from workbench.presenters.keys.storage import Added
from workbench.presenters.ports import Host, Run, SharedKeyStore
from workbench.presenters.status import Status, StatusLevel

__all__ = ["ISSUER_ALGORITHM", "ISSUER_NAME", "KeysPresenter", "new_issuer_key"]


class KeysPresenter(KeyTurns):
    """The key ring with everything that can be done to it.

    Signals, beyond those of `KeyTurns`:
        making_changed(str): what is being made and can be cancelled, in words; empty if nothing is.
        undo_changed(Undoable | None): the deletion that can be undone, with its countdown.
    """

    making_changed = Signal(str)
    undo_changed = Signal(object)

    def __init__(
        self,
        keyring: SharedKeyStore,
        host: Host,
        run: Run,
        *,
        undo_ms: int = UNDO_MS,
        now: Callable[[], float] = time.time,
    ) -> None:
        """Make a ring that is not open yet.

        Args:
            keyring: where keys are kept.
            host: the demo server.
            run: runs blocking calls.
            undo_ms: how long a deletion can be undone.
            now: seconds since 1970 UTC, by which a use of a key is noted.
        """
        super().__init__(keyring, host, run, undo_ms=undo_ms)
        self._now = now
        self._keeping = False  # a key that was made is on its way into the keyring
        self._status = self._told_deletion = Status("")
        self._maker = KeyMaker(run)
        self._maker.changed.connect(self._on_making_changed)
        self._maker.made.connect(self._on_made)
        self._maker.failed.connect(self._on_failure)
        self._deletions.changed.connect(self._on_deletions_changed)
        self._deletions.finished.connect(self._on_deletion_finished)
        self._uses.due.connect(self.write_uses)
        self.status_changed.connect(self._on_status_changed)

    def generate(self, name: str, algorithm: str, rsa_bits: int = RSA_BITS, kid: str = "") -> bool:
        """Make a key, not trusted by the server, and keep it; for this run, if the keyring cannot be used.

        Args:
            name: what it will be called; empty for a free name.
            algorithm: the name of its kind.
            rsa_bits: length of the modulus; only RSA has one.
            kid: its id; empty for the thumbprint (RFC 7638), or a random one of a secret.

        Returns:
            whether it is being made; if not, the status says why.
        """
        if self._is_busy:
            return False
        taken = [key.name for key in self._keys]
        name = name.strip() or self.free_name(f"my-{algorithm.lower()}")
        fault = name_fault(name, taken) or (self.kid_fault(kid) if kid else "")
        if fault:
            self.status_changed.emit(Status(fault, StatusLevel.ERROR))
            return False
        self._maker.make(KeyOrder(name, algorithm, rsa_bits, kid.strip()))
        return True

    @Slot()
    def cancel_generation(self) -> None:
        """Want the key no longer that is being made: nothing of it is kept, and another can be made at once."""
        order = self._maker.order
        if order is not None:
            self._maker.cancel()
            self.status_changed.emit(Status(f"Cancelled: {order.name} is not made, and nothing of it is kept."))

    def kid_fault(self, kid: str) -> str:
        """Why a new key cannot have this ``kid``; empty if it can. One that can still be brought back counts."""
        return kid_fault(kid, {key.kid for key in (*self._keys, *self._deletions.keys)})

    def name_fault(self, kid: str, name: str) -> str:
        """Why the key *kid*, or a new one if that is empty, cannot be called *name*; empty if it can."""
        return name_fault(name, {key.name for key in self._keys if key.kid != kid})

    def free_name(self, stem: str) -> str:
        """A name that no key has yet: *stem*, or that with a number."""
        return free_name(stem, [key.name for key in self._keys])

    def rename(self, kid: str, name: str) -> bool:
        """Call the key *kid* *name*; False if it cannot be called so, which the status explains."""
        key, name = self._find(kid), name.strip()
        if key is None or key.name == name:
            return key is not None
        fault = self.name_fault(kid, name)
        if fault:
            self.status_changed.emit(Status(fault, StatusLevel.ERROR))
            return False
        changed = key.renamed(name)
        self._replace(changed)
        self.status_changed.emit(Status(f"Renamed {key.name} to {name}. Its kid stays.", StatusLevel.OK))
        self._keep(kid, changed, key)
        return True

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
        self.status_changed.emit(Status(f"The demo server {says} tokens signed with {key.name}.", StatusLevel.OK))
        self._keep(kid, changed, key)

    @Slot(str)
    def delete(self, kid: str) -> None:
        """Take the key off the list; its keyring entry goes when the time for undoing is over."""
        key = self._find(kid)
        if key is None or key.role is KeyRole.ISSUER:
            return
        self._host.distrust(kid)
        self._set_keys(tuple(each for each in self._keys if each.kid != kid))
        self.trust_changed.emit()
        self._told_deletion = Status(f"Deleted key {key.name}.")
        self.status_changed.emit(self._told_deletion)
        self._deletions.add(key)

    @Slot()
    def undo_deletion(self) -> None:
        """Bring the key back that was deleted last."""
        key = self._deletions.undo()
        if key is None:
            return
        status = Status(f"Key {key.name} is back.", StatusLevel.OK)
        if key.trusted:
            try:
                self._host.trust(key)
            except WorkbenchError as error:
                status = Status(f"Key {key.name} is back. {error} {error.hint}".strip(), StatusLevel.WARNING)
        self._set_keys((*self._keys, key))
        self.trust_changed.emit()
        self.status_changed.emit(status)

    @Slot()
    def finish_deletion(self) -> None:
        """Let the keyring entries of all deleted keys really go."""
        self._deletions.finish()

    @Slot(str)
    def note_use(self, kid: str) -> None:
        """The key *kid* has signed just now. The keyring learns of it within a minute; see `KeyUses`."""
        key = self._find(kid)
        moment = int(self._now())
        if key is None or key.used_at(moment) is key:
            return
        self._uses.note(kid, moment)
        self._set_used(tuple(each.used_at(moment) if each is key else each for each in self._keys))

    @Slot()
    def write_uses(self) -> None:
        """Let the keyring know what it does not; a keyring in trouble is not asked, for it would ask for a password."""
        pending = self._uses.pending
        in_memory = {key.kid for key in self._places.of_this_run}
        self._places.memory.note_uses(pending)
        self._uses.forget({kid: moment for kid, moment in pending.items() if kid in in_memory})
        kept = {kid: moment for kid, moment in pending.items() if kid not in in_memory}
        if kept and self._is_usable:
            note = partial(self._places.keyring.note_uses, kept)
            self._run(note, partial(self._on_uses_written, kept), self._on_unavailable)

    @Slot()
    def finish(self) -> None:
        """The program ends: let go what was deleted, and write when keys were used."""
        self._maker.cancel()
        self.finish_deletion()
        self.write_uses()

    @property
    def _is_busy(self) -> bool:
        return super()._is_busy or self._keeping or self._maker.order is not None

    @Slot()
    def _on_making_changed(self) -> None:
        order = self._maker.order
        if order is not None:
            self.status_changed.emit(Status(f"Making {order.words}…"))
        self.making_changed.emit(order.words if order is not None else "")
        self._tell_busy()

    @Slot(object)
    def _on_made(self, key: SigningKey) -> None:
        if not self._places.is_open:
            self._on_added(Added((key,), kept=False))
            return
        self._keeping = True
        self._tell_busy()
        self.status_changed.emit(Status(f"Putting {key.name} into the keyring…"))
        self._run(self._places.adding(partial(_just, key)), self._on_added, self._on_failure)

    def _on_added(self, added: Added) -> None:
        self._keeping = False
        self._tell_busy()
        if not added.kept:
            self._places.hold(added.keys)
        self._set_keys((*self._keys, *added.keys))
        if added.problem is not None:
            self._on_unavailable(added.problem)
            return
        (key,) = added.keys
        text = f"Made {key.name}. The demo server does not trust it yet: tokens it signs are refused until it does."
        self.status_changed.emit(Status(text, StatusLevel.OK))

    @Slot(object)
    def _on_failure(self, error: WorkbenchError) -> None:
        self._keeping = False
        self._tell_busy()
        self.status_changed.emit(Status.of(error))

    def _on_uses_written(self, uses: dict[str, int], _result: None) -> None:
        self._uses.forget(uses)

    @Slot(object)
    def _on_deletions_changed(self, undoable: object) -> None:
        self.undo_changed.emit(undoable)
        if undoable is None and self._status is self._told_deletion:
            self.status_changed.emit(Status(""))

    @Slot(object)
    def _on_status_changed(self, status: Status) -> None:
        self._status = status

    @Slot(object)
    def _on_deletion_finished(self, key: SigningKey) -> None:
        self._keep(key.kid, None)


def _just(key: SigningKey) -> tuple[SigningKey, ...]:
    return (key,)
