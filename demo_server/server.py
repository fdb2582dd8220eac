"""The demo server as a whole: builds the parts from a scenario, and owns their life."""

from collections.abc import Iterable, Iterator, Mapping
from math import inf
from pathlib import Path
from types import TracebackType
from typing import Self

from demo_server.checks.evidence import Presented
from demo_server.checks.strict import STRICT
from demo_server.clock import Clock
from demo_server.decision_log import DecisionLog
from demo_server.gatekeeper import Gatekeeper, SurveyResult
from demo_server.http_server.connection import Limits
from demo_server.http_server.handler import Handler
from demo_server.http_server.hosts import is_loopback
from demo_server.http_server.server import HttpServer
from demo_server.policy.designs import ClaimDesign, collect_designs, load_design
from demo_server.questions import CAN_FAIL, MAX_DELAY_MS, Asked, Questions
from demo_server.tokens.dpop import ProofLog
from demo_server.tokens.issuer import IssuedToken, Issuer
from demo_server.tokens.issuer_key import IssuerKey
from demo_server.tokens.issuer_keys import IssuerKeys
from demo_server.tokens.trust import Tenure, TrustStore, VerificationKey
from demo_server.weaknesses.catalogue import select
from demo_server.weaknesses.weakness import Weakness, weaken
from demo_server.world.concrete_requests import RouteRequests, concrete_requests
from demo_server.world.directory import Directory
from demo_server.world.routing import Match, Router
from demo_server.world.scenario import Scenario, load_scenario
from demo_server.world.synthetic_holdings import Holdings


