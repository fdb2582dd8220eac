"""One request sent many times: how long the answers took, and whether they agree."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from workbench.core.answers.outcome import Outcome

MOST_TIMES = 100
"""So often may one request be repeated: this is a bench, not a load test."""


@dataclass(frozen=True, slots=True)
class Repetition:
    """What is left of the answers to one request.

    Attributes:
        times_ms: what each answer took, in milliseconds, in order.
        answers: status and reason of each, in order.
    """

    times_ms: tuple[float, ...] = ()
    answers: tuple[tuple[int, str], ...] = ()

    def with_outcome(self, outcome: Outcome) -> "Repetition":
        """With one more answer."""
        answer = (outcome.status, outcome.reason)
        return Repetition((*self.times_ms, outcome.elapsed_ms), (*self.answers, answer))

    @property
    def agree(self) -> bool:
        """Whether all answers have the same status and reason."""
        return len(set(self.answers)) <= 1

    @property
    def groups(self) -> tuple[tuple[str, int], ...]:
        """Each different answer in words and how often it came, the most frequent first."""
        counted = Counter(f"{status} {reason}".strip() for status, reason in self.answers)
        return tuple(counted.most_common())

    def percentile_ms(self, percent: float) -> float:
        """The nearest-rank percentile of the times; 50 for the median. There has to be an answer."""
        return nearest_rank(self.times_ms, percent)


def nearest_rank(values: Iterable[float], percent: float) -> float:
    """The smallest of *values* that at least *percent* of them do not exceed: the nearest-rank percentile.

    Args:
        values: at least one.
        percent: above 0, up to 100; 50 for the median.
    """
    ranked = sorted(values)
    return ranked[ceil(percent / 100 * len(ranked)) - 1]
