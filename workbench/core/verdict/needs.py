"""What a service needs of its tokens: the load, what its users have, and what must be true.

A need that is left out does not matter; its value is None (or False, for one that is only switched on).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, fields
from enum import StrEnum

from workbench.core.designs.size_model import Counts
from workbench.core.errors import NeedsError

LONGEST_S = 365 * 86_400
MOST_REQUESTS_PER_S = 10**12
MOST_USERS = 10**12
MOST_LOOKUP_MS = 60_000
MOST_HELD = 10**7
MOST_ID_CHARACTERS = 1_000


class Readable(StrEnum):
    """What a token reveals to whoever holds it, beyond whose it is."""

    RIGHTS = "rights"
    ROLES = "roles"
    GROUPS = "groups"
    RECORDS = "records"
    PERSONAL = "personal"


class Renewal(StrEnum):
    """What bridges a lifetime that is shorter than a session."""

    REFRESH = "refresh"  # a refresh token
    PASSWORD = "password"  # the user logs in again  # noqa: S105


class Need(StrEnum):
    """One thing that must be true, by its key in the needs file; in the order in which they are shown."""

    ROLE = "role_removed_within_s"
    SHARE = "share_removed_within_s"
    ACCOUNT = "account_disabled_within_s"
    LOGOUT = "logout_within_s"
    BEHIND = "behind"
    ADDED_MS = "added_ms"
    LOOKUPS = "lookups_per_s"
    OFFLINE = "offline"
    PER_RECORD = "per_record"
    CLIENT = "client_may_read"

    __hash__ = str.__hash__

    @property
    def label(self) -> str:
        """Its name on the screen: ``Role removed``."""
        return _LABELS[self]

    @property
    def short(self) -> str:
        """Its name at the head of a column: ``role``."""
        return _SHORT[self]

    @property
    def sentence(self) -> str:
        """The question that it answers, in one plain sentence."""
        return _SENTENCES[self]


_LABELS = {
    Need.ROLE: "Role removed",
    Need.SHARE: "Share removed",
    Need.ACCOUNT: "Account disabled",
    Need.LOGOUT: "Logout",
    Need.BEHIND: "Token passes",
    Need.ADDED_MS: "Added to a request",
    Need.LOOKUPS: "Lookups a second",
    Need.OFFLINE: "Without asking anyone",
    Need.PER_RECORD: "Follows each record's access list",
    Need.CLIENT: "Client may read",
}
_SHORT = {
    Need.ROLE: "role",
    Need.SHARE: "share",
    Need.ACCOUNT: "account",
    Need.LOGOUT: "logout",
    Need.BEHIND: "token",
    Need.ADDED_MS: "time",
    Need.LOOKUPS: "lookups/s",
    Need.OFFLINE: "offline",
    Need.PER_RECORD: "per record",
    Need.CLIENT: "client reads",
}
_SENTENCES = {
    Need.ROLE: "How long may someone keep working after a role or group was removed? At once: until the next request.",
    Need.SHARE: "How long may someone still open a record after it was taken away? At once: until the next request.",
    Need.ACCOUNT: "How long may someone keep working after the account was disabled?",
    Need.LOGOUT: "How long may a token work after its user has logged out? At once needs a question on every request.",
    Need.BEHIND: "Which servers stand before the service? The largest user's token must pass all of them.",
    Need.ADDED_MS: "How many milliseconds may lookups add to a request, on average?",
    Need.LOOKUPS: "How many questions a second can the directory and the deny-list answer?",
    Need.OFFLINE: "Must the service decide by the token alone, without asking anyone?",
    Need.PER_RECORD: "Must each decision follow the access list of the record, not only the user's roles?",
    Need.CLIENT: "What may whoever holds the token read in it? What is not named must not be readable.",
}

TIME_NEEDS = (Need.ROLE, Need.SHARE, Need.ACCOUNT, Need.LOGOUT)
"""The needs that limit how long something may go unnoticed, in seconds."""

_NUMBERS = {**dict.fromkeys(TIME_NEEDS, LONGEST_S), Need.ADDED_MS: MOST_LOOKUP_MS, Need.LOOKUPS: MOST_REQUESTS_PER_S}


def _require(key: str, value: float, most: float, *, least: float = 0, whole: bool = False) -> None:
    """Refuse what is not a finite number from *least* to *most*."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not number or not least <= value <= most or (whole and not isinstance(value, int)):
        kind = "a whole number" if whole else "a number"
        shown = f"{value:g}" if number and isinstance(value, float) else str(value)
        raise NeedsError(key, f"is {shown[:40]}", f"{kind} from {least:,} to {most:,}")


