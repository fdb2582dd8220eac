"""Telling how far something is, no more often than anybody can see."""

from collections.abc import Callable
from time import monotonic

_INTERVAL_S = 0.1


class Progress:
    """Passes on how much of the work is done, ten times a second at most, and its end in any case.

    Each report is a signal that the GUI thread takes Python's lock for, at the expense of what is under way.
    """

    def __init__(
        self, report: Callable[[int, int], None], expected: int, clock: Callable[[], float] = monotonic
    ) -> None:
        """Tell *report* what is done of what is *expected*; *clock* counts seconds."""
        self._report = report
        self._expected = expected
        self._clock = clock
        self._due = clock()

    def tell(self, done: int) -> None:
        """Say that so much is done."""
        now = self._clock()
        if done >= self._expected or now >= self._due:
            self._due = now + _INTERVAL_S
            self._report(done, self._expected)
