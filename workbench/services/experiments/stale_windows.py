"""Measures how long each kind of right keeps working after its removal, on a trial server whose clock is moved.

A right counts where its removal turns an answer from allowed to refused for a user who logs in anew. Which answers
these are is found by trying: first the rights that users have, then rights that are given to them for the measurement.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from workbench.core.designs.removals import Removal, removals
from workbench.core.designs.stale_window import (
    SETTLED,
    Answers,
    Ending,
    Right,
    StaleWindow,
    StaleWindows,
    StaleWindowsQuestion,
    most_telling,
)
from workbench.core.designs.staleness import MARGIN_S
from workbench.core.errors import ComparisonStoppedError, ServerError
from workbench.core.server.directory_change import WorldChange
from workbench.core.server.info import reference_of
from workbench.services.experiments.arithmetic import HEADER_LIMIT
from workbench.services.experiments.logins import Logins
from workbench.services.experiments.steps import Steps

if TYPE_CHECKING:
    from workbench.core.answers.outcome import Request
    from workbench.core.experiment import RunControl
    from workbench.core.server.info import DesignInfo, UserInfo
    from workbench.core.server.login import LoginAnswer
    from workbench.services.http_client.client import HttpClient
    from workbench.services.server_host import ServerHost, Trial

_MOMENTS_S = (0, 10, 60, 300)
_MOST_USERS = 4
_MOST_REMOVALS = 12
_MOST_TELLING_REMOVALS = 3
_MOST_REQUESTS = 12
_RECORDS_PER_ROUTE = 12


class StaleWindowsExperiment:
    """Removes a right of each kind under every design, and repeats a request with the old token until it is refused."""

    def __init__(self, host: ServerHost, client: HttpClient) -> None:
        self._host = host
        self._client = client

    def __call__(self, question: StaleWindowsQuestion, run: RunControl, /) -> tuple[StaleWindows, ...]:
        """Measure; a step is one kind of right under one design.

        Raises:
            ComparisonStoppedError: the run was stopped.
            ServerUnreachableError: no server runs, or there was no answer.
        """
        stopped = ComparisonStoppedError("Measuring was stopped.", hint="The figures shown are the earlier ones.")
        with self._host.trial(revocation=question.revocation, header_limit=HEADER_LIMIT) as trial:
            designs = [each for each in trial.info.designs if each.id in question.designs or not question.designs]
            steps = Steps(run, len(question.rights) * len(designs), stopped)
            measuring = _Measuring(self._client, trial, steps, question.users)
            found = {right: measuring.windows(right, designs) for right in question.rights}
        return tuple(
            StaleWindows(design.id, tuple(found[right][design.id] for right in question.rights)) for design in designs
        )


class _Measuring:
    """The removals of one trial. Its clock only moves forward, so that kept answers get old as they do in a service.

    Between two moments it does not run: however slow an answer is, and whenever a second ends, it is the same.
    """

    def __init__(self, client: HttpClient, trial: Trial, steps: Steps, users: Sequence[str]) -> None:
        self._client = client
        self._trial = trial
        self._logins = Logins(client, trial)
        self._info = trial.info
        self._steps = steps
        self._reference = reference_of(self._info.designs)
        self._routes = trial.routes(_RECORDS_PER_ROUTE)
        self._users = [each for each in self._info.users if _can_log_in(each) and (not users or each.username in users)]

    def windows(self, right: Right, designs: Sequence[DesignInfo]) -> dict[str, StaleWindow]:
        """The window of one kind of right under each of *designs*."""
        results: dict[str, list[StaleWindow]] = {design.id: [] for design in designs}
        open_designs = list(designs)
        telling = 0
        for removal in islice(self._removals(right), _MOST_REMOVALS):
            self._steps.check()
            if not open_designs or telling == _MOST_TELLING_REMOVALS:
                break
            windows = self._try(removal, open_designs)
            telling += any(window.ending is not Ending.NOT_MEASURED for _, window in windows)
            for design, window in windows:
                results[design.id].append(window)
                if window.ending in SETTLED:
                    open_designs.remove(design)
                    self._steps.skip(1)
        self._steps.skip(len(open_designs))
        nothing = StaleWindow(right, Ending.NOT_MEASURED)
        return {design: most_telling([*windows, nothing]) for design, windows in results.items()}

    def _removals(self, right: Right) -> Iterator[Removal]:
        """Yield removals that concern the users with the fewest rights first: what others lose, they may have twice."""
        users = sorted(self._users, key=lambda user: len(user.roles) + len(user.groups))
        entries = (self._trial.directory_entry(user.username) for user in users[: 2 * _MOST_USERS])
        ordinary = islice((entry for entry in entries if not entry.system_admin and not entry.disabled), _MOST_USERS)
        each_users = [
            list(removals(right, entry, self._info.requests[:_MOST_REQUESTS], self._routes)) for entry in ordinary
        ]
        # One of each user in turn: the first right of another user shows more than a further one of the same.
        for rank in range(max(map(len, each_users), default=0)):
            yield from (each[rank] for each in each_users if rank < len(each))

    def _try(self, removal: Removal, designs: Sequence[DesignInfo]) -> list[tuple[DesignInfo, StaleWindow]]:
        """Remove the right; the window that each design showed."""
        if removal.given is not None:
            self._trial.apply(WorldChange((removal.given,)))
        self._skip_kept_answers()
        start = self._trial.now()
        asked = designs if self._reference in designs else [*designs, self._reference]
        courses = {design.id: _Course(self, removal, design, start) for design in asked}
        for course in courses.values():
            course.log_out()
        self._trial.apply(removal.change)
        for at_s in sorted({at_s for course in courses.values() for at_s in course.moments}):
            for course in courses.values():
                course.ask_at(at_s)
        if removal.restoring is not None:
            self._trial.apply(removal.restoring)
        reference = courses[self._reference.id]
        return [(design, courses[design.id].window(reference)) for design in designs]

    def _skip_kept_answers(self) -> None:
        """Let all kept answers get too old: they are about the world before."""
        longest = max((each.kept_s for each in self._info.designs), default=0)
        self.set_clock(self._trial.now() + longest + MARGIN_S)

    def ask(self, request: Request, token: LoginAnswer, moment: float) -> bool:
        """Whether the request is allowed at *moment*, in seconds since 1970 UTC."""
        self.set_clock(moment)
        return self._client.send(self._info.url, request, token.access_token, token.design).status < 400

    def decide(self, requests: Sequence[Request], token: LoginAnswer, moment: float) -> list[Request]:
        """Those of *requests* that the server would accept at *moment*; none is sent."""
        self.set_clock(moment)
        answers = self._trial.allows(token.access_token, token.design, requests)
        return [request for request, allowed in zip(requests, answers, strict=True) if allowed]

    def log_in(self, user: str, design: str) -> LoginAnswer:
        """A token of the user at this moment."""
        return self._logins.issue(user, design)

    def log_out(self, token: LoginAnswer) -> None:
        """Revoke the token."""
        answer = self._client.logout(self._info.url, token.access_token, token.design)
        if answer.status != 204:
            raise ServerError(f"The server answered the logout under {token.design} with {answer.status}.")

    def set_clock(self, moment: float) -> None:
        """Set the trial's clock."""
        self._trial.stop_clock(moment)


