"""A demo server for one experiment, in a copy of the running server's world."""

import math
from collections.abc import Iterator
from http import HTTPStatus
from types import TracebackType
from typing import Self

from demo_server import DemoServer, IssuerKey
from demo_server.decision import TOKEN_CHECKS
from demo_server.tokens.trust import TrustStore
from demo_server.world.synthetic_holdings import Holdings
from workbench.core.answers.decision import Decision
from workbench.core.designs.size_model import Counts, Held
from workbench.core.designs.stolen_token import Allowed, ProtectedRoute
from workbench.core.designs.timing import Timing
from workbench.core.keys.signing_key import SigningKey
from workbench.core.server.directory_change import WorldChange
from workbench.core.server.info import ServerInfo
from workbench.services.server_host import world
from workbench.services.server_host.info import describe

# Ten thousand ids can be told apart by five characters.
_SHORTEST_ID = 5


class Trial:
    """A real server on loopback whose clock may be moved and whose world may be changed, to the user's own no harm.

    It begins as a copy of the running server, takes the same tokens, and lasts as long as the ``with`` block. What
    asks many questions asks them here: all of them see one world, whatever the user does to the running server in the
    meantime, and the running server's log of decisions stays the user's own.
    """

    def __init__(self, server: DemoServer) -> None:
        """Be ready to start *server*, which belongs to the trial from now on."""
        self._server = server

    @property
    def info(self) -> ServerInfo:
        """What the server is; its URL counts from when it was started."""
        return describe(self._server)

    def now(self) -> float:
        """The trial's clock, in seconds since 1970 UTC."""
        return self._server.clock.now()

    @property
    def clock_offset(self) -> float:
        """Seconds by which the trial's clock is ahead of the real one."""
        return self._server.clock.offset_s

    def move_clock(self, offset_s: float) -> None:
        """Set the trial's clock *offset_s* seconds ahead of the real one."""
        self._server.clock.move(offset_s)

    def apply(self, change: WorldChange) -> None:
        """Change the trial's world; a logout is no matter of the directory and is left out.

        Raises:
            WorldChangeError: the scenario has no such user, role or record.
        """
        world.apply(self._server.directory, change)

    def rotate(
        self, old: SigningKey, new: SigningKey, *, published_at: float, signs_from: float, retires_at: float | None
    ) -> None:
        """Forget every key, sign with *old*, and let *new* follow it.

        Args:
            old: signs until then.
            new: signs afterwards.
            published_at: when *new* comes into the JWKS, in seconds since 1970 UTC by the trial's clock.
            signs_from: when *new* begins to sign.
            retires_at: when *old* leaves the JWKS and is refused; None for never.
        """
        server = self._server
        server.trust.take_over(TrustStore())
        server.rotate(IssuerKey.from_jwk(old.private_jwk()), published_at=-math.inf, signs_from=-math.inf)
        server.rotate(
            IssuerKey.from_jwk(new.private_jwk()),
            published_at=published_at,
            signs_from=signs_from,
            retires_at=retires_at,
        )

    @property
    def id_length(self) -> int:
        """Characters of the longest id among the scenario's records, and no fewer than made-up ids need."""
        return max(_SHORTEST_ID, *map(len, self._server.scenario.resources), 0)

    def decision(self, request_id: str) -> Decision | None:
        """The decision on that request, without asking for it by HTTP; None if it is not kept."""
        found = self._server.decisions.get(request_id)
        return None if found is None else Decision.from_json(found.to_json())

    def timing(self, request_id: str) -> Timing | None:
        """What the decision on that request took, part by part; None if it is not kept."""
        found = self._server.decisions.get(request_id)
        if found is None:
            return None
        times_us = dict(zip((check.name for check in found.checks), found.checks_us, strict=True))
        verification_us = sum(times_us.pop(name) for name in TOKEN_CHECKS)
        policy_us = sum(times_us.values()) - found.lookups_us  # only account and permission ask the directory
        return Timing(found.lookups, verification_us, found.lookups_us, policy_us, found.elapsed_us)

    def held(self, username: str) -> Held:
        """What the user really holds, as the directory has it now."""
        session = self._server.directory.session()
        return Held(
            roles=session.roles(username),
            groups=session.groups(username),
            readable=session.records_open_to(username, "read"),
            writable=session.records_open_to(username, "write"),
        )

    def sample_token(self, username: str, design: str, counts: Counts, id_length: int) -> str:
        """The token that the user would get who held so much: the first of what the user has, the rest made up.

        Args:
            username: the user.
            design: id of the design by which it is issued.
            counts: how much the user holds.
            id_length: characters of the ids of records that are made up.

        Raises:
            KeyError: there is no such user or design.
            ValueError: ids so short cannot tell so many records apart.
        """
        holdings = Holdings(counts.roles, counts.groups, counts.readable, counts.writable, id_length=id_length)
        return self._server.sample(username, design, holdings)

    def routes(self, most_per_route: int) -> tuple[ProtectedRoute, ...]:
        """Every protected route with the requests that its path can name; of more than so many an even choice."""
        return tuple(
            ProtectedRoute(
                method=each.route.method,
                path=each.route.path,
                permission=each.route.permission,
                break_glass=each.route.break_glass,
                total=each.total,
                paths=each.paths,
            )
            for each in self._server.concrete_requests(most_per_route)
        )

    def reach(self, token: str, design: str, route: ProtectedRoute) -> Iterator[Allowed | None]:
        """Tell of each request of *route*, in its order, what lets *token* through there; None where nothing does.

        The server decides as it does on requests over HTTP, without any being sent.
        """
        requests = ((route.method, path) for path in route.paths)
        for path, found in zip(route.paths, self._server.reach(token, design, requests), strict=True):
            if found.status != HTTPStatus.OK:
                yield None
            elif found.grant is None:
                yield Allowed(path, "")
            else:
                yield Allowed(path, found.grant.kind, found.grant.reads)

    def __enter__(self) -> Self:
        self._server.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._server.stop()
