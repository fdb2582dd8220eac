"""Counts the steps of an experiment: asks before each whether to stop, and reports it afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from workbench.core.experiment import RunControl

if TYPE_CHECKING:
    from workbench.core.errors import StoppedError


class Steps:
    """The steps of one run, for experiments that have no report to give when they are stopped."""

    def __init__(self, run: RunControl, expected: int, stopped: StoppedError) -> None:
        """Expect so many steps; *stopped* is raised in place of the next step once the run is stopped."""
        self._run = run
        self._expected = expected
        self._stopped = stopped
        self._done = 0

    @contextmanager
    def step(self) -> Iterator[None]:
        """Make one step, or raise the error that says that the run was stopped."""
        self.check()
        yield
        self.skip(1)

    def skip(self, count: int) -> None:
        """Count so many steps as done."""
        self._done += count
        self._run.progress(self._done, self._expected)

    def expect(self, more: int) -> None:
        """Expect so many further steps, which were not known before."""
        self._expected += more

    def part(self) -> RunControl:
        """For an experiment inside this one: it is stopped with this one, and its steps count as steps of this one."""
        before = self._done

        def show(done: int, _expected: int) -> None:
            self._done = before + done
            self._run.progress(self._done, self._expected)

        return RunControl(self._run.stopped, show)

    def check(self) -> None:
        """Raise the error that says that the run was stopped, if it was."""
        if self._run.stopped():
            raise self._stopped
