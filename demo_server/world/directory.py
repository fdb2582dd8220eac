"""The directory: users, roles, groups, records and access lists, in SQLite in memory.

Lookups are a figure that the user sees, so every question goes through a `DirectorySession`, which counts and times
its own queries; one session serves one request. The server's owner makes changes through `Directory` itself.
"""

import sqlite3
from collections.abc import Collection, Container, Iterable
from threading import Lock
from typing import Any

from demo_server.answer_cache import AnswerCache
from demo_server.questions import Questions
from demo_server.world.lookups import DirectorySession
from demo_server.world.passwords import hash_demo_password
from demo_server.world.resources import Resource
from demo_server.world.scenario import Scenario, User

_SCHEMA = """
CREATE TABLE users (
    username TEXT PRIMARY KEY, system_admin INTEGER NOT NULL, disabled INTEGER NOT NULL,
    tenant TEXT, salt BLOB NOT NULL, digest BLOB NOT NULL, permission_version INTEGER NOT NULL
) STRICT;
CREATE TABLE user_roles (
    username TEXT NOT NULL, role TEXT NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (username, role)
) STRICT;
CREATE TABLE memberships (
    username TEXT NOT NULL, group_name TEXT NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (username, group_name)
) STRICT;
CREATE TABLE resources (
    id TEXT PRIMARY KEY, service TEXT NOT NULL, owner TEXT NOT NULL, group_name TEXT NOT NULL, tenant TEXT
) STRICT;
CREATE TABLE acl (
    resource TEXT NOT NULL, username TEXT NOT NULL, actions TEXT NOT NULL, PRIMARY KEY (resource, username)
) STRICT;
CREATE INDEX resources_of_owner ON resources (owner);
CREATE INDEX resources_of_group ON resources (group_name);
CREATE INDEX acl_of_user ON acl (username);
"""

_ROLES = ("DELETE FROM user_roles WHERE username = ?", "INSERT INTO user_roles VALUES (?, ?, ?)")
_GROUPS = ("DELETE FROM memberships WHERE username = ?", "INSERT INTO memberships VALUES (?, ?, ?)")
_RAISE_VERSION = "UPDATE users SET permission_version = permission_version + 1 WHERE username = ?"
_EMPTY_ALL = """
DELETE FROM users;
DELETE FROM user_roles;
DELETE FROM memberships;
DELETE FROM resources;
DELETE FROM acl;
"""


class UnknownNameError(LookupError):
    """The directory has no user, role or record of that name."""


