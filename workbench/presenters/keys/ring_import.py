"""Adds imported keys to the ring, also in place of existing keys."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from workbench.core.errors import KeyStoreError, KidTakenError, WorkbenchError
from workbench.core.keys.signing_key import KeyRole, SigningKey
from workbench.presenters.keys.ring import KeyRing, Work
from workbench.presenters.status import Status

if TYPE_CHECKING:
    from workbench.presenters.keys.deletions import Deletions
    from workbench.presenters.ports import Run, SharedKeyStore

_SAVED_AT_ONCE = 8
"""Keys that are handed to the keyring in one call, which saves all of them or none."""


@dataclass(frozen=True, slots=True)
class ImportResult:
    """The result of importing keys.

    Attributes:
        saved: those that are in the keyring now.
        temporary: those that end with the program, because the keyring cannot be used.
        refused: those that are neither: nothing has changed for them.
        problem: why not all are in the keyring, if it was asked.
    """

    saved: tuple[SigningKey, ...] = ()
    temporary: tuple[SigningKey, ...] = ()
    refused: tuple[SigningKey, ...] = ()
    problem: WorkbenchError | None = None

    @property
    def keys(self) -> tuple[SigningKey, ...]:
        """All that are in the ring now."""
        return (*self.saved, *self.temporary)


class RingImport(QObject):
    """Adds keys to a ring.

    Signals:
        imported(ImportResult): what became of the keys.
    """

    imported = Signal(object)

    def __init__(self, ring: KeyRing, deletions: Deletions, run: Run) -> None:
        super().__init__()
        self._ring = ring
        self._deletions = deletions
        self._run = run

    def import_keys(self, keys: Sequence[SigningKey], replacing: Collection[str]) -> None:
        """Add *keys* to the ring, and report by `imported` what became of them.

        The demo server trusts none of them at first, also where they take the place of a key that it trusted. A key
        that takes the place of one in the keyring does not become temporary: if the keyring fails, the earlier one
        stays.

        Args:
            keys: the keys, one a ``kid``.
            replacing: the kids of keys whose place they take; never that of the server's own key.
        """
        for key in keys:
            there = self._ring.find(key.kid)
            if there is not None and there.role is KeyRole.ISSUER:
                problem = KidTakenError(f"The kid {key.kid} is that of the demo server's own key.")
                self.imported.emit(ImportResult(refused=tuple(keys), problem=problem))
                return
        # The keyring still has those that were deleted a moment ago; from now on they cannot be restored.
        deleted = self._ring.storage.deleted & {key.kid for key in keys}
        self._deletions.drop(deleted)
        self._ring.start(Work.IMPORT)
        call = self._call([key.with_trusted(False) for key in keys], {*replacing, *deleted})
        self._run(call, self._on_imported, partial(self._on_failure, tuple(keys)))

    def _call(self, keys: Sequence[SigningKey], replacing: Collection[str]) -> partial[ImportResult]:
        storage = self._ring.storage
        here = [key for key in keys if storage.is_temporary(key.kid)]
        replacements = [key for key in keys if key.kid in replacing and key not in here]
        fresh = [key for key in keys if key not in here and key not in replacements]
        if not storage.is_open:
            return partial(ImportResult, temporary=(*fresh, *here), refused=tuple(replacements))
        return partial(_save, storage.keyring, fresh, replacements, tuple(here))

    def _on_imported(self, result: ImportResult) -> None:
        ring = self._ring
        ring.finish(Work.IMPORT)
        ring.storage.hold(*result.temporary)
        kids = {key.kid for key in result.keys}
        distrusted = [key.kid for key in ring.keys if key.kid in kids and key.trusted]
        for kid in distrusted:
            ring.server.distrust(kid)
        ring.set_keys((*(key for key in ring.keys if key.kid not in kids), *result.keys))
        if distrusted:
            ring.trust_changed.emit()
        if result.problem is not None and not isinstance(result.problem, KidTakenError):
            ring.unavailable(result.problem)
        else:
            ring.report(Status(""))  # the import itself says how it went
        self.imported.emit(result)

    def _on_failure(self, keys: tuple[SigningKey, ...], error: WorkbenchError) -> None:
        self._ring.finish(Work.IMPORT)
        self._ring.report(Status.of(error))
        self.imported.emit(ImportResult(refused=keys, problem=error))


def _save(
    keyring: SharedKeyStore,
    fresh: Sequence[SigningKey],
    replacements: Sequence[SigningKey],
    temporary: tuple[SigningKey, ...],
) -> ImportResult:
    """Save keys, which blocks; if the keyring fails, those that have no earlier one in it become temporary."""
    saved: list[SigningKey] = []
    try:
        for start in range(0, len(fresh), _SAVED_AT_ONCE):
            some = fresh[start : start + _SAVED_AT_ONCE]
            keyring.save(*some)
            saved += some
        for key in replacements:
            keyring.replace(key)
            saved.append(key)
    except KeyStoreError as error:
        left = [key for key in (*fresh, *replacements) if key not in saved]
        # A kid that is in use was saved to the keyring by another window: a key in memory would be hidden by it.
        is_taken = isinstance(error, KidTakenError)
        held = tuple(key for key in left if key in fresh and not is_taken)
        return ImportResult(tuple(saved), (*temporary, *held), tuple(key for key in left if key not in held), error)
    return ImportResult(tuple(saved), temporary)
