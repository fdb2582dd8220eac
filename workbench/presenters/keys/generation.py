"""New keys, made in the background one at a time; an RSA key of 4,096 bits takes seconds."""

import time
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from workbench.core.errors import WorkbenchError
from workbench.core.keys.algorithms import RSA_BITS, Family, kind_named
from workbench.core.keys.signing_key import SigningKey, generate
from workbench.presenters.ports import Run


@dataclass(frozen=True, slots=True)
class KeyOrder:
    """A key that is to be made.

    Attributes:
        name: what it will be called.
        algorithm: the name of its kind.
        rsa_bits: length of the modulus; only RSA has one.
        kid: its id; empty for the thumbprint, or a random one of a secret.
    """

    name: str
    algorithm: str
    rsa_bits: int = RSA_BITS
    kid: str = ""

    @property
    def words(self) -> str:
        """What is made: ``mine, RS256 of 4,096 bits``."""
        kind = kind_named(self.algorithm)
        length = f" of {self.rsa_bits:,} bits" if kind is not None and kind.family is Family.RSA else ""
        return f"{self.name}, {self.algorithm}{length}"


class KeyMaker(QObject):
    """Makes a key; what is made for an order that was cancelled is thrown away.

    The library that searches for the primes cannot be interrupted, so cancelling stops no thread: it forgets the order.
    The key goes from the worker to this object and nowhere else, and only an order that still stands hands it on, to be
    listed and put into the keyring. Both happen on the thread that cancels, so that no key slips in between.

    Signals:
        changed(): an order was taken, done or cancelled.
        made(SigningKey): the key that was ordered.
        failed(WorkbenchError): why there is none.

    Attributes:
        order: what is made just now; None if nothing is.
    """

    changed = Signal()
    made = Signal(object)
    failed = Signal(object)

    def __init__(self, run: Run) -> None:
        super().__init__()
        self._run = run
        self.order: KeyOrder | None = None

    def make(self, order: KeyOrder) -> None:
        """Make the key that *order* asks for, which is another object than every order before."""
        self.order = order
        self.changed.emit()
        self._run(partial(_made, order), partial(self._on_made, order), partial(self._on_failure, order))

    @Slot()
    def cancel(self) -> None:
        """Want the key no longer."""
        if self.order is not None:
            self.order = None
            self.changed.emit()

    def _on_made(self, order: KeyOrder, key: SigningKey) -> None:
        if self._is_done(order):
            self.made.emit(key)

    def _on_failure(self, order: KeyOrder, error: WorkbenchError) -> None:
        if self._is_done(order):
            self.failed.emit(error)

    def _is_done(self, order: KeyOrder) -> bool:
        """Whether the order still stood; it does so no longer."""
        if order is not self.order:
            return False
        self.cancel()
        return True


def _made(order: KeyOrder) -> SigningKey:
    kid = order.kid or None
    return generate(order.algorithm, order.name, now=int(time.time()), kid=kid, rsa_bits=order.rsa_bits)
