"""Changes of the world: what an administrator changes in the directory, or a user by logging out."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from workbench.core.answers.outcome import Request


class ChangeKind(StrEnum):
    """What one step of a change does."""

    TAKE_ROLE = "take-role"
    GIVE_ROLE = "give-role"
    LEAVE_GROUP = "leave-group"
    JOIN_GROUP = "join-group"
    MAKE_ADMINISTRATOR = "make-administrator"
    UNMAKE_ADMINISTRATOR = "unmake-administrator"
    DISABLE = "disable"
    ENABLE = "enable"
    SHARE = "share"
    UNSHARE = "unshare"
    LOG_OUT = "log-out"


_SENTENCES = {
    ChangeKind.TAKE_ROLE: "remove the role {name} from {user}",
    ChangeKind.GIVE_ROLE: "give {user} the role {name}",
    ChangeKind.LEAVE_GROUP: "remove {user} from the group {name}",
    ChangeKind.JOIN_GROUP: "add {user} to the group {name}",
    ChangeKind.MAKE_ADMINISTRATOR: "make {user} a system administrator",
    ChangeKind.UNMAKE_ADMINISTRATOR: "remove the system administrator flag from {user}",
    ChangeKind.DISABLE: "disable the account of {user}",
    ChangeKind.ENABLE: "enable the account of {user}",
    ChangeKind.SHARE: "let {user} {actions} {name}, by an entry in its ACL",
    ChangeKind.UNSHARE: "remove the entry of {user} from the ACL of {name}",
    ChangeKind.LOG_OUT: "log {user} out",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a change.

    Attributes:
        kind: what the step does.
        user: the user concerned, by username.
        name: of the role, the group or the record; empty where there is none.
        actions: what an entry in an access list allows.
    """

    kind: ChangeKind
    user: str
    name: str = ""
    actions: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """The step in words: ``remove the role admin from carol``."""
        return _SENTENCES[self.kind].format(user=self.user, name=self.name, actions=" and ".join(self.actions))


@dataclass(frozen=True, slots=True)
class WorldChange:
    """What happens at one moment, in one or more steps.

    Attributes:
        steps: in order; all about one user.
        title: words for the whole change; by default those of the steps.
    """

    steps: tuple[Step, ...]
    title: str = ""

    @property
    def sentence(self) -> str:
        """The change in words."""
        return self.title or " and ".join(step.sentence for step in self.steps)

    @property
    def user(self) -> str:
        """The user concerned, by username."""
        return self.steps[0].user

    @property
    def record(self) -> str:
        """The record whose access list changes; empty if none does."""
        sharing = (ChangeKind.SHARE, ChangeKind.UNSHARE)
        return next((step.name for step in self.steps if step.kind in sharing), "")

    @property
    def logs_out(self) -> bool:
        """Whether the user logs out, which changes no directory entry."""
        return any(step.kind is ChangeKind.LOG_OUT for step in self.steps)


@dataclass(frozen=True, slots=True)
class RecordAccess:
    """What a record's access list allows a user.

    Attributes:
        record: its id.
        actions: what an entry allows the user by name.
        belongs: whether the user owns the record or is in its group, and so needs no entry.
    """

    record: str
    actions: tuple[str, ...] = ()
    belongs: bool = False


@dataclass(frozen=True, slots=True)
class DirectoryEntry:
    """The directory's data about a user, and what they could be changed to.

    Attributes:
        user: username.
        roles: the user's roles, in the directory's order.
        groups: the user's groups, in the directory's order.
        system_admin: whether the user is a system administrator.
        disabled: whether the account is switched off.
        records: the user's access to some records.
        further_records: how many other records there are.
        all_roles: every role of the scenario.
        powerful_roles: the roles that may do everything.
        all_groups: every group of the scenario.
    """

    user: str
    roles: tuple[str, ...]
    groups: tuple[str, ...]
    system_admin: bool
    disabled: bool
    records: tuple[RecordAccess, ...]
    further_records: int
    all_roles: tuple[str, ...]
    powerful_roles: tuple[str, ...]
    all_groups: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """The entry in words, for one line."""
        parts = [
            _listed("role", self.roles),
            _listed("group", self.groups),
            *(["system administrator"] if self.system_admin else []),
            *(f"{each.record} by ACL ({', '.join(each.actions)})" for each in self.records if each.actions),
            *(["account disabled"] if self.disabled else []),
        ]
        return " · ".join(parts)


def possible_changes(entry: DirectoryEntry) -> tuple[WorldChange, ...]:
    """The changes that make a difference for this user in the present world; those that remove a right come first."""
    return tuple(_changes(entry))


def path_segments(request: Request) -> tuple[str, ...]:
    """The parts of a request's path between the slashes, without the query."""
    return tuple(request.path.partition("?")[0].strip("/").split("/"))


def _changes(entry: DirectoryEntry) -> Iterator[WorldChange]:
    user = entry.user
    if entry.disabled:
        yield _single(ChangeKind.ENABLE, user)
    yield from _all_administrator_rights(entry)
    for each in entry.records:
        if each.actions:
            yield _single(ChangeKind.UNSHARE, user, each.record)
    for role in entry.roles:
        yield _single(ChangeKind.TAKE_ROLE, user, role)
    for group in entry.groups:
        yield _single(ChangeKind.LEAVE_GROUP, user, group)
    if entry.system_admin:
        yield _single(ChangeKind.UNMAKE_ADMINISTRATOR, user)
    if not entry.disabled:
        yield _single(ChangeKind.DISABLE, user)
        yield _single(ChangeKind.LOG_OUT, user)
    yield from _further_rights(entry)


def _all_administrator_rights(entry: DirectoryEntry) -> Iterator[WorldChange]:
    """One change that removes everything that makes the user an administrator."""
    powerful = [role for role in entry.roles if role in entry.powerful_roles]
    steps = [Step(ChangeKind.TAKE_ROLE, entry.user, role) for role in powerful]
    if entry.system_admin:
        steps.append(Step(ChangeKind.UNMAKE_ADMINISTRATOR, entry.user))
    if len(steps) > 1:
        parts = [f"role {role}" for role in powerful] + (["system administrator"] if entry.system_admin else [])
        title = f"remove all administrator rights from {entry.user} ({', '.join(parts)})"
        yield WorldChange(tuple(steps), title)


def _further_rights(entry: DirectoryEntry) -> Iterator[WorldChange]:
    user = entry.user
    for each in entry.records:
        if not each.belongs and not each.actions:
            yield _single(ChangeKind.SHARE, user, each.record, ("read",))
        if not each.belongs and "write" not in each.actions:
            yield _single(ChangeKind.SHARE, user, each.record, ("read", "write"))
    for role in entry.all_roles:
        if role not in entry.roles:
            yield _single(ChangeKind.GIVE_ROLE, user, role)
    for group in entry.all_groups:
        if group not in entry.groups:
            yield _single(ChangeKind.JOIN_GROUP, user, group)
    if not entry.system_admin:
        yield _single(ChangeKind.MAKE_ADMINISTRATOR, user)


def _single(kind: ChangeKind, user: str, name: str = "", actions: tuple[str, ...] = ()) -> WorldChange:
    return WorldChange((Step(kind, user, name, actions),))


def _listed(what: str, names: tuple[str, ...]) -> str:
    return f"{what}{'s' if len(names) > 1 else ''} {', '.join(names)}" if names else f"no {what}"
