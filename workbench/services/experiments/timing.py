"""Measures how long requests take under each design, over HTTP, and fairly: the designs take turns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import cycle, islice
from typing import TYPE_CHECKING

from workbench.core.designs.timing import DesignTiming, Measurement, Timing, TimingQuestion, summarize
from workbench.core.errors import LoginRefusedError, MeasuringStoppedError
from workbench.core.token.compact import parse_compact
from workbench.services.experiments.logins import Logins

if TYPE_CHECKING:
    from workbench.core.answers.outcome import Request
    from workbench.core.experiment import RunControl
    from workbench.core.server.info import ServerInfo
    from workbench.services.http_client.client import HttpClient
    from workbench.services.server_host import ServerHost, Trial

_WARM_UP = 5


@dataclass
class _DesignRun:
    """One design while it is being measured."""

    design: str
    compact: str = field(repr=False)
    timings: dict[str, list[Timing]] = field(default_factory=dict)
    undecided: str = ""

    def summary(self) -> DesignTiming:
        """What was measured so far."""
        if self.undecided:
            return DesignTiming(self.design, undecided=self.undecided)
        return summarize(self.design, self.timings)


class TimingExperiment:
    """Repeats requests under every design of a trial server, and reports what the server took to decide.

    The designs take turns with every request, so that a slow phase of the machine slows all of them.
    Before that, each request is sent once: caches are warm, and requests that get no decision are known.
    Garbage is not collected on purpose in between: a pause of the collector makes one request slow, which neither a
    median nor the 95th of 100 shows.
    """

    def __init__(self, host: ServerHost, client: HttpClient) -> None:
        self._host = host
        self._client = client

    def __call__(self, question: TimingQuestion, run: RunControl, /) -> Measurement:
        """Measure; a step is a request. Once the run is stopped, what was measured up to then is the report.

        Raises:
            LoginRefusedError: the user cannot log in, or does not exist.
            MeasuringStoppedError: the run was stopped before there was anything to report.
            ServerUnreachableError: no server runs, or there was no answer.
        """
        with self._host.trial(lookup_delay_ms=question.lookup_ms) as trial:
            info = trial.info
            requests = [each for each in info.requests if question.request in ("", each.id)]
            runs = _log_in(Logins(self._client, trial), info, question.user)
            warm_up = max(_WARM_UP, len(requests))
            rounds = islice(cycle(requests), warm_up + question.repetitions)
            turns = [(number, request, each) for number, request in enumerate(rounds) for each in runs]
            for sent, (number, request, each) in enumerate(turns, 1):
                if run.stopped():
                    break
                if not each.undecided:
                    timing = _ask(self._client, trial, info.url, request, each)
                    if number >= warm_up and timing is not None:
                        each.timings.setdefault(request.id, []).append(timing)
                run.progress(sent, len(turns))
        return _result(question, requests, runs)


def _log_in(logins: Logins, info: ServerInfo, username: str) -> list[_DesignRun]:
    try:
        user = info.user(username)
        return [_DesignRun(design.id, logins.log_in(user, design.id).access_token) for design in info.designs]
    except LoginRefusedError as error:
        message = f"{error} Without a token there is nothing to measure."
        raise LoginRefusedError(message, reason=error.reason, hint="Choose another user.") from None


def _ask(client: HttpClient, trial: Trial, url: str, request: Request, each: _DesignRun) -> Timing | None:
    """Send the request once; note in its run if the server decides nothing about it."""
    outcome = client.send(url, request, each.compact, each.design)
    timing = trial.timing(outcome.request_id)
    if timing is None:
        each.undecided = (
            f"{outcome.status}, answered before the token of {len(each.compact):,} bytes was read: "
            f"{outcome.detail or outcome.reason_phrase}"
        )
    return timing


def _result(question: TimingQuestion, requests: Sequence[Request], runs: Sequence[_DesignRun]) -> Measurement:
    counts = [sum(map(len, each.timings.values())) for each in runs if not each.undecided]
    if counts and not min(counts):
        raise MeasuringStoppedError("The measurement was stopped before it started.")
    algorithm = str(parse_compact(runs[0].compact).header.get("alg", ""))
    return Measurement(
        question, len(requests), algorithm, min(counts, default=0), tuple(each.summary() for each in runs)
    )
