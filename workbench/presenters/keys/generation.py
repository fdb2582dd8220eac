"""New keys, generated in the background one at a time; an RSA key of 4,096 bits takes seconds."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from workbench.core.errors import KeyStoreError, KidTakenError, WorkbenchError
from workbench.core.keys.algorithms import RSA_BITS, Family, kind_named
from workbench.presenters.keys.ring import KeyRing, Work
from workbench.presenters.status import Status, StatusLevel

if TYPE_CHECKING:
    from workbench.core.keys.signing_key import SigningKey
    from workbench.presenters.ports import Run, SharedKeyStore


@dataclass(frozen=True, slots=True)
class _Order:
    """A key that is to be generated.

    Attributes:
        name: what it will be called.
        algorithm: the name of its kind.
        rsa_bits: length of the modulus; only RSA has one.
        kid: its id; empty for the thumbprint, or a random one of a secret.
    """

    name: str
    algorithm: str
    rsa_bits: int
    kid: str

    @property
    def description(self) -> str:
        """What is generated: ``mine, RS256 of 4,096 bits``."""
        kind = kind_named(self.algorithm)
        length = f" of {self.rsa_bits:,} bits" if kind is not None and kind.family is Family.RSA else ""
        return f"{self.name}, {self.algorithm}{length}"


@dataclass(frozen=True, slots=True)
class _Saved:
    """What became of a new key; with a *problem* it is not in the keyring."""

    key: SigningKey
    problem: KeyStoreError | None = None


class Generation(QObject):
    """Generates keys for a ring; what is generated for an order that was cancelled is thrown away.

    The library that searches for the primes cannot be interrupted, so cancelling stops no thread: it forgets the order.
    The key goes from the worker to this object and nowhere else, and only the present order hands it on, to be listed
    and saved. Both happen on the thread that cancels, so that no key slips in between.

    Signals:
        making_changed(str): what is generated and can be cancelled, in words; empty if nothing is.
    """

    making_changed = Signal(str)

    def __init__(self, ring: KeyRing, run: Run) -> None:
        super().__init__()
        self._ring = ring
        self._run = run
        self._order: _Order | None = None

    def generate(self, name: str, algorithm: str, rsa_bits: int = RSA_BITS, kid: str = "") -> bool:
        """Generate a key, not trusted by the server, and save it; it is temporary if the keyring cannot be used.

        Args:
            name: what it will be called; empty for a free name.
            algorithm: the name of its kind.
            rsa_bits: length of the modulus; only RSA has one.
            kid: its id; empty for the thumbprint (RFC 7638), or a random one of a secret.

        Returns:
            whether it is being generated; if not, the status says why.
        """
        if self._ring.busy:
            return False
        name = name.strip() or self._ring.free_name(f"my-{algorithm.lower()}")
        fault = self._ring.name_fault("", name) or (self._ring.kid_fault(kid) if kid else "")
        if fault:
            self._ring.report(Status(fault, StatusLevel.ERROR))
            return False
        order = _Order(name, algorithm, rsa_bits, kid.strip())
        self._order = order
        self._ring.start(Work.GENERATION)
        self._ring.report(Status(f"Generating {order.description}…"))
        self.making_changed.emit(order.description)
        self._run(partial(_generated, order), partial(self._on_generated, order), partial(self._on_failure, order))
        return True

    @Slot()
    def cancel(self) -> None:
        """Forget the key that is being generated: nothing of it is kept, and another can be generated immediately."""
        order = self._order
        if order is not None:
            self._end_order()
            self._ring.finish(Work.GENERATION)
            self._ring.report(Status(f"Cancelled: {order.name} was not generated, and nothing of it is kept."))

    def _on_generated(self, order: _Order, key: SigningKey) -> None:
        if order is not self._order:
            return
        self._end_order()
        if not self._ring.storage.is_open:
            self._ring.storage.hold(key)
            self._list(key)
            return
        self._ring.report(Status(f"Saving {key.name} to the keyring…"))
        self._run(partial(_save, self._ring.storage.keyring, key), self._on_saved, self._on_not_saved)

    def _on_failure(self, order: _Order, error: WorkbenchError) -> None:
        if order is self._order:
            self._end_order()
            self._on_not_saved(error)

    def _on_saved(self, saved: _Saved) -> None:
        if saved.problem is None:
            self._list(saved.key)
            return
        self._ring.storage.hold(saved.key)
        self._list(saved.key)
        self._ring.unavailable(saved.problem)

    def _on_not_saved(self, error: WorkbenchError) -> None:
        self._ring.finish(Work.GENERATION)
        self._ring.report(Status.of(error))

    def _list(self, key: SigningKey) -> None:
        self._ring.finish(Work.GENERATION)
        self._ring.set_keys((*self._ring.keys, key))
        text = f"Generated {key.name}. The demo server refuses tokens that it signs until you trust it."
        self._ring.report(Status(text, StatusLevel.OK))

    def _end_order(self) -> None:
        self._order = None
        self.making_changed.emit("")


def _generated(order: _Order) -> SigningKey:
    from workbench.core.keys.signing_key import generate

    kid = order.kid or None
    return generate(order.algorithm, order.name, now=int(time.time()), kid=kid, rsa_bits=order.rsa_bits)


def _save(keyring: SharedKeyStore, key: SigningKey) -> _Saved:
    """Save a new key, which blocks. Raises KidTakenError; then the key is not to be used."""
    try:
        keyring.save(key)
    except KidTakenError:  # by another window, a moment ago: nothing is wrong with the keyring
        raise
    except KeyStoreError as error:
        return _Saved(key, error)
    return _Saved(key)
