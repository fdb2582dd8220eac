"""Keys from outside: what becomes of them, and of those in whose place they come."""

from collections.abc import Collection, Sequence
from functools import partial

from PySide6.QtCore import Signal

from workbench.core.errors import KidTakenError, WorkbenchError
from workbench.core.keys.signing_key import KeyRole, SigningKey
from workbench.presenters.keys.deletions import UNDO_MS
from workbench.presenters.keys.ring import KeyRing
from workbench.presenters.keys.storage import TakenIn
from workbench.presenters.ports import Host, Run, SharedKeyStore
from workbench.presenters.status import Status


class KeyIntake(KeyRing):
    """The key ring, which takes in keys that were made elsewhere.

    Signals, beyond those of `KeyRing`:
        taken_in(TakenIn): what became of keys that were to be taken in.
    """

    taken_in = Signal(object)

    def __init__(self, keyring: SharedKeyStore, host: Host, run: Run, *, undo_ms: int = UNDO_MS) -> None:
        super().__init__(keyring, host, run, undo_ms=undo_ms)
        self._taking = False

    def import_keys(self, keys: Sequence[SigningKey], replacing: Collection[str]) -> None:
        """Take keys from outside into the ring, and tell by `taken_in` what became of them.

        The demo server trusts none of them at first, also where they take the place of a key that it trusted.

        Args:
            keys: the keys, one a ``kid``.
            replacing: the kids of keys whose place they take; never that of the server's own key.
        """
        issuer = next((key for key in keys if (there := self._find(key.kid)) and there.role is KeyRole.ISSUER), None)
        if issuer is not None:
            problem = KidTakenError(f"The kid {issuer.kid} is that of the demo server's own key.")
            self.taken_in.emit(TakenIn(refused=tuple(keys), problem=problem))
            return
        # The keyring still has those that were deleted a moment ago; from now on they cannot come back.
        deleted = {each.kid for each in self._deletions.keys} & {key.kid for key in keys}
        self._deletions.drop(deleted)
        self._taking = True
        self._tell_busy()
        call = self._places.taking_in([key.with_trusted(False) for key in keys], {*replacing, *deleted})
        self._run(call, self._on_taken_in, partial(self._on_not_taken_in, tuple(keys)))

    @property
    def _is_busy(self) -> bool:
        return super()._is_busy or self._taking

    def _on_taken_in(self, taken: TakenIn) -> None:
        self._taking = False
        self._tell_busy()
        self._places.hold(taken.held)
        kids = {key.kid for key in taken.keys}
        distrusted = [key.kid for key in self._keys if key.kid in kids and key.trusted]
        for kid in distrusted:
            self._host.distrust(kid)
        self._set_keys((*(key for key in self._keys if key.kid not in kids), *taken.keys))
        if distrusted:
            self.trust_changed.emit()
        if taken.problem is not None and not isinstance(taken.problem, KidTakenError):
            self._on_unavailable(taken.problem)
        else:
            self.status_changed.emit(Status(""))  # whoever asked for it says how it went
        self.taken_in.emit(taken)

    def _on_not_taken_in(self, keys: tuple[SigningKey, ...], error: WorkbenchError) -> None:
        self._taking = False
        self._tell_busy()
        self.status_changed.emit(Status.of(error))
        self.taken_in.emit(TakenIn(refused=keys, problem=error))
