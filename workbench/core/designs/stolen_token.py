"""The blast radius of a stolen token: under each design every request that it gets through, and what ends it early."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

MOST_PER_ROUTE = 10_000
"""Eight designs on two routes of so many records take 5 to 9 s; beyond it an even choice is asked about."""

READING = "GET"
"""The method that reads; every other one is taken for a change."""


@dataclass(frozen=True, slots=True)
class StolenTokenQuestion:
    """Whose token is stolen.

    Attributes:
        username: the user.
        most_per_route: of a route with more requests, an even choice of so many is asked about.
    """

    username: str
    most_per_route: int = MOST_PER_ROUTE


@dataclass(frozen=True, slots=True)
class ProtectedRoute:
    """A route of the scenario with the requests that its path can name.

    Attributes:
        method: HTTP method.
        path: pattern such as ``/documents/{id}``.
        permission: what it asks for; None where any signed-in user may come.
        break_glass: whether it opens a record in an emergency, whoever has a right to that record.
        total: how many requests its path can name.
        paths: those that are asked about, percent-encoded: all of them, or an even choice where there are too many.
    """

    method: str
    path: str
    permission: str | None
    break_glass: bool
    total: int
    paths: tuple[str, ...] = field(repr=False)

    @property
    def label(self) -> str:
        """Method and pattern, as a developer writes them."""
        return f"{self.method} {self.path}"

    @property
    def is_sampled(self) -> bool:
        """Whether only a choice of its requests is asked about."""
        return len(self.paths) < self.total

    @property
    def reads(self) -> bool:
        """Whether it reads; otherwise it is taken to change something."""
        return self.method == READING


@dataclass(frozen=True, slots=True)
class Allowed:
    """A request that gets through.

    Attributes:
        path: percent-encoded.
        by: kind of the grant that lets it through; empty where any signed-in user may come.
        claims: the claims that this grant believed; none if it asked the directory alone.
    """

    path: str
    by: str
    claims: tuple[str, ...] = ()

    @property
    def needs_right(self) -> bool:
        """Whether a right lets it through, which somebody could take away."""
        return bool(self.by)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many requests get through, of how many.

    Attributes:
        exact: whether all of them were asked about; if not, both figures are worked out from an even choice.
    """

    allowed: int
    total: int
    exact: bool = True

    @classmethod
    def of(cls, tallies: Iterable["Tally"]) -> "Tally":
        """The sum of several."""
        every = tuple(tallies)
        return cls(
            sum(each.allowed for each in every),
            sum(each.total for each in every),
            all(each.exact for each in every),
        )

    @property
    def share(self) -> float:
        """The part that gets through, 0 to 1."""
        return self.allowed / self.total if self.total else 0.0

    def __str__(self) -> str:
        words = f"{self.allowed:,} of {self.total:,}"
        return words if self.exact else f"about {words}"


@dataclass(frozen=True)
class RouteReach:
    """What a token opens of one route.

    Attributes:
        allowed: in the order of the route's paths.
        closed: whether nothing gets through whatever is asked, so that also a choice of the requests tells of all.
    """

    route: ProtectedRoute
    allowed: tuple[Allowed, ...] = field(repr=False)
    closed: bool = False

    @cached_property
    def tally(self) -> Tally:
        """How many of its requests get through."""
        if self.closed or not self.route.is_sampled:
            return Tally(len(self.allowed), self.route.total)
        share = len(self.allowed) / len(self.route.paths)
        return Tally(round(share * self.route.total), self.route.total, exact=False)

    def examples(self, most: int) -> tuple[str, ...]:
        """What stands in the place of the parameters in the first *most* requests that get through."""
        return tuple(filter(None, (self.named_in(each.path) for each in self.allowed[:most])))

    def named_in(self, path: str) -> str:
        """What stands in *path* in the place of the parameters; empty for a route without any."""
        pairs = zip(self.route.path.split("/"), path.split("/"), strict=True)
        return " ".join(value for pattern, value in pairs if pattern.startswith("{"))

    @property
    def parameters(self) -> str:
        """The parameters of the route's path, such as ``{id}``; empty for a route without any."""
        return self.named_in(self.route.path)


@dataclass(frozen=True, slots=True)
class EndedBy:
    """What the server asks about on every request, beside the token itself.

    Attributes:
        revocation: the deny-list, for the token's ``jti``.
        account: the directory, whether the subject is enabled.
    """

    revocation: bool
    account: bool


@dataclass(frozen=True, slots=True)
class ReadableClaims:
    """The token as a thief holds it: signed, not encrypted.

    Attributes:
        token_bytes: its length.
        expires_at: its ``exp``; None if it has none.
        claims: what it tells about the user, as name and value.
    """

    token_bytes: int
    expires_at: float | None
    claims: tuple[tuple[str, object], ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class DesignReach:
    """What a stolen token reaches under one design.

    Attributes:
        design: id of the design.
        routes: one for each route of the scenario, in its order.
        readable: the token; None if there is none to steal.
        ended_by: what could end it before ``exp``; None if no request came as far as that.
        obstacle: a sentence on why no request gets through at all; empty where that is up to the rights.
    """

    design: str
    routes: tuple[RouteReach, ...]
    readable: ReadableClaims | None
    ended_by: EndedBy | None
    obstacle: str = ""

    @classmethod
    def nothing(
        cls, design: str, routes: Iterable[ProtectedRoute], obstacle: str, readable: ReadableClaims | None = None
    ) -> "DesignReach":
        """The reach of a token that no request gets through with."""
        return cls(design, tuple(RouteReach(route, (), closed=True) for route in routes), readable, None, obstacle)

    @cached_property
    def tally(self) -> Tally:
        """How many requests get through."""
        return Tally.of(each.tally for each in self.routes)

    @cached_property
    def reads(self) -> Tally:
        """How many of the requests that read get through."""
        return Tally.of(each.tally for each in self.routes if each.route.reads)

    @cached_property
    def changes(self) -> Tally:
        """How many of the requests that change something get through."""
        return Tally.of(each.tally for each in self.routes if not each.route.reads)

    @cached_property
    def rights(self) -> "Rights":
        """On what the requests that get through rest."""
        held = [each for route in self.routes for each in route.allowed if each.needs_right]
        claims = tuple(dict.fromkeys(name for each in held for name in each.claims))
        return Rights(sum(bool(each.claims) for each in held), sum(not each.claims for each in held), claims)


@dataclass(frozen=True, slots=True)
class Rights:
    """On what the requests rest that a right lets through.

    Attributes:
        by_claims: how many a claim lets through, which is believed until ``exp``.
        by_directory: how many the directory alone lets through, which is asked anew each time.
        claims: names of the claims that are believed.
    """

    by_claims: int
    by_directory: int
    claims: tuple[str, ...]


@dataclass(frozen=True)
class BlastRadius:
    """What a stolen token of one user reaches under each design.

    Attributes:
        user: username.
        asked_at: when it was asked, by the server's clock, in seconds since 1970 UTC.
        designs: in the order of the server.
    """

    user: str
    asked_at: float
    designs: tuple[DesignReach, ...]

    @property
    def asked(self) -> int:
        """How many requests were asked about, all designs together."""
        return sum(len(each.route.paths) for design in self.designs for each in design.routes)

    @property
    def sampled(self) -> tuple[ProtectedRoute, ...]:
        """The routes of which only a choice was asked about."""
        first = self.designs[0].routes if self.designs else ()
        return tuple(each.route for each in first if each.route.is_sampled)
