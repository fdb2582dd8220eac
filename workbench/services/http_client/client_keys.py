"""The keys by which the client proves that a token is its own (RFC 9449). They last as long as it does, in memory."""

from __future__ import annotations

import secrets
import time
from functools import lru_cache
from hashlib import sha256
from threading import Lock

from workbench.core.keys.signing_key import SigningKey, generate
from workbench.core.requests.sender import Sender
from workbench.core.signing.dpop import make_proof
from workbench.core.signing.possession import bound_key

_ALGORITHM = "ES256"
_MOST_TOKENS = 10_000
_bound_key = lru_cache(maxsize=8)(bound_key)  # a replay asks many times about the same tokens


class ClientKeys:
    """The client's key, another one, and which tokens need a proof. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._keys: dict[Sender, SigningKey] = {}
        self._bound: dict[bytes, None] = {}

    @property
    def thumbprint(self) -> str:
        """What a token that is bound to the client's key says in ``cnf.jkt`` (RFC 7638)."""
        return self._key(Sender.HOLDER).fingerprint

    def hold(self, token: str) -> None:
        """Note a token that the server bound to a key: a reference token does not show it."""
        with self._lock:
            self._bound[_digest(token)] = None
            if len(self._bound) > _MOST_TOKENS:
                del self._bound[next(iter(self._bound))]

    def is_bound(self, token: str) -> bool:
        """Whether the token needs a proof."""
        if "." not in token:
            return _digest(token) in self._bound
        return bool(_bound_key(token))

    def prove(self, sender: Sender, method: str, url: str, *, token: str, now: int) -> str:
        """Make a proof for one request.

        Args:
            sender: whose key makes it; one who sends no proof has none.
            method: of the request.
            url: of the request.
            token: the access token that is sent beside it; empty where the request asks for one.
            now: seconds since 1970 UTC, by the server's clock.
        """
        key = self._key(sender)
        return make_proof(key, method, url, token=token, now=now, proof_id=secrets.token_urlsafe(16))

    def _key(self, sender: Sender) -> SigningKey:
        with self._lock:
            if sender not in self._keys:
                self._keys[sender] = generate(_ALGORITHM, f"client: {sender}", now=int(time.time()))
            return self._keys[sender]


def _digest(token: str) -> bytes:
    return sha256(token.encode("utf-8", "replace")).digest()
