"""Statistics of one request that was sent many times: how long the answers took, and whether they agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workbench.core.answers.outcome import Outcome

MOST_TIMES = 100
"""How often one request may be repeated: this is not a load test."""


@dataclass(frozen=True, slots=True)
class Repetition:
    """The answers to one request, reduced to time, status and reason.

    Attributes:
        times_ms: what each answer took, in milliseconds, in order.
        answers: status and reason of each, in order.
    """

    times_ms: tuple[float, ...] = ()
    answers: tuple[tuple[int, str], ...] = ()

    def with_outcome(self, outcome: Outcome) -> Repetition:
        """With one more answer."""
        answer = (outcome.status, outcome.reason)
        return Repetition((*self.times_ms, outcome.elapsed_ms), (*self.answers, answer))

    @property
    def agree(self) -> bool:
        """Whether all answers have the same status and reason."""
        return len(set(self.answers)) <= 1

    @property
    def groups(self) -> tuple[tuple[str, int], ...]:
        """Each different answer in words and its count, the most frequent first."""
        counted = Counter(f"{status} {reason}".strip() for status, reason in self.answers)
        return tuple(counted.most_common())

    def percentile_ms(self, percent: float) -> float:
        """The nearest-rank percentile of the times; 50 for the median. Needs at least one answer."""
        return nearest_rank(self.times_ms, percent)


def nearest_rank(values: Iterable[float], percent: float) -> float:
    """The smallest of *values* that at least *percent* of them do not exceed: the nearest-rank percentile.

    Args:
        values: at least one.
        percent: above 0, up to 100; 50 for the median.
    """
    ranked = sorted(values)
    return ranked[ceil(percent / 100 * len(ranked)) - 1]
