"""Signing and verifying; the only file of the workbench that imports the JOSE library.

The library's algorithm objects do the cryptography; ML-DSA, which it lacks, is registered with it. Headers and payloads
are not handed to it: it would write and read them in its own way, and here they are signed and shown as the user sees
them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import jwt
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ed448, ed25519
from jwt.algorithms import Algorithm, OKPAlgorithm

from workbench.core.claims.claim_set import ClaimSet
from workbench.core.errors import SigningError
from workbench.core.keys import ml_dsa
from workbench.core.keys.algorithms import ALGORITHMS, PUBLIC_MEMBERS
from workbench.core.keys.rsa_numbers import RsaNumbers
from workbench.core.signing.header import Header, header_segment, members_of
from workbench.core.strict_json import text as json_text
from workbench.core.token.segments import encode_segment

if TYPE_CHECKING:
    from workbench.core.keys.signing_key import SigningKey
    from workbench.core.token.compact import Jws

# NotImplementedError: the algorithm is ``none``, or one that the library does not know.
_UNUSABLE = (jwt.PyJWTError, UnsupportedAlgorithm, NotImplementedError, ValueError, TypeError)

_LONGEST_KEY_MEMBER = 4_096
"""Characters; an RSA modulus of 16,384 bits has 2,731. A token could bring one that takes minutes to verify with."""


class _MlDsa(Algorithm):
    """ML-DSA with one set of parameters, in the shape that the library gives its algorithms."""

    def __init__(self, alg: str) -> None:
        self._alg = alg

    def prepare_key(self, key: Any) -> Any:
        if not ml_dsa.is_of(key, self._alg):
            raise jwt.InvalidKeyError(f"no key for {self._alg}")
        return key

    def sign(self, msg: bytes, key: ml_dsa.PrivateKey) -> bytes:
        return key.sign(msg)

    def verify(self, msg: bytes, key: ml_dsa.PrivateKey | ml_dsa.PublicKey, sig: bytes) -> bool:
        return ml_dsa.verifies(key, msg, sig)

    @staticmethod
    def to_jwk(key_obj: Any, as_dict: bool = False) -> Any:
        jwk = ml_dsa.to_jwk(key_obj)
        return jwk if as_dict else json_text.dump_compact(jwk)

    @staticmethod
    def from_jwk(jwk: str | dict[str, Any]) -> Any:
        members = json_text.parse(jwk) if isinstance(jwk, str) else jwk
        return ml_dsa.from_jwk(members if isinstance(members, dict) else {})


class _OnOneCurve(OKPAlgorithm):
    """EdDSA on the curve of this name (RFC 9864 section 2.2), which the library has under the name EdDSA only."""

    def __init__(self, crv: str) -> None:
        super().__init__()
        self._types = _EDWARDS_KEYS[crv]

    def prepare_key(self, key: Any) -> Any:
        prepared = super().prepare_key(key)
        if not isinstance(prepared, self._types):
            raise jwt.InvalidKeyError("a key on another curve")
        return prepared


_EDWARDS_KEYS: Mapping[str, tuple[type, ...]] = {
    "Ed25519": (ed25519.Ed25519PrivateKey, ed25519.Ed25519PublicKey),
    "Ed448": (ed448.Ed448PrivateKey, ed448.Ed448PublicKey),
}
_FULLY_SPECIFIED = tuple(_EDWARDS_KEYS)

# A registry of our own: that of the whole process would also be the demo server's, which is to find mistakes of ours.
_LIBRARY = jwt.PyJWS(algorithms=[alg for alg in ALGORITHMS if alg not in (*ml_dsa.ALGORITHMS, *_FULLY_SPECIFIED)])
for _alg in _FULLY_SPECIFIED:
    _LIBRARY.register_algorithm(_alg, _OnOneCurve(_alg))
for _alg in ml_dsa.ALGORITHMS:
    _LIBRARY.register_algorithm(_alg, _MlDsa(_alg))


def sign(header: Header, claims: ClaimSet | bytes, key: SigningKey) -> str:
    """Make a compact JWS (RFC 7515 section 5.1) of exactly this header and these claims.

    Args:
        header: the JOSE header: its members, which are written compactly in their order, or its segment, which is
            signed unchanged.
        claims: the claims, whose text is taken as it stands, or the octets of any payload.
        key: the key to sign with.

    Raises:
        SigningError: the header's ``alg`` is not the key's algorithm, or the key's material is unusable.
    """
    members = header if isinstance(header, Mapping) else members_of(header)
    alg = members.get("alg")
    if not key.can_sign(alg if isinstance(alg, str) else None):
        named = f"alg {json_text.dump(alg)}" if "alg" in members else "no alg"
        raise SigningError(f"The header names {named}, and {key.name} signs with {key.algorithm} alone.")
    payload = claims.to_json().encode() if isinstance(claims, ClaimSet) else claims
    return sign_segments(f"{header_segment(header)}.{encode_segment(payload)}", key)


def sign_segments(segments: str, key: SigningKey) -> str:
    """Sign header and payload to the letter, whatever algorithm the header names.

    Args:
        segments: the two segments with the dot between them, in ASCII.
        key: the key to sign with.

    Raises:
        SigningError: the key's material is unusable, or too short for its algorithm, or a segment is not ASCII.
    """
    if not segments.isascii():
        raise SigningError(
            "The header or the payload has characters beyond ASCII in its segment, which cannot be signed."
        )
    material = private_key(key)
    try:
        signature = _LIBRARY.get_algorithm_by_name(key.algorithm).sign(segments.encode("ascii"), material)
    except ValueError:  # an RSA key into which the hash does not fit
        raise SigningError(
            f"The key {key.name} is too short to sign with {key.algorithm}.", hint="Choose another key or algorithm."
        ) from None
    return f"{segments}.{encode_segment(signature)}"


def maker_of(token: Jws, keys: Sequence[SigningKey]) -> SigningKey | None:
    """The key of the ring that made the token's signature, first of all the one its ``kid`` names; None if none did."""
    named_first = sorted(keys, key=lambda key: key.kid != token.kid)
    return next((key for key in named_first if verify_signature(token, key)), None)


