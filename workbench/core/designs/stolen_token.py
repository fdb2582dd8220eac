"""The blast radius of a stolen token: the requests that it gets through under each design, and what ends it early."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

MOST_PER_ROUTE = 10_000
"""Eight designs on two routes of so many records take 5 to 9 s; beyond it an even sample is tested."""

READING = "GET"
"""The method that reads; every other one counts as a change."""


@dataclass(frozen=True, slots=True)
class StolenTokenQuestion:
    """Whose token is stolen.

    Attributes:
        username: the user.
        most_per_route: of a route with more requests, an even sample of this size is tested.
    """

    username: str
    most_per_route: int = MOST_PER_ROUTE


@dataclass(frozen=True, slots=True)
class ProtectedRoute:
    """A route of the scenario with the requests that its path can name.

    Attributes:
        method: HTTP method.
        path: pattern such as ``/documents/{id}``.
        permission: the permission that it requires; None if any logged-in user may call it.
        break_glass: whether it opens a record in an emergency, without a right to that record.
        total: how many requests its path can name.
        paths: those that are tested, percent-encoded: all of them, or an even sample if there are too many.
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
        """Whether only a sample of its requests is tested."""
        return len(self.paths) < self.total

    @property
    def reads(self) -> bool:
        """Whether it reads; otherwise it counts as a change."""
        return self.method == READING


@dataclass(frozen=True, slots=True)
class Listed:
    """What a thief learns from the answer to a request for a list of records.

    Attributes:
        shown: how many records it has: those that the user may read.
        of: how many there are.
    """

    shown: int
    of: int

    def __str__(self) -> str:
        return f"{self.shown:,} of {self.of:,} records"


@dataclass(frozen=True, slots=True)
class Allowed:
    """A request that gets through.

    Attributes:
        path: percent-encoded.
        by: kind of the grant that allows it; empty if any logged-in user may send it.
        claims: the claims that this grant believed; none if it asked the directory alone.
        listed: what the answer lists; None where it is not a list of records.
    """

    path: str
    by: str
    claims: tuple[str, ...] = ()
    listed: Listed | None = None

    @property
    def needs_right(self) -> bool:
        """Whether a right allows it, which can be removed."""
        return bool(self.by)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many requests get through, of how many.

    Attributes:
        exact: whether all of them were tested; if not, both figures are extrapolated from an even sample.
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
        closed: whether no request at all gets through, so that a sample is exact as well.
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
        """The path parameters of the first *most* requests that get through."""
        return tuple(filter(None, (self.named_in(each.path) for each in self.allowed[:most])))

    @property
    def listed(self) -> Listed | None:
        """What the answer to its first allowed request lists; None where that is not a list of records."""
        return self.allowed[0].listed if self.allowed else None

    def named_in(self, path: str) -> str:
        """What stands in *path* in the place of the parameters; empty for a route without any."""
        pairs = zip(self.route.path.split("/"), path.split("/"), strict=True)
        return " ".join(value for pattern, value in pairs if pattern.startswith("{"))

    @property
    def parameters(self) -> str:
        """The parameters of the route's path, such as ``{id}``; empty for a route without any."""
        return self.named_in(self.route.path)


class Revoker(StrEnum):
    """Whom a server asks on every request whether the token still counts."""

    NOBODY = "nobody"
    DENY_LIST = "deny-list"
    VERSION = "version"  # the directory, for the user's permission version
    INTROSPECTION = "introspection"


@dataclass(frozen=True, slots=True)
class EndedBy:
    """What the server asks about on every request, beside the token itself.

    Attributes:
        revocation: whom it asks whether the token still counts.
        account: the directory, whether the subject is enabled.
    """

    revocation: Revoker
    account: bool


@dataclass(frozen=True, slots=True)
class ReadableClaims:
    """The token as a thief holds it: signed, not encrypted.

    Attributes:
        token_bytes: its length.
        expires_at: when it ends: its ``exp``; None if it has none.
        claims: what it reveals about the user, as name and value.
        opaque: whether it is a reference token, in which nothing can be read.
    """

    token_bytes: int
    expires_at: float | None
    claims: tuple[tuple[str, object], ...] = field(default=(), repr=False)
    opaque: bool = False


@dataclass(frozen=True)
class DesignReach:
    """What a stolen token reaches under one design.

    Attributes:
        design: id of the design.
        routes: one for each route of the scenario, in its order.
        readable: what a thief reads in the token; None if there is no token to steal.
        ended_by: what ends it before ``exp``; None if no request showed that.
        obstacle: a sentence on why no request gets through at all; empty if the rights decide.
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
        """Where the rights of the requests that get through come from."""
        held = [each for route in self.routes for each in route.allowed if each.needs_right]
        claims = tuple(dict.fromkeys(name for each in held for name in each.claims))
        return Rights(sum(bool(each.claims) for each in held), sum(not each.claims for each in held), claims)


@dataclass(frozen=True, slots=True)
class Rights:
    """Where the rights of allowed requests come from.

    Attributes:
        by_claims: how many a claim allows, which is believed until ``exp``.
        by_directory: how many the directory alone allows, which every request looks up again.
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
        asked_at: when the requests were tested, by the server's clock, in seconds since 1970 UTC.
        designs: in the order of the server.
    """

    user: str
    asked_at: float
    designs: tuple[DesignReach, ...]

    @property
    def asked(self) -> int:
        """How many requests were tested, all designs together."""
        return sum(len(each.route.paths) for design in self.designs for each in design.routes)

    @property
    def sampled(self) -> tuple[ProtectedRoute, ...]:
        """The routes of which only a sample was tested."""
        first = self.designs[0].routes if self.designs else ()
        return tuple(each.route for each in first if each.route.is_sampled)
