"""Reading the ``[[routes]]`` of a scenario file. The comments of ``scenarios/documents.toml`` describe the format."""

import re
from collections.abc import Mapping

from demo_server.world.routing import PARAMETER, BodyType, ResponseKind, Route
from demo_server.world.toml_reader import Table

RESERVED = ("login", "logout", "healthz", "openapi.json", ".well-known", "debug")
"""First path segments that the server answers itself."""

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")

_PERMISSION = re.compile(r"[a-z][a-z0-9_-]*:[a-z][a-z0-9_-]*")
_PATH = re.compile(r"(/([A-Za-z0-9._~-]+|\{[a-z_]+\}))+")


def read_routes(table: Table, services: Mapping[str, str], tenants: Mapping[str, str]) -> tuple[Route, ...]:
    """Read the routes of a scenario.

    Args:
        table: the whole file.
        services: the scenario's services, by id.
        tenants: its tenants, by id; empty if it has none.

    Raises:
        DefinitionError: a route cannot be used.
    """
    routes: dict[tuple[str, str], Route] = {}
    for entry in table.tables("routes"):
        route = _route(entry, services)
        _check_answer(entry, route)
        _check_break_glass(entry, route)
        _check_tenant(entry, route, tenants)
        entry.finish()
        if (route.method, route.path) in routes:
            entry.fail("path", f"{route.method} {route.path} is a duplicate", "each route once")
        routes[route.method, route.path] = route
    return tuple(routes.values())


def require_permission(table: Table, key: str, permission: str) -> None:
    """Refuse text that is not a permission."""
    if not _PERMISSION.fullmatch(permission):
        table.fail(key, f'"{permission}" is not a permission', 'noun:action, such as "documents:read"')


def _route(entry: Table, services: Mapping[str, str]) -> Route:
    path = entry.string("path")
    if not _PATH.fullmatch(path):
        entry.fail(
            "path", f'"{path}" is not a path', 'segments of plain text or {parameter}, such as "/documents/{id}"'
        )
    if path.split("/")[1] in RESERVED:
        entry.fail("path", f'"{path}" is answered by the server itself', f"a path outside {', '.join(RESERVED)}")
    parameters = PARAMETER.findall(path)
    if len(set(parameters)) < len(parameters):
        entry.fail("path", f'"{path}" has a duplicate parameter', "each parameter once")
    permission = entry.string("permission", "")
    if permission:
        require_permission(entry, "permission", permission)
    body = entry.optional_table("body")
    return Route(
        method=entry.choice("method", METHODS),
        path=path,
        permission=permission or None,
        service=entry.choice("service", services) if entry.has("service") else None,
        resource=_parameter(entry, "resource", parameters),
        user=_parameter(entry, "user", parameters),
        tenant=_parameter(entry, "tenant", parameters),
        answer=ResponseKind(entry.choice("answer", list(ResponseKind))),
        body=None if body is None else {name: BodyType(body.choice(name, list(BodyType))) for name in body.names},
        break_glass=entry.boolean("break_glass", default=False),
    )


def _parameter(entry: Table, key: str, parameters: list[str]) -> str | None:
    """Read the name of a path parameter, if it is there."""
    if not entry.string(key, ""):
        return None
    return entry.choice(key, parameters)


def _check_answer(entry: Table, route: Route) -> None:
    if route.answer is ResponseKind.RECORD and route.resource is None:
        entry.fail("resource", "is missing", 'the name of the path parameter, as the answer is "record"')
    if route.answer is ResponseKind.RECORDS and route.service is None:
        entry.fail("service", "is missing", 'the service whose records are listed, as the answer is "records"')


def _check_break_glass(entry: Table, route: Route) -> None:
    if route.break_glass and route.resource is None:
        entry.fail("resource", "is missing", "the name of the path parameter, as break_glass opens a record")
    if route.break_glass and route.permission is None:
        entry.fail("permission", "is missing", "noun:action: breaking the glass must need a permission")


def _check_tenant(entry: Table, route: Route, tenants: Mapping[str, str]) -> None:
    if route.tenant is not None and not tenants:
        entry.fail("tenant", "names a tenant, and the scenario has none", "a table [tenants], or no such key")
    if route.tenant is not None and route.resource is not None:
        entry.fail("tenant", "cannot be combined with resource", "one of them: a record already belongs to a tenant")
    if tenants and route.permission is None and route.answer is not ResponseKind.SUBJECT:
        expected = 'noun:action: tenants are kept apart only where a permission is required, or the answer is "subject"'
        entry.fail("permission", "is missing", expected)
