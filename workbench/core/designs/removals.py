"""The removals of rights that are tried, and how each is prepared and undone.

A right that nobody has is given first: so the window of each kind of right can be measured in every world.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workbench.core.answers.outcome import Request
from workbench.core.designs.stale_window import Right
from workbench.core.designs.stolen_token import ProtectedRoute
from workbench.core.server.directory_change import ChangeKind, DirectoryEntry, Step, WorldChange, path_segments

_MOST_RECORDS = 4

_UNDONE = {
    ChangeKind.TAKE_ROLE: ChangeKind.GIVE_ROLE,
    ChangeKind.GIVE_ROLE: ChangeKind.TAKE_ROLE,
    ChangeKind.LEAVE_GROUP: ChangeKind.JOIN_GROUP,
    ChangeKind.JOIN_GROUP: ChangeKind.LEAVE_GROUP,
    ChangeKind.DISABLE: ChangeKind.ENABLE,
    ChangeKind.SHARE: ChangeKind.UNSHARE,
    ChangeKind.UNSHARE: ChangeKind.SHARE,
}


@dataclass(frozen=True, slots=True)
class Removal:
    """One right of one user that is removed, and the requests whose answers it may change.

    Attributes:
        right: its kind.
        step: what removes it.
        requests: what is asked before and after.
        given: gives the right first, to a user who does not have it; None if the user has it.
    """

    right: Right
    step: Step
    requests: tuple[Request, ...]
    given: Step | None = None

    @property
    def user(self) -> str:
        """The user concerned, by username."""
        return self.step.user

    @property
    def change(self) -> WorldChange:
        """What removes the right."""
        return WorldChange((self.step,))

    @property
    def restoring(self) -> WorldChange | None:
        """What puts the world back as it was before the preparation; None if the removal did that."""
        undone = _UNDONE.get(self.step.kind)
        if self.given is not None or undone is None:
            return None
        return WorldChange((Step(undone, self.user, self.step.name, self.step.actions),))


def removals(
    right: Right, entry: DirectoryEntry, requests: Sequence[Request], routes: Sequence[ProtectedRoute]
) -> Iterator[Removal]:
    """Yield the removals of this kind that concern one user, those of rights that the user has first.

    Args:
        right: the kind.
        entry: the directory's data about the user.
        requests: the scenario's.
        routes: the scenario's, with the paths of some records.
    """
    user = entry.user
    match right:
        case Right.ROLE:
            for role in entry.roles:
                yield Removal(right, Step(ChangeKind.TAKE_ROLE, user, role), tuple(requests))
            for role in entry.all_roles:
                if role not in entry.roles and role not in entry.powerful_roles:
                    yield _given(right, (ChangeKind.GIVE_ROLE, ChangeKind.TAKE_ROLE), user, role, tuple(requests))
        case Right.GROUP:
            reading = tuple(_reading_requests(routes))
            for group in entry.groups:
                yield Removal(right, Step(ChangeKind.LEAVE_GROUP, user, group), reading)
            for group in entry.all_groups:
                if group not in entry.groups:
                    yield _given(right, (ChangeKind.JOIN_GROUP, ChangeKind.LEAVE_GROUP), user, group, reading)
        case Right.SHARE:
            yield from _shares(entry, requests, routes)
        case Right.ACCOUNT:
            yield Removal(right, Step(ChangeKind.DISABLE, user), tuple(requests))
        case Right.LOGOUT:
            yield Removal(right, Step(ChangeKind.LOG_OUT, user), tuple(requests))


def _given(
    right: Right, kinds: tuple[ChangeKind, ChangeKind], user: str, name: str, requests: tuple[Request, ...]
) -> Removal:
    gives, takes = kinds
    return Removal(right, Step(takes, user, name), requests, given=Step(gives, user, name))


def _shares(entry: DirectoryEntry, requests: Sequence[Request], routes: Sequence[ProtectedRoute]) -> Iterator[Removal]:
    known = [*requests, *_reading_requests(routes)]
    records = sorted((each for each in entry.records if not each.belongs), key=lambda each: not each.actions)
    for each in records[:_MOST_RECORDS]:
        about = tuple(one for one in known if one.method == "GET" and each.record in path_segments(one))[:2]
        if not about:
            continue
        actions = each.actions or ("read",)
        step = Step(ChangeKind.UNSHARE, entry.user, each.record, actions)
        given = None if each.actions else Step(ChangeKind.SHARE, entry.user, each.record, actions)
        yield Removal(Right.SHARE, step, about, given)


def _reading_requests(routes: Sequence[ProtectedRoute]) -> Iterator[Request]:
    """Yield the requests that read; break-glass routes open a record without a right to it, so they are left out."""
    for route in routes:
        if route.method == "GET" and not route.break_glass:
            for path in route.paths:
                yield Request(path, route.method, path)
