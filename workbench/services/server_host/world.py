"""Reads and changes the world of a demo server: the data about a user in its directory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import TYPE_CHECKING

from demo_server.world.directory import Directory, UnknownNameError
from demo_server.world.scenario import EVERYTHING, Scenario
from workbench.core.errors import WorldChangeError
from workbench.core.server.directory_change import ChangeKind, DirectoryEntry, RecordAccess, Step, WorldChange

if TYPE_CHECKING:
    from demo_server import DemoServer
    from demo_server.world.lookups import DirectorySession

MOST_RECORDS = 12
"""How many records are offered: a scenario may have thousands, too many to choose from."""


def directory_entry(server: DemoServer, username: str, record: str = "") -> DirectoryEntry:
    """The directory's present data about the user, and the user's access to some records.

    Args:
        server: the server with the directory.
        username: the user.
        record: a record to list first. After it come those that the scenario's requests name, those whose access
            lists name the user, and then any others, up to `MOST_RECORDS`.

    Raises:
        WorldChangeError: there is no such user or record.
    """
    scenario, session = server.scenario, server.directory.session()
    account = session.account(username)
    if account is None:
        raise WorldChangeError(f"The directory has no user {username}.")
    if record and record not in scenario.resources:
        raise WorldChangeError(f"The scenario has no record {record}.", hint="Type the id of one of its records.")
    names = islice(_candidates(scenario, session, username, record), MOST_RECORDS)
    records = tuple(_record(session, name, username) for name in names)
    return DirectoryEntry(
        user=username,
        roles=session.roles(username),
        groups=session.groups(username),
        system_admin=session.is_system_admin(username),
        disabled=account.disabled,
        records=records,
        further_records=len(scenario.resources) - len(records),
        all_roles=tuple(scenario.roles),
        powerful_roles=tuple(role for role, permissions in scenario.roles.items() if EVERYTHING in permissions),
        all_groups=_all_groups(scenario),
    )


def apply(directory: Directory, change: WorldChange) -> None:
    """Make every step of *change*; a logout changes no directory entry and is ignored.

    Raises:
        WorldChangeError: there is no such user, role or record; the steps before that one are made.
    """
    for step in change.steps:
        try:
            _take(directory, step)
        except UnknownNameError as error:
            raise WorldChangeError(f"Could not {step.sentence}: {error.args[0]}.") from error


def _take(directory: Directory, step: Step) -> None:
    user, session = step.user, directory.session()
    match step.kind:
        case ChangeKind.TAKE_ROLE:
            directory.set_roles(user, _without(session.roles(user), step.name))
        case ChangeKind.GIVE_ROLE:
            directory.set_roles(user, (*session.roles(user), step.name))
        case ChangeKind.LEAVE_GROUP:
            directory.set_groups(user, _without(session.groups(user), step.name))
        case ChangeKind.JOIN_GROUP:
            directory.set_groups(user, (*session.groups(user), step.name))
        case ChangeKind.MAKE_ADMINISTRATOR | ChangeKind.UNMAKE_ADMINISTRATOR:
            directory.set_system_admin(user, system_admin=step.kind is ChangeKind.MAKE_ADMINISTRATOR)
        case ChangeKind.DISABLE | ChangeKind.ENABLE:
            directory.set_disabled(user, disabled=step.kind is ChangeKind.DISABLE)
        case ChangeKind.SHARE:
            directory.share(step.name, user, step.actions)
        case ChangeKind.UNSHARE:
            directory.unshare(step.name, user)
        case ChangeKind.LOG_OUT:
            pass


def _without(names: Iterable[str], gone: str) -> tuple[str, ...]:
    return tuple(name for name in names if name != gone)


def _candidates(scenario: Scenario, session: DirectorySession, username: str, record: str) -> Iterator[str]:
    in_requests = (segment for each in scenario.requests for segment in each.path.partition("?")[0].split("/"))
    named = (name for name in chain((record,), in_requests) if name in scenario.resources)
    entries = session.acl_entries(username, MOST_RECORDS)
    yield from dict.fromkeys(chain(named, entries, islice(scenario.resources, MOST_RECORDS)))


def _record(session: DirectorySession, record: str, username: str) -> RecordAccess:
    access = session.record_access(record, username)
    if access is None:
        return RecordAccess(record)
    return RecordAccess(record, access.actions, belongs=access.is_member or access.owner == username)


def _all_groups(scenario: Scenario) -> tuple[str, ...]:
    of_users = (group for user in scenario.users.values() for group in user.groups)
    of_records = (record.group for record in scenario.resources.values())
    return tuple(dict.fromkeys(chain(of_users, of_records)))