class _Course:
    """One removal under one design: the old token, and what it got."""

    def __init__(self, measuring: _Measuring, removal: Removal, design: DesignInfo, start: float) -> None:
        self._measuring = measuring
        self._removal = removal
        self._design = design
        self._start = start
        # All answers of before are older than those after the removal: an answer from the future is never kept.
        before = start - MARGIN_S
        measuring.set_clock(before)
        self._token = measuring.log_in(removal.user, design.id)
        self._allowed = self._accepted(removal.requests, self._token, before)
        self._followed = self._allowed
        self._turned: dict[str, float] = {}
        before_exp = max(0.0, float(self._token.expires_in - 2 * MARGIN_S))
        # An answer that is kept is given to a new token too, so new tokens are asked about when all have got too old.
        self._decisive_at = before_exp if design.kept_s else 0.0
        wanted = {*_MOMENTS_S, max(0.0, design.kept_s - 2 * MARGIN_S), design.kept_s}
        self.moments = {*(each for each in wanted if each < before_exp), before_exp, float(self._token.expires_in)}

    def log_out(self) -> None:
        """End the login, if that is the removal."""
        if self._removal.right is Right.LOGOUT:
            self._measuring.log_out(self._token)

    def ask_at(self, at_s: float) -> None:
        """Ask again with the old token, *at_s* seconds after the removal, if that is one of the moments to ask."""
        if at_s not in self.moments:
            return
        moment = self._start + at_s
        for request in self._followed:
            if request.id not in self._turned and not self._measuring.ask(request, self._token, moment):
                self._turned[request.id] = at_s
        if at_s == self._decisive_at:
            self._followed = self._refused_anew(moment)

    def _refused_anew(self, moment: float) -> list[Request]:
        """The requests that a user who logs in after the removal is refused; only these are worth following."""
        if not self._allowed or self._removal.right in (Right.ACCOUNT, Right.LOGOUT):
            return self._allowed  # nobody logs in after either of them
        self._measuring.set_clock(moment)
        new = self._measuring.log_in(self._removal.user, self._design.id)
        accepted = self._accepted(self._allowed, new, moment)
        return [request for request in self._allowed if request not in accepted]

    def _accepted(self, requests: Sequence[Request], token: LoginAnswer, moment: float) -> list[Request]:
        """Those of *requests* that the server accepts; over HTTP where it keeps answers, so that these are kept."""
        if self._design.kept_s:
            return [request for request in requests if self._measuring.ask(request, token, moment)]
        return self._measuring.decide(requests, token, moment)

    def window(self, reference: _Course) -> StaleWindow:
        """The longest window of a request whose answer the removal decides, under this design or the reference."""
        right, lifetime_s = self._removal.right, self._token.expires_in
        found = [StaleWindow(right, Ending.NOT_MEASURED)]
        for request in self._removal.requests:
            answers = self.answers(request)
            ending = answers.ending(counts=reference.answers(request).was_decisive)
            if ending is not Ending.NOT_MEASURED:
                sentence = self._removal.change.sentence
                found.append(StaleWindow(right, ending, lifetime_s, answers.turned_s, sentence, request.label))
        return most_telling(found)

    def answers(self, request: Request) -> Answers:
        """What this design answered to *request*."""
        return Answers(
            allowed_before=request in self._allowed,
            allowed_with_new_token=request not in self._followed,
            turned_s=self._turned.get(request.id),
            lifetime_s=self._token.expires_in,
        )


def _can_log_in(user: UserInfo) -> bool:
    return bool(user.demo_password) and not user.disabled
