"""What a grant is: by a grant, a design turns claims or the directory into permission.

A grant is a pure function of one `Access` and one `GrantRule`. Its result says which claims it read. If it refuses, it
says the smallest change that would have made it grant; if it grants, the removals that together would make it refuse.
The functions are in `claim_grants` and `directory_grants`, their table in `kinds`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from demo_server.decision import GrantResult
from demo_server.world.lookups import DirectorySession
from demo_server.world.scenario import EVERYTHING

READ = "read"
OWNER_ACTIONS = ("read", "write", "delete")
"""What the owner of a record may do with it."""
GROUP_ACTIONS = ("read", "write")
"""What the members of a record's group may do with it."""

_CLAIM_OPTIONS = frozenset({"claim", "read_claim", "write_claim"})
"""The options that name a claim."""


class Scope(StrEnum):
    """Which routes a grant applies to."""

    ALWAYS = "always"
    RECORD = "record"  # only where the route names a record
    NO_RECORD = "no-record"  # only where it does not


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
        break_glass: whether the route opens its record in an emergency, even to users without a grant on the record.
    """

    claims: Mapping[str, Any]
    subject: str
    permission: str
    service: str | None
    record: str | None
    roles: Mapping[str, frozenset[str]]
    directory: DirectorySession
    break_glass: bool = False

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
    options: Mapping[str, str] = field(default_factory=dict)

    @property
    def claims(self) -> tuple[str, ...]:
        """Names of the claims that may give a right; empty for a grant that asks the directory."""
        if self.options.get("source") == "directory":
            return ()
        return tuple(name for option, name in self.options.items() if option in _CLAIM_OPTIONS)


GrantFunction = Callable[[Access, GrantRule], GrantResult]
"""Decides whether a grant lets a request through."""


def quoted(values: list[str]) -> str:
    """Return names in quotes, joined for a sentence."""
    return " and ".join(f'"{value}"' for value in values)