class DemoServer:
    """A server for one scenario and every design, in threads of its own.

    Use it as ``with DemoServer() as server: …``, or with `start` and `stop`. Its owner can read and change
    `directory`, `trust`, `clock` and `decisions` while it runs.

    Args:
        scenario: name of a built-in scenario, or the path of a file, or what was loaded from it.
        design: id of a built-in design, or the path of a file; decides where a request names no design.
        further_designs: beside the built-in ones and *design*: paths of files, or what was loaded from them. One with
            the id of a built-in design takes its place.
        host: address to listen on.
        port: port to listen on; 0 for a free one.
        weaknesses: the flaws to switch on: ids of built-in ones, or `Weakness` values.
        clock: the clock that issuer and verification use.
        ttl_s: lifetime of the tokens, seconds.
        revocation: whether the deny-list is asked.
        header_limit: bytes of a request's header block, beyond which it gets 431.
        lookup_delay_ms: milliseconds by which each question to the directory or the deny-list is delayed.
        failing: who answers no question: ``directory``, ``deny-list``, ``introspection``.
        fails_after_s: seconds of the clock until they fail.
        issuer_key: signs the tokens; without it, one is made for this run.
        trusted: further keys that are accepted from the start.
        allow_remote: whether *host* may be open to other machines. Then no weakness may be on.

    Raises:
        DefinitionError: a scenario or design file cannot be used, two design files have the same id, or a design gives
            two users of the scenario the same ``sub``.
        UnknownWeaknessError: there is no built-in weakness with that id.
        ValueError: the arguments contradict each other, or *design* needs an extra that is not installed.
    """

    def __init__(
        self,
        *,
        scenario: str | Path | Scenario = "documents",
        design: str | Path | ClaimDesign = "roles",
        further_designs: Iterable[str | Path | ClaimDesign] = (),
        host: str = "127.0.0.1",
        port: int = 0,
        weaknesses: Iterable[str | Weakness] = (),
        clock: Clock | None = None,
        ttl_s: int = 1800,
        revocation: bool = True,
        header_limit: int = 16384,
        lookup_delay_ms: float = 0.0,
        failing: Iterable[str] = (),
        fails_after_s: float = 0.0,
        issuer_key: IssuerKey | None = None,
        trusted: Iterable[VerificationKey] = (),
        allow_remote: bool = False,
    ) -> None:
        self.weaknesses = select(weaknesses)
        _check_exposure(host, self.weaknesses, allow_remote=allow_remote)
        if ttl_s <= 0:
            raise ValueError(f"a token cannot have a lifetime of {ttl_s} s; expected 1 s or more")
        self.host = host
        self.scenario = scenario if isinstance(scenario, Scenario) else load_scenario(scenario)
        chosen = design if isinstance(design, ClaimDesign) else load_design(design)
        if chosen.unavailable:
            raise ValueError(chosen.unavailable)
        self.designs = collect_designs([design, *further_designs])
        self.default_design = chosen.id
        self._usernames = {each.id: each.usernames(self.scenario) for each in self.designs.values()}
        self.clock = clock or Clock()
        self.decisions = DecisionLog()
        key = issuer_key or IssuerKey.generate()
        # The issuer's own key keeps its kid, whatever a file of further keys says: its tokens would all be refused.
        others = (other for other in trusted if other.kid != key.kid)
        self.trust = TrustStore([key.verification_key, *others], self.clock.now)
        self.directory = Directory(self.scenario)
        self._port = port
        self._issuer_keys = IssuerKeys(key)
        self._ttl_s = ttl_s
        self._revocation = revocation
        self._limits = _limits(header_limit)
        self.set_lookup_delay(lookup_delay_ms)
        self.set_failing(failing)
        if not fails_after_s >= 0:
            raise ValueError(f"nobody can fail after {fails_after_s:g} s; expected 0 s or more")
        if fails_after_s and not self._failing:
            raise ValueError("there is a time for a failure, and nobody who fails; name them with --fails")
        if fails_after_s:
            self._fails_from = self.clock.now() + fails_after_s
        self._http: HttpServer | None = None
        self._stopped = False
        self._issuer = Issuer(
            self.scenario, self.directory, self._issuer_keys, self.clock, ttl_s, self.designs, self._questions
        )
        self._proofs = ProofLog()
        self._router = Router(self.scenario.routes)
        self._gatekeeper = Gatekeeper(
            scenario=self.scenario,
            directory=self.directory,
            trust=self.trust,
            clock=self.clock,
            deny_list=self._issuer.deny_list if revocation else None,
            references=self._issuer.references,
            questions=self._questions,
            designs=self.designs,
            usernames=self._usernames,
            parts=weaken(STRICT, self.weaknesses),
            proofs=self._proofs,
        )
        self._handler = Handler(
            scenario=self.scenario,
            directory=self.directory,
            designs=self.designs,
            default_design=self.default_design,
            issuer=self._issuer,
            trust=self.trust,
            router=self._router,
            gatekeeper=self._gatekeeper,
            decisions=self.decisions,
            questions=self._questions,
            bound_host=host,
            clock=self.clock,
            proofs=self._proofs,
        )

    @property
    def port(self) -> int:
        """The port that the server listens on; before `start`, the requested one."""
        return self._port

    @property
    def url(self) -> str:
        """The address for clients on this machine, without a slash at the end."""
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)  # noqa: S104  not bound, named
        return f"http://[{host}]:{self._port}" if ":" in host else f"http://{host}:{self._port}"

    @property
    def issuer_key(self) -> IssuerKey:
        """The key that signs at this moment of the server's clock."""
        return self._issuer_keys.at(self.clock.now())

    def rotate(
        self,
        key: IssuerKey,
        *,
        published_at: float | None = None,
        signs_from: float | None = None,
        retires_at: float | None = None,
    ) -> None:
        """Replace the signing key with *key*. All times are of the server's clock, in seconds since 1970 UTC.

        They may lie in the future or in the past: when the clock is moved, the server behaves as it does at that time.

        Args:
            key: the new issuer key.
            published_at: when it is published in the JWKS and accepted; None for at once.
            signs_from: when it begins to sign; None for at once.
            retires_at: when the key before it leaves the JWKS and is refused; None for never.

        Raises:
            ValueError: *key* is already the signing key.
        """
        now = self.clock.now()
        signs_from = now if signs_from is None else signs_from
        before = self._issuer_keys.at(signs_from)
        if before.kid == key.kid:
            raise ValueError(f'the key "{key.kid}" is already the signing key; rotate to another one')
        self.trust.add(key.verification_key, Tenure(since=now if published_at is None else published_at))
        if retires_at is not None:
            self.trust.retire(before.kid, retires_at)
        self._issuer_keys.succeed(key, signs_from)

    def copy(
        self,
        *,
        ttl_s: int | None = None,
        revocation: bool | None = None,
        header_limit: int | None = None,
        lookup_delay_ms: float | None = None,
    ) -> "DemoServer":
        """Return an independent server, not started, with a copy of the current world.

        It has the same scenario, designs, keys, weaknesses and limits, and a copy of the directory, of the clock and of
        the revoked tokens; later changes of one server do not affect the other. It takes a free port. Whom it
        asks answers, even who fails for this server.

        Args:
            ttl_s: another lifetime of its tokens, seconds.
            revocation: whether it asks the deny-list, if not as this server does.
            header_limit: bytes of a request's header block, if not this server's.
            lookup_delay_ms: delay of each question, if not this server's.
        """
        other = DemoServer(
            scenario=self.scenario,
            design=self.designs[self.default_design],
            further_designs=self.designs.values(),
            weaknesses=self.weaknesses,
            clock=Clock(self.clock.offset_s),
            ttl_s=self._ttl_s if ttl_s is None else ttl_s,
            revocation=self._revocation if revocation is None else revocation,
            header_limit=self.header_limit if header_limit is None else header_limit,
            lookup_delay_ms=self.lookup_delay_ms if lookup_delay_ms is None else lookup_delay_ms,
            issuer_key=self.issuer_key,
        )
        other._issuer_keys.take_over(self._issuer_keys)
        other.trust.take_over(self.trust)
        other.directory.take_over(self.directory)
        other._issuer.take_over(self._issuer)
        return other

    @property
    def header_limit(self) -> int:
        """Bytes of a request's header block, beyond which it gets 431."""
        return self._limits.header_bytes

    def set_header_limit(self, header_limit: int) -> None:
        """Take header blocks up to this size; counts from the next request on, also on connections that are open.

        Raises:
            ValueError: the limit is less than 1.
        """
        self._limits = _limits(header_limit)
        if self._http is not None:
            self._http.limits = self._limits

    @property
    def lookup_delay_ms(self) -> float:
        """Milliseconds by which each question to the directory or the deny-list is delayed."""
        return self._lookup_delay_ms

    def set_lookup_delay(self, delay_ms: float) -> None:
        """Delay each question that would leave the process in a real system, from the next request on.

        Raises:
            ValueError: the delay is negative, or longer than `MAX_DELAY_MS`.
        """
        if not 0 <= delay_ms <= MAX_DELAY_MS:
            raise ValueError(f"a lookup delay of {delay_ms:g} ms is not possible; expected 0 to {MAX_DELAY_MS} ms")
        self._lookup_delay_ms = delay_ms

    @property
    def failing(self) -> frozenset[Asked]:
        """Who answers no question at this moment."""
        return self._failing if self.clock.now() >= self._fails_from else frozenset()

    def set_failing(self, failing: Iterable[str]) -> None:
        """Let exactly these fail from the next request on: ``directory``, ``deny-list``, ``introspection``.

        A request that has to ask one of them gets 503, unless the design keeps an answer that is recent enough.

        Raises:
            ValueError: one of them is not known.
        """
        names = tuple(failing)
        for name in names:
            if name not in CAN_FAIL:
                raise ValueError(f'"{name}" cannot fail; expected one of {", ".join(CAN_FAIL)}')
        self._failing, self._fails_from = frozenset(map(Asked, names)), -inf

    def usernames(self, design: str) -> Mapping[str, str]:
        """Return the users by the ``sub`` that they have in tokens of the design with this id.

        Raises:
            KeyError: there is no such design.
        """
        return self._usernames[design]

    def _questions(self) -> Questions:
        now = self.clock.now()
        return Questions(self._lookup_delay_ms / 1000, now, self._failing if now >= self._fails_from else frozenset())

    def issue(self, username: str, design: str, key: str = "") -> IssuedToken:
        """Return the token that a login would return, without a password; see `Issuer.issue`.

        Args:
            username: whose token.
            design: id of its design.
            key: thumbprint of the client's key (RFC 7638); needed where the design binds its tokens to one.

        Raises:
            KeyError: there is no such user or design.
            ValueError: the design binds its tokens to a key, and there is none.
        """
        return self._issuer.issue(username, self.designs[design], key)

    def admit(self, username: str, design: str, key: str = "") -> IssuedToken:
        """Return the token of a login with the right password; see `Issuer.admit`.

        Raises:
            KeyError: there is no such user or design.
            LoginRefusedError: the account is disabled.
            ValueError: the design binds its tokens to a key, and there is none.
        """
        return self._issuer.admit(username, self.designs[design], key)

    def sample(self, username: str, design: str, holdings: Holdings) -> str:
        """Return the token that a user would get by *design* with other holdings; see `Issuer.sample`.

        Raises:
            KeyError: there is no such user or design.
            ValueError: the holdings cannot be made up.
        """
        return self._issuer.sample(username, self.designs[design], holdings)

    def concrete_requests(self, most_per_route: int) -> tuple[RouteRequests, ...]:
        """Return, route by route, the requests that can be made in this world; see `world.concrete_requests`."""
        return concrete_requests(self.scenario, self._router, most_per_route)

    def reach(self, token: str, design: str, requests: Iterable[tuple[str, str]]) -> Iterator[SurveyResult]:
        """Decide on each request with *token*, without sending it or adding to `decisions`.

        The router and the gatekeeper that decide on requests over HTTP decide here too. What HTTP adds in front of
        them, such as the limit of the header block, is not applied. The answers come one by one, so that a caller can
        stop early. The sender is taken to hold the key that the token is bound to, if it is.

        Args:
            token: as compact text.
            design: id of the design by which the requests would be decided.
            requests: method and percent-encoded path of each.

        Raises:
            KeyError: there is no such design.
            ValueError: no protected route answers one of the requests.
        """
        presented = Presented(authorization=(f"Bearer {token}",), holds_key=True)
        return self._gatekeeper.survey(presented, map(self._match, requests), self.designs[design])

    def record_of(self, method: str, path: str) -> str | None:
        """Return the id of the record that a request names; None if it names none, or no protected route answers it."""
        match = self._router.find(method, path)
        return match.resource if isinstance(match, Match) else None

    def _match(self, request: tuple[str, str]) -> Match:
        match = self._router.find(*request)
        if not isinstance(match, Match):
            raise ValueError(f"no protected route answers {' '.join(request)}")
        return match

    def start(self) -> None:
        """Listen and answer. Nothing happens if the server runs already.

        Raises:
            OSError: the address or the port is not available; ``EADDRINUSE`` if the port is in use.
            RuntimeError: the server was stopped before; make a new one.
        """
        if self._stopped:
            raise RuntimeError("a stopped server cannot start again; make a new DemoServer")
        if self._http is not None:
            return
        try:
            self._http = HttpServer(self.host, self._port, self._handler.respond, self._limits)
        except OSError:
            self.stop()
            raise
        self._port = self._http.server_port
        self._http.start()

    def stop(self) -> None:
        """End all connections and threads, and release the directory. Nothing happens the second time."""
        if self._stopped:
            return
        self._stopped = True
        if self._http is not None:
            self._http.stop()
        self.directory.close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()


def _limits(header_limit: int) -> Limits:
    if header_limit < 1:
        raise ValueError(f"a header limit of {header_limit} bytes admits no request; expected 1 or more")
    return Limits(header_bytes=header_limit)


def _check_exposure(host: str, weaknesses: tuple[Weakness, ...], *, allow_remote: bool) -> None:
    if not host or host.startswith("["):
        raise ValueError(
            f'"{host}" is not an address to listen on; expected one such as 127.0.0.1 or ::1, without brackets'
        )
    if not allow_remote and not is_loopback(host):
        raise ValueError(f"{host} may be open to other machines; listen on 127.0.0.1, or allow it with --allow-remote")
    if allow_remote and weaknesses:
        raise ValueError(
            "a weakness cannot be switched on in a server that other machines can reach; "
            "leave out --allow-remote or --weakness"
        )