class Directory:
    """The world as the server knows it at this moment. Safe to use from several threads.

    Args:
        scenario: what it is loaded from, now and at every `reset`.
    """

    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario
        self._lock = Lock()
        # isolation_level None: each statement is its own transaction unless one is opened explicitly.
        self._database = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
        self._database.executescript(_SCHEMA)
        self._decoy = hash_demo_password("", "nobody has this password")
        self._caches: dict[str, AnswerCache] = {}
        self.reset()

    def session(self, questions: Questions | None = None, cache: AnswerCache | None = None) -> DirectorySession:
        """Return a new session, whose lookups *questions* counts; without it, they are counted from zero.

        Args:
            questions: counts and times the lookups.
            cache: the answers that may be used again.
        """
        return DirectorySession(self.query, self._decoy, questions or Questions(), cache)

    def cache(self, name: str, kept_s: float) -> AnswerCache | None:
        """Return the cache of that name, made at the first call; None where nothing is kept. `reset` empties it."""
        return self._caches.setdefault(name, AnswerCache(kept_s)) if kept_s > 0 else None

    def query(self, statement: str, parameters: tuple[Any, ...]) -> list[Any]:
        """Run one query, uncounted, and return all its rows."""
        with self._lock:
            return self._database.execute(statement, parameters).fetchall()

    def set_roles(self, username: str, roles: Iterable[str]) -> None:
        """Give the user exactly these roles.

        Raises:
            UnknownNameError: there is no such user or role.
        """
        roles = tuple(dict.fromkeys(roles))
        for role in roles:
            _require("role", role, self._scenario.roles)
        _require("user", username, self._scenario.users)
        self._replace_list(_ROLES, username, roles)

    def set_groups(self, username: str, groups: Iterable[str]) -> None:
        """Make the user a member of exactly these groups.

        Raises:
            UnknownNameError: there is no such user.
        """
        _require("user", username, self._scenario.users)
        self._replace_list(_GROUPS, username, tuple(dict.fromkeys(groups)))

    def set_disabled(self, username: str, *, disabled: bool) -> None:
        """Disable or enable an account.

        Raises:
            UnknownNameError: there is no such user.
        """
        _require("user", username, self._scenario.users)
        self._change("UPDATE users SET disabled = ? WHERE username = ?", (disabled, username), of=username)

    def set_system_admin(self, username: str, *, system_admin: bool) -> None:
        """Make a user a system administrator, or stop them being one.

        Raises:
            UnknownNameError: there is no such user.
        """
        _require("user", username, self._scenario.users)
        self._change("UPDATE users SET system_admin = ? WHERE username = ?", (system_admin, username), of=username)

    def share(self, resource: str, username: str, actions: Iterable[str]) -> None:
        """Let the user do exactly these actions on a record, in place of what an earlier entry allowed.

        Raises:
            UnknownNameError: there is no such record or user.
        """
        _require("record", resource, self._scenario.resources)
        _require("user", username, self._scenario.users)
        entry = (resource, username, " ".join(actions))
        self._change("INSERT OR REPLACE INTO acl VALUES (?, ?, ?)", entry, of=username)

    def unshare(self, resource: str, username: str) -> None:
        """Remove the user's entry from a record's access list, if there is one.

        Raises:
            UnknownNameError: there is no such record or user.
        """
        _require("record", resource, self._scenario.resources)
        _require("user", username, self._scenario.users)
        self._change("DELETE FROM acl WHERE resource = ? AND username = ?", (resource, username), of=username)

    def raise_permission_version(self, username: str) -> None:
        """Count a change of the user's rights that is not kept here, such as a logout.

        Raises:
            UnknownNameError: there is no such user.
        """
        _require("user", username, self._scenario.users)
        with self._lock:
            self._database.execute(_RAISE_VERSION, (username,))

    def reset(self) -> None:
        """Restore the state that the scenario describes."""
        with self._lock:
            self._database.executescript(f"BEGIN; {_EMPTY_ALL}")
            for user in self._scenario.users.values():
                self._insert_user(user)
            self._insert_resources(self._scenario.resources.values())
            self._database.execute("COMMIT")
        for cache in self._caches.values():
            cache.clear()

    def take_over(self, other: "Directory") -> None:
        """Copy the present state of *other*; both were loaded from one scenario."""
        with self._lock, other._lock:
            other._database.backup(self._database)

    def close(self) -> None:
        """Release the database. Nothing can be asked afterwards."""
        with self._lock:
            self._database.close()

    def _insert_user(self, user: User) -> None:
        password = hash_demo_password(user.username, user.password)
        self._database.execute(
            "INSERT INTO users VALUES (?, ?, ?, ?, ?, ?, ?)",
            (user.username, user.system_admin, user.disabled, user.tenant, password.salt, password.digest, 1),
        )
        self._insert_list(_ROLES, user.username, user.roles)
        self._insert_list(_GROUPS, user.username, user.groups)

    def _insert_resources(self, resources: Collection[Resource]) -> None:
        self._database.executemany(
            "INSERT INTO resources VALUES (?, ?, ?, ?, ?)",
            ((each.id, each.service, each.owner, each.group, each.tenant) for each in resources),
        )
        self._database.executemany(
            "INSERT INTO acl VALUES (?, ?, ?)",
            ((each.id, username, " ".join(actions)) for each in resources for username, actions in each.acl.items()),
        )

    def _insert_list(self, statements: tuple[str, str], username: str, values: Iterable[str]) -> None:
        self._database.executemany(
            statements[1], [(username, value, position) for position, value in enumerate(values)]
        )

    def _replace_list(self, statements: tuple[str, str], username: str, values: tuple[str, ...]) -> None:
        with self._lock:
            self._database.execute("BEGIN")
            self._database.execute(statements[0], (username,))
            self._insert_list(statements, username, values)
            self._database.execute(_RAISE_VERSION, (username,))
            self._database.execute("COMMIT")

    def _change(self, statement: str, parameters: tuple[Any, ...], *, of: str) -> None:
        """Change the rights of the user *of*, and count the change."""
        with self._lock:
            self._database.execute("BEGIN")
            self._database.execute(statement, parameters)
            self._database.execute(_RAISE_VERSION, (of,))
            self._database.execute("COMMIT")


def _require(kind: str, name: str, known: Container[str]) -> None:
    if name not in known:
        raise UnknownNameError(f'the scenario has no {kind} "{name}"')
