"""A demo server for one experiment, with a copy of the running server's world."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from http import HTTPStatus
from types import TracebackType
from typing import TYPE_CHECKING, Self

from demo_server import DemoServer, IssuerKey
from demo_server.decision import PROOF, TOKEN_CHECKS
from demo_server.questions import Asked
from demo_server.tokens.issuer import IssuedToken
from demo_server.tokens.issuer import LoginRefusedError as RefusedByServerError
from demo_server.tokens.trust import TrustStore
from demo_server.world.synthetic_holdings import Holdings
from workbench.core.answers.decision import Decision
from workbench.core.designs.size_model import Counts, Held
from workbench.core.designs.stolen_token import Allowed, Listed, ProtectedRoute
from workbench.core.designs.timing import Timing
from workbench.core.errors import LoginRefusedError
from workbench.core.server.login import LoginAnswer
from workbench.core.text.wording import capitalized
from workbench.services.server_host import world
from workbench.services.server_host.info import describe

if TYPE_CHECKING:
    from demo_server.decision import GrantResult
    from workbench.core.answers.outcome import Request
    from workbench.core.keys.signing_key import SigningKey
    from workbench.core.server.directory_change import DirectoryEntry, WorldChange
    from workbench.core.server.info import ServerInfo

# Five characters are enough for ten thousand different ids.
_SHORTEST_ID = 5


class Trial:
    """A real server on loopback whose clock and world may be changed without touching the running server.

    It starts as a copy of the running server, accepts the same tokens, and runs as long as the ``with`` block. An
    experiment with many requests sends them here: all of them see one world, even if the user changes the running
    server in the meantime, and the running server's log of decisions stays the user's own.
    """

    def __init__(self, server: DemoServer) -> None:
        """Be ready to start *server*, which belongs to the trial from now on."""
        self._server = server

    @property
    def info(self) -> ServerInfo:
        """The server; its URL is valid once it is started."""
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

    def stop_clock(self, moment: float) -> None:
        """Stop the trial's clock at *moment*, in seconds since 1970 UTC, until it is moved."""
        self._server.clock.stop(moment)

    def apply(self, change: WorldChange) -> None:
        """Change the trial's world; a logout changes no directory entry and is ignored.

        Raises:
            WorldChangeError: the scenario has no such user, role or record.
        """
        world.apply(self._server.directory, change)

    def rotate(
        self, old: SigningKey, new: SigningKey, *, published_at: float, signs_from: float, retires_at: float | None
    ) -> None:
        """Forget every key, sign with *old*, and replace it by *new* at the given times.

        Args:
            old: the key that signs first.
            new: the key that replaces it.
            published_at: when *new* is added to the JWKS, in seconds since 1970 UTC by the trial's clock.
            signs_from: when *new* begins to sign.
            retires_at: when *old* is removed from the JWKS and refused; None for never.
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
        """Characters of the longest id among the scenario's records, and at least as many as made-up ids need."""
        return max(_SHORTEST_ID, *map(len, self._server.scenario.resources), 0)

    def decision(self, request_id: str) -> Decision | None:
        """The decision on that request, without an HTTP request; None if it was not kept."""
        found = self._server.decisions.get(request_id)
        return None if found is None else Decision.from_json(found.to_json())

    def timing(self, request_id: str) -> Timing | None:
        """How long the decision on that request took, part by part; None if it was not kept."""
        found = self._server.decisions.get(request_id)
        if found is None:
            return None
        times_us = dict(zip((check.name for check in found.checks), found.checks_us, strict=True))
        directory_us = sum(each.elapsed_us for each in found.asked if each.what is Asked.DIRECTORY)
        others_us = sum(each.elapsed_us for each in found.asked) - directory_us
        verification_us = sum(times_us.pop(name, 0.0) for name in (*TOKEN_CHECKS, PROOF)) - others_us
        policy_us = sum(times_us.values()) - directory_us  # only account and permission ask the directory
        count = sum(each.count for each in found.asked)
        return Timing(count, verification_us, directory_us + others_us, policy_us, found.elapsed_us)

    def held(self, username: str) -> Held:
        """The user's real roles, groups and records, as the directory has them now."""
        session = self._server.directory.session()
        return Held(
            roles=session.roles(username),
            groups=session.groups(username),
            readable=session.records_open_to(username, "read"),
            writable=session.records_open_to(username, "write"),
        )

    def issue(self, username: str, design: str, key: str) -> LoginAnswer:
        """The answer to a login of the user at this moment, without the password hash that makes a login slow.

        A disabled account gets a token too.

        Args:
            username: whose token.
            design: id of its design.
            key: thumbprint of the key of the client that will send it: some designs bind their tokens to it.

        Raises:
            KeyError: there is no such user or design.
        """
        return _answer(self._server.issue(username, design, key), design)

    def admit(self, username: str, design: str, key: str) -> LoginAnswer:
        """The answer to a login with the right password at this moment, without its hash; see `issue`.

        Raises:
            KeyError: there is no such user or design.
            LoginRefusedError: the account is disabled.
        """
        try:
            return _answer(self._server.admit(username, design, key), design)
        except RefusedByServerError as error:
            raise LoginRefusedError(f"{capitalized(str(error))}.", reason=error.reason, hint="") from None

    def directory_entry(self, username: str, record: str = "") -> DirectoryEntry:
        """The directory's present data about the user; see `world.directory_entry`.

        Raises:
            WorldChangeError: the scenario has no such user or record.
        """
        return world.directory_entry(self._server, username, record)

    def sample_token(self, username: str, design: str, counts: Counts, id_length: int) -> str:
        """The token that the user would get with these holdings: first the real ones, the rest made up.

        Args:
            username: the user.
            design: id of the design by which it is issued.
            counts: how many of each the user holds.
            id_length: characters of the ids of records that are made up.

        Raises:
            KeyError: there is no such user or design.
            ValueError: ids of this length are too short for so many records.
        """
        holdings = Holdings(counts.roles, counts.groups, counts.readable, counts.writable, id_length=id_length)
        return self._server.sample(username, design, holdings)

    def routes(self, most_per_route: int) -> tuple[ProtectedRoute, ...]:
        """Every protected route with the requests that its path can name; of more than so many, an even sample."""
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
        """Yield for each request of *route*, in order, what allows it with *token*; None if it is refused.

        The server decides as for requests over HTTP, but none is sent.
        """
        requests = ((route.method, path) for path in route.paths)
        for path, found in zip(route.paths, self._server.reach(token, design, requests), strict=True):
            if found.status != HTTPStatus.OK:
                yield None
            elif found.grant is None:
                yield Allowed(path, "")
            else:
                listed = None if found.filtered is None else Listed(found.filtered.shown, found.filtered.of)
                yield Allowed(path, found.grant.kind, _believed(found.grant), listed)

    def names_record(self, request: Request) -> bool:
        """Whether the path of *request* names a record of the scenario."""
        return self._server.record_of(request.method, request.path.partition("?")[0]) is not None

    def allows(self, token: str, design: str, requests: Sequence[Request]) -> list[bool]:
        """Whether each request is allowed with *token*: decided by the server as for HTTP, but none is sent.

        Raises:
            ValueError: no protected route answers one of the requests.
        """
        asked = ((each.method, each.path.partition("?")[0]) for each in requests)
        return [found.status == HTTPStatus.OK for found in self._server.reach(token, design, asked)]

    def uncached_answer(self, token: str, design: str, request: Request) -> tuple[int, str]:
        """Status and reason that the request would get if no answer had been kept from before; none is sent.

        Raises:
            ValueError: no protected route answers the request.
        """
        (found,) = self._server.reach(token, design, [(request.method, request.path.partition("?")[0])])
        return found.status, found.reason

    def __enter__(self) -> Self:
        self._server.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._server.stop()


def _believed(grant: GrantResult) -> tuple[str, ...]:
    """The claims that *grant* believed: those that would have to change for it to refuse.

    An access list may be compared with the groups in the token, and let the subject in for another reason.
    """
    if grant.flip:
        return tuple(dict.fromkeys(flip.target for flip in grant.flip if flip.where == "claim"))
    return grant.reads


def _answer(issued: IssuedToken, design: str) -> LoginAnswer:
    refresh_token = issued.refresh_token or ""
    return LoginAnswer(issued.access_token, issued.token_type, issued.expires_in, design, refresh_token)