@dataclass(frozen=True, slots=True)
class ServiceLoad:
    """What the service does.

    Attributes:
        requests_per_s: requests a second, of all users together.
        active_users: users who are logged in at the same time.
        lookup_ms: milliseconds that one question takes, from the service to the directory or the deny-list.
    """

    requests_per_s: float = 200
    active_users: int = 10_000
    lookup_ms: float = 1.0

    def __post_init__(self) -> None:
        _require("load.requests_per_s", self.requests_per_s, MOST_REQUESTS_PER_S)
        _require("load.active_users", self.active_users, MOST_USERS, whole=True)
        _require("load.lookup_ms", self.lookup_ms, MOST_LOOKUP_MS)


@dataclass(frozen=True, slots=True)
class UserSize:
    """What one user has.

    Attributes:
        roles: how many roles.
        groups: how many groups.
        readable: how many records the access lists let the user read.
        writable: how many they let the user write.
        id_characters: length of the id of a record; those that the scenario's user really has keep theirs.
    """

    roles: int = 1
    groups: int = 1
    readable: int = 0
    writable: int = 0
    id_characters: int = 36

    def __post_init__(self) -> None:
        for each in fields(self)[:-1]:
            _require(f"users.{each.name}", getattr(self, each.name), MOST_HELD, whole=True)
        _require("users.id_characters", self.id_characters, MOST_ID_CHARACTERS, least=1, whole=True)

    @property
    def counts(self) -> Counts:
        """As the size of a token is calculated from it."""
        return Counts(self.roles, self.groups, self.readable, self.writable)

    @property
    def records(self) -> int:
        """How many records, readable and writable."""
        return self.readable + self.writable


@dataclass(frozen=True, slots=True)
class Needs:
    """The load, the users, and what must be true.

    Attributes:
        load: what the service does.
        typical: what a typical user has.
        largest: what the user with the most has.
        role_removed_within_s: seconds within which a removed role or group must count; None if it does not matter.
        share_removed_within_s: the same of an entry in the access list of a record.
        account_disabled_within_s: the same of a disabled account.
        logout_within_s: the same of a logout.
        behind: names of servers in the table of header limits that the largest user's token must pass.
        added_ms: milliseconds that lookups may add to a request, on average.
        lookups_per_s: questions a second that can be answered.
        offline: whether the service must decide without asking anybody.
        per_record: whether decisions must follow each record's access list.
        client_may_read: what a token may reveal; None if it does not matter.
        renewed_by: what bridges a lifetime that is shorter than a session.
    """

    load: ServiceLoad = ServiceLoad()
    typical: UserSize = UserSize()
    largest: UserSize = UserSize()
    role_removed_within_s: float | None = None
    share_removed_within_s: float | None = None
    account_disabled_within_s: float | None = None
    logout_within_s: float | None = None
    behind: tuple[str, ...] = ()
    added_ms: float | None = None
    lookups_per_s: float | None = None
    offline: bool = False
    per_record: bool = False
    client_may_read: frozenset[Readable] | None = None
    renewed_by: Renewal = field(default=Renewal.REFRESH)

    def __post_init__(self) -> None:
        for need, most in _NUMBERS.items():
            value = getattr(self, need)
            if value is not None:
                _require(f"needs.{need}", value, most)

    @property
    def wanted(self) -> tuple[Need, ...]:
        """The needs that matter, in their order."""
        return tuple(need for need in Need if self.has(need))

    def has(self, need: Need) -> bool:
        """Whether this need matters."""
        value = getattr(self, need)
        return value is not None and value is not False and value != ()

    def limit(self, need: Need) -> object:
        """The value of this need; None if it does not matter."""
        return getattr(self, need) if self.has(need) else None

    def within_s(self, need: Need) -> float:
        """Seconds of a need that limits a time; infinite if it does not matter."""
        value = getattr(self, need)
        return math.inf if value is None else float(value)

    def to_json(self) -> dict[str, object]:
        """The members of ``advise --format json``: as the needs file writes them."""
        wanted: dict[str, object] = {str(need): _plain(self.limit(need)) for need in self.wanted}
        return {
            "load": {each.name: getattr(self.load, each.name) for each in fields(self.load)},
            "users": {
                name: {each.name: getattr(user, each.name) for each in fields(user)}
                for name, user in (("typical", self.typical), ("largest", self.largest))
            },
            "needs": {**wanted, "renewed_by": self.renewed_by.value},
        }


def default_needs(typical: UserSize, largest: UserSize, *, per_record: bool) -> Needs:
    """What to start from, where nobody has said what is needed.

    Args:
        typical: the scenario's median user.
        largest: the scenario's user with the most rights.
        per_record: whether the scenario's requests name records.
    """
    return Needs(
        typical=typical,
        largest=largest,
        role_removed_within_s=300,
        share_removed_within_s=0 if per_record else None,
        account_disabled_within_s=300,
        logout_within_s=300,
        behind=("nginx",),
        added_ms=2.0,
        lookups_per_s=1_000,
        per_record=per_record,
        client_may_read=frozenset((Readable.ROLES,)),
    )


def _plain(value: object) -> object:
    if isinstance(value, frozenset):
        return [each.value for each in Readable if each in value]
    return list(value) if isinstance(value, tuple) else value
