"""Signing keys as plain values, and how they are made.

A key holds its private material as a JWK (RFC 7517). ``repr`` and ``pickle`` never give it away; it leaves a key only
through ``private_jwk``, which is for the keyring and for signing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from workbench.core.errors import NoPublicPartError, SigningError
from workbench.core.keys.algorithms import KINDS, PUBLIC_MEMBERS, RSA_BITS, KeyKind, kind_named, kind_of
from workbench.core.keys.private_value import PrivateValue

# What the public half of a key does where the private one does the other: RFC 7517 section 4.3.
_PUBLIC_OPERATIONS = {"sign": "verify", "decrypt": "encrypt", "unwrapKey": "wrapKey"}


class KeyRole(StrEnum):
    """Whose key it is."""

    OWN = "own"  # the user's, to sign edited tokens with
    ISSUER = "issuer"  # the demo server's, kept so that its tokens outlive a restart


@dataclass(frozen=True, slots=True)
class SigningKey(PrivateValue):
    """A private key or a shared secret, bound to one algorithm (RFC 8725 section 3.1).

    Attributes:
        kid: key id, as in the header of tokens.
        name: what the user calls it.
        algorithm: name of its JWS algorithm, one of ``ALGORITHMS``.
        created: seconds since 1970 UTC.
        jwk_private: the private material as a JWK, without ``kid`` and ``alg``.
        trusted: whether the demo server is to accept it.
        role: whose key it is.
        use: what the key is for, as its JWK says it (RFC 7517 section 4.2): ``sig``, ``enc`` or another word; empty if
            it does not say.
        key_ops: what may be done with it, as its JWK says it (section 4.3); empty if it does not say.
        last_used: when it signed last, in seconds since 1970 UTC; None if it never did.
        retires_at: when the demo server stops accepting it though it is trusted, in seconds since 1970 UTC by the
            server's clock; None for never.
    """

    kid: str
    name: str
    algorithm: str
    created: int
    jwk_private: Mapping[str, str] = field(repr=False, hash=False)
    trusted: bool = False
    role: KeyRole = KeyRole.OWN
    use: str = ""
    key_ops: tuple[str, ...] = ()
    last_used: int | None = None
    retires_at: int | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "jwk_private", MappingProxyType(dict(self.jwk_private)))

    @property
    def label(self) -> str:
        """Name and algorithm, for lists: ``demo-es256 · ES256``."""
        return f"{self.name} · {self.algorithm}"

    @property
    def kind(self) -> KeyKind | None:
        """What the table of algorithms says of it; None where algorithm and curve are not in the table."""
        return kind_of(self.algorithm, self.jwk_private.get("crv"))

    @property
    def signature_octets(self) -> int:
        """Length of its signatures; with RSA that of its modulus (RFC 8017 section 8). 0 where it is not known."""
        from workbench.core.token.segments import Segment, decode_segment

        if self.jwk_private["kty"] == "RSA":
            modulus, _ = decode_segment(self.jwk_private["n"], Segment.TOKEN)
            return len(modulus)
        kind = self.kind
        return 0 if kind is None else kind.signature_octets

    @property
    def is_secret(self) -> bool:
        """Whether it is a shared secret, which has no public part."""
        return self.jwk_private["kty"] == "oct"

    @property
    def fingerprint(self) -> str:
        """The SHA-256 thumbprint of the public key (RFC 7638) in base64url; empty for a shared secret.

        A digest of a secret is never shown: anyone who sees it can try guesses against it (RFC 7638 section 7).
        """
        return "" if self.is_secret else _thumbprint(self.private_jwk())

    def can_sign(self, alg: str | None) -> bool:
        """Whether a header that names *alg* may be signed with this key."""
        return alg == self.algorithm

    def accepted_at(self, moment: float) -> bool:
        """Whether the demo server is to accept it at this moment of its clock, in seconds since 1970 UTC."""
        return self.trusted and (self.retires_at is None or moment < self.retires_at)

    def with_trusted(self, trusted: bool) -> SigningKey:
        """The same key, accepted by the demo server or not, from now on without an end."""
        return replace(self, trusted=trusted, retires_at=None)

    def renamed(self, name: str) -> SigningKey:
        """The same key under another name; its ``kid`` stays."""
        return replace(self, name=name)

    def used_at(self, moment: int) -> SigningKey:
        """The same key, which signed at *moment*, in seconds since 1970 UTC, unless it has signed later."""
        return replace(self, last_used=moment) if moment > (self.last_used or 0) else self

    @property
    def stated(self) -> dict[str, Any]:
        """What its JWK says that it is for: ``alg``, and ``use`` and ``key_ops`` where it says them."""
        said: dict[str, Any] = {"alg": self.algorithm}
        if self.use:
            said["use"] = self.use
        if self.key_ops:
            said["key_ops"] = list(self.key_ops)
        return said

    def public_jwk(self) -> dict[str, Any]:
        """The public key as a JWK with ``kid`` and ``alg``, and with its own ``use`` and ``key_ops``.

        One that says neither is for signatures. Where the private key may sign, the public one may verify (RFC 7517
        section 4.3).

        Raises:
            NoPublicPartError: the key is a shared secret.
        """
        if self.is_secret:
            raise NoPublicPartError(f"{self.name} is a shared secret, and has no public part.")
        jwk = self.private_jwk()  # where kty is AKP, alg is one of the members
        public = {name: jwk[name] for name in PUBLIC_MEMBERS[jwk["kty"]]}
        said = self.stated
        if self.key_ops:
            of_public = (_PUBLIC_OPERATIONS.get(operation, operation) for operation in self.key_ops)
            said["key_ops"] = list(dict.fromkeys(of_public))
        elif not self.use:
            said["use"] = "sig"
        return public | {"kid": self.kid} | said

    def private_jwk(self) -> dict[str, str]:
        """The key as a JWK with ``kid`` and ``alg``, private members and all."""
        return dict(self.jwk_private) | {"kid": self.kid, "alg": self.algorithm}


def generate(
    algorithm: str,
    name: str,
    *,
    now: int,
    kid: str | None = None,
    role: KeyRole = KeyRole.OWN,
    rsa_bits: int = RSA_BITS,
) -> SigningKey:
    """Make a new key from the operating system's random source.

    Args:
        algorithm: the name of one of ``KINDS``; ``EdDSA`` alone is Ed25519.
        name: what the user calls it.
        now: seconds since 1970 UTC.
        kid: key id; by default the thumbprint of the public key, or of a secret a random one. The thumbprint of a
            secret would be in every token's header, for guesses to be tried against it (RFC 7638 section 7).
        role: whose key it is.
        rsa_bits: length of the modulus; only RSA has one.

    Raises:
        SigningError: the algorithm is not known, or the cryptographic library does without it.
    """
    from workbench.core.keys.generation import new_jwk

    kind = kind_named(algorithm)
    if kind is None:
        known = ", ".join(each.name for each in KINDS)
        raise SigningError(f"{algorithm} is not an algorithm that keys are made for.", hint=f"Choose one of {known}.")
    jwk = new_jwk(kind, rsa_bits)
    return SigningKey(kid or usual_kid(jwk | {"alg": kind.alg}), name, kind.alg, now, jwk, role=role)


def usual_kid(jwk: Mapping[str, str]) -> str:
    """The kid of a key that comes without one: the thumbprint of its public part (RFC 7638), of a secret a random one.

    Args:
        jwk: the key; of the type AKP also its ``alg``, which is a part of the thumbprint.
    """
    import secrets

    return secrets.token_urlsafe(16) if jwk["kty"] == "oct" else _thumbprint(jwk)


def _thumbprint(jwk: Mapping[str, str]) -> str:
    """RFC 7638: the digest over the public members in lexicographic order, without white space."""
    import hashlib

    from workbench.core.token.segments import encode_segment

    members = {name: jwk[name] for name in sorted(PUBLIC_MEMBERS[jwk["kty"]])}
    return encode_segment(hashlib.sha256(json.dumps(members, separators=(",", ":")).encode()).digest())
