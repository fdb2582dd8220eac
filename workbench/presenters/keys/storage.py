"""Where the keys of the ring are kept, and which changes the keyring does not have yet."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from workbench.core.keys.names import free_name
from workbench.core.keys.signing_key import KeyRole, SigningKey
from workbench.core.keys.store import MemoryKeyStore

if TYPE_CHECKING:
    from workbench.presenters.ports import SharedKeyStore


class KeyStorage:
    """The keyring, the temporary keys in memory, and the changes that are ahead of both.

    A change counts here before the keyring has it: a key that is being saved, one that was deleted and can still be
    restored, a use that is not written yet. Methods that return a call for a worker say so; that call blocks.

    Attributes:
        keyring: where keys are saved.
        memory: the temporary keys, which the keyring does not have and which end with the program.
        is_open: whether the keyring was read since the program started.
    """

    def __init__(self, keyring: SharedKeyStore) -> None:
        self.keyring = keyring
        self.memory = MemoryKeyStore()
        self.is_open = False
        # By kid; None where a key is deleted. A change that is being saved may fail; one that failed is tried again.
        self._being_saved: dict[str, SigningKey | None] = {}
        self._unsaved: dict[str, SigningKey | None] = {}
        self._retried: dict[str, SigningKey | None] = {}
        self._deleted: set[str] = set()
        self._uses: dict[str, int] = {}
        self._signer: SigningKey | None = None

    @property
    def temporary(self) -> tuple[SigningKey, ...]:
        """The temporary keys."""
        return tuple(self.memory.load())

    @property
    def unsaved(self) -> int:
        """How many changes of saved keys the keyring has refused so far."""
        return len(self._unsaved)

    def is_temporary(self, kid: str) -> bool:
        """Whether the key *kid* ends with the program."""
        return any(key.kid == kid for key in self.temporary)

    def saving(self, kid: str, changed: SigningKey | None) -> None:
        """A change of a saved key, None for its deletion, is on its way to the keyring."""
        self._unsaved.pop(kid, None)
        self._being_saved[kid] = changed

    def saved(self, kid: str, changed: SigningKey | None) -> None:
        """The keyring has this change; a later one of the same key may be on its way."""
        if self._being_saved.get(kid, changed) == changed:
            self._being_saved.pop(kid, None)

    def not_saved(self, kid: str, changed: SigningKey | None) -> None:
        """The keyring refused this change: it is tried again when the keyring is opened, unless a later one is."""
        if self._being_saved.get(kid, changed) == changed:
            self._being_saved.pop(kid, None)
            self._unsaved[kid] = changed

    @property
    def deleted(self) -> frozenset[str]:
        """The kids of keys that are still stored, and left out of the ring."""
        return frozenset(self._deleted)

    def mark_deleted(self, kid: str) -> None:
        """Leave the key *kid* out of the ring, though it is still stored."""
        self._deleted.add(kid)

    def unmark_deleted(self, kids: Collection[str]) -> None:
        """Show these keys in the ring again."""
        self._deleted -= set(kids)

    @property
    def pending_uses(self) -> Mapping[str, int]:
        """By ``kid`` the last use that is not written yet, in seconds since 1970 UTC."""
        return dict(self._uses)

    def note_use(self, kid: str, moment: int) -> None:
        """The key *kid* signed at *moment*."""
        self._uses[kid] = moment

    def uses_written(self, uses: Mapping[str, int]) -> None:
        """These uses are stored; a later use of the same key is not."""
        for kid, moment in uses.items():
            if self._uses.get(kid) == moment:
                del self._uses[kid]

    def arranged(self, stored: Iterable[SigningKey]) -> tuple[SigningKey, ...]:
        """The ring, if the keyring has the keys *stored*: with the temporary keys and the changes it does not know."""
        ring = {key.kid: key for key in stored}
        for kid in [key.kid for key in self.temporary if key.kid in ring]:
            self.memory.delete(kid)  # it was saved after all, though the keyring was too slow to answer
        for kid, changed in (*self._unsaved.items(), *self._being_saved.items()):
            if changed is None:
                ring.pop(kid, None)
            elif kid in ring:
                ring[kid] = changed
        if self._signer is not None and self._signer.kid in ring:
            ring[self._signer.kid] = self._signer
        return tuple(
            key.used_at(self._uses.get(key.kid, 0))
            for key in (*ring.values(), *self.temporary)
            if key.kid not in self._deleted
        )

    def opening(self, make_issuer: Callable[[], SigningKey]) -> Callable[[], tuple[SigningKey, ...]]:
        """A call for a worker: it reads the keyring, saves the changes that it refused before, and returns its keys.

        A temporary issuer's key is saved if the keyring has none; otherwise *make_issuer* makes one.
        """
        changes = self._retried = dict(self._unsaved)
        issuer = next((key for key in self.temporary if key.role is KeyRole.ISSUER), None)

        def open_keyring() -> tuple[SigningKey, ...]:
            keys = self.keyring.load()
            for kid, changed in changes.items():
                if changed is None:
                    self.keyring.delete(kid)
                elif any(key.kid == kid for key in keys):
                    self.keyring.update(changed)
            if changes:  # of which one may be that another key is the issuer's
                keys = self.keyring.load()
            if not any(key.role is KeyRole.ISSUER for key in keys):
                keys = _with_issuer(self.keyring, issuer or make_issuer())
            return tuple(keys)

        return open_keyring

    def opened(self, stored: Sequence[SigningKey]) -> tuple[SigningKey, ...]:
        """The keyring was read and has the keys *stored*: the ring."""
        self.is_open = True
        for kid, changed in self._retried.items():
            if self._unsaved.get(kid, changed) == changed:  # and not another one since
                self._unsaved.pop(kid, None)
        ring = self.arranged(stored)
        saved_names = {key.name for key in stored}
        for key in self.temporary:
            if key.role is KeyRole.ISSUER and key.name in saved_names:
                # The server goes on signing with it, beside the one that was saved in an earlier run.
                self.memory.update(key.renamed(free_name(key.name, [each.name for each in ring])))
                ring = self.arranged(stored)
        return ring

    def hold(self, *keys: SigningKey) -> None:
        """Keep *keys* as temporary ones, each in the place of the one with its ``kid``."""
        for key in keys:
            if self.is_temporary(key.kid):
                self.memory.replace(key)
            else:
                self.memory.save(key)

    def retry_later(self, *keys: SigningKey) -> None:
        """The keyring does not have *keys* as they are now: it gets them when it is opened again."""
        for key in keys:
            self._unsaved[key.kid] = key

    def saving_temporary(self) -> Callable[[], tuple[SigningKey, ...]]:
        """A call for a worker: it saves the temporary keys to the keyring, and returns them."""
        keys = self.temporary
        # The issuer's role is another key's; as a trusted key it lets the server go on accepting tokens it signed.
        to_save = tuple(replace(key, role=KeyRole.OWN) for key in keys)

        def save() -> tuple[SigningKey, ...]:
            there = {key.kid for key in self.keyring.load()}
            self.keyring.save(*(key for key in to_save if key.kid not in there))
            return keys

        return save

    def temporary_saved(self, keys: Iterable[SigningKey]) -> None:
        """The keyring has these keys now; one that the server signs with stays the issuer's until the program ends."""
        for key in keys:
            self.memory.delete(key.kid)
            if key.role is KeyRole.ISSUER:
                self._signer = key


def _with_issuer(keyring: SharedKeyStore, issuer: SigningKey) -> list[SigningKey]:
    """Save *issuer*, unless another window has saved one in the same moment."""
    keyring.save(issuer)
    keys = keyring.load()
    first = next(key for key in keys if key.role is KeyRole.ISSUER)
    if first.kid != issuer.kid:
        keyring.delete(issuer.kid)
        keys = [key for key in keys if key.kid != issuer.kid]
    return keys
