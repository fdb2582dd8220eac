"""Measures how long old tokens get wrong answers after a change, on trial servers whose clocks are moved."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from workbench.core.designs.staleness import MARGIN_S, Revocation, StalenessQuestion
from workbench.core.designs.staleness_report import Course, Sample, StalenessReport, StalenessRun
from workbench.core.errors import ClockSlippedError, ComparisonStoppedError, LoginRefusedError, ServerError
from workbench.core.server.info import Mechanism
from workbench.core.text.numeric_date import is_numeric_date
from workbench.core.token.compact import parse_compact
from workbench.services.experiments.logins import Logins
from workbench.services.experiments.steps import Steps

if TYPE_CHECKING:
    from workbench.core.answers.outcome import Outcome
    from workbench.core.claims.claim_set import ClaimSet
    from workbench.core.experiment import RunControl
    from workbench.core.server.directory_change import WorldChange
    from workbench.core.server.info import DesignInfo
    from workbench.services.http_client.client import HttpClient
    from workbench.services.server_host import ServerHost, Trial

_RENEWED_AHEAD_S = 30
"""How long before its end a client renews a token; most do so for a request not to fail on the way."""

_ATTEMPTS = 5


class StalenessExperiment:
    """Logs in under every design, changes the world, and replays the same token until after its end.

    Each lifetime has a trial server of its own; all of them start with a copy of the present world.
    """

    def __init__(self, host: ServerHost, client: HttpClient) -> None:
        self._host = host
        self._client = client

    def __call__(self, question: StalenessQuestion, run: RunControl, /) -> StalenessReport:
        """Measure; a step is an answer with the old token.

        Raises:
            ComparisonStoppedError: the run was stopped.
            LoginRefusedError: the user does not exist, or cannot log in before the change.
            ServerUnreachableError: no server runs, or there was no answer.
            ClockSlippedError: answers took too long for the moments they belong to.
        """
        stopped = ComparisonStoppedError("Measuring was stopped.", hint="The figures shown are the earlier ones.")
        asks_deny_list = question.revocation is not Revocation.NONE
        with ExitStack() as stack:
            trials = [
                stack.enter_context(self._host.trial(ttl_s=each, revocation=asks_deny_list))
                for each in question.lifetimes_s
            ]
            infos = {design.id: design for design in trials[0].info.designs}
            designs = [infos[each] for each in question.designs or infos]
            expected = sum(
                len(question.moments(each, _turns(design))) for each in question.lifetimes_s for design in designs
            )
            steps = Steps(run, expected, stopped)
            runs = tuple(
                _Measuring(self._client, trial, question, lifetime_s, steps).run(designs)
                for trial, lifetime_s in zip(trials, question.lifetimes_s, strict=True)
            )
        return StalenessReport(question, runs)


@dataclass(slots=True)
class _Held:
    """A token with its times, in seconds since 1970 UTC.

    Attributes:
        issued_at: when the user logged in; a renewal does not change it.
        expires_at: when it ends, unless it is renewed.
        refresh_token: renews it; empty if there is none.
    """

    compact: str = field(repr=False)
    issued_at: float
    expires_at: float
    refresh_token: str = field(default="", repr=False)


class _Measuring:
    """One lifetime on one server."""

    def __init__(
        self,
        client: HttpClient,
        trial: Trial,
        question: StalenessQuestion,
        lifetime_s: int,
        steps: Steps,
    ) -> None:
        self._client = client
        self._trial = trial
        self._url = trial.info.url
        self._logins = Logins(client, trial)
        self._user = trial.info.user(question.username)
        self._question = question
        self._keeping = {design.id for design in trial.info.designs if design.kept_s}
        self._lifetime_s = lifetime_s
        self._change_s = question.change_in(lifetime_s)
        self._steps = steps
        self._start = trial.now()

    def run(self, designs: Sequence[DesignInfo]) -> StalenessRun:
        """Ask before the change, make it, and ask after it, under every design."""
        moments = {each.id: self._question.moments(self._lifetime_s, _turns(each)) for each in designs}
        tokens = {design: self._log_in_first(design) for design in moments}
        samples: dict[str, list[Sample]] = {design: [] for design in moments}
        for design, token in tokens.items():
            for at_s in (each for each in moments[design] if each < self._change_s):
                outcome = self._ask(design, token, at_s)
                reason = _reason(outcome)
                samples[design].append(Sample(at_s, outcome.status, reason, outcome.status, reason))
        self._change_world(tokens)
        for design, token in tokens.items():
            fresh = _Fresh(self, design)
            for at_s in (each for each in moments[design] if each >= self._change_s):
                outcome = self._ask(design, token, at_s)
                right_status, right_reason = fresh.answer(token.issued_at + at_s)
                samples[design].append(Sample(at_s, outcome.status, _reason(outcome), right_status, right_reason))
        courses = (Course(each, self._change_s, self._lifetime_s, tuple(samples[each])) for each in moments)
        return StalenessRun(self._lifetime_s, self._change_s, tuple(courses))

    @property
    def change(self) -> WorldChange:
        """The change of the world."""
        return self._question.change

    def log_in(self, design: str, moment: float) -> _Held:
        """Log in at *moment*, in seconds since 1970 UTC. Raises LoginRefusedError."""
        self._set_clock(moment)
        answer = self._logins.log_in(self._user, design)
        if answer.is_opaque:  # like iat, in whole seconds
            return _Held(answer.access_token, int(moment), int(moment) + answer.expires_in)
        claims = parse_compact(answer.access_token).claims
        return _Held(answer.access_token, _time(claims, "iat"), _time(claims, "exp"), answer.refresh_token)

    def answer(self, design: str, token: _Held, moment: float) -> Outcome:
        """Ask at *moment*, in seconds since 1970 UTC; again if the answer took too long.

        As clients do, renew the token first where it is about to end and can be renewed.
        """
        self._renew_in_time(token, moment)
        for _ in range(_ATTEMPTS):
            self._set_clock(moment)
            outcome = self._client.replay(self._url, self._question.request, token.compact, design)
            if self._trial.now() < moment + MARGIN_S:
                return outcome
        raise ClockSlippedError(f"No answer came within {MARGIN_S} s, so it may belong to a later moment.")

    def true_answer(self, design: str, token: _Held, moment: float) -> tuple[int, str]:
        """Status and reason at *moment* without answers that were kept from before, which may be wrong."""
        if design in self._keeping:
            self._set_clock(moment)
            return self._trial.uncached_answer(token.compact, design, self._question.request)
        outcome = self.answer(design, token, moment)
        return outcome.status, _reason(outcome)

    def _renew_in_time(self, token: _Held, moment: float) -> None:
        """Replace a token that is about to end by the one that its refresh token gives, if that counts."""
        if not token.refresh_token or moment + _RENEWED_AHEAD_S < token.expires_at:
            return
        self._set_clock(moment)
        try:
            answer = self._client.renew(self._url, token.refresh_token)
        except LoginRefusedError:
            token.refresh_token = ""
            return
        token.compact, token.refresh_token = answer.access_token, answer.refresh_token
        token.expires_at = int(moment) + answer.expires_in

    def _log_in_first(self, design: str) -> _Held:
        try:
            return self.log_in(design, self._start)
        except LoginRefusedError as error:
            user = self._question.username
            raise LoginRefusedError(
                f"{user} cannot log in ({error.reason}), so there is no token to follow.",
                reason=error.reason,
                hint="Choose another user, or enable the account on the running server first.",
            ) from error

    def _ask(self, design: str, token: _Held, at_s: float) -> Outcome:
        with self._steps.step():
            return self.answer(design, token, token.issued_at + at_s)

    def _change_world(self, tokens: dict[str, _Held]) -> None:
        moment = self._start + self._change_s
        self._set_clock(moment)
        if self.change.logs_out or self._question.revocation is Revocation.EVERY_CHANGE:
            for design, token in tokens.items():
                self._renew_in_time(token, moment)
                answer = self._client.logout(self._url, token.compact, design)
                if answer.status != 204:
                    raise ServerError(f"The server answered the logout under {design} with {answer.status}.")
        self._trial.apply(self.change)

    def _set_clock(self, moment: float) -> None:
        self._trial.move_clock(self._trial.clock_offset + moment - self._trial.now())


class _Fresh:
    """The answers to a user who logged in after the change; logs in again whenever that token has expired."""

    def __init__(self, measuring: _Measuring, design: str) -> None:
        self._measuring = measuring
        self._design = design
        self._token: _Held | None = None

    def answer(self, moment: float) -> tuple[int, str]:
        """Status and reason at *moment*; 401 if the user cannot log in, or logged out."""
        if self._measuring.change.logs_out:
            return 401, "logged out"
        if self._token is None or moment + MARGIN_S >= self._token.expires_at:
            try:
                self._token = self._measuring.log_in(self._design, moment)
            except LoginRefusedError as error:
                return 401, error.reason
        return self._measuring.true_answer(self._design, self._token, moment)


def _turns(design: DesignInfo) -> tuple[float, ...]:
    """How long after a change the design may notice it: when kept answers are too old, or the token is renewed."""
    turns = [design.kept_s] if design.kept_s else []
    if Mechanism.REFRESH in design.mechanisms and design.lifetime_s is not None:
        turns.append(design.lifetime_s - _RENEWED_AHEAD_S)
    return tuple(turns)


def _reason(outcome: Outcome) -> str:
    return outcome.decision.reason if outcome.decision is not None else outcome.reason_phrase


def _time(claims: ClaimSet, name: str) -> float:
    value = claims.get(name)
    if not is_numeric_date(value):
        raise ServerError(f"The server's token has no number in {name}.")
    return value