def verify_signature(token: Jws, key: SigningKey) -> bool:
    """Whether *key* made the token's signature; a header with another algorithm than the key's never counts."""
    if token.alg != key.algorithm:
        return False
    jwk = key.private_jwk() if key.is_secret else key.public_jwk()
    return _verifies(token, key.algorithm, jwk)


def verifies_with_jwk(token: Jws, alg: str, jwk: Mapping[str, object]) -> bool:
    """Whether the key of *jwk* made the token's signature with *alg*.

    The caller says the algorithm; the header's counts only so far as it must be the same (RFC 8725 section 3.1).

    Args:
        token: the token.
        alg: one of ``ALGORITHMS``; any other verifies nothing.
        jwk: a public key, or a shared secret, whose type is that of the algorithm.
    """
    return token.alg == alg and alg in ALGORITHMS and _verifies(token, alg, jwk)


def made_by(token: Jws, alg: str, jwk: Mapping[str, object], signature: bytes) -> bool:
    """Whether the key of *jwk* made *signature* over what the token signs, with *alg*, whatever the header says.

    This explains a signature that does not count; it never makes one count.
    """
    return alg in ALGORITHMS and _verifies(replace(token, signature=signature), alg, jwk)


def verifies_with_own_key(token: Jws) -> bool:
    """Whether the signature is that of the public key in the header's ``jwk`` (RFC 7515 section 4.1.3).

    It proves nothing: anyone can make a key, sign with it and put it there.
    """
    return verifies_with_members(token, token.header.get("jwk"))


def verifies_with_members(token: Jws, key: object) -> bool:
    """Whether the signature is that of *key*, a public JWK out of a token, with the algorithm that the header names."""
    if token.alg not in ALGORITHMS or not isinstance(key, Mapping):
        return False
    names = PUBLIC_MEMBERS.get(str(key.get("kty")), ())
    jwk = {name: key.get(name) for name in names}
    if not jwk or not all(isinstance(part, str) and len(part) <= _LONGEST_KEY_MEMBER for part in jwk.values()):
        return False
    return _verifies(token, token.alg, jwk)


def _verifies(token: Jws, alg: str, jwk: Mapping[str, object]) -> bool:
    try:
        algorithm = _LIBRARY.get_algorithm_by_name(alg)
        key = _prepared(algorithm, jwk)
        return algorithm.verify(token.signing_input, key, token.signature)
    except _UNUSABLE:
        return False  # material that makes no key of this algorithm verifies nothing


def _prepared(algorithm: Algorithm, jwk: Mapping[str, Any]) -> Any:  # the library's type differs with the algorithm
    # The library asks of a private key whether p and q are primes: 60 ms with 2,048 bits, 5 s with 8,192.
    quick = jwk.get("kty") == "RSA" and "d" in jwk
    key = RsaNumbers.from_jwk(jwk).key() if quick else algorithm.from_jwk(dict(jwk))
    # The library takes no public key as a secret. Here one may be signed with, and is judged like any other: who is to
    # be warned of a key must be able to see what it does.
    return key if jwk.get("kty") == "oct" else algorithm.prepare_key(key)


# Making a key of its members takes a few milliseconds, more than a signature with every keystroke need cost.
@lru_cache(maxsize=8)
def private_key(key: SigningKey) -> Any:  # the library's type differs with the algorithm
    """The private key as an object of the cryptographic library; of a shared secret its octets.

    Raises:
        SigningError: the key's material is unusable.
    """
    try:
        algorithm = _LIBRARY.get_algorithm_by_name(key.algorithm)
        return _prepared(algorithm, key.private_jwk())
    except (*_UNUSABLE, KeyError):
        # The cause is left out: libraries quote key material in their messages.
        raise _unusable(key) from None


def public_key(key: SigningKey) -> Any:  # as above
    """The public key as an object of the cryptographic library.

    Raises:
        NoPublicPartError: the key is a shared secret.
        SigningError: the key's material is unusable.
    """
    jwk = key.public_jwk()
    try:
        return _LIBRARY.get_algorithm_by_name(key.algorithm).from_jwk(jwk)
    except _UNUSABLE:
        raise _unusable(key) from None


def _unusable(key: SigningKey) -> SigningError:
    return SigningError(
        f"The key {key.name} holds no usable {key.algorithm} key.", hint="Delete it and generate a new one."
    )
