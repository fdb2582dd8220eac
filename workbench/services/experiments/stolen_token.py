"""Finds the blast radius of a stolen token: logs a user in under every design, and tests every request."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from http import HTTPStatus
from typing import TYPE_CHECKING

from workbench.core.answers.check_outcome import CheckOutcome
from workbench.core.answers.outcome import Outcome, Request
from workbench.core.designs.stolen_token import (
    Allowed,
    BlastRadius,
    DesignReach,
    EndedBy,
    ProtectedRoute,
    ReadableClaims,
    Revoker,
    RouteReach,
    StolenTokenQuestion,
)
from workbench.core.errors import ComparisonStoppedError, LoginRefusedError, ServerError
from workbench.core.token.compact import MAX_CHARACTERS, parse_compact
from workbench.services.experiments.logins import Logins
from workbench.services.experiments.theft import try_without_key

if TYPE_CHECKING:
    from workbench.core.answers.decision import Check, Decision
    from workbench.core.experiment import RunControl
    from workbench.core.server.info import ServerInfo, UserInfo
    from workbench.services.http_client.client import HttpClient
    from workbench.services.server_host import ServerHost, Trial

_IMPERSONAL = frozenset({"iss", "aud", "exp", "nbf", "iat", "jti", "cnf"})
"""Claims that reveal nothing about the user."""

_STRIDE = 250
"""Requests between two checks whether to stop."""


class StolenTokenExperiment:
    """Tests every request of every route with a token of one user, under each design.

    One request is sent with each token: only HTTP shows whether the token fits into a header, and what the server looks
    up on every request. The others are decided in the server without being sent, unless the token is bound to the
    client's key: then a request of every route is sent as a thief would, who does not have that key.
    """

    def __init__(self, host: ServerHost, client: HttpClient) -> None:
        self._host = host
        self._client = client

    def __call__(self, question: StolenTokenQuestion, run: RunControl, /) -> BlastRadius:
        """Test; a step is a few hundred requests.

        Raises:
            ComparisonStoppedError: the run was stopped.
            LoginRefusedError: the user does not exist.
            ServerUnreachableError: no server runs, or there was no answer.
            ServerError: an answer is not one of a demo server.
        """
        with self._host.trial() as trial:
            info, asked_at = trial.info, trial.now()
            user = info.user(question.username)
            survey = _Survey(
                Logins(self._client, trial), trial, trial.routes(question.most_per_route), len(info.designs), run
            )
            designs: list[DesignReach] = []
            for design in info.designs:
                survey.report_progress(len(designs))
                designs.append(self._survey_design(survey, info, design.id, user))
            survey.report_progress(len(designs))
        return BlastRadius(user.username, asked_at, tuple(designs))

    def _survey_design(self, survey: _Survey, info: ServerInfo, design: str, user: UserInfo) -> DesignReach:
        try:
            answer = survey.logins.log_in(user, design)
        except LoginRefusedError as error:
            obstacle = f"{user.username} cannot log in ({error.reason}), so there is no token to steal."
            return DesignReach.nothing(design, survey.routes, obstacle)
        probe = survey.probe
        token = answer.access_token
        outcome = None if probe is None else self._client.replay(info.url, probe, token, design)
        if answer.is_opaque:
            readable = ReadableClaims(len(token), survey.asked_at + answer.expires_in, opaque=True)
        else:
            readable = _readable_claims(token)
        if outcome is not None and answer.is_bound and not _read_probe(token, outcome)[0]:
            obstacle = try_without_key(self._client, info.url, survey.one_of_each, answer, outcome)
            if obstacle:
                return DesignReach.nothing(design, survey.routes, obstacle, readable)
        return _reach(survey, design, token, readable, outcome)


def _reach(survey: _Survey, design: str, token: str, readable: ReadableClaims, outcome: Outcome | None) -> DesignReach:
    obstacle, ended_by = _read_probe(token, outcome)
    if ended_by is None:
        return DesignReach.nothing(design, survey.routes, obstacle, readable)
    routes = tuple(RouteReach(route, tuple(survey.allowed(token, design, route))) for route in survey.routes)
    return DesignReach(design, routes, readable, ended_by)


def _read_probe(token: str, outcome: Outcome | None) -> tuple[str, EndedBy | None]:
    """Read from one answer what the server checks on every request, or why it accepts the token on none."""
    if outcome is None:
        return "The scenario has no route that a request could be sent to.", None
    if outcome.status == HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE:
        size = f"{len(token):,} bytes"
        return f"The token of {size} is larger than this server accepts in a header: every request gets 431.", None
    if outcome.decision is None:
        raise ServerError(f"The server answered {outcome.request.label} with {outcome.status} and gives no reason.")
    checks = {check.name: check for check in outcome.decision.checks}
    failed = next((check for check in checks.values() if check.outcome is CheckOutcome.FAIL), None)
    if failed is not None and failed.name != "permission":
        return f"The server accepts the token on no request: {failed.detail}.", None
    return "", EndedBy(_revoker(outcome.decision), _is_on(checks, "account"))


def _revoker(decision: Decision) -> Revoker:
    """Whom the request asked whether its token still counts."""
    asked = {each.what for each in decision.asked}
    return next((each for each in Revoker if each in asked), Revoker.NOBODY)


def _is_on(checks: dict[str, Check], name: str) -> bool:
    return checks[name].outcome is CheckOutcome.PASS


def _readable_claims(token: str) -> ReadableClaims:
    if len(token) > MAX_CHARACTERS:
        return ReadableClaims(len(token), None)
    claims = parse_compact(token).claims.to_dict()
    exp = claims.get("exp")
    return ReadableClaims(
        token_bytes=len(token),
        expires_at=exp if isinstance(exp, int | float) else None,
        claims=tuple((name, value) for name, value in claims.items() if name not in _IMPERSONAL),
    )


class _Survey:
    """The requests to test, how many are done, and whether to go on."""

    def __init__(
        self,
        logins: Logins,
        trial: Trial,
        routes: Sequence[ProtectedRoute],
        designs: int,
        run: RunControl,
    ) -> None:
        self.routes = tuple(routes)
        self.asked_at = trial.now()
        self.logins = logins
        self._trial = trial
        self._each = sum(len(route.paths) for route in routes)
        self._expected = self._each * designs
        self._done = 0
        self._run = run
        # Several designs allow the same requests: each is kept once.
        self._known: dict[Allowed, Allowed] = {}

    @property
    def probe(self) -> Request | None:
        """The request to send over HTTP: the first one."""
        return next(iter(self.one_of_each), None)

    @property
    def one_of_each(self) -> tuple[Request, ...]:
        """The first request of every route."""
        return tuple(Request("probe", each.method, each.paths[0]) for each in self.routes if each.paths)

    def report_progress(self, designs_done: int) -> None:
        """Report that so many designs are done, and stop if the run was stopped."""
        self._done = self._each * designs_done
        self._report()

    def allowed(self, token: str, design: str, route: ProtectedRoute) -> Iterator[Allowed]:
        """Yield the requests of *route* that are allowed."""
        for found in self._trial.reach(token, design, route):
            if found is not None:
                yield self._known.setdefault(found, found)
            self._done += 1
            if self._done % _STRIDE == 0:
                self._report()

    def _report(self) -> None:
        if self._run.stopped():
            raise ComparisonStoppedError("The survey was stopped.", hint="The figures shown are the earlier ones.")
        self._run.progress(self._done, self._expected)
