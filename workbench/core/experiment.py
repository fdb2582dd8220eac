"""The contract of every experiment: a question goes in, a report comes out; a run can be watched and stopped."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

Question = TypeVar("Question", contravariant=True)  # noqa: PLC0105  the word that every experiment uses
Report = TypeVar("Report", covariant=True)  # noqa: PLC0105

ShowProgress = Callable[[int, int], None]
"""Receives the steps done and the steps expected."""


def _never() -> bool:
    return False


def _show_nothing(_done: int, _expected: int) -> None:
    pass


@dataclass(frozen=True, slots=True)
class RunControl:
    """How a long call is watched and stopped.

    Attributes:
        stopped: asked before each step; once it answers true, the call ends early.
        progress: called after each step with the steps done and expected, in the thread of the call.
    """

    stopped: Callable[[], bool] = _never
    progress: ShowProgress = _show_nothing


class Experiment(Protocol[Question, Report]):
    """Answers a question by trying it out: blocks until the report is there, so it runs in a thread of its own."""

    def __call__(self, question: Question, run: RunControl, /) -> Report:
        """Find the answer to *question*.

        Raises:
            StoppedError: `run.stopped` answered true before there was anything to report.
            WorkbenchError: the question cannot be answered.
        """
