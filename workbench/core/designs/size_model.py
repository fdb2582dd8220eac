"""Calculates how long the token of a design is for a user who holds so much: to the byte, without issuing one.

A compact token is base64url(header) . base64url(payload) . base64url(signature) (RFC 7515 section 7.1). Header and
signature have one length for all tokens of a key. The payload grows only by what is listed in it: names of groups, each
with two quotation marks and a comma, as often as the design lists them, and ids of records or objects about them (see
`record_sizes`). Roles are learned one by one, since a design may write out what they permit, and two roles may permit
the same.

A design is learned from a few tokens that the server really issues; nothing is assumed about it, so that the user's
own designs are measured like the built-in ones.
"""

import base64
import json
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from itertools import accumulate
from typing import Self

from workbench.core.designs.formula import Formula, known, rounded_up
from workbench.core.designs.record_sizes import RecordSizes
from workbench.core.errors import TokenSizeError

GROUP_LENGTH = 12
"""Characters of the name of a made-up group."""

SAMPLE_ID_LENGTH = 36
"""Characters of the ids that are made up while a design is learned; a UUID has as many."""

_MANY_GROUPS = 4_000
"""More than any issuer puts into a token: Okta 100, Entra 200."""

_BESIDE_A_NAME = 3
"""Two quotation marks and the comma to the next name."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a user holds.

    Attributes:
        roles: roles.
        groups: groups.
        readable: records that the access lists let the user read.
        writable: records that they let the user write.
    """

    roles: int = 0
    groups: int = 0
    readable: int = 0
    writable: int = 0

    def plus(self, more: int) -> "Counts":
        """*more* of everything."""
        return Counts(*(getattr(self, each.name) + more for each in fields(self)))


@dataclass(frozen=True, slots=True)
class Held:
    """What a user really holds, by name: as `Counts` counts it."""

    roles: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    readable: tuple[str, ...] = ()
    writable: tuple[str, ...] = ()

    @property
    def counts(self) -> Counts:
        """How many of each."""
        return Counts(len(self.roles), len(self.groups), len(self.readable), len(self.writable))


Sample = Callable[[Counts], str]
"""Issues the token that the user would get with these holdings: first the real ones, the rest made up."""


@dataclass(frozen=True, slots=True)
class _Roles:
    """What the roles of a user add to the payload.

    Attributes:
        sizes: bytes that the first 0, 1, 2 … roles add together; the last of these is made up, as are all further ones.
        further: bytes that each further role adds.
    """

    sizes: tuple[int, ...]
    further: int

    def formula(self, count: int) -> Formula:
        own = min(count, len(self.sizes) - 1)
        first = known("bytes of the first roles", self.sizes[own])
        if count == own:
            return first
        return first + known("further roles", count - own) * known("bytes of each", self.further)


@dataclass(frozen=True, slots=True)
class _List:
    """What a list of names adds to the payload.

    Attributes:
        noun: what is listed.
        times: how often the token lists it.
        characters: of the first 0, 1, 2 … names that the user really has, together.
        most: with more names, a token has something else in place of the list; None for a list without a limit.
        beyond: bytes that it then has more than with an empty list.
    """

    noun: str
    times: int
    characters: tuple[int, ...]
    most: int | None = None
    beyond: int = 0

    def formula(self, count: int, length: int) -> Formula:
        """The bytes that so many names add; made-up names have *length* characters."""
        if not self.times or not count:
            return known(f"bytes of {self.noun}", 0)
        if self.most is not None and count > self.most:
            return known(f"bytes of a pointer in place of more than {self.most:,} {self.noun}", self.beyond)
        own = min(count, len(self.characters) - 1)
        characters = known(f"characters of the user's own {self.noun}", self.characters[own])
        if count > own:
            made_up = known(f"further {self.noun}", count - own)
            characters = characters + made_up * known("characters of each", length)
        commas = _BESIDE_A_NAME * known(self.noun, count) - 1
        return known("times in the token", self.times) * (characters + commas)


@dataclass(frozen=True, slots=True)
class TokenSize:
    """The length of a token, calculated part by part.

    Attributes:
        roles: bytes that the roles add to the payload.
        groups: bytes that the groups add.
        readable: bytes that the records to read add.
        writable: bytes that the records to write add, beyond what they add as records to read.
        payload: bytes of the payload.
        token: characters of the compact token.
    """

    roles: Formula
    groups: Formula
    readable: Formula
    writable: Formula
    payload: Formula
    token: Formula


