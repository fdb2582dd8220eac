"""Runs of experiments that a test watches and stops."""

from workbench.core.experiment import RunControl

UNWATCHED = RunControl()


class Watched:
    """Keeps the progress of a run, and stops it after so many reports if that is asked for."""

    def __init__(self, stop_after=None):
        self.seen = []
        self._stop_after = stop_after

    @property
    def run(self):
        """What the experiment is given."""
        return RunControl(lambda: len(self.seen) == self._stop_after, lambda *each: self.seen.append(each))
