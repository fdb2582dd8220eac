"""The keys that the server accepts, each bound to one algorithm, and their publication as a JWK set (RFC 7517)."""

import json
import math
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any

import jwt

from demo_server.regular_files import FileRefusedError, read_regular
from demo_server.segments import SegmentError, decode_base64url, parse_object
from demo_server.tokens.algorithms import ALGORITHMS, LIBRARY, Algorithm
from demo_server.tokens.key_strength import rsa_weakness, secret_weakness


class InvalidKeyError(ValueError):
    """A key cannot be used; the text says why and what was expected."""

    @property
    def reason(self) -> str:
        """The text without the id of the key, for a sentence that names it already."""
        start, _, rest = str(self).partition('": ')
        return rest if start.startswith('key "') else str(self)


@dataclass(frozen=True, slots=True)
class VerificationKey:
    """A key whose signatures the server accepts.

    Attributes:
        kid: the key's id.
        algorithm: the one algorithm that it may be used with.
        public_jwk: what `TrustStore.jwks` publishes; None for an HMAC secret, which is never published.
        material: the key as PyJWT takes it; for ``oct`` the secret octets.
    """

    kid: str
    algorithm: str
    public_jwk: Mapping[str, str] | None
    material: Any = field(repr=False)

    @classmethod
    def from_jwk(cls, jwk: Mapping[str, Any]) -> "VerificationKey":
        """Read a JWK with ``kid`` and ``alg``; only the public part of a private one is kept.

        Raises:
            InvalidKeyError: a member is missing or wrong, or the key is too weak for a strict server.
        """
        kid, name = jwk.get("kid"), jwk.get("alg")
        if not isinstance(kid, str) or not kid:
            raise InvalidKeyError("a key needs a kid, a non-empty string")
        if not isinstance(name, str) or name not in ALGORITHMS:
            raise InvalidKeyError(f'key "{kid}": alg must be one of {", ".join(ALGORITHMS)}')
        algorithm = ALGORITHMS[name]
        _check_purpose(kid, jwk, algorithm)
        public = _public_part(kid, jwk, algorithm)
        weakness = _weakness(public)
        if weakness is not None:
            raise InvalidKeyError(f'key "{kid}": {weakness}')
        try:
            library = LIBRARY.get_algorithm_by_name(name)
            material = library.prepare_key(library.from_jwk({**public, "alg": name}))
        except (jwt.InvalidKeyError, ValueError, TypeError) as error:
            raise InvalidKeyError(f'key "{kid}": it is not a valid {name} key: {error}') from None
        published = None if algorithm.kty == "oct" else {**public, "kid": kid, "alg": name, "use": "sig"}
        return cls(kid, name, published, material)

    def verifies(self, signing_input: bytes, signature: bytes) -> bool:
        """Whether *signature* is valid for this key over *signing_input* (RFC 7515 section 5.2)."""
        return LIBRARY.get_algorithm_by_name(self.algorithm).verify(signing_input, self.material, signature)


@dataclass(frozen=True, slots=True)
class Tenure:
    """The period in which a key is accepted and published.

    Attributes:
        since: the first moment, in seconds since 1970 UTC.
        until: the moment from which it is refused: it is retired then.
    """

    since: float = -math.inf
    until: float = math.inf

    def __contains__(self, moment: float) -> bool:
        return self.since <= moment < self.until


ALWAYS = Tenure()


class TrustStore:
    """The accepted keys by ``kid``, each within its tenure, and why others were refused. Safe to use from threads.

    A key is kept before and after its tenure: the clock can be moved either way, and the refusal of its tokens says
    what happened to it.
    """

    def __init__(self, keys: Iterable[VerificationKey] = (), now: Callable[[], float] = time.time) -> None:
        """Accept *keys*, always; *now* returns the time, in seconds since 1970 UTC, for calls that name none."""
        self._entries = {key.kid: (key, ALWAYS) for key in keys}
        self._refusals: dict[str, str] = {}
        self._now = now
        self._lock = Lock()

    def add(self, key: VerificationKey, tenure: Tenure = ALWAYS) -> None:
        """Accept *key* within its tenure, in place of one with the same ``kid``."""
        with self._lock:
            self._entries[key.kid] = (key, tenure)
            self._refusals.pop(key.kid, None)

    def refuse(self, kid: str, reason: str) -> None:
        """Record why a key was not accepted, for the refusal of its tokens.

        Args:
            kid: the key's id.
            reason: what is wrong with it; see `InvalidKeyError.reason`.
        """
        with self._lock:
            self._refusals[kid] = reason

    def retire(self, kid: str, until: float) -> None:
        """End the tenure of this key at *until*; nothing happens if it was not accepted."""
        with self._lock:
            entry = self._entries.get(kid)
            if entry is not None:
                self._entries[kid] = (entry[0], Tenure(entry[1].since, until))

    def remove(self, kid: str) -> None:
        """Stop accepting this key; nothing happens if it was not accepted."""
        with self._lock:
            self._entries.pop(kid, None)
            self._refusals.pop(kid, None)

    def take_over(self, other: "TrustStore") -> None:
        """Accept the keys that *other* has at this moment, within the same tenures."""
        with self._lock, other._lock:
            self._entries = dict(other._entries)
            self._refusals = dict(other._refusals)

    def get(self, kid: str, now: float | None = None) -> VerificationKey | None:
        """Return the key with that id if it is accepted at *now*, by default at this moment; else None."""
        key, tenure = self._entries.get(kid, (None, ALWAYS))
        return key if key is not None and (self._now() if now is None else now) in tenure else None

    def tenure(self, kid: str) -> Tenure | None:
        """Return when the key with that id is accepted; None for a key that never is."""
        entry = self._entries.get(kid)
        return None if entry is None else entry[1]

    def refusal(self, kid: str) -> str | None:
        """Return why the key with that id was refused; None if nobody asked to trust it."""
        return self._refusals.get(kid)

    def kids(self) -> tuple[str, ...]:
        """Return the ids of the keys accepted at this moment, in the order in which they were added."""
        return tuple(key.kid for key in self._accepted())

    def jwks(self) -> dict[str, Any]:
        """Return the JWK set of the public keys accepted at this moment; HMAC secrets are left out."""
        return {"keys": [dict(key.public_jwk) for key in self._accepted() if key.public_jwk is not None]}

    def _accepted(self) -> list[VerificationKey]:
        with self._lock:
            now = self._now()
            return [key for key, tenure in self._entries.values() if now in tenure]