@dataclass(frozen=True, slots=True)
class TokenModel:
    """The tokens of one user under one design.

    Attributes:
        header_characters: of the first segment.
        signature_characters: of the last segment.
        fixed: bytes of a payload whose lists are empty.
        opaque: characters of a reference token, whatever the user holds; 0 for a JWT.
    """

    header_characters: int
    signature_characters: int
    fixed: int
    roles: _Roles
    groups: _List
    records: RecordSizes
    opaque: int = 0

    @classmethod
    def learn(cls, sample: Sample, held: Held) -> Self:
        """Learn how the tokens grow.

        Args:
            sample: issues tokens; ids that are made up have `SAMPLE_ID_LENGTH` characters.
            held: what the user really holds.

        Raises:
            TokenSizeError: a token that was issued to check the rule is longer or shorter than the rule says.
        """
        issued = sample(Counts())
        if "." not in issued:
            nothing = RecordSizes.learn(lambda *_: "", (), (), SAMPLE_ID_LENGTH)
            return cls(0, 0, 0, _Roles((0,), 0), _listed("groups", 0, (), GROUP_LENGTH), nothing, opaque=len(issued))
        header, payload, signature = issued.split(".")
        fixed = len(_decoded(payload))

        def added(counts: Counts) -> int:
            return len(_decoded(sample(counts).split(".")[1])) - fixed

        def with_records(roles: int, readable: int, writable: int) -> str:
            counts = Counts(roles=roles, readable=readable, writable=writable)
            return _decoded(sample(counts).split(".")[1])

        by_roles = [added(Counts(roles=count)) for count in range(len(held.roles) + 3)]
        model = cls(
            len(header),
            len(signature),
            fixed,
            _Roles(tuple(by_roles[:-1]), by_roles[-1] - by_roles[-2]),
            _limited(_listed("groups", added(Counts(groups=1)), held.groups, GROUP_LENGTH), added),
            RecordSizes.learn(with_records, held.readable, held.writable, SAMPLE_ID_LENGTH),
        )
        for counts in (held.counts, held.counts.plus(3)):
            found, expected = len(sample(counts)), model.length(counts, SAMPLE_ID_LENGTH)
            if found != expected:
                raise TokenSizeError(f"A token of {found:,} characters was issued where {expected:,} were expected.")
        return model

    @property
    def most_groups(self) -> int | None:
        """How many groups a token lists at most; None if there is no limit."""
        return self.groups.most

    def length(self, counts: Counts, id_length: int) -> int:
        """Characters of the compact token of a user who holds so much."""
        return int(self.size(counts, id_length).token.value)

    def size(self, counts: Counts, id_length: int) -> TokenSize:
        """The length with all parts, and the formula of each.

        Args:
            counts: what the user holds.
            id_length: characters of the ids of records beyond those that the user really has.
        """
        roles = self.roles.formula(counts.roles)
        groups = self.groups.formula(counts.groups, GROUP_LENGTH)
        readable, writable = self.records.formulas(counts.readable, counts.writable, id_length, roles=roles.value > 0)
        payload = known("bytes of the payload with empty lists", self.fixed)
        for noun, part in (
            ("roles", roles),
            ("groups", groups),
            ("records to read", readable),
            ("records to write", writable),
        ):
            if part.value:
                payload = payload + known(noun, part.value)
        if self.opaque:
            token = known("characters of a reference token", self.opaque)
            return TokenSize(roles, groups, readable, writable, payload, token)
        token = (
            known("header", self.header_characters)
            + 1
            + rounded_up(4 * known("payload", payload.value) / 3)
            + 1
            + known("signature", self.signature_characters)
        )
        return TokenSize(roles, groups, readable, writable, payload, token)


def _limited(groups: _List, added: Callable[[Counts], int]) -> _List:
    """Find how many groups a token lists at most, by asking for more and more."""

    def is_listed(count: int) -> bool:
        return added(Counts(groups=count)) == groups.formula(count, GROUP_LENGTH).value

    if not groups.times or is_listed(_MANY_GROUPS):
        return groups
    most = bisect_left(range(_MANY_GROUPS), 1, lo=1, key=lambda count: not is_listed(count)) - 1
    return replace(groups, most=most, beyond=added(Counts(groups=_MANY_GROUPS)))


def _listed(noun: str, added: int, own: Sequence[str], made_up_length: int) -> _List:
    """Work out from what a first name added how often the token contains the list."""
    characters = tuple(accumulate((_characters(name) for name in own), initial=0))
    first = characters[1] if own else made_up_length
    return _List(noun, added // (first + _BESIDE_A_NAME - 1), characters)


def _characters(name: str) -> int:
    """Characters of *name* between its quotation marks in the token, where a letter beyond ASCII is an escape."""
    return len(json.dumps(name)) - 2


def _decoded(segment: str) -> str:
    """The text of a base64url segment without padding; a character is an octet, since payloads are made in ASCII."""
    return base64.urlsafe_b64decode(segment + "=" * (-len(segment) % 4)).decode("latin-1")
