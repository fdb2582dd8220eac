"""Proofs of possession (RFC 9449), made by another library than the one that reads them."""

import json
from base64 import urlsafe_b64encode
from hashlib import sha256
from itertools import count
from typing import Any

from joserfc import jws
from joserfc.jwk import ECKey, Key

KEY = ECKey.generate_key("P-256")
OTHER_KEY = ECKey.generate_key("P-256")
_IDS = count()


def hash_of(token: str) -> str:
    """The ``ath`` of a proof for this access token."""
    return urlsafe_b64encode(sha256(token.encode()).digest()).decode().rstrip("=")


def make_proof(
    method: str,
    url: str,
    now: float,
    *,
    token: str | None = None,
    key: Key = KEY,
    alg: str = "ES256",
    header: dict[str, Any] | None = None,
    signed_with: Key | None = None,
    **claims: Any,
) -> str:
    """A sound proof with a new ``jti``, but for what is given; a claim or parameter of None is left out."""
    payload = {"jti": f"proof-{next(_IDS)}", "htm": method, "htu": url, "iat": int(now)}
    payload |= {"ath": None if token is None else hash_of(token)} | claims
    parameters = {"typ": "dpop+jwt", "alg": alg, "jwk": key.as_dict(private=False), **(header or {})}
    return jws.serialize_compact(
        {name: value for name, value in parameters.items() if value is not None},
        json.dumps({name: value for name, value in payload.items() if value is not None}).encode(),
        signed_with or key,
        algorithms=[alg],
        registry=jws.JWSRegistry(algorithms=[alg], strict_check_header=False),
    )
