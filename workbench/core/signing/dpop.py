"""Proofs of possession (DPoP, RFC 9449): what a client sends beside a token that is bound to its key."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from workbench.core.claims.claim_set import ClaimSet
from workbench.core.keys.algorithms import PUBLIC_MEMBERS
from workbench.core.signing.jose import sign
from workbench.core.token.segments import encode_segment

if TYPE_CHECKING:
    from workbench.core.keys.signing_key import SigningKey

TYPE = "dpop+jwt"


def make_proof(key: SigningKey, method: str, url: str, *, token: str, now: int, proof_id: str) -> str:
    """Make the value of the DPoP header of one request (RFC 9449 section 4.2).

    Args:
        key: the client's key pair.
        method: of the request.
        url: of the request; its query and fragment are left out.
        token: the access token that is sent beside it; empty where the request asks for one.
        now: seconds since 1970 UTC, by the server's clock.
        proof_id: the ``jti``, never used before.

    Raises:
        NoPublicPartError: the key is a shared secret.
        SigningError: the key's material is unusable.
    """
    public = key.public_jwk()
    header = {"typ": TYPE, "alg": key.algorithm, "jwk": {name: public[name] for name in PUBLIC_MEMBERS[public["kty"]]}}
    place = url.partition("#")[0].partition("?")[0]
    claims: dict[str, object] = {
        "jti": proof_id,
        "htm": method,
        "htu": place if "/" in place.partition("://")[2] else f"{place}/",
        "iat": now,
    }
    if token:
        claims["ath"] = encode_segment(hashlib.sha256(token.encode("ascii", "replace")).digest())
    return sign(header, ClaimSet.from_dict(claims), key)
