"""A scenario: the world in which the designs are compared. Users, roles, records, routes, and requests to replay.

The format of the file is told in the comments of ``scenarios/documents.toml``.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from demo_server.routing import PARAMETER, Answer, BodyType, MethodNotAllowed, Route, Router
from demo_server.toml_reader import Table, find_definition, read_toml

SCENARIOS = Path(__file__).parent / "scenarios"
EVERYTHING = "*"
"""The permission of a role that may do everything."""

RESERVED = ("login", "logout", "healthz", "openapi.json", ".well-known", "debug")
"""First path segments that the server answers itself."""

_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
_PERMISSION = re.compile(r"[a-z][a-z0-9_-]*:[a-z][a-z0-9_-]*")
_PATH = re.compile(r"(/([A-Za-z0-9._~-]+|\{[a-z_]+\}))+")


@dataclass(frozen=True, slots=True)
class User:
    """A user as the scenario describes it.

    Attributes:
        username: what the user logs in with, and the ``sub`` of the tokens.
        id: the number or code that other systems know the user by.
        system_admin: whether the directory lists the user as a system administrator.
        full_read_access: services in which the user may read everything.
        full_write_access: services in which the user may change everything.
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


@dataclass(frozen=True, slots=True)
class Resource:
    """A record that routes can name.

    Attributes:
        owner: a username.
        group: the group that the record belongs to.
        acl: actions that further users have on it, by username.
    """

    id: str
    service: str
    title: str
    owner: str
    group: str
    acl: Mapping[str, tuple[str, ...]]


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
    """A whole world, checked for contradictions when it was read.

    Attributes:
        issuer: the ``iss`` of every token.
        audience: the ``aud`` of every token.
        services: title by service id.
        roles: permissions by role; `EVERYTHING` stands for all of them.
        users: by username.
        resources: by id.
    """

    id: str
    title: str
    issuer: str
    audience: str
    services: Mapping[str, str]
    roles: Mapping[str, frozenset[str]]
    users: Mapping[str, User]
    resources: Mapping[str, Resource]
    routes: tuple[Route, ...]
    requests: tuple[ReplayRequest, ...]

    @cached_property
    def permissions(self) -> frozenset[str]:
        """Every permission that a role gives or a route asks for, one by one."""
        given = {permission for permissions in self.roles.values() for permission in permissions}
        asked = {route.permission for route in self.routes if route.permission is not None}
        return frozenset((given | asked) - {EVERYTHING})


def load_scenario(name_or_path: str | Path) -> Scenario:
    """Load a built-in scenario by its name, or one from a file.

    Raises:
        DefinitionError: with file, key path, what is wrong and what was expected.
    """
    table = read_toml(find_definition(name_or_path, SCENARIOS))
    services = _services(table.table("services"))
    roles = _roles(table.table("roles"))
    users = _users(table, roles, services)
    routes = _routes(table, services)
    scenario = Scenario(
        id=table.string("id"),
        title=table.string("title"),
        issuer=table.string("issuer"),
        audience=table.string("audience"),
        services=services,
        roles=roles,
        users=users,
        resources=_resources(table, users, services),
        routes=routes,
        requests=_requests(table, routes),
    )
    table.finish()
    return scenario


def _services(table: Table) -> dict[str, str]:
    return {service: table.string(service) for service in table.names}


def _roles(table: Table) -> dict[str, frozenset[str]]:
    roles = {}
    for role in table.names:
        permissions = table.strings(role)
        for index, permission in enumerate(permissions):
            if permission != EVERYTHING:
                _require_permission(table, f"{role}[{index}]", permission)
        roles[role] = frozenset(permissions)
    return roles


def _require_permission(table: Table, key: str, permission: str) -> None:
    if not _PERMISSION.fullmatch(permission):
        table.fail(key, f'"{permission}" is no permission', 'noun:action, such as "documents:read"')


