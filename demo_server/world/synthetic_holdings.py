"""Made-up holdings: the token that a user would get who held more, or less, than the scenario gives.

The question is how a design's token grows. Such a token goes through the very code that answers a log-in, so its length
is that of a real one; the names of what is made up have a length that the caller chooses.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from demo_server.world.user_fields import Subject

PERMISSIONS_OF_A_ROLE = ("read", "write")
"""What a made-up role permits, each on a noun of its own; a scope string grows by as many words a role."""


@dataclass(frozen=True, slots=True)
class Holdings:
    """How much a user holds. A count that is None leaves what the user really has.

    Of what the user really has, the first few are kept as far as the count goes; the rest is made up.

    Attributes:
        roles: how many roles.
        groups: how many groups.
        readable: how many records the access lists let the user read.
        writable: how many they let the user write.
        role_length: characters of the name of a made-up role.
        group_length: characters of the name of a made-up group.
        id_length: characters of the id of a made-up record; a UUID has 36.
    """

    roles: int | None = None
    groups: int | None = None
    readable: int | None = None
    writable: int | None = None
    role_length: int = 8
    group_length: int = 12
    id_length: int = 36

    def __post_init__(self) -> None:
        for count in (self.roles, self.groups, self.readable, self.writable):
            if count is not None and count < 0:
                raise ValueError(f"nobody can hold {count}; expected 0 or more")


def with_holdings(subject: Subject, holdings: Holdings) -> Subject:
    """Return the subject as it would be with these holdings.

    Raises:
        ValueError: a name of that length cannot tell so many apart.
    """
    user = subject.user
    roles = _as_many(user.roles, holdings.roles, "role", holdings.role_length)
    made_up = {
        role: frozenset(f"{role}:{action}" for action in PERMISSIONS_OF_A_ROLE)
        for role in roles
        if role not in subject.scenario.roles
    }
    scenario = replace(subject.scenario, roles={**subject.scenario.roles, **made_up}) if made_up else subject.scenario
    groups = _as_many(user.groups, holdings.groups, "group", holdings.group_length)
    return Subject(replace(user, roles=roles, groups=groups), scenario, _Records(subject, holdings))


@dataclass(frozen=True, slots=True)
class _Records:
    """Answers for the access lists."""

    subject: Subject
    holdings: Holdings

    def records_open_to(self, username: str, action: str) -> tuple[str, ...]:
        """Return the ids of as many records as the holdings say."""
        count = self.holdings.readable if action == "read" else self.holdings.writable
        present = () if count == 0 else self.subject.directory.records_open_to(username, action)
        return _as_many(present, count, "record", self.holdings.id_length)


def _as_many(present: Sequence[str], count: int | None, noun: str, length: int) -> tuple[str, ...]:
    if count is None:
        return tuple(present)
    missing = range(len(present) + 1, count + 1)
    return (*present[:count], *(_name(noun, number, length) for number in missing))


def _name(noun: str, number: int, length: int) -> str:
    """Return a name of exactly *length* characters, ``role-012``; without the noun where there is no room for it."""
    digits = str(number)
    if len(digits) > length:
        raise ValueError(f"{length} characters cannot tell {number} names apart; expected {len(digits)} or more")
    room = length - len(noun) - 1
    return f"{noun}-{digits.zfill(room)}" if room >= len(digits) else digits.zfill(length)
