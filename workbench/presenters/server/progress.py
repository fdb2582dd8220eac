"""Passes progress on no more often than anybody can see."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workbench.core.experiment import ShowProgress

_INTERVAL_S = 0.1


class Throttle:
    """Passes progress on, ten times a second at most, and the last step in any case.

    Every report takes Python's lock for the GUI thread, at the expense of the experiment.
    """

    def __init__(self, show: ShowProgress, clock: Callable[[], float] = monotonic) -> None:
        """Pass on to *show*; *clock* counts seconds."""
        self._show = show
        self._clock = clock
        self._due = clock()

    def __call__(self, done: int, expected: int) -> None:
        """Report the steps done and the steps expected."""
        now = self._clock()
        if done >= expected or now >= self._due:
            self._due = now + _INTERVAL_S
            self._show(done, expected)
