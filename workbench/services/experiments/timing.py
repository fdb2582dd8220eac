"""Measures what requests take under each design, over HTTP, and in a way that is fair to all of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import cycle, islice

from workbench.core.answers.outcome import Request
from workbench.core.designs.timing import DesignTiming, Measurement, Timing, TimingQuestion, summarize
from workbench.core.errors import LoginRefusedError, MeasuringStoppedError
from workbench.core.token.compact import parse_compact
from workbench.services.experiments.progress import Progress
from workbench.services.http_client.client import HttpClient
from workbench.services.server_host import Trial

_WARM_UP = 5


@dataclass
class _Lane:
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


def measure(
    client: HttpClient,
    trial: Trial,
    question: TimingQuestion,
    *,
    on_progress: Callable[[int, int], None] = lambda _done, _expected: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Measurement:
    """Repeat requests under every design, and tell what the server took to decide.

    The designs take turns with every request, so that whatever slows the machine down for a while slows all of them.
    Before that, each request has been asked: caches are warm, and what the server does not decide at all is known.
    Nothing is shown on the way but how far it is, and nothing is collected here as garbage: that is left to the thread
    that does it anyhow. A pause of its makes one request slow, which neither a median nor the 95th of 100 shows.

    Args:
        client: speaks HTTP.
        trial: answers, and tells the times of its decisions.
        question: who asks for what, how often.
        on_progress: called now and then with the requests sent and those expected, in this thread.
        cancelled: asked before each request. What was measured by then is the result.

    Raises:
        LoginRefusedError: the user cannot log in.
        MeasuringStoppedError: `cancelled` answered true before there was anything to tell.
        ServerUnreachableError: an answer did not come.
    """
    info = trial.info
    requests = [each for each in info.requests if question.request in ("", each.id)]
    lanes = _log_in(client, trial, question.user)
    warm_up = max(_WARM_UP, len(requests))
    progress = Progress(on_progress, len(lanes) * (warm_up + question.repetitions))
    sent = 0
    for turn, request in enumerate(islice(cycle(requests), warm_up + question.repetitions)):
        for lane in lanes:
            if cancelled():
                return _result(question, requests, lanes)
            sent += 1
            if not lane.undecided:
                timing = _ask(client, trial, info.url, request, lane)
                if turn >= warm_up and timing is not None:
                    lane.timings.setdefault(request.id, []).append(timing)
            progress.tell(sent)
    return _result(question, requests, lanes)


def _log_in(client: HttpClient, trial: Trial, username: str) -> list[_Lane]:
    info = trial.info
    password = next((user.demo_password for user in info.users if user.username == username), "")
    try:
        return [
            _Lane(design.id, client.login(info.url, username, password, design.id).access_token)
            for design in info.designs
        ]
    except LoginRefusedError as error:
        message = f"{error} Without a token there is nothing to measure."
        raise LoginRefusedError(message, reason=error.reason, hint="Choose another user.") from None


def _ask(client: HttpClient, trial: Trial, url: str, request: Request, lane: _Lane) -> Timing | None:
    """Send the request once; note in the lane if the server decides nothing about it."""
    outcome = client.send(url, request, lane.compact, lane.design)
    timing = trial.timing(outcome.request_id)
    if timing is None:
        lane.undecided = (
            f"{outcome.status}, answered before the token of {len(lane.compact):,} bytes was looked at: "
            f"{outcome.detail or outcome.reason_phrase}"
        )
    return timing


def _result(question: TimingQuestion, requests: Sequence[Request], lanes: Sequence[_Lane]) -> Measurement:
    counts = [sum(map(len, lane.timings.values())) for lane in lanes if not lane.undecided]
    if counts and not min(counts):
        raise MeasuringStoppedError("The measurement was stopped before it began.")
    algorithm = str(parse_compact(lanes[0].compact).header.get("alg", ""))
    return Measurement(
        question, len(requests), algorithm, min(counts, default=0), tuple(lane.summary() for lane in lanes)
    )
