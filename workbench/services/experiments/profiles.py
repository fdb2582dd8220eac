"""Measures all that a verdict needs to know of each design, on trial servers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING

from workbench.core.answers.repeat_stats import nearest_rank
from workbench.core.designs.size_model import SAMPLE_ID_LENGTH, Counts, Held, TokenModel
from workbench.core.designs.stale_window import Right, StaleWindow, StaleWindows, StaleWindowsQuestion
from workbench.core.errors import ComparisonStoppedError, ExperimentError, MalformedTokenError, TokenSizeError
from workbench.core.experiment import RunControl
from workbench.core.requests.request import Request
from workbench.core.server.info import reference_of
from workbench.core.token.compact import parse_compact
from workbench.core.verdict.needs import UserSize
from workbench.core.verdict.profile import Agreement, DesignProfile, Issued, Profiles, Questions, Sizes
from workbench.core.verdict.readable import readable
from workbench.services.experiments.arithmetic import HEADER_LIMIT
from workbench.services.experiments.group_counts import give_groups
from workbench.services.experiments.logins import Logins
from workbench.services.experiments.stale_windows import StaleWindowsExperiment
from workbench.services.experiments.steps import Steps

if TYPE_CHECKING:
    from workbench.core.server.info import DesignInfo, ServerInfo, UserInfo
    from workbench.core.server.login import LoginAnswer
    from workbench.core.verdict.question import ProfilesQuestion
    from workbench.services.http_client.client import HttpClient
    from workbench.services.server_host import ServerHost, Trial

_MOST_USERS_LOOKED_AT = 40
_MOST_USERS = 6
_MOST_REQUESTS = 20
_RECORDS_PER_ROUTE = 25
_MOST_RECORDS = 5_000
"""Of what a user may hold to be asked for: the token of one with more takes seconds each time, and passes no server."""
_STOPPED = "Measuring was stopped."


class ProfilesExperiment:
    """Replays the scenario's requests with the tokens of some users under every design, and removes rights."""

    def __init__(self, host: ServerHost, client: HttpClient) -> None:
        self._host = host
        self._client = client

    def __call__(self, question: ProfilesQuestion, run: RunControl, /) -> Profiles:
        """Measure; a step is an answer, or one kind of right under one design.

        Raises:
            ComparisonStoppedError: the run was stopped.
            ServerUnreachableError: no server runs, or there was no answer.
            ServerError: an answer is not one of a demo server.
            ExperimentError: no user of the scenario can log in.
        """
        stopped = ComparisonStoppedError(_STOPPED, hint="The figures shown are the earlier ones.")
        with self._host.trial(header_limit=HEADER_LIMIT) as trial:
            info = trial.info
            designs = [each for each in info.designs if each.id in question.designs or not question.designs]
            users = _Users.of(trial, info)
            requests = info.requests[:_MOST_REQUESTS]
            rights = len(designs) * (len(Right) + 1)
            replays = len(users.asked) * len(requests)
            steps = Steps(run, len(designs) * (len(_SIZED) + replays) + rights, stopped)
            measuring = _Measuring(self._client, trial, users, requests, steps)
            measured = [measuring.measure(design) for design in designs]
        for design, each in zip(designs, measured, strict=True):
            most = None if each.typical.model is None else each.typical.model.most_groups
            if most is not None:
                with self._host.trial(header_limit=HEADER_LIMIT) as trial:
                    measuring = _Measuring(self._client, trial, users, requests, steps)
                    each.questions = measuring.questions(design, partial(min, most))
                    each.questions_beyond = measuring.questions(design, partial(max, most + 1))
        windows, logouts = self._windows(tuple(each.id for each in designs), users.losing, steps)
        profiles = tuple(
            DesignProfile(
                info=design,
                windows=windows[design.id],
                without_deny_list=logouts[design.id],
                questions=each.questions,
                questions_beyond=each.questions_beyond,
                agreement=each.agreement,
                readable=readable(design, dict.fromkeys(name for one in each.issued for name in one.claims)),
                typical=each.typical,
                largest=each.largest,
                issued=tuple(each.issued),
                verification_us=each.verification_us,
                problem=each.problem,
            )
            for design, each in zip(designs, measured, strict=True)
        )
        return Profiles(
            scenario=info.scenario,
            designs=profiles,
            typical=users.size(users.typical),
            largest=users.size(users.largest),
            per_record=any(each.names_record for each in measured[0].questions) if measured else False,
            answers=sum(each.answers for each in measured),
            losing=users.losing,
        )

    def _windows(
        self, designs: tuple[str, ...], users: tuple[str, ...], steps: Steps
    ) -> tuple[dict[str, StaleWindows], dict[str, StaleWindow]]:
        """The windows of each design, and that of a logout where the deny-list is not checked."""
        measure = StaleWindowsExperiment(self._host, self._client)
        windows = measure(StaleWindowsQuestion(designs, revocation=True, users=users), steps.part())
        only_logout = StaleWindowsQuestion(designs, revocation=False, rights=(Right.LOGOUT,), users=users)
        without = measure(only_logout, steps.part())
        return {each.design: each for each in windows}, {each.design: each.of(Right.LOGOUT) for each in without}


