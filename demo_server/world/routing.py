"""The routes of a scenario, and finding the one for a request."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import unquote

PARAMETER = re.compile(r"\{([a-z_]+)\}")
"""A parameter in the path of a route; its name is the group."""


class ResponseKind(StrEnum):
    """What a route answers once the request is allowed."""

    SUBJECT = "subject"  # the token's subject
    RECORDS = "records"  # the ids of a service's records, or of a tenant's, that the subject may read
    RECORD = "record"  # one record
    USERS = "users"  # all users, or those of the tenant that the path names
    TENANTS = "tenants"  # all tenants
    ACKNOWLEDGE = "acknowledge"  # a write: checked, acknowledged and not kept


class BodyType(StrEnum):
    """What a member of a request body has to be."""

    STRING = "string"
    NUMBER = "number"
    BOOLEAN = "boolean"
    STRINGS = "strings"


@dataclass(frozen=True, slots=True)
class Route:
    """One protected route.

    Attributes:
        path: pattern such as ``/documents/{id}``; a parameter is one whole segment.
        permission: ``noun:action``, or None where any logged-in user may make the request.
        service: id of the service that the route belongs to, or None.
        resource: name of the path parameter that holds a resource id, or None where the route names no record.
        user: name of the path parameter that holds a username, or None.
        tenant: name of the path parameter that holds the id of a tenant, or None.
        body: members that the JSON body must have; None where the route takes no body.
        break_glass: whether the route opens its record in an emergency: the grants are evaluated as
            if it named no record, and the decision says that break-glass was used.
    """

    method: str
    path: str
    permission: str | None
    service: str | None
    resource: str | None
    user: str | None
    answer: ResponseKind
    body: Mapping[str, BodyType] | None
    tenant: str | None = None
    break_glass: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """The route of a request, with the parameters in its path.

    Attributes:
        parameters: percent-decoded values by parameter name.
    """

    route: Route
    parameters: Mapping[str, str] = field(default_factory=dict)

    @property
    def resource(self) -> str | None:
        """The id of the record that the path names, if the route has one."""
        return None if self.route.resource is None else self.parameters[self.route.resource]

    @property
    def user(self) -> str | None:
        """The username that the path names, if the route has one."""
        return None if self.route.user is None else self.parameters[self.route.user]

    @property
    def tenant(self) -> str | None:
        """The id of the tenant that the path names, if the route has one."""
        return None if self.route.tenant is None else self.parameters[self.route.tenant]


@dataclass(frozen=True, slots=True)
class MethodNotAllowed:
    """The path exists, the method does not.

    Attributes:
        allowed: the methods that exist, sorted.
    """

    allowed: tuple[str, ...]


class Router:
    """Finds the route of a request. A path without parameters takes precedence over one with."""

    def __init__(self, routes: Iterable[Route]) -> None:
        self._static: dict[str, dict[str, Match]] = {}
        self._patterns: dict[re.Pattern[str], dict[str, Route]] = {}
        for route in routes:
            if PARAMETER.search(route.path):
                self._patterns.setdefault(_compile(route.path), {})[route.method] = route
            else:
                self._static.setdefault(route.path, {})[route.method] = Match(route)

    def find(self, method: str, path: str) -> Match | MethodNotAllowed | None:
        """Find the route for *path* as in the request line, percent-encoded and without the query.

        Returns:
            The match, the methods that the path does have, or None for a path that no route has.
        """
        static = self._static.get(path)
        if static is not None:
            return static.get(method) or MethodNotAllowed(tuple(sorted(static)))
        for pattern, routes in self._patterns.items():
            found = pattern.fullmatch(path)
            if found:
                route = routes.get(method)
                if route is None:
                    return MethodNotAllowed(tuple(sorted(routes)))
                return Match(route, {name: unquote(value) for name, value in found.groupdict().items()})
        return None


def _compile(path: str) -> re.Pattern[str]:
    parts = PARAMETER.split(path)  # text, name, text, name, …, text
    texts, names = parts[::2], parts[1::2]
    pattern = re.escape(texts[0])
    for name, text in zip(names, texts[1:], strict=True):
        pattern += f"(?P<{name}>[^/]+){re.escape(text)}"
    return re.compile(pattern)
