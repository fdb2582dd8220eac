"""Signing keys as plain values, and the place where they are kept as a protocol.

A key holds its private material as a JWK (RFC 7517). ``repr`` and ``pickle`` never give it away; it leaves a key only
through ``private_jwk``, which is for the keyring and for signing.
"""

import hashlib
import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import NoReturn, Protocol

from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from workbench.core.errors import KeyStoreError, NoPublicPartError, SigningError
from workbench.core.segments import encode_segment

PUBLIC_MEMBERS: Mapping[str, tuple[str, ...]] = {
    # The members that RFC 7638 section 3.2 and RFC 8037 section 2 put into the thumbprint, which make the public key.
    "EC": ("crv", "kty", "x", "y"),
    "OKP": ("crv", "kty", "x"),
    "RSA": ("e", "kty", "n"),
}


class KeyRole(StrEnum):
    """Whose key it is."""

    OWN = "own"  # the user's, to sign edited tokens with
    ISSUER = "issuer"  # the demo server's, kept so that its tokens outlive a restart


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key or a shared secret, bound to one algorithm (RFC 8725 section 3.1).

    Attributes:
        kid: key id, as it stands in the header of tokens.
        name: what the user calls it.
        algorithm: name of its JWS algorithm, one of ``ALGORITHMS``.
        created: seconds since 1970 UTC.
        jwk_private: the private material as a JWK, without ``kid`` and ``alg``.
        trusted: whether the demo server is to accept it.
        role: whose key it is.
    """

    kid: str
    name: str
    algorithm: str
    created: int
    jwk_private: Mapping[str, str] = field(repr=False, hash=False)
    trusted: bool = False
    role: KeyRole = KeyRole.OWN

    def __post_init__(self) -> None:
        object.__setattr__(self, "jwk_private", MappingProxyType(dict(self.jwk_private)))

    @property
    def label(self) -> str:
        """Name and algorithm, for lists: ``demo-es256 · ES256``."""
        return f"{self.name} · {self.algorithm}"

    @property
    def is_secret(self) -> bool:
        """Whether it is a shared secret, which has no public part."""
        return self.jwk_private["kty"] == "oct"

    @property
    def fingerprint(self) -> str:
        """The SHA-256 thumbprint of the public key (RFC 7638) in base64url; empty for a shared secret.

        A digest of a secret is shown nowhere: whoever sees it can try guesses against it (RFC 7638 section 7).
        """
        return "" if self.is_secret else _thumbprint(self.jwk_private)

    def can_sign(self, alg: str | None) -> bool:
        """Whether a header that names *alg* may be signed with this key."""
        return alg == self.algorithm

    def with_trusted(self, trusted: bool) -> "SigningKey":
        """The same key, accepted by the demo server or not."""
        return replace(self, trusted=trusted)

    def renamed(self, name: str) -> "SigningKey":
        """The same key under another name; its ``kid`` stays."""
        return replace(self, name=name)

    def public_jwk(self) -> dict[str, str]:
        """The public key as a JWK with ``kid``, ``alg`` and ``use``.

        Raises:
            NoPublicPartError: the key is a shared secret.
        """
        if self.is_secret:
            raise NoPublicPartError(f"{self.name} is a shared secret, and has no public part.")
        public = {name: self.jwk_private[name] for name in PUBLIC_MEMBERS[self.jwk_private["kty"]]}
        return public | {"kid": self.kid, "alg": self.algorithm, "use": "sig"}

    def private_jwk(self) -> dict[str, str]:
        """The key as a JWK with ``kid`` and ``alg``, private members and all."""
        return dict(self.jwk_private) | {"kid": self.kid, "alg": self.algorithm}

    def __copy__(self) -> "SigningKey":
        return self

    def __deepcopy__(self, _memo: dict[int, object]) -> "SigningKey":
        return self

    def __reduce_ex__(self, _protocol: object) -> NoReturn:
        raise TypeError("a SigningKey is not pickled: the keyring is the one place for private keys")


class KeyStore(Protocol):
    """A place where keys are kept. Its calls may block, and raise ``KeyStoreError``."""

    @property
    def name(self) -> str:
        """What it is, in words for the user."""
        ...

    @property
    def persistent(self) -> bool:
        """Whether keys are there again in the next run."""
        ...

    @property
    def damaged(self) -> Sequence[KeyStoreError]:
        """What was wrong with each key that the last ``load`` had to leave out."""
        ...

    def load(self) -> list[SigningKey]:
        """All keys that can be read, in the order in which they were saved."""
        ...

    def save(self, *keys: SigningKey) -> None:
        """Keep new keys; a ``kid`` must not be there yet."""
        ...

    def update(self, key: SigningKey) -> None:
        """Keep another name or trust for the key of the same ``kid``."""
        ...

    def delete(self, kid: str) -> None:
        """Forget a key; one that is not there is no error."""
        ...


class MemoryKeyStore:
    """Keys for this run, where there is no keyring."""

    def __init__(self) -> None:
        self.name = "this run only"
        self.persistent = False
        self.damaged: tuple[KeyStoreError, ...] = ()
        self._keys: dict[str, SigningKey] = {}

    def load(self) -> list[SigningKey]:
        """All keys, in the order in which they were saved."""
        return list(self._keys.values())

    def save(self, *keys: SigningKey) -> None:
        """Keep new keys.

        Raises:
            KeyStoreError: a key of one of these ``kid`` is there already.
        """
        for key in keys:
            if key.kid in self._keys:
                raise already_kept(key)
            self._keys[key.kid] = key

    def update(self, key: SigningKey) -> None:
        """Replace the key of the same ``kid``.

        Raises:
            KeyStoreError: there is none.
        """
        if key.kid not in self._keys:
            raise not_kept(key)
        self._keys[key.kid] = key

    def delete(self, kid: str) -> None:
        """Forget a key; one that is not there is no error."""
        self._keys.pop(kid, None)


def already_kept(key: SigningKey) -> KeyStoreError:
    """The error of saving a key whose ``kid`` is taken."""
    return KeyStoreError(f"There is a key with the kid {key.kid} already.", hint="Give the new key another kid.")


def not_kept(key: SigningKey) -> KeyStoreError:
    """The error of updating a key that is not there."""
    return KeyStoreError(f"There is no key with the kid {key.kid}.", hint="Read the keys again; it may be deleted.")


def generate(algorithm: str, name: str, *, now: int, kid: str | None = None, role: KeyRole = KeyRole.OWN) -> SigningKey:
    """Make a new key from the operating system's random source.

    Args:
        algorithm: one of ``ALGORITHMS``.
        name: what the user calls it.
        now: seconds since 1970 UTC.
        kid: key id; by default the thumbprint of the public key, or of a secret a random one. The thumbprint of a
            secret would stand in every token's header, there to try guesses against (RFC 7638 section 7).
        role: whose key it is.

    Raises:
        SigningError: the algorithm is not known.
    """
    make = _GENERATORS.get(algorithm)
    if make is None:
        raise SigningError(f"{algorithm} is no algorithm that keys are made for.", hint=_known_algorithms())
    jwk = make()
    if kid is None:
        kid = secrets.token_urlsafe(16) if jwk["kty"] == "oct" else _thumbprint(jwk)
    return SigningKey(kid, name, algorithm, now, jwk, role=role)


def _hmac_secret() -> dict[str, str]:
    # As long as the hash, which RFC 7518 section 3.2 asks for.
    return {"kty": "oct", "k": encode_segment(secrets.token_bytes(32))}


def _p256_key() -> dict[str, str]:
    numbers = ec.generate_private_key(ec.SECP256R1()).private_numbers()
    point = numbers.public_numbers
    return {
        "kty": "EC",
        "crv": "P-256",
        "x": encode_segment(point.x.to_bytes(32)),
        "y": encode_segment(point.y.to_bytes(32)),
        "d": encode_segment(numbers.private_value.to_bytes(32)),
    }


def _ed25519_key() -> dict[str, str]:
    private = ed25519.Ed25519PrivateKey.generate()
    return {
        "kty": "OKP",
        "crv": "Ed25519",
        "x": encode_segment(private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)),
        "d": encode_segment(private.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())),
    }


def _rsa_key() -> dict[str, str]:
    numbers = rsa.generate_private_key(public_exponent=65537, key_size=2048).private_numbers()
    parts = {
        "n": numbers.public_numbers.n,
        "e": numbers.public_numbers.e,
        "d": numbers.d,
        "p": numbers.p,
        "q": numbers.q,
        "dp": numbers.dmp1,
        "dq": numbers.dmq1,
        "qi": numbers.iqmp,
    }
    # RFC 7518 section 2: as few octets as the number takes.
    return {"kty": "RSA"} | {
        name: encode_segment(part.to_bytes((part.bit_length() + 7) // 8)) for name, part in parts.items()
    }


_GENERATORS: Mapping[str, Callable[[], dict[str, str]]] = {
    "HS256": _hmac_secret,
    "ES256": _p256_key,
    "EdDSA": _ed25519_key,
    "RS256": _rsa_key,
}

ALGORITHMS: tuple[str, ...] = tuple(_GENERATORS)
"""The algorithms that keys can be made for, in the order in which they are offered."""


def _known_algorithms() -> str:
    return f"Choose one of {', '.join(ALGORITHMS)}."


def _thumbprint(jwk: Mapping[str, str]) -> str:
    """RFC 7638: the digest over the public members in lexicographic order, without white space."""
    members = {name: jwk[name] for name in sorted(PUBLIC_MEMBERS[jwk["kty"]])}
    return encode_segment(hashlib.sha256(json.dumps(members, separators=(",", ":")).encode()).digest())