@dataclass(frozen=True)
class _Users:
    """The users whose tokens are measured.

    Attributes:
        held: what each user that was looked at holds.
        ordinary: those who are not administrators.
        asked: the users whose requests are replayed.
        id_length: characters of the longest id of a record.
    """

    held: dict[str, Held]
    ordinary: tuple[str, ...]
    asked: tuple[UserInfo, ...]
    id_length: int

    @classmethod
    def of(cls, trial: Trial, info: ServerInfo) -> _Users:
        """Look at the users who can log in; of many at an even sample."""
        able = [user for user in info.users if user.demo_password and not user.disabled]
        if not able:
            raise ExperimentError("No user of the scenario can log in.", hint="Enable an account, or give a password.")
        looked_at = _spread(able, _MOST_USERS_LOOKED_AT)
        held = {user.username: trial.held(user.username) for user in looked_at}
        ordinary = [name for name in held if not trial.directory_entry(name).system_admin]
        found = cls(held, tuple(ordinary or held), (), trial.id_length)
        by_size = sorted(looked_at, key=lambda user: _weight(held[user.username]))
        handy = [user for user in by_size if user.username in found.handy]
        chosen = {each.username for each in _spread(handy, _MOST_USERS)} | {found.typical, found.largest}
        return replace(found, asked=tuple(user for user in handy if user.username in chosen))

    @property
    def handy(self) -> tuple[str, ...]:
        """The users whose tokens are not too large to be asked with; the smallest one if all are."""
        few = tuple(name for name in self.held if _weight(self.held[name]) <= _MOST_RECORDS)
        return few or tuple(self._by_weight(self.held)[:1])

    @property
    def losing(self) -> tuple[str, ...]:
        """Those of them whose rights are removed; empty for any user, where nobody's token is too large."""
        return self.handy if len(self.handy) < len(self.held) else ()

    @property
    def typical(self) -> str:
        """The median of the users who are not administrators, by username."""
        by_weight = self._by_weight(self.ordinary)
        return by_weight[(len(by_weight) - 1) // 2]

    @property
    def largest(self) -> str:
        """The user who holds the most, by username."""
        return self._by_weight(self.held)[-1]

    def _by_weight(self, names: Iterable[str]) -> list[str]:
        return sorted(names, key=lambda name: _weight(self.held[name]))

    def size(self, username: str) -> UserSize:
        """What the user holds, as the needs count it."""
        counts = self.held[username].counts
        return UserSize(counts.roles, counts.groups, counts.readable, counts.writable, max(self.id_length, 1))


def _weight(held: Held) -> int:
    return len(held.roles) + len(held.groups) + len(held.readable) + len(held.writable)


def _spread(users: Sequence[UserInfo], most: int) -> Sequence[UserInfo]:
    """At most so many of *users*, evenly, the first and the last among them."""
    if len(users) <= most:
        return users
    return [users[place * (len(users) - 1) // (most - 1)] for place in range(most)]


_SIZED = ("typical", "largest")
"""The users whose tokens are measured for any holdings, as members of `_Users` and of `_Measured`."""


@dataclass
class _Measured:
    """What one design showed."""

    questions: tuple[Questions, ...] = ()
    questions_beyond: tuple[Questions, ...] = ()
    agreement: Agreement = field(default_factory=lambda: Agreement(0, 0))
    typical: Sizes = field(default_factory=lambda: Sizes("", None))
    largest: Sizes = field(default_factory=lambda: Sizes("", None))
    issued: list[Issued] = field(default_factory=list)
    verification_us: float = 0.0
    answers: int = 0
    problem: str = ""


class _Measuring:
    """The answers of one trial."""

    def __init__(
        self, client: HttpClient, trial: Trial, users: _Users, requests: Sequence[Request], steps: Steps
    ) -> None:
        self._client = client
        self._trial = trial
        self._logins = Logins(client, trial)
        self._info = trial.info
        self._users = users
        self._requests = requests
        self._steps = steps
        self._names_record = {each.id: trial.names_record(each) for each in requests}
        self._reference = reference_of(self._info.designs)
        self._about_records = [
            request
            for route in trial.routes(_RECORDS_PER_ROUTE)
            if not route.break_glass
            for request in (Request(f"{route.method} {path}", route.method, path) for path in route.paths)
            if trial.names_record(request)
        ]
        self._expected: dict[str, list[bool]] = {}

    def measure(self, design: DesignInfo) -> _Measured:
        """Replay every request for every user."""
        found = _Measured()
        try:
            for name in _SIZED:
                with self._steps.step():
                    setattr(found, name, self._sizes(getattr(self._users, name), design))
        except TokenSizeError as error:
            found.problem = str(error)
        tokens = {user.username: self._logins.issue(user.username, design.id) for user in self._users.asked}
        first = (self._users.typical, *(name for name in tokens if name != self._users.typical))
        found.issued = [_issued(name, tokens[name].access_token) for name in first if name in tokens]
        found.questions = self._replay(design, tokens, found)
        found.agreement = self._agreement(design, tokens)
        return found

    def questions(self, design: DesignInfo, groups: Callable[[int], int]) -> tuple[Questions, ...]:
        """Replay every request for every user in as many groups as *groups* makes of the user's own."""
        for name, held in ((user.username, self._users.held[user.username]) for user in self._users.asked):
            give_groups(self._trial, name, groups(len(held.groups)))
        tokens = {user.username: self._logins.issue(user.username, design.id) for user in self._users.asked}
        self._steps.expect(len(tokens) * len(self._requests))
        return self._replay(design, tokens, _Measured())

    def _replay(self, design: DesignInfo, tokens: dict[str, LoginAnswer], found: _Measured) -> tuple[Questions, ...]:
        """Replay every request with every token, and return what each asked."""
        verifications: list[float] = []
        questions: list[Questions] = []
        for request in self._requests:
            asked: dict[str, float] = {}
            decided = 0
            for token in tokens.values():
                with self._steps.step():
                    outcome = self._client.send(self._info.url, request, token.access_token, design.id)
                found.answers += 1
                decision = self._trial.decision(outcome.request_id)
                timing = self._trial.timing(outcome.request_id)
                if decision is None or outcome.status == HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE:
                    continue
                decided += 1
                for each in decision.asked:
                    asked[each.what] = asked.get(each.what, 0) + each.count
                if timing is not None:
                    verifications.append(timing.verification_us)
            if decided:
                means = {what: count / decided for what, count in asked.items()}
                questions.append(Questions(request.id, self._names_record[request.id], means))
        found.verification_us = nearest_rank(verifications, 50) if verifications else 0.0
        return tuple(questions)

    def _sizes(self, username: str, design: DesignInfo) -> Sizes:
        held = self._users.held[username]

        def sample(counts: Counts) -> str:
            self._steps.check()
            return self._trial.sample_token(username, design.id, counts, SAMPLE_ID_LENGTH)

        token = sample(held.counts)
        if token.count(".") != 2:
            return Sizes(username, None, len(token))  # a reference: it says nothing, and does not grow
        return Sizes(username, TokenModel.learn(sample, held))

    def _agreement(self, design: DesignInfo, tokens: dict[str, LoginAnswer]) -> Agreement:
        """Compare the decisions on records; administrators need no entry in a list, so they are left out."""
        asked = differing = 0
        example = ""
        for username, token in tokens.items():
            if self._trial.directory_entry(username).system_admin:
                continue
            self._steps.check()
            expected = self._reference_answers(username)
            given = self._trial.allows(token.access_token, design.id, self._about_records)
            asked += len(given)
            for request, right, answer in zip(self._about_records, expected, given, strict=True):
                if right != answer:
                    differing += 1
                    verb = "is allowed" if answer else "is refused"
                    example = example or f"{request.label} {verb} for {username}"
        return Agreement(asked, differing, example, self._reference.id)

    def _reference_answers(self, username: str) -> list[bool]:
        if username not in self._expected:
            token = self._logins.issue(username, self._reference.id).access_token
            self._expected[username] = self._trial.allows(token, self._reference.id, self._about_records)
        return self._expected[username]


def _issued(username: str, compact: str) -> Issued:
    try:
        token = parse_compact(compact)
    except MalformedTokenError:  # a reference to a token, or one too large to be read
        return Issued(username, {}, {}, len(compact))
    return Issued(username, dict(token.header), token.claims.to_dict(), len(compact))
