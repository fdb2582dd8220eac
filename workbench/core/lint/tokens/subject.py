"""What the rules know about a token: the reading, and facts that are not in it."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from workbench.core.claims.claim_set import ClaimSet
from workbench.core.claims.nodes import Node, Path
from workbench.core.claims.nodes import nodes as walked
from workbench.core.keys.signing_key import SigningKey
from workbench.core.lint.severity import Severity
from workbench.core.lint.tokens.kinds import KindTable, Recognition, TokenKind, recognise, table_of
from workbench.core.lint.tokens.kinds.credentials import SD_JWT
from workbench.core.lint.tokens.kinds.issuers import Issuer, known_issuer
from workbench.core.lint.tokens.kinds.oauth import ACCESS_TOKEN
from workbench.core.lint.tokens.kinds.recognition import media_type
from workbench.core.lint.tokens.lists import resource_lists, rights_lists
from workbench.core.lint.tokens.references import References
from workbench.core.text.numeric_date import is_numeric_date
from workbench.core.token.compact import Reading
from workbench.core.token.sd_jwt import SdJwt, take_apart
from workbench.core.token.segments import Segment, decode_segment

FARTHEST_S = 10**11
"""Seconds since 1970 UTC, in the year 5138: a larger NumericDate counts milliseconds, or never ends."""

_NOTHING: Mapping[str, object] = {}
_NO_CLAIMS = ClaimSet()


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
        profile: what the token is meant to be; None recognises it by ``typ``, its claims and its issuer.
        key: facts on the key that signs it; None if the key is not known.
        cookie: name of the cookie that it travels in; None if it travels in the Authorization header.
        leeway_s: seconds by which the verifier lets clocks differ.
        references: what is known of claims and of servers.
        grants: names of the claims that the design of the token takes rights to single records from.
        new_id: makes a random ``jti``; without it no fix offers one.
    """

    reading: Reading
    now: float
    profile: TokenKind | None = None
    key: KeyFacts | None = None
    cookie: str | None = None
    leeway_s: int = 0
    references: References = field(default=References(), repr=False)
    grants: frozenset[str] = frozenset()
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
        """The header's type in lower case and without ``application/`` (RFC 7515 section 4.1.9)."""
        return media_type(self.header.get("typ"))

    @cached_property
    def size(self) -> int:
        """Length of the compact token in bytes."""
        return len(self.reading.text.encode("utf-8", "surrogatepass"))

    @cached_property
    def _recognition(self) -> Recognition:
        found = recognise(self.header, self.values)
        if self.reading.tail and found.table.kind is TokenKind.UNKNOWN:
            return Recognition(SD_JWT, "disclosures follow the JWT")
        return found

    @cached_property
    def sd_jwt(self) -> SdJwt | None:
        """What follows the JWT, if it is an SD-JWT."""
        return take_apart(self.reading)

    @cached_property
    def table(self) -> KindTable:
        """What tokens of its kind must have, must not have, and how long they may live."""
        recognised = self._recognition.table
        if self.profile is None:
            return recognised
        return table_of(self.profile, recognised, self.typ, frozenset(self.values))

    @property
    def kind(self) -> TokenKind:
        """The kind that was chosen, or the one that was recognised."""
        return self.table.kind

    @property
    def kind_reason(self) -> str:
        """Why it is taken for this kind: ``typ is dpop+jwt``."""
        return self._recognition.reason if self.profile is None else "chosen by hand"

    @property
    def follows_rfc9068(self) -> bool:
        """Whether it says by its ``typ`` that it is an access token of RFC 9068."""
        return self.table is ACCESS_TOKEN

    @cached_property
    def issuer(self) -> Issuer | None:
        """The issuer, if it is a known one."""
        return known_issuer(self.values)

    def lacks(self, name: str) -> Severity | None:
        """How much it matters that a claim is missing; None if it is there, or need not be."""
        if name in self.values or (self.issuer is not None and name in self.issuer.omits):
            return None
        return self.table.must.get(name)

    def is_issuers(self, name: str) -> bool:
        """Whether a known issuer writes a claim under this name, so that its clients cannot change it."""
        return self.issuer is not None and name in self.issuer.writes

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
        return walked(self.values)

    @cached_property
    def members(self) -> tuple[Node, ...]:
        """Those of ``nodes`` that have a name: claims and members of objects, not elements of arrays."""
        return tuple(node for node in self.nodes if node[0][-1].__class__ is str)

    @cached_property
    def rights_lists(self) -> tuple[tuple[Path, int], ...]:
        """Where rights are listed, and how many."""
        return tuple(rights_lists(self.members))

    @cached_property
    def resource_lists(self) -> tuple[tuple[Path, int], ...]:
        """Where resources seem to be listed one by one, and how many."""
        return tuple(resource_lists(self.nodes, self.grants))


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
