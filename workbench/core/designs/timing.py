"""Where the time of a request goes, measured many times: verification, lookups, policy.

Percentiles are by the nearest-rank method: each is a figure that was measured, and none lies between two of them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from workbench.core.answers.repeat_stats import nearest_rank


@dataclass(frozen=True, slots=True)
class Timing:
    """How long one decision of the server took.

    Attributes:
        lookups: questions that left the process: to the directory and to the deny-list.
        verification_us: microseconds of the checks of the token, ``transport`` to ``revocation``, without lookups.
        lookups_us: microseconds until all answers to the lookups.
        policy_us: microseconds of the checks ``account`` and ``permission``, without their lookups.
        total_us: microseconds from the parsed request to the decision.
    """

    lookups: int
    verification_us: float
    lookups_us: float
    policy_us: float
    total_us: float

    @property
    def rest_us(self) -> float:
        """Microseconds outside these parts: preparing the checks, and building the decision."""
        return self.total_us - self.verification_us - self.lookups_us - self.policy_us


@dataclass(frozen=True, slots=True)
class TimingQuestion:
    """What is to be measured.

    Attributes:
        user: who logs in, by username.
        request: id of the one request to repeat; empty for all of them in turn.
        repetitions: requests to measure under each design.
        lookup_ms: milliseconds that each lookup takes longer than in the demo server's memory.
    """

    user: str
    request: str
    repetitions: int
    lookup_ms: float = 0.0


@dataclass(frozen=True, slots=True)
class DesignTiming:
    """What requests took under one design.

    The percentiles are those of all requests measured. The parts are those of an average request: of each request the
    median over its repetitions, so that a pause of the machine does not count, and of those the mean over the requests.

    Attributes:
        design: id of the design.
        measured: how many requests were measured; 0 if the server decided nothing.
        fewest_lookups: lookups of the request with the fewest.
        most_lookups: lookups of the request with the most.
        mean_lookups: their mean over all requests measured.
        median_us: half of the requests took no longer, in microseconds.
        p95_us: 95 of 100 requests took no longer, in microseconds.
        verification_us: the part of the checks of the token.
        lookups_us: the part of the lookups, in the directory and in the deny-list.
        policy_us: the part of account and permission, without their lookups.
        rest_us: what is left.
        undecided: why the server decided nothing, in words; empty if it did.
    """

    design: str
    measured: int = 0
    fewest_lookups: int = 0
    most_lookups: int = 0
    mean_lookups: float = 0.0
    median_us: float = 0.0
    p95_us: float = 0.0
    verification_us: float = 0.0
    lookups_us: float = 0.0
    policy_us: float = 0.0
    rest_us: float = 0.0
    undecided: str = ""

    @property
    def parts_us(self) -> tuple[float, float, float, float]:
        """Verification, lookups, policy, and what is left, of an average request."""
        return self.verification_us, self.lookups_us, self.policy_us, self.rest_us

    def share(self, part_us: float) -> float:
        """How much of an average request *part_us* is, from 0 to 1."""
        whole = sum(self.parts_us)
        return part_us / whole if whole > 0 else 0.0


@dataclass(frozen=True, slots=True)
class Measurement:
    """The times of all designs for one user.

    Attributes:
        question: what was to be measured.
        requests: how many different requests took turns.
        algorithm: the ``alg`` by which the tokens were signed; verification depends on it more than on anything else.
        measured: requests measured under each design; fewer than asked for if it was stopped.
        designs: in their order.
    """

    question: TimingQuestion
    requests: int
    algorithm: str
    measured: int
    designs: tuple[DesignTiming, ...]

    @property
    def complete(self) -> bool:
        """Whether the measurement was not stopped."""
        return self.measured >= self.question.repetitions


def summarize(design: str, timings: Mapping[str, Sequence[Timing]]) -> DesignTiming:
    """Summarize the measurements under one design.

    Args:
        design: its id.
        timings: at least one of each request, by the request's id.
    """
    everything = [timing for each in timings.values() for timing in each]
    totals = [timing.total_us for timing in everything]

    def average(part: Callable[[Timing], float]) -> float:
        return fmean(nearest_rank(map(part, each), 50) for each in timings.values())

    return DesignTiming(
        design=design,
        measured=len(everything),
        fewest_lookups=min(timing.lookups for timing in everything),
        most_lookups=max(timing.lookups for timing in everything),
        mean_lookups=fmean(timing.lookups for timing in everything),
        median_us=nearest_rank(totals, 50),
        p95_us=nearest_rank(totals, 95),
        verification_us=average(lambda timing: timing.verification_us),
        lookups_us=average(lambda timing: timing.lookups_us),
        policy_us=average(lambda timing: timing.policy_us),
        rest_us=average(lambda timing: timing.rest_us),
    )
