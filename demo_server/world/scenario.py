"""A scenario: the world in which the designs are compared. Users, roles, records, routes, and requests to replay.

The comments of ``scenarios/documents.toml`` describe the format of the file.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any

from demo_server.world.bulk import add_bulk
from demo_server.world.resources import Known, Resource, read_resources, take_tenant
from demo_server.world.route_reader import METHODS, read_routes, require_permission
from demo_server.world.routing import MethodNotAllowed, ResponseKind, Route, Router
from demo_server.world.toml_reader import Table, find_definition, read_toml

SCENARIOS = Path(str(files("demo_server") / "scenarios"))

EVERYTHING = "*"
"""The permission of a role that may do everything."""

EVERY_TENANT = "*"
"""The tenant of an operator, who may work in all of them."""


@dataclass(frozen=True, slots=True)
class User:
    """A user as the scenario describes it.

    Attributes:
        username: what the user logs in with; does not begin with a quote.
        id: an opaque code of the user's own, which is never given to another user: the ``sub`` of most designs.
        system_admin: whether the directory lists the user as a system administrator.
        full_read_access: services in which the user may read everything.
        full_write_access: services in which the user may change everything.
        tenant: id of the tenant that the user belongs to; None where there are none, and for an operator of all.
    """

    username: str
    id: str
    display_name: str
    email: str
    department: str
    locale: str
    password: str = field(repr=False)
    roles: tuple[str, ...]
    groups: tuple[str, ...]
    system_admin: bool
    full_read_access: tuple[str, ...]
    full_write_access: tuple[str, ...]
    disabled: bool
    tenant: str | None


@dataclass(frozen=True, slots=True)
class ReplayRequest:
    """A request worth replaying.

    Attributes:
        body: members of the JSON object to send, or None for no body.
    """

    id: str
    title: str
    method: str
    path: str
    body: Mapping[str, Any] | None


@dataclass(frozen=True)
class Scenario:
    """A whole world. It is checked for contradictions when it is read.

    Attributes:
        issuer: the ``iss`` of every token.
        audience: the ``aud`` of every token.
        services: title by service id.
        tenants: title by id; empty in a scenario without tenants.
        operator_roles: users with one of these roles may work in every tenant.
        roles: permissions by role; `EVERYTHING` means all of them.
        users: by username.
        resources: by id.
        client_scope: what the client may do for any user, as permissions; empty for everything.
    """

    id: str
    title: str
    issuer: str
    audience: str
    services: Mapping[str, str]
    tenants: Mapping[str, str]
    operator_roles: frozenset[str]
    roles: Mapping[str, frozenset[str]]
    users: Mapping[str, User]
    resources: Mapping[str, Resource]
    routes: tuple[Route, ...]
    requests: tuple[ReplayRequest, ...]
    client_scope: tuple[str, ...] = ()

    @cached_property
    def permissions(self) -> frozenset[str]:
        """Every permission that a role gives or a route requires."""
        given = {permission for permissions in self.roles.values() for permission in permissions}
        asked = {route.permission for route in self.routes if route.permission is not None}
        return frozenset((given | asked) - {EVERYTHING})

    def permissions_of(self, roles: Iterable[str]) -> frozenset[str]:
        """Return the permissions that *roles* give together; all, if one of the roles may do everything."""
        given = frozenset(permission for role in roles for permission in self.roles[role])
        return self.permissions if EVERYTHING in given else given

    def read_permission(self, service: str) -> str | None:
        """Return what reading one record of a service requires, or None if no route reads one."""
        return self._read_permissions.get(service)

    @cached_property
    def _read_permissions(self) -> Mapping[str, str]:
        return {
            route.service: route.permission
            for route in reversed(self.routes)
            if route.answer is ResponseKind.RECORD
            and not route.break_glass
            and route.service is not None
            and route.permission is not None
        }

    def record_permissions(self, service: str) -> tuple[str, ...]:
        """Return what the routes require for something on one record of a service, in the order of the file.

        Break-glass is not among them. What a list requires is, where no route reads a single record.
        """
        return self._record_permissions.get(service, ())

    @cached_property
    def _record_permissions(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for service in self.services:
            routes = [each for each in self.routes if each.service == service and each.permission is not None]
            on_record = [each for each in routes if each.resource is not None and not each.break_glass]
            if self.read_permission(service) is None:
                on_record = [*(each for each in routes if each.answer is ResponseKind.RECORDS), *on_record]
            found[service] = tuple(dict.fromkeys(each.permission for each in on_record if each.permission is not None))
        return found

    @cached_property
    def permissions_beside_records(self) -> frozenset[str]:
        """What the routes require that name no record, or open one by break-glass."""
        return frozenset(
            route.permission
            for route in self.routes
            if route.permission is not None and (route.resource is None or route.break_glass)
        )

    def records_of(self, service: str | None, tenant: str | None) -> tuple[str, ...]:
        """Return the ids of a service's records, or of those that belong to *tenant*, in the order of the file."""
        return self._record_ids.get((service, tenant), ())

    @cached_property
    def _record_ids(self) -> Mapping[tuple[str | None, str | None], tuple[str, ...]]:
        ids: defaultdict[tuple[str | None, str | None], list[str]] = defaultdict(list)
        for record in self.resources.values():
            for place in {(record.service, None), (record.service, record.tenant)}:
                ids[place].append(record.id)
        return {place: tuple(found) for place, found in ids.items()}


