"""The requests that can be made in a world: each route with every record, user and tenant that its path can name.

The server's own paths are left out: login and the published keys take no token, and logout only ends one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import prod
from random import Random
from urllib.parse import quote

from demo_server.world.routing import PARAMETER, Match, Route, Router
from demo_server.world.scenario import Scenario

_ANY_TEXT = "any"
"""The value of a parameter that names nothing in the world: the decision is the same for every value."""

_Values = Sequence[tuple[tuple[str, str], ...]]
"""The values that one or two parameters can have together: pairs of a parameter and its value."""


@dataclass(frozen=True, slots=True)
class RouteRequests:
    """The requests of one route.

    Attributes:
        total: how many different ones there are; an estimate where only some were generated.
        paths: percent-encoded; all of them, or an even sample where there are too many.
    """

    route: Route
    total: int
    paths: tuple[str, ...]


def concrete_requests(scenario: Scenario, router: Router, most_per_route: int) -> tuple[RouteRequests, ...]:
    """Return the requests of each route, in the order of the scenario.

    A path that the router does not give to the route is left out, such as ``/documents/mine`` where another route has
    that very path and a record has that name.

    Args:
        scenario: the world.
        router: finds the route of a path.
        most_per_route: the most requests to return for one route.
    """
    return tuple(_requests(route, scenario, router, most_per_route) for route in scenario.routes)


def _requests(route: Route, scenario: Scenario, router: Router, most: int) -> RouteRequests:
    axes = tuple(_axes(route, scenario))
    total = prod(len(axis) for axis in axes)
    asked = min(total, most)
    made = (_path(route, axes, number) for number in _spread(asked, total))
    paths = tuple(path for path in made if _leads_to(route, router, path))
    return RouteRequests(route, round(total * len(paths) / asked) if asked else 0, paths)


def _spread(asked: int, total: int) -> Iterator[int]:
    """Choose *asked* numbers below *total*: one at random from each of as many stretches of equal length.

    A fixed place in each stretch would miss every second record, for example those of one of two alternating owners.
    The same world gives the same choice every time.
    """
    choice = Random("reach")  # noqa: S311  it has to be the same every time
    for stretch in range(asked):
        first, end = stretch * total // asked, (stretch + 1) * total // asked
        yield first + int(choice.random() * (end - first))


def _axes(route: Route, scenario: Scenario) -> Iterator[_Values]:
    """Yield what the parameters of a route can be; those that depend on each other come together."""
    bound = {route.resource, route.user, route.tenant}
    for name in PARAMETER.findall(route.path):
        if name not in bound:
            yield (((name, _ANY_TEXT),),)
    if route.resource is not None:
        yield [((route.resource, record),) for record in scenario.records_of(route.service, None)]
    if route.user is not None and route.tenant is not None:
        users = [user for user in scenario.users.values() if user.tenant is not None]
        yield [((route.user, user.username), (route.tenant, user.tenant or "")) for user in users]
    elif route.user is not None:
        yield [((route.user, username),) for username in scenario.users]
    elif route.tenant is not None:
        yield [((route.tenant, tenant),) for tenant in scenario.tenants]


def _path(route: Route, axes: Sequence[_Values], number: int) -> str:
    """Return the path with this number among all that the values of *axes* make."""
    values: dict[str, str] = {}
    for axis in axes:
        number, place = divmod(number, len(axis))
        values.update(axis[place])
    return PARAMETER.sub(lambda parameter: quote(values[parameter[1]], safe=""), route.path)


def _leads_to(route: Route, router: Router, path: str) -> bool:
    match = router.find(route.method, path)
    return isinstance(match, Match) and match.route is route