@dataclass(frozen=True, slots=True)
class KeySet:
    """The keys of a JWK set file.

    Attributes:
        keys: the keys that the server can use.
        left_out: which others there are, and why each cannot be used.
    """

    keys: tuple[VerificationKey, ...]
    left_out: tuple[str, ...] = ()


def read_jwks(path: str | Path) -> KeySet:
    """Read a JWK set file; a key that cannot be used does not spoil the others (RFC 7517 section 5).

    Raises:
        InvalidKeyError: with the file: it is not a JWK set, two keys have one kid, or none of the keys can be used.
    """
    try:
        keys = parse_object(read_regular(Path(path))).get("keys")
    except (FileRefusedError, SegmentError) as error:
        raise InvalidKeyError(f"{path}: {error}") from None
    if not isinstance(keys, list):
        raise InvalidKeyError(f'{path}: is not a JWK set; expected an object with an array "keys"')
    found: list[VerificationKey] = []
    left_out: list[str] = []
    for index, jwk in enumerate(keys):
        if not isinstance(jwk, dict):
            left_out.append(f"keys[{index}] is not a JSON object")
            continue
        try:
            key = VerificationKey.from_jwk(jwk)
        except InvalidKeyError as error:
            left_out.append(f"keys[{index}]: {error}")
            continue
        if key.kid in {each.kid for each in found}:
            raise InvalidKeyError(f'{path}: keys[{index}]: the kid "{key.kid}" is a duplicate; expected each once')
        found.append(key)
    if left_out and not found:
        raise InvalidKeyError(f"{path}: {left_out[0]}")
    return KeySet(tuple(found), tuple(left_out))


def _check_purpose(kid: str, jwk: Mapping[str, Any], algorithm: Algorithm) -> None:
    if jwk.get("kty") != algorithm.kty:
        raise InvalidKeyError(f'key "{kid}": kty must be {algorithm.kty} for {jwk["alg"]}')
    if algorithm.curves and jwk.get("crv") not in algorithm.curves:
        raise InvalidKeyError(f'key "{kid}": crv must be {" or ".join(algorithm.curves)} for {jwk["alg"]}')
    if jwk.get("use", "sig") != "sig":
        raise InvalidKeyError(f'key "{kid}": use is {json.dumps(jwk["use"])}; expected "sig"')
    _check_operations(kid, jwk, algorithm)


def _check_operations(kid: str, jwk: Mapping[str, Any], algorithm: Algorithm) -> None:
    """Raise `InvalidKeyError` unless ``key_ops``, if present, permits verification (RFC 7517 section 4.3)."""
    if "key_ops" not in jwk:
        return
    operations = jwk["key_ops"]
    if not isinstance(operations, list) or not all(isinstance(operation, str) for operation in operations):
        raise InvalidKeyError(f'key "{kid}": key_ops must be an array of strings')
    # The public part of a private key that may sign is used to verify. A secret has no public part.
    may_sign = algorithm.kty != "oct" and algorithm.private in jwk and "sign" in operations
    if "verify" not in operations and not may_sign:
        raise InvalidKeyError(f'key "{kid}": key_ops does not include "verify"')
    others = [operation for operation in operations if operation not in {"sign", "verify"}]
    if "use" in jwk and others:
        raise InvalidKeyError(f'key "{kid}": use is "sig", but key_ops also says {json.dumps(others[0])}')


def _public_part(kid: str, jwk: Mapping[str, Any], algorithm: Algorithm) -> dict[str, str]:
    public = {"kty": algorithm.kty}
    if algorithm.curves:
        public["crv"] = jwk["crv"]
    for name in algorithm.members:
        value = jwk.get(name)
        if not isinstance(value, str):
            raise InvalidKeyError(f'key "{kid}": {name} must be a string')
        try:
            octets = decode_base64url(value)
        except SegmentError as error:
            raise InvalidKeyError(f'key "{kid}": {name} {error}') from None
        if name == algorithm.members[0] and _bits(octets, algorithm) < algorithm.least_bits:
            raise InvalidKeyError(
                f'key "{kid}": it has {_bits(octets, algorithm)} bits; '
                f"{jwk['alg']} needs {algorithm.least_bits} or more"
            )
        public[name] = value
    return public


def _weakness(public: Mapping[str, str]) -> str | None:
    match public["kty"]:
        case "oct":
            return secret_weakness(decode_base64url(public["k"]))
        case "RSA":
            modulus, exponent = (int.from_bytes(decode_base64url(public[name]), "big") for name in ("n", "e"))
            return rsa_weakness(modulus, exponent)
    return None


def _bits(octets: bytes, algorithm: Algorithm) -> int:
    """Measure a key by its first member: an RSA modulus by its value, everything else by its length."""
    return int.from_bytes(octets, "big").bit_length() if algorithm.kty == "RSA" else len(octets) * 8
