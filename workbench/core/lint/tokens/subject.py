"""What the rules know about a token: the reading, and facts that are not in it."""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from workbench.core.claims.claim_set import ClaimSet
from workbench.core.keys.signing_key import SigningKey
from workbench.core.lint.tokens.finding import Path
from workbench.core.lint.tokens.lists import RIGHTS_CLAIMS, Node, resource_lists, rights_lists
from workbench.core.text.numeric_date import is_numeric_date
from workbench.core.token.compact import Reading
from workbench.core.token.segments import Segment, decode_segment

FARTHEST_S = 10**11
"""Seconds since 1970 UTC, in the year 5138: a larger NumericDate counts milliseconds, or never ends."""

ACCESS_TOKEN_TYPES = ("at+jwt", "application/at+jwt")  # RFC 9068 section 2.1, compared without case

_ONLY_IN_ACCESS_TOKENS = frozenset({"scope", "scopes", "scp", "client_id", "authorization_details", "cnf", "act"})
_ONLY_IN_ID_TOKENS = frozenset({"nonce", "at_hash", "c_hash", "s_hash"})


_NOTHING: Mapping[str, object] = {}
_NO_CLAIMS = ClaimSet()


class TokenKind(StrEnum):
    """What a token is for; several rules hold for one kind alone."""

    ACCESS = "access"
    ID = "id"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class KeyFacts:
    """What matters about the key of a token; never the key.

    Attributes:
        secret_bytes: length of an HMAC secret; None for any other key.
        secret_is_common: whether the secret is one of those that are tried first.
        rsa_bits: length of an RSA modulus; None for any other key.
    """

    secret_bytes: int | None = None
    secret_is_common: bool = False
    rsa_bits: int | None = None


@dataclass(frozen=True)
class Subject:
    """A token to be linted, with all that is known of it.

    What several rules need is computed once, when the first of them asks.

    Attributes:
        reading: the token, as far as it could be read.
        now: seconds since 1970 UTC.
        profile: what the token is meant to be; None decides by ``typ`` and the claims.
        key: facts on the key that signs it; None if the key is not known.
        cookie: name of the cookie that it travels in; None if it travels in the Authorization header.
        leeway_s: seconds by which the verifier lets clocks differ.
        registered: names of the registered claims; empty leaves out the rules that need them.
        new_id: makes a random ``jti``; without it no fix offers one.
    """

    reading: Reading
    now: float
    profile: TokenKind | None = None
    key: KeyFacts | None = None
    cookie: str | None = None
    leeway_s: int = 0
    registered: frozenset[str] = field(default=frozenset(), repr=False)
    new_id: Callable[[], str] | None = field(default=None, repr=False)

    def has(self, segment: Segment) -> bool:
        """Whether this part could be read; the token as a whole always counts as read."""
        if segment is Segment.HEADER:
            return self.reading.header is not None
        return segment is not Segment.PAYLOAD or self.reading.claims is not None

    @property
    def header(self) -> Mapping[str, object]:
        """The header; empty where there is none."""
        return _NOTHING if self.reading.header is None else self.reading.header

    @property
    def claims(self) -> ClaimSet:
        """The claims in their order; empty where there are none."""
        return _NO_CLAIMS if self.reading.claims is None else self.reading.claims

    @cached_property
    def values(self) -> dict[str, object]:
        """The values of the claims by name; of a duplicate name, the last."""
        return self.claims.to_dict()

    @cached_property
    def alg(self) -> str | None:
        """The algorithm that the header names."""
        alg = self.header.get("alg")
        return alg if isinstance(alg, str) else None

    @cached_property
    def typ(self) -> str | None:
        """The header's type in lower case (RFC 7515 section 4.1.9)."""
        typ = self.header.get("typ")
        return typ.lower() if isinstance(typ, str) else None

    @cached_property
    def size(self) -> int:
        """Length of the compact token in bytes."""
        return len(self.reading.text.encode("utf-8", "surrogatepass"))

    @cached_property
    def kind(self) -> TokenKind:
        """The profile that was chosen, or what the token looks like."""
        if self.profile is not None:
            return self.profile
        names = self.values.keys()
        use = self.values.get("token_use")
        if self.typ in ACCESS_TOKEN_TYPES or use == "access" or not _ONLY_IN_ACCESS_TOKENS.isdisjoint(names):
            return TokenKind.ACCESS
        if use == "id" or not _ONLY_IN_ID_TOKENS.isdisjoint(names):
            return TokenKind.ID
        return TokenKind.UNKNOWN if RIGHTS_CLAIMS.isdisjoint(names) else TokenKind.ACCESS

    @cached_property
    def times(self) -> Mapping[str, int]:
        """``exp``, ``nbf`` and ``iat`` in whole seconds, as far as they are moments before the year 5138."""
        found = {}
        for name in ("exp", "nbf", "iat"):
            value = self.values.get(name)
            if is_numeric_date(value) and value <= FARTHEST_S:
                found[name] = math.floor(value)
        return found

    @cached_property
    def audiences(self) -> tuple[str, ...]:
        """The audiences, whether ``aud`` is a string or an array; without empty names and ``*``."""
        aud = self.values.get("aud")
        names = aud if isinstance(aud, list) else [aud]
        return tuple(name for name in names if isinstance(name, str) and name.strip() not in ("", "*"))

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """Every value inside the claims, at any depth, with the names and indexes that lead to it; in their order."""
        return tuple(_walk(self.values))

    @cached_property
    def rights_lists(self) -> tuple[tuple[Path, int], ...]:
        """Where rights are listed, and how many."""
        return tuple(rights_lists(self.nodes))

    @cached_property
    def resource_lists(self) -> tuple[tuple[Path, int], ...]:
        """Where resources seem to be listed one by one, and how many."""
        return tuple(resource_lists(self.nodes))


def key_facts(key: SigningKey, is_common: Callable[[bytes], bool]) -> KeyFacts:
    """The facts on *key*, without the key; *is_common* recognises the secrets that attackers try first."""
    jwk = key.jwk_private
    if jwk["kty"] == "oct":
        secret, _ = decode_segment(jwk["k"], Segment.TOKEN)
        return KeyFacts(secret_bytes=len(secret), secret_is_common=is_common(secret))
    if jwk["kty"] == "RSA":
        modulus, _ = decode_segment(jwk["n"], Segment.TOKEN)
        return KeyFacts(rsa_bits=int.from_bytes(modulus).bit_length())
    return KeyFacts()


def _has_inside(values: list[object]) -> bool:
    return any(kind in (dict, list) for kind in set(map(type, values)))


def _walk(values: dict[str, object]) -> Iterator[Node]:
    # A stack of its own: a token may nest deeper than is good for that of Python.
    waiting: list[Node] = [((name,), value) for name, value in reversed(values.items())]
    while waiting:
        path, value = waiting.pop()
        yield path, value
        if isinstance(value, dict):
            waiting.extend(((*path, name), each) for name, each in reversed(value.items()))
        elif isinstance(value, list) and not _has_inside(value):  # thousands of ids: in one go, not one by one
            yield from [((*path, index), each) for index, each in enumerate(value)]
        elif isinstance(value, list):
            waiting.extend(((*path, index), value[index]) for index in reversed(range(len(value))))
