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
        proofs: the values of all DPoP headers (RFC 9449 section 4.1).
        method: of the request; empty where it came without a DPoP header.
        url: of the request, without its query; likewise.
        holds_key: whether no request was sent, and the sender is taken to hold the key that the token is bound to.
    """

    authorization: tuple[str, ...]
    in_query: bool = False
    proofs: tuple[str, ...] = ()
    method: str = ""
    url: str = ""
    holds_key: bool = False


@dataclass(slots=True)
class Evidence:
    """What the checks have found so far. Each check adds to it for those after it.

    Attributes:
        token: the compact token as received; None before ``transport`` has passed.
        with_proof: whether it came with the scheme ``DPoP``, by a sender who means to prove something.
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
    with_proof: bool = False
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
