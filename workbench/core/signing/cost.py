"""What a signature adds to a token, before anything is signed: the header names the key, and the rest is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from workbench.core.signing.header import Header, header_segment
from workbench.core.token.header_limits import HeaderLimit, named, refusing, servers
from workbench.core.token.signature_length import base64url_length
from workbench.core.token.size import DOTS

if TYPE_CHECKING:
    from workbench.core.claims.claim_set import ClaimSet
    from workbench.core.keys.algorithms import KeyKind

_THUMBPRINT = base64url_length(32)
_RANDOM_KID = base64url_length(16)


def payload_characters(claims: ClaimSet) -> int:
    """Length of the payload's segment once *claims* are signed."""
    return base64url_length(len(claims.to_json().encode("utf-8", "surrogatepass")))


def signed_bytes(header: Header, payload: int, signature_octets: int) -> int:
    """Length of the token that signing makes.

    Args:
        header: as it will be signed.
        payload: characters of the payload's segment; see `payload_characters`.
        signature_octets: length of the signature.
    """
    return len(header_segment(header)) + payload + base64url_length(signature_octets) + DOTS


def header_with_new_key(header: Mapping[str, object], kind: KeyKind) -> dict[str, object]:
    """The header with ``alg`` and ``kid`` of a new key of *kind*, as far as its length goes."""
    kid = "x" * (_RANDOM_KID if kind.kty == "oct" else _THUMBPRINT)
    return dict(header) | {"alg": kind.alg, "kid": kid}


def refused_by(limits: Iterable[HeaderLimit], token_bytes: int) -> str:
    """Who refuses a token of this length, in a few words: ``refused by nginx and 7 more``."""
    beyond = servers(refusing(limits, token_bytes))
    return f"refused by {named(beyond)}" if beyond else "every server in the list takes it"
