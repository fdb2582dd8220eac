"""What is known about a token while it is being checked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from demo_server.tokens.trust import VerificationKey


@dataclass(frozen=True, slots=True)
class Presented:
    """How a request carried its token.

    Attributes:
        authorization: the values of all Authorization headers.
        in_query: whether the query has an ``access_token``.
    """

    authorization: tuple[str, ...]
    in_query: bool = False


@dataclass(slots=True)
class Evidence:
    """What the checks have found so far. Each check adds to it for those after it.

    Attributes:
        token: the compact token as received; None before ``transport`` has passed.
        header: the JOSE header; None unless it could be read.
        claims: the claims set; None unless it could be read.
        signing_input: the octets that the signature covers.
        signature: raw octets.
        key: the key that the signature must verify with; None if the server does not trust the one that was named.
        failed: whether any check failed.
        noted: ids of the weaknesses that `note` was called with during the present check.
    """

    presented: Presented
    token: str | None = None
    header: Mapping[str, Any] | None = None
    claims: Mapping[str, Any] | None = None
    signing_input: bytes = b""
    signature: bytes = field(default=b"", repr=False)
    key: VerificationKey | None = None
    failed: bool = False
    noted: list[str] = field(default_factory=list)

    @property
    def subject(self) -> str:
        """The token's ``sub``, or an empty string if it has none that is a string."""
        sub = (self.claims or {}).get("sub")
        return sub if isinstance(sub, str) else ""

    def note(self, weakness: str) -> None:
        """Record that a weakness changed what the present check found. `verify` adds it to the check's result."""
        self.noted.append(weakness)