def _users(table: Table, roles: Mapping[str, Any], services: Mapping[str, str]) -> dict[str, User]:
    users: dict[str, User] = {}
    for entry in table.tables("users"):
        username = entry.string("username")
        entry.require_new("username", username, users)
        users[username] = User(
            username=username,
            id=entry.string("id"),
            display_name=entry.string("display_name"),
            email=entry.string("email"),
            department=entry.string("department", ""),
            locale=entry.string("locale", "en"),
            password=entry.string("password"),
            roles=entry.choices("roles", roles, ()),
            groups=entry.strings("groups", ()),
            system_admin=entry.boolean("system_admin", default=False),
            full_read_access=entry.choices("full_read_access", services, ()),
            full_write_access=entry.choices("full_write_access", services, ()),
            disabled=entry.boolean("disabled", default=False),
        )
        entry.finish()
    return users


def _resources(table: Table, users: Mapping[str, User], services: Mapping[str, str]) -> dict[str, Resource]:
    resources: dict[str, Resource] = {}
    for entry in table.tables("resources", ()):
        resource_id = entry.string("id")
        entry.require_new("id", resource_id, resources)
        acl: dict[str, tuple[str, ...]] = {}
        for line in entry.tables("acl", ()):
            user = line.choice("user", users)
            line.require_new("user", user, acl)
            acl[user] = line.strings("actions")
            line.finish()
        resources[resource_id] = Resource(
            id=resource_id,
            service=entry.choice("service", services),
            title=entry.string("title"),
            owner=entry.choice("owner", users),
            group=entry.string("group"),
            acl=acl,
        )
        entry.finish()
    return resources


def _routes(table: Table, services: Mapping[str, str]) -> tuple[Route, ...]:
    routes: dict[tuple[str, str], Route] = {}
    for entry in table.tables("routes"):
        route = _route(entry, services)
        if (route.method, route.path) in routes:
            entry.fail("path", f"{route.method} {route.path} is there twice", "each route once")
        routes[route.method, route.path] = route
    return tuple(routes.values())


def _route(entry: Table, services: Mapping[str, str]) -> Route:
    path = entry.string("path")
    if not _PATH.fullmatch(path):
        entry.fail("path", f'"{path}" is no path', 'segments of plain text or {parameter}, such as "/documents/{id}"')
    if path.split("/")[1] in RESERVED:
        entry.fail("path", f'"{path}" is answered by the server itself', f"a path outside {', '.join(RESERVED)}")
    parameters = PARAMETER.findall(path)
    if len(set(parameters)) < len(parameters):
        entry.fail("path", f'"{path}" has a parameter twice', "each parameter once")
    permission = entry.string("permission", "")
    if permission:
        _require_permission(entry, "permission", permission)
    body = entry.optional_table("body")
    route = Route(
        method=entry.choice("method", _METHODS),
        path=path,
        permission=permission or None,
        service=entry.choice("service", services) if entry.has("service") else None,
        resource=entry.string("resource", "") or None,
        user=entry.string("user", "") or None,
        answer=Answer(entry.choice("answer", list(Answer))),
        body=None if body is None else {name: BodyType(body.choice(name, list(BodyType))) for name in body.names},
    )
    for key in ("resource", "user"):
        if entry.has(key):
            entry.require_one_of(key, entry.string(key), parameters)
    if route.answer is Answer.RECORD and route.resource is None:
        entry.fail("resource", "is missing", 'the name of the path parameter, as the answer is "record"')
    if route.answer is Answer.RECORDS and route.service is None:
        entry.fail("service", "is missing", 'the service whose records are listed, as the answer is "records"')
    entry.finish()
    return route


def _requests(table: Table, routes: tuple[Route, ...]) -> tuple[ReplayRequest, ...]:
    router = Router(routes)
    requests: dict[str, ReplayRequest] = {}
    for entry in table.tables("requests", ()):
        request_id = entry.string("id")
        entry.require_new("id", request_id, requests)
        method, path = entry.choice("method", _METHODS), entry.string("path")
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
