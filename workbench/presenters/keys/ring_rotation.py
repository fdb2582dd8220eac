"""The rotation of the issuer's key, as the ring sees it: another key takes over, and both are saved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from workbench.core.errors import KeyStoreError, WorkbenchError
from workbench.core.keys.signing_key import KeyRole, SigningKey
from workbench.presenters.keys.ring import KeyRing, Work
from workbench.presenters.status import Status

if TYPE_CHECKING:
    from workbench.presenters.keys.storage import KeyStorage
    from workbench.presenters.ports import Run

Rotate = Callable[[], tuple[SigningKey, SigningKey]]
"""Makes the issuer's next key, lets the server sign with it, and returns it with the old one. It blocks."""


@dataclass(frozen=True, slots=True)
class Rotated:
    """The issuer's key was rotated.

    Attributes:
        new: what the server signs with from now on.
        old: what it signed with before, with the moment at which it retires.
        saved: whether both are in the keyring as they are; otherwise only this program knows.
        problem: why they are not, if the keyring was asked.
    """

    new: SigningKey
    old: SigningKey
    saved: bool
    problem: KeyStoreError | None = None


class RingRotation:
    """Lets another key of a ring become the issuer's."""

    def __init__(self, ring: KeyRing, run: Run) -> None:
        self._ring = ring
        self._run = run

    def rotate(
        self, make: Rotate, on_rotated: Callable[[Rotated], None], on_failed: Callable[[WorkbenchError], None]
    ) -> None:
        """Let another key be the issuer's, and save it; see `KeyRotationPresenter`.

        Args:
            make: makes it.
            on_rotated: gets what came of it, also where the keyring has not saved it.
            on_failed: gets the error, if no key was made.
        """
        self._ring.start(Work.ROTATION)
        self._run(
            _rotating(make, self._ring.storage),
            partial(self._on_rotated, on_rotated),
            partial(self._on_failed, on_failed),
        )

    def _on_rotated(self, on_rotated: Callable[[Rotated], None], rotated: Rotated) -> None:
        ring, new, old = self._ring, rotated.new, rotated.old
        ring.finish(Work.ROTATION)
        if not rotated.saved:
            ring.storage.hold(new)
            if rotated.problem is None:
                ring.storage.memory.update(old)
            else:
                ring.storage.retry_later(old, new)
        ring.set_keys((new, old, *(key for key in ring.keys if key.kid not in (new.kid, old.kid))))
        ring.trust_changed.emit()
        ring.report(Status(""))
        if rotated.problem is not None:
            ring.unavailable(rotated.problem)
        on_rotated(rotated)

    def _on_failed(self, on_failed: Callable[[WorkbenchError], None], error: WorkbenchError) -> None:
        self._ring.finish(Work.ROTATION)
        self._ring.report(Status.of(error))
        on_failed(error)


def _rotating(make: Rotate, storage: KeyStorage) -> Callable[[], Rotated]:
    """A call for a worker: it makes the issuer's next key, and saves it and what becomes of the old one.

    Wherever a program is killed between the writes, no key is an issuer's beside another, and none is accepted longer
    than was wished.
    """
    is_open = storage.is_open

    def rotate() -> Rotated:
        new, old = make()
        if not is_open or storage.is_temporary(old.kid):
            return Rotated(new, old, saved=False)
        try:
            storage.keyring.save(replace(new, role=KeyRole.OWN))
            storage.keyring.update(old)
            storage.keyring.update(new)
        except KeyStoreError as error:
            return Rotated(new, old, saved=False, problem=error)
        return Rotated(new, old, saved=True)

    return rotate
