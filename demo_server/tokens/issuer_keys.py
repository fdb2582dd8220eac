"""The key that the issuer signs with at a given time, for a clock that can be moved either way."""

import math
from threading import Lock

from demo_server.tokens.issuer_key import IssuerKey


class IssuerKeys:
    """The keys that an issuer signs with, each from a certain time. Safe to use from several threads."""

    def __init__(self, first: IssuerKey) -> None:
        """Sign with *first* until another follows."""
        self._turns: tuple[tuple[float, IssuerKey], ...] = ((-math.inf, first),)
        self._lock = Lock()

    def at(self, moment: float) -> IssuerKey:
        """Return the key that signs at *moment*, in seconds since 1970 UTC."""
        return next(key for since, key in reversed(self._turns) if since <= moment)

    def succeed(self, key: IssuerKey, since: float) -> None:
        """Sign with *key* from *since* on; keys planned for later are dropped."""
        with self._lock:
            self._turns = (*(turn for turn in self._turns if turn[0] < since), (since, key))

    def take_over(self, other: "IssuerKeys") -> None:
        """Sign with the keys of *other*, from the same times."""
        self._turns = other._turns
