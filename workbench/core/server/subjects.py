"""Who a token of the demo server is about: its ``sub`` is an opaque id, which says nothing to people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workbench.core.claims.claim_set import ClaimSet


@dataclass(frozen=True, slots=True)
class Subjects:
    """The users of a server, as the tokens of one design name them.

    Attributes:
        issuer: the ``iss`` of these tokens; a ``sub`` means nothing without it (RFC 7519 section 4.1.2).
        usernames: the username by ``sub``.
    """

    issuer: str
    usernames: Mapping[str, str]

    def username(self, claims: ClaimSet | None) -> str | None:
        """The user whom these claims are about: empty if no user has their ``sub``, None if another issuer gave it."""
        if claims is None or claims.get("iss") != self.issuer:
            return None
        sub = claims.get("sub")
        return self.usernames.get(sub, "") if isinstance(sub, str) else None

    def named(self, claims: ClaimSet | None) -> str:
        """The name to show beside ``sub``; empty if there is none, or ``sub`` is that name."""
        username = self.username(claims)
        return username if username and claims is not None and claims.get("sub") != username else ""
