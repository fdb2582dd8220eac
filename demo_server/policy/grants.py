"""What a grant is: by a grant, a design turns claims or the directory into permission.

A grant is a pure function of one `Access` and one `GrantRule`. Its result says which claims it read. If it refuses, it
says the smallest change that would have made it grant; if it grants, the removals that together would make it refuse.
The functions are in `claim_grants`, `tenant_grants`, `authorization_details` and `directory_grants`, their table in
`kinds`.

For a route that answers with a list, a grant also says which records of the list it lets the subject read.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeGuard

from demo_server.decision import GrantResult
from demo_server.segments import shorten
from demo_server.world.lookups import DirectorySession
from demo_server.world.scenario import EVERYTHING

READ = "read"
OWNER_ACTIONS = ("read", "write", "delete")
"""What the owner of a record may do with it."""
GROUP_ACTIONS = ("read", "write")
"""What the members of a record's group may do with it."""

_CLAIM_OPTIONS = frozenset({"claim", "read_claim", "write_claim", "groups_claim"})
"""The options that name a claim; an empty one names none."""


class Scope(StrEnum):
    """Which routes a grant applies to."""

    ALWAYS = "always"
    RECORD = "record"  # only where the route names a record
    NO_RECORD = "no-record"  # only where it does not


@dataclass(frozen=True, slots=True)
class Listing:
    """The list of records that a route answers with, before it is filtered.

    Attributes:
        service: the service that the records belong to.
        records: the ids of all of them, in the order of the scenario.
        permission: what reading one of them requires, ``noun:action``.
    """

    service: str
    records: tuple[str, ...]
    permission: str


@dataclass(frozen=True, slots=True)
class Access:
    """What one request wants to do.

    Attributes:
        claims: the verified claims set.
        subject: the user whom the token is about, by username; where no user has its ``sub``, that in quotes.
        permission: ``noun:action``.
        service: the service that the route belongs to, if any.
        record: id of the record that the route names, if any; the record may not exist.
        roles: permissions by role.
        directory: the directory, for this request.
        tenant: the tenant that the path names, if it names one; a record may have one without that.
        looked_up: what a grant asked the directory that it would ask again for the records of a list.
        break_glass: whether the route opens its record in an emergency, even to users without a grant on the record.
        listing: the list that the route answers with, if it does.
        audience: the ``aud`` by which the server knows that a token is meant for it.
    """

    claims: Mapping[str, Any]
    subject: str
    permission: str
    service: str | None
    record: str | None
    roles: Mapping[str, frozenset[str]]
    directory: DirectorySession
    break_glass: bool = False
    listing: Listing | None = None
    tenant: str | None = None
    audience: str = ""
    looked_up: dict[str, Any] = field(default_factory=dict, compare=False)

    @property
    def action(self) -> str:
        """The part of the permission after the colon."""
        return self.permission.partition(":")[2]

    def permits(self, role: str) -> bool:
        """Whether *role* has the permission; no permission comes with a role that the scenario does not have."""
        permissions = self.roles.get(role, frozenset())
        return self.permission in permissions or EVERYTHING in permissions

    def least_role(self) -> str | None:
        """Return the permitted role with the fewest permissions; a role that may do everything comes last."""
        return min(
            filter(self.permits, self.roles),
            key=lambda role: (EVERYTHING in self.roles[role], len(self.roles[role]), role),
            default=None,
        )


@dataclass(frozen=True, slots=True)
class GrantRule:
    """One grant of a design, as its file sets it up.

    Attributes:
        kind: a key of `demo_server.policy.kinds.KINDS`.
        scope: which routes it applies to.
        options: such as ``{"claim": "roles"}``; complete, defaults filled in.
    """

    kind: str
    scope: Scope
    options: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def claims(self) -> tuple[str, ...]:
        """Names of the claims that may give a right; empty for a grant that asks the directory."""
        if self.options.get("source") == "directory":
            return ()
        return tuple(name for option, name in self.options.items() if name and option in _CLAIM_OPTIONS)


GrantFunction = Callable[[Access, GrantRule], GrantResult]
"""Decides whether a grant lets a request through."""


@dataclass(frozen=True, slots=True)
class Readable:
    """The records of a list that one grant lets the subject read.

    Attributes:
        result: granted if there is at least one.
        records: their ids, in any order; there may be some that the list does not have.
    """

    result: GrantResult
    records: Collection[str] = ()


ReadableFunction = Callable[[Access, GrantRule, Listing], Readable]
"""Finds the records of a list that a grant lets the subject read; the access has the permission of reading one."""


def quoted(values: list[str]) -> str:
    """Return names in quotes, joined for a sentence."""
    return " and ".join(f'"{value}"' for value in values)


def counted(records: Collection[str], listing: Listing) -> str:
    """Return how many records of a list these are, in words."""
    number = len(listing.records)
    return f"{len(records):,} of {number:,} record{'' if number == 1 else 's'}"


def strings(access: Access, claim: str) -> tuple[list[str] | None, str]:
    """Return the array of strings in *claim*; otherwise None, and a sentence that says what is there instead."""
    if claim not in access.claims:
        return None, f"the token has no {claim}"
    value = access.claims[claim]
    return (value, "") if are_strings(value) else (None, f"{claim} is {shorten(value)}, not an array of strings")


def are_strings(value: Any) -> TypeGuard[list[str]]:
    """Whether *value* is an array of strings."""
    return isinstance(value, list) and all(isinstance(item, str) for item in value)
