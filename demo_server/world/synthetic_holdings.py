"""Synthetic holdings: the token of a user who has more, or fewer, rights than in the scenario.

They show how a design's token grows. Such a token is made by the code that answers a login, so its length is that of a
real one. The caller chooses the length of the made-up names.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from demo_server.world.user_fields import Subject

PERMISSIONS_OF_A_ROLE = ("read", "write")
"""What a made-up role permits, on a noun of its own; a scope string grows by this many words for each role."""


@dataclass(frozen=True, slots=True)
class Holdings:
    """How much a user has. None keeps what the user really has.

    A count keeps as many as possible of what the user really has; the rest is made up.

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
                raise ValueError(f"{count} is not a count; expected 0 or more")


def with_holdings(subject: Subject, holdings: Holdings) -> Subject:
    """Return the subject as it would be with these holdings.

    Raises:
        ValueError: there are not enough different names of that length.
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
    """The access lists, as the holdings want them."""

    subject: Subject
    holdings: Holdings

    def records_open_to(self, username: str, action: str) -> tuple[str, ...]:
        """Return the ids of as many records as the holdings say.

        Whoever may write made-up records may read the first of them; further actions are allowed on none of them.
        """
        directory, holdings = self.subject.directory, self.holdings
        if action == "read":
            present = () if holdings.readable == 0 else directory.records_open_to(username, action)
            return _as_many(present, holdings.readable, "record", holdings.id_length)
        writable = () if holdings.writable == 0 else directory.records_open_to(username, "write")
        if action != "write":
            kept = frozenset(writable[: holdings.writable])
            return tuple(each for each in directory.records_open_to(username, action) if each in kept)
        if holdings.writable is None or holdings.writable <= len(writable):
            return writable[: holdings.writable]
        first = len(directory.records_open_to(username, "read"))
        return (*writable, *_made_up("record", first, holdings.writable - len(writable), holdings.id_length))

    def permission_version(self, username: str) -> int | None:
        """Return the user's own."""
        return self.subject.directory.permission_version(username)


def _as_many(present: Sequence[str], count: int | None, noun: str, length: int) -> tuple[str, ...]:
    if count is None:
        return tuple(present)
    return (*present[:count], *_made_up(noun, len(present), count - len(present), length))


def _made_up(noun: str, after: int, count: int, length: int) -> Iterator[str]:
    """Yield so many names, numbered from the one after *after*."""
    return (_name(noun, number, length) for number in range(after + 1, after + count + 1))


def _name(noun: str, number: int, length: int) -> str:
    """Return a name of exactly *length* characters, ``role-012``; without the noun if it does not fit."""
    digits = str(number)
    if len(digits) > length:
        raise ValueError(
            f"{length} characters are too few for {number} different names; expected {len(digits)} or more"
        )
    room = length - len(noun) - 1
    return f"{noun}-{digits.zfill(room)}" if room >= len(digits) else digits.zfill(length)
