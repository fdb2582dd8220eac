"""Reference tokens: opaque access tokens, about which only introspection (RFC 7662) says anything."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any

from demo_server.tokens.digests import digest


@dataclass(frozen=True, slots=True)
class Introspection:
    """The answer of introspection (RFC 7662 section 2.2).

    Attributes:
        active: whether the token counts at this moment.
        claims: what is known of an active token; empty for any other, about which nothing may be said.
    """

    active: bool
    claims: Mapping[str, Any]

    def to_json(self) -> dict[str, Any]:
        """Return the answer as RFC 7662 section 2.2 writes it."""
        if not self.active:
            return {"active": False}
        return {"active": True, **self.claims, "token_type": "DPoP" if "cnf" in self.claims else "Bearer"}


INACTIVE = Introspection(active=False, claims={})


class ReferenceTokens:
    """What each reference token stands for, by its digest. Safe to use from several threads.

    Args:
        counts: whether a token with these claims still counts at this moment; asked for each introspection.
    """

    def __init__(self, counts: Callable[[Mapping[str, Any]], bool]) -> None:
        self._counts = counts
        self._lock = Lock()
        self._claims: dict[bytes, Mapping[str, Any]] = {}

    def issue(self, claims: Mapping[str, Any]) -> str:
        """Return a new token of 43 characters that stands for *claims*."""
        token = secrets.token_urlsafe(32)
        with self._lock:
            self._claims[digest(token)] = claims
        return token

    def introspect(self, token: str) -> Introspection:
        """Say whether the token is one of these and still counts, and what it stands for."""
        claims = self._claims.get(digest(token))
        if claims is None or not self._counts(claims):
            return INACTIVE
        return Introspection(active=True, claims=claims)

    def take_over(self, other: "ReferenceTokens") -> None:
        """Know what *other* knows at this moment as well."""
        with self._lock:
            self._claims |= other._claims.copy()
