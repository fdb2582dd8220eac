"""What a user does with keys: generate, trust, rename and delete them; and what the bench does: sign with them."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from workbench.core.errors import WorkbenchError
from workbench.core.keys.algorithms import RSA_BITS
from workbench.core.keys.signing_key import KeyRole
from workbench.presenters.keys.deletions import UNDO_MS, Deletions
from workbench.presenters.keys.generation import Generation
from workbench.presenters.keys.last_used import LastUsed
from workbench.presenters.keys.ring import KeyRing
from workbench.presenters.keys.ring_import import RingImport
from workbench.presenters.keys.ring_rotation import RingRotation
from workbench.presenters.status import Status, StatusLevel

if TYPE_CHECKING:
    from workbench.presenters.ports import Host, Run, SharedKeyStore


class KeysPresenter(QObject):
    """Turns a user's intents into calls of the key ring and its collaborators; each says by its signals how it went.

    Attributes:
        ring: the list of keys.
        generation: makes keys.
        deletions: deletes keys, and restores them.
        ring_import: adds keys from outside.
        ring_rotation: lets another key be the issuer's.
        last_used: notes when keys signed.
    """

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
            keyring: where keys are saved.
            host: the demo server.
            run: runs blocking calls.
            undo_ms: how long a deletion can be undone.
            now: seconds since 1970 UTC, by which a use of a key is noted.
        """
        super().__init__()
        self.ring = KeyRing(keyring, host, run)
        self.generation = Generation(self.ring, run)
        self.deletions = Deletions(self.ring, undo_ms)
        self.ring_import = RingImport(self.ring, self.deletions, run)
        self.ring_rotation = RingRotation(self.ring, run)
        self.last_used = LastUsed(self.ring, run, now)

    def generate(self, name: str, algorithm: str, rsa_bits: int = RSA_BITS, kid: str = "") -> bool:
        """Generate a key; see `Generation.generate`."""
        return self.generation.generate(name, algorithm, rsa_bits, kid)

    @Slot()
    def cancel_generation(self) -> None:
        """Forget the key that is being generated."""
        self.generation.cancel()

    def rename(self, kid: str, name: str) -> bool:
        """Call the key *kid* *name*; False if it cannot be called so, which the status explains."""
        key, name = self.ring.find(kid), name.strip()
        if key is None or key.name == name:
            return key is not None
        fault = self.ring.name_fault(kid, name)
        if fault:
            self.ring.report(Status(fault, StatusLevel.ERROR))
            return False
        self.ring.report(Status(f"Renamed {key.name} to {name}. Its kid stays.", StatusLevel.OK))
        self.ring.update(key.renamed(name), key)
        return True

    @Slot(str, bool)
    def set_trusted(self, kid: str, trusted: bool) -> None:
        """Let the demo server accept the key, or not; the server's own key is always accepted."""
        key = self.ring.find(kid)
        if key is None or key.role is KeyRole.ISSUER or key.accepted_at(self.ring.now) == trusted:
            return
        changed = key.with_trusted(trusted)
        try:
            if trusted:
                self.ring.server.trust(changed)
            else:
                self.ring.server.distrust(kid)
        except WorkbenchError as error:
            self.ring.set_keys(self.ring.keys)  # the switch goes back
            self.ring.report(Status.of(error))
            return
        accepts = "now accepts" if trusted else "no longer accepts"
        self.ring.report(Status(f"The demo server {accepts} tokens signed with {key.name}.", StatusLevel.OK))
        self.ring.update(changed, key)
        self.ring.trust_changed.emit()

    @Slot(str)
    def delete(self, kid: str) -> None:
        """Delete the key *kid*, which can be undone for a while; the server's own key stays."""
        key = self.ring.find(kid)
        if key is not None and key.role is not KeyRole.ISSUER:
            self.deletions.delete(key)

    @Slot()
    def undo_deletion(self) -> None:
        """Restore the key that was deleted last."""
        self.deletions.undo()

    @Slot(str)
    def note_use(self, kid: str) -> None:
        """The key *kid* has signed just now. The keyring gets to know within a minute; see `LastUsed`."""
        self.last_used.note(kid)

    @Slot()
    def finish(self) -> None:
        """The program ends: make deletions permanent, and write when keys were used."""
        self.generation.cancel()
        self.deletions.finish()
        self.last_used.write()