def load_scenario(name_or_path: str | Path) -> Scenario:
    """Load a built-in scenario by its name, or one from a file.

    Raises:
        DefinitionError: with file, key path, what is wrong and what was expected.
    """
    table = read_toml(find_definition(name_or_path, SCENARIOS))
    services = _titles(table.table("services"))
    tenants = _tenants(table)
    roles = _roles(table.table("roles"))
    operator_roles = _operator_roles(table, roles, tenants)
    users = _users(table, roles, services, tenants, operator_roles)
    routes = read_routes(table, services, tenants)
    known = Known(users, services, tenants)
    resources = read_resources(table, known)
    add_bulk(table, known, resources)
    scenario = Scenario(
        id=table.string("id"),
        title=table.string("title"),
        issuer=table.string("issuer"),
        audience=table.string("audience"),
        services=services,
        tenants=tenants,
        operator_roles=operator_roles,
        roles=roles,
        users=users,
        resources=resources,
        routes=routes,
        requests=_requests(table, routes),
        client_scope=table.strings("client_scope", ()),
    )
    for index, permission in enumerate(scenario.client_scope):
        if permission not in scenario.permissions:
            expected = f"one of {', '.join(sorted(scenario.permissions))}"
            table.fail(f"client_scope[{index}]", f'"{permission}" is not a permission of the scenario', expected)
    table.finish()
    return scenario


def _titles(table: Table) -> dict[str, str]:
    return {name: table.string(name) for name in table.names}


def _tenants(table: Table) -> dict[str, str]:
    found = table.optional_table("tenants")
    if found is None:
        return {}
    if found.has(EVERY_TENANT):
        found.fail(EVERY_TENANT, "means every tenant in a token", "another id")
    return _titles(found)


def _operator_roles(table: Table, roles: Mapping[str, Any], tenants: Mapping[str, str]) -> frozenset[str]:
    found = table.choices("operator_roles", roles, ())
    if found and not tenants:
        table.fail("operator_roles", "opens every tenant, and the scenario has none", "tenants in a table [tenants]")
    return frozenset(found)


def _roles(table: Table) -> dict[str, frozenset[str]]:
    roles = {}
    for role in table.names:
        permissions = table.strings(role)
        for index, permission in enumerate(permissions):
            if permission != EVERYTHING:
                require_permission(table, f"{role}[{index}]", permission)
        roles[role] = frozenset(permissions)
    return roles


def _users(
    table: Table,
    roles: Mapping[str, Any],
    services: Mapping[str, str],
    tenants: Mapping[str, str],
    operator_roles: frozenset[str],
) -> dict[str, User]:
    users: dict[str, User] = {}
    for entry in table.tables("users"):
        username = entry.string("username")
        entry.require_new("username", username, users)
        if username.startswith('"'):
            entry.fail("username", "begins with a quote", "a name that begins with another character")
        user_id = entry.string("id")
        entry.require_new("id", user_id, {user.id for user in users.values()})
        held = entry.choices("roles", roles, ())
        users[username] = User(
            username=username,
            id=user_id,
            display_name=entry.string("display_name"),
            email=entry.string("email"),
            department=entry.string("department", ""),
            locale=entry.string("locale", "en"),
            password=entry.string("password"),
            roles=held,
            groups=entry.strings("groups", ()),
            system_admin=entry.boolean("system_admin", default=False),
            full_read_access=entry.choices("full_read_access", services, ()),
            full_write_access=entry.choices("full_write_access", services, ()),
            disabled=entry.boolean("disabled", default=False),
            tenant=take_tenant(entry, tenants, required=operator_roles.isdisjoint(held)),
        )
        entry.finish()
    return users


def _requests(table: Table, routes: tuple[Route, ...]) -> tuple[ReplayRequest, ...]:
    router = Router(routes)
    requests: dict[str, ReplayRequest] = {}
    for entry in table.tables("requests", ()):
        request_id = entry.string("id")
        entry.require_new("id", request_id, requests)
        method, path = entry.choice("method", METHODS), entry.string("path")
        if isinstance(router.find(method, path), MethodNotAllowed | None):
            entry.fail("path", f"no route answers {method} {path}", "a request that one of the [[routes]] answers")
        body = entry.optional_table("body")
        if body is not None:
            for name, value in body.values.items():
                body.require_json(name, value)
        requests[request_id] = ReplayRequest(
            id=request_id,
            title=entry.string("title"),
            method=method,
            path=path,
            body=None if body is None else body.values,
        )
        entry.finish()
    return tuple(requests.values())
