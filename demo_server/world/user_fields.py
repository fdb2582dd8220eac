"""The fields of a user that a claims template can use: those of the record, and those computed from it.

A design file names them as ``{user.FIELD}``; the comments of ``designs/roles.toml`` describe each.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Final, Protocol

from demo_server.world.authorization_details import details_of
from demo_server.world.scenario import EVERY_TENANT, Scenario, User

ABSENT: Final = object()
"""The value of a field that a user does not have. A claim with this field is left out of the token."""


class Records(Protocol):
    """What a template can ask the directory."""

    def records_open_to(self, username: str, action: str) -> tuple[str, ...]:
        """Return the ids of all records whose access lists let the user do *action*."""

    def permission_version(self, username: str) -> int | None:
        """Return the counter that each change of the user's rights raises."""


@dataclass(frozen=True, slots=True)
class Subject:
    """The user for whom a token is issued.

    Attributes:
        user: the record as it is at this moment.
        directory: asked only for what a template wants.
    """

    user: User
    scenario: Scenario
    directory: Records


def _scope(subject: Subject) -> Any:
    """Return the permissions that the user's roles give, as RFC 8693 section 4.2 writes them; a role may give all."""
    permissions = subject.scenario.permissions_of(subject.user.roles)
    return " ".join(sorted(permissions)) if permissions else ABSENT


def _client_scope(subject: Subject) -> str:
    """Return what the client may do, whoever the user is: it was registered, and consented to, with this scope."""
    return " ".join(sorted(subject.scenario.client_scope or subject.scenario.permissions))


def _tenant(subject: Subject) -> Any:
    if subject.scenario.operator_roles.intersection(subject.user.roles):
        return EVERY_TENANT
    return ABSENT if subject.user.tenant is None else subject.user.tenant


def _tenant_roles(subject: Subject) -> Any:
    tenant = _tenant(subject)
    return ABSENT if tenant is ABSENT else {tenant: list(subject.user.roles)}


def _readable_ids(subject: Subject) -> list[str]:
    return list(subject.directory.records_open_to(subject.user.username, "read"))


def _writable_ids(subject: Subject) -> list[str]:
    return list(subject.directory.records_open_to(subject.user.username, "write"))


def _authorization_details(subject: Subject) -> list[dict[str, Any]]:
    directory, username = subject.directory, subject.user.username
    return details_of(subject.user, subject.scenario, lambda verb: directory.records_open_to(username, verb))


def _permission_version(subject: Subject) -> int | None:
    return subject.directory.permission_version(subject.user.username)


def _of_record(name: str) -> Callable[[Subject], Any]:
    get = attrgetter(f"user.{name}")

    def field(subject: Subject) -> Any:
        value = get(subject)
        return list(value) if isinstance(value, tuple) else value

    return field


_RECORD_FIELDS = (
    "username",
    "id",
    "display_name",
    "email",
    "department",
    "locale",
    "roles",
    "groups",
    "system_admin",
    "full_read_access",
    "full_write_access",
)

FIELDS: Mapping[str, Callable[[Subject], Any]] = {
    **{name: _of_record(name) for name in _RECORD_FIELDS},
    "role": _of_record("roles"),
    "group": _of_record("groups"),
    "tenant": _tenant,
    "tenant_roles": _tenant_roles,
    "scope": _scope,
    "client_scope": _client_scope,
    "readable_ids": _readable_ids,
    "writable_ids": _writable_ids,
    "authorization_details": _authorization_details,
    "permission_version": _permission_version,
}
"""Every field by its name; each returns a JSON value, or `ABSENT`.

``role`` and ``group`` are other names of ``roles`` and ``groups``, for text that is written for each of their elements.
"""

LISTS = frozenset(
    {
        "roles",
        "role",
        "groups",
        "group",
        "full_read_access",
        "full_write_access",
        "readable_ids",
        "writable_ids",
    }
)
"""The fields that are arrays of strings."""

OBJECTS = frozenset({"tenant_roles", "authorization_details"})
"""The fields that are objects, or arrays of them."""
