"""Lookups in the directory: the questions that a request can ask, each counted and timed."""

import json
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from demo_server.answer_cache import AnswerCache
from demo_server.questions import Asked, Questions
from demo_server.segments import shorten
from demo_server.world.passwords import PasswordHash

Query = Callable[[str, tuple[Any, ...]], list[Any]]
"""Runs a statement with its parameters and returns all rows."""


def unknown_user(sub: str) -> str:
    """Return what to call the subject of a token where no user has its ``sub``: the ``sub`` in quotes.

    No username begins with a quote, so the directory finds nothing about this name, even if the ``sub`` is the
    username of somebody.
    """
    return shorten(sub)


@dataclass(frozen=True, slots=True)
class Account:
    """An account: whether the user may log in and make requests."""

    username: str
    disabled: bool


@dataclass(frozen=True, slots=True)
class RecordAccess:
    """What the access list of one record says about one user.

    Attributes:
        owner: username of the record's owner.
        group: the record's group.
        is_member: whether the user belongs to that group.
        actions: those that an entry of the list gives the user by name.
    """

    owner: str
    group: str
    is_member: bool
    actions: tuple[str, ...]


class DirectorySession:
    """The directory as one request sees it. Every method is one lookup, which *questions* counts and times.

    Each of them raises `UnavailableError` where the directory does not answer and no kept answer may be used.

    Args:
        query: asks the database.
        decoy: takes the work of a password for a user that does not exist.
        questions: counts and times.
        cache: the answers that may be used again; None to ask each time.
    """

    def __init__(
        self, query: Query, decoy: PasswordHash, questions: Questions, cache: AnswerCache | None = None
    ) -> None:
        self._query = query
        self._decoy = decoy
        self._questions = questions
        self._cache = cache

    @property
    def lookups(self) -> int:
        """Lookups so far, those included that the cache answered."""
        return self._questions.count(Asked.DIRECTORY)

    def account(self, username: str) -> Account | None:
        """Return the account of a user, or None if there is no such user."""
        rows = self._ask(f"the account of {username}", "SELECT disabled FROM users WHERE username = ?", username)
        return Account(username, bool(rows[0][0])) if rows else None

    def password_matches(self, username: str, password: str) -> bool:
        """Whether this is the user's password; takes the same work for a user that does not exist."""
        rows = self._ask(f"the password of {username}", "SELECT salt, digest FROM users WHERE username = ?", username)
        if not rows:
            self._decoy.matches(password)
            return False
        return PasswordHash(*rows[0]).matches(password)

    def is_system_admin(self, username: str) -> bool:
        """Whether the user is a system administrator."""
        rows = self._ask(
            f"whether {username} is a system administrator",
            "SELECT system_admin FROM users WHERE username = ?",
            username,
        )
        return bool(rows and rows[0][0])

    def roles(self, username: str) -> tuple[str, ...]:
        """Return the user's roles; none for an unknown user."""
        rows = self._ask(
            f"the roles of {username}", "SELECT role FROM user_roles WHERE username = ? ORDER BY position", username
        )
        return tuple(role for (role,) in rows)

    def groups(self, username: str) -> tuple[str, ...]:
        """Return the user's groups; none for an unknown user."""
        rows = self._ask(
            f"the groups of {username}",
            "SELECT group_name FROM memberships WHERE username = ? ORDER BY position",
            username,
        )
        return tuple(group for (group,) in rows)

    def tenant(self, username: str) -> str | None:
        """Return the tenant that a user belongs to; None for an operator of all, and for an unknown user."""
        rows = self._ask(f"the tenant of {username}", "SELECT tenant FROM users WHERE username = ?", username)
        return rows[0][0] if rows else None

    def record_tenant(self, resource: str) -> str | None:
        """Return the tenant that a record belongs to, or None if there is no such record."""
        rows = self._ask(f"the tenant of {resource}", "SELECT tenant FROM resources WHERE id = ?", resource)
        return rows[0][0] if rows else None

    def usernames(self) -> tuple[str, ...]:
        """Return all usernames, sorted."""
        return tuple(username for (username,) in self._ask("all users", "SELECT username FROM users ORDER BY username"))

    def record_group(self, resource: str) -> str | None:
        """Return the group that a record belongs to, or None if there is no such record."""
        rows = self._ask(f"the group of {resource}", "SELECT group_name FROM resources WHERE id = ?", resource)
        return rows[0][0] if rows else None

    def records_of_groups(self, service: str, groups: Iterable[str]) -> dict[str, str]:
        """Return the records of a service that belong to one of *groups*: the group by the record's id."""
        rows = self._ask(
            f"the records of groups in {service}",
            "SELECT id, group_name FROM resources WHERE service = ? AND group_name IN (SELECT value FROM json_each(?))",
            service,
            json.dumps(list(groups)),
        )
        return dict(rows)

    def record_access(self, resource: str, username: str, groups: Collection[str] | None = None) -> RecordAccess | None:
        """Return what a record's access list says about the user, or None if there is no such record.

        Args:
            resource: id of the record.
            username: the user.
            groups: the user's groups, where somebody else knows them; None for those in the directory.
        """
        rows = self._ask(
            f"the access list of {resource}",
            """
            SELECT owner, group_name,
                   EXISTS (SELECT 1 FROM memberships
                           WHERE username = ? AND memberships.group_name = resources.group_name),
                   (SELECT actions FROM acl WHERE resource = id AND username = ?)
            FROM resources WHERE id = ?
            """,
            username,
            username,
            resource,
        )
        if not rows:
            return None
        owner, group, is_member, actions = rows[0]
        member = bool(is_member) if groups is None else group in groups
        return RecordAccess(owner, group, member, tuple((actions or "").split()))

    def access_to_records(self, service: str, username: str) -> dict[str, tuple[str | None, RecordAccess]]:
        """Return what the access lists of all records of a service say about the user: tenant and access, by record."""
        rows = self._ask(
            f"the access lists of {service}",
            """
            SELECT id, tenant, owner, resources.group_name, memberships.username IS NOT NULL, acl.actions
            FROM resources
            LEFT JOIN memberships ON memberships.username = ?1 AND memberships.group_name = resources.group_name
            LEFT JOIN acl ON acl.resource = id AND acl.username = ?1
            WHERE service = ?2
            """,
            username,
            service,
        )
        # Of many thousands of records most say the same.
        known: dict[tuple[Any, ...], RecordAccess] = {}
        found: dict[str, tuple[str | None, RecordAccess]] = {}
        for record, tenant, *said in rows:
            key = tuple(said)
            if key not in known:
                owner, group, member, actions = said
                known[key] = RecordAccess(owner, group, bool(member), tuple((actions or "").split()))
            found[record] = tenant, known[key]
        return found

    def acl_entries(self, username: str, most: int) -> dict[str, tuple[str, ...]]:
        """Return what entries in access lists let the user do, by record, in the order in which they were added.

        Args:
            username: the user.
            most: how many entries to return at most; there may be thousands.
        """
        rows = self._ask(
            f"the access list entries of {username}",
            "SELECT resource, actions FROM acl WHERE username = ? ORDER BY rowid LIMIT ?",
            username,
            str(most),
        )
        return {record: tuple(actions.split()) for record, actions in rows}

    def records_open_to(self, username: str, action: str) -> tuple[str, ...]:
        """Return the ids of all records on which the user may do *action*, in the order of the scenario.

        They are those whose access lists let the user do it; for a system administrator all, or all of the tenant.

        Args:
            username: the user.
            action: a record's owner may read, write and delete it, and the members of its group read and write it,
                without an entry.
        """
        rows = self._ask(
            f"all records that {username} may {action}",
            """
            SELECT id FROM resources
            WHERE (?2 IN ('read', 'write', 'delete') AND owner = ?1)
               OR (?2 IN ('read', 'write')
                   AND group_name IN (SELECT group_name FROM memberships WHERE username = ?1))
               OR id IN (SELECT resource FROM acl
                         WHERE username = ?1 AND instr(' ' || actions || ' ', ' ' || ?2 || ' '))
               OR id IN (SELECT governed.id FROM users JOIN resources AS governed
                         WHERE users.username = ?1 AND users.system_admin
                           AND (users.tenant IS NULL OR users.tenant = governed.tenant))
            ORDER BY rowid
            """,
            username,
            action,
        )
        return tuple(record for (record,) in rows)

    def records_by_acl(
        self, service: str, username: str, action: str, groups: Collection[str] | None = None
    ) -> tuple[str, ...]:
        """Return the ids of a service's records whose access lists let the user do *action*.

        Args:
            service: the service that the records belong to.
            username: the user.
            action: ``read`` or ``write``, which a record's owner and the members of its group may do as well.
            groups: the user's groups, where somebody else knows them; None for those in the directory.
        """
        of_user = "SELECT group_name FROM memberships WHERE username = ?2"
        rows = self._ask(
            f"the records of {service} that {username} may {action}",
            f"""
            SELECT id FROM resources
            WHERE service = ?1
              AND (owner = ?2
                   OR group_name IN ({of_user if groups is None else "SELECT value FROM json_each(?4)"})
                   OR id IN (SELECT resource FROM acl
                             WHERE username = ?2 AND instr(' ' || actions || ' ', ' ' || ?3 || ' ')))
            ORDER BY rowid
            """,  # noqa: S608  one of two fixed texts
            service,
            username,
            action,
            *([] if groups is None else [json.dumps(list(groups))]),
        )
        return tuple(record for (record,) in rows)

    def permission_version(self, username: str) -> int | None:
        """Return the counter that each change of the user's rights raises, or None for an unknown user.

        It is a question of its own kind, and never answered from the cache.
        """
        statement = "SELECT permission_version FROM users WHERE username = ?"
        about = f"the permission version of {username}"
        rows = self._questions.ask(Asked.VERSION, lambda: self._query(statement, (username,)), about=about)
        return int(rows[0][0]) if rows else None

    def _ask(self, about: str, statement: str, *parameters: str) -> list[Any]:
        return self._questions.ask(
            Asked.DIRECTORY, lambda: self._query(statement, parameters), self._cache, (statement, parameters), about
        )
