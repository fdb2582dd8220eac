"""The records of a scenario, and reading the ``[[resources]]`` of its file.

The comments of ``scenarios/documents.toml`` describe the format.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from demo_server.world.toml_reader import Table


@dataclass(frozen=True, slots=True)
class Resource:
    """A record that routes can name.

    Attributes:
        owner: a username.
        group: the group that the record belongs to.
        acl: actions that further users have on it, by username.
        tenant: id of the tenant that it belongs to; None where there are none.
    """

    id: str
    service: str
    title: str
    owner: str
    group: str
    acl: Mapping[str, tuple[str, ...]]
    tenant: str | None


@dataclass(frozen=True, slots=True)
class Known:
    """The names that a record may refer to.

    Attributes:
        tenants: empty in a scenario without tenants.
    """

    users: Collection[str]
    services: Collection[str]
    tenants: Collection[str]


def read_resources(table: Table, known: Known) -> dict[str, Resource]:
    """Read the records that the file lists one by one, and return them by id.

    Raises:
        DefinitionError: a record cannot be used.
    """
    resources: dict[str, Resource] = {}
    for entry in table.tables("resources", ()):
        resource_id = entry.string("id")
        entry.require_new("id", resource_id, resources)
        acl: dict[str, tuple[str, ...]] = {}
        for line in entry.tables("acl", ()):
            user = line.choice("user", known.users)
            line.require_new("user", user, acl)
            acl[user] = line.strings("actions")
            line.finish()
        resources[resource_id] = Resource(
            id=resource_id,
            service=entry.choice("service", known.services),
            title=entry.string("title"),
            owner=entry.choice("owner", known.users),
            group=entry.string("group"),
            acl=acl,
            tenant=take_tenant(entry, known.tenants, required=True),
        )
        entry.finish()
    return resources


def take_tenant(entry: Table, tenants: Collection[str], *, required: bool) -> str | None:
    """Read the tenant of a user or a record.

    Args:
        entry: the user or the record.
        tenants: ids; empty in a scenario without tenants, where nothing has one.
        required: whether it has to have one where there are tenants.
    """
    if not entry.has("tenant") and not (tenants and required):
        return None
    return entry.choice("tenant", tenants)
