"""The rotation of the running server's own key: a new one signs immediately, the old one is accepted for a while."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from workbench.core.keys.signing_key import KeyRole, SigningKey
from workbench.core.text.numeric_date import local_time
from workbench.presenters.keys.ring import ISSUER_NAME, new_issuer_key
from workbench.presenters.status import Status, StatusLevel

if TYPE_CHECKING:
    from workbench.core.errors import WorkbenchError
    from workbench.presenters.keys.keys import KeysPresenter
    from workbench.presenters.keys.ring_rotation import Rotated
    from workbench.presenters.ports import Host


class KeyRotationPresenter(QObject):
    """Rotates the issuer's key of a `KeysPresenter`.

    Signals:
        status_changed(Status): how it went.
        busy_changed(bool): whether a key is being made and saved.
    """

    status_changed = Signal(object)
    busy_changed = Signal(bool)

    def __init__(self, keys: KeysPresenter, host: Host) -> None:
        super().__init__()
        self._keys = keys
        self._host = host
        self._busy = False

    @Slot(object)
    def rotate(self, grace_s: int | None) -> None:
        """Let the demo server sign with a new key from now on.

        Args:
            grace_s: for how long the present key stays accepted, in seconds of the server's clock; None for ever.
        """
        if self._busy or not self._keys.ring.is_open:
            return
        issuers = [key for key in self._keys.ring.keys if key.role is KeyRole.ISSUER]
        if len(issuers) != 1:
            text = (
                "The demo server signs with a temporary key, because the keyring was opened late, and another issuer's "
                "key is saved there. Start the workbench again, then rotate."
            )
            self.status_changed.emit(Status(text, StatusLevel.ERROR))
            return
        self._set_busy(busy=True)
        make = partial(_rotate, issuers[0], self._keys.ring.free_name(ISSUER_NAME), grace_s, self._host)
        self._keys.ring_rotation.rotate(make, self._on_rotated, self._on_failed)

    def _on_rotated(self, rotated: Rotated) -> None:
        self._set_busy(busy=False)
        text = f"Tokens are signed with {rotated.new.name} from now on; those of {rotated.old.name} are accepted"
        if rotated.old.retires_at is None:
            status = Status(f"{text} until you stop trusting it.", StatusLevel.WARNING)
        else:
            until = local_time(rotated.old.retires_at, now=self._keys.ring.now)
            status = Status(f"{text} until {until} on the server's clock.", StatusLevel.OK)
        if rotated.problem is not None:
            status = Status(f"{status.text} The keyring does not have it yet: {rotated.problem}", StatusLevel.WARNING)
        self.status_changed.emit(status)

    def _on_failed(self, error: WorkbenchError) -> None:
        self._set_busy(busy=False)
        self.status_changed.emit(Status.of(error))

    def _set_busy(self, *, busy: bool) -> None:
        self._busy = busy
        self.busy_changed.emit(busy)


def _rotate(old: SigningKey, name: str, grace_s: int | None, host: Host) -> tuple[SigningKey, SigningKey]:
    """Make the next issuer's key and sign with it immediately: a slow keyring must not use up the grace period."""
    new = new_issuer_key(name)
    retires_at = None if grace_s is None else math.ceil(host.now()) + grace_s
    retiring = replace(old, role=KeyRole.OWN, trusted=True, retires_at=retires_at)
    host.rotate(new, retiring)
    return new, retiring
