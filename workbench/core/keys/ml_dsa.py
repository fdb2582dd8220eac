"""Keys of ML-DSA (FIPS 204) as JWKs of the key type AKP (RFC 9964).

Such a JWK has ``alg``, ``pub`` and, if it is private, ``priv``: the seed of 32 octets from which the key is made.
"""

from collections.abc import Mapping
from typing import TypeAlias

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.mldsa import (
    MLDSA44PrivateKey,
    MLDSA44PublicKey,
    MLDSA65PrivateKey,
    MLDSA65PublicKey,
    MLDSA87PrivateKey,
    MLDSA87PublicKey,
)

from workbench.core.token.segments import Segment, decode_segment, encode_segment

PrivateKey: TypeAlias = MLDSA44PrivateKey | MLDSA65PrivateKey | MLDSA87PrivateKey
PublicKey: TypeAlias = MLDSA44PublicKey | MLDSA65PublicKey | MLDSA87PublicKey

_PRIVATE: Mapping[str, type[PrivateKey]] = {
    "ML-DSA-44": MLDSA44PrivateKey,
    "ML-DSA-65": MLDSA65PrivateKey,
    "ML-DSA-87": MLDSA87PrivateKey,
}
_PUBLIC: Mapping[str, type[PublicKey]] = {
    "ML-DSA-44": MLDSA44PublicKey,
    "ML-DSA-65": MLDSA65PublicKey,
    "ML-DSA-87": MLDSA87PublicKey,
}

ALGORITHMS: tuple[str, ...] = tuple(_PRIVATE)
"""The three sets of parameters."""


def generate(alg: str) -> PrivateKey:
    """Make a key from the operating system's random source."""
    return _PRIVATE[alg].generate()


def from_seed(alg: str, seed: bytes) -> PrivateKey:
    """The key that a seed of 32 octets makes. Raises ValueError for another length."""
    return _PRIVATE[alg].from_seed_bytes(seed)


def from_jwk(jwk: Mapping[str, object]) -> PrivateKey | PublicKey:
    """The key of a JWK: the private one if it has ``priv``.

    Raises:
        ValueError: a member is missing, malformed or of a wrong length, or ``pub`` is not that of ``priv``.
    """
    alg = jwk.get("alg")
    if jwk.get("kty") != "AKP" or not isinstance(alg, str) or alg not in _PUBLIC:
        raise ValueError("no JWK of an ML-DSA key")
    public = _PUBLIC[alg].from_public_bytes(_octets(jwk, "pub"))
    if "priv" not in jwk:
        return public
    private = _PRIVATE[alg].from_seed_bytes(_octets(jwk, "priv"))
    if private.public_key() != public:
        raise ValueError("pub is not the public key of priv")
    return private


def to_jwk(key: PrivateKey | PublicKey) -> dict[str, str]:
    """The JWK of a key, with ``priv`` if it is private."""
    if isinstance(key, PrivateKey):
        return to_jwk(key.public_key()) | {"priv": encode_segment(key.private_bytes_raw())}
    alg = next(alg for alg, kind in _PUBLIC.items() if isinstance(key, kind))
    return {"kty": "AKP", "alg": alg, "pub": encode_segment(key.public_bytes_raw())}


def is_of(key: object, alg: str) -> bool:
    """Whether *key* is one of the algorithm *alg*: each has keys of its own."""
    return isinstance(key, (_PRIVATE[alg], _PUBLIC[alg]))


def verifies(key: PrivateKey | PublicKey, message: bytes, signature: bytes) -> bool:
    """Whether *signature* is that of *key* over *message*; the context string is empty (RFC 9964)."""
    public = key.public_key() if isinstance(key, PrivateKey) else key
    try:
        public.verify(signature, message)
    except InvalidSignature:
        return False
    return True


def _octets(jwk: Mapping[str, object], name: str) -> bytes:
    text = jwk.get(name)
    octets, faults = decode_segment(text, Segment.TOKEN) if isinstance(text, str) else (b"", [])
    if faults or not octets:
        raise ValueError(f"{name} is not base64url")
    return octets
