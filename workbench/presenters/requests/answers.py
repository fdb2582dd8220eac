"""The answers to one request, and a summary of the answers to all."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from workbench.core.requests.sender import Sender
from workbench.presenters.status import Status, StatusLevel

if TYPE_CHECKING:
    from workbench.core.answers.outcome import Comparison, Outcome, Request
    from workbench.core.errors import WorkbenchError


class Side(StrEnum):
    """Which of the two tokens a request was sent with."""

    ISSUED = "issued"
    EDITED = "edited"


def _unanswered() -> Comparison:
    from workbench.core.answers.outcome import Comparison

    return Comparison(None, None)


@dataclass(frozen=True, slots=True)
class Answers:
    """A request with its answers for both tokens; the reason for a missing one may be in `problems`."""

    request: Request
    comparison: Comparison = field(default_factory=_unanswered)
    problems: tuple[tuple[Side, Status], ...] = ()

    def outcome(self, side: Side) -> Outcome | None:
        """The answer for the token of *side*."""
        return self.comparison.issued if side is Side.ISSUED else self.comparison.edited

    def problem(self, side: Side) -> Status | None:
        """Why there is no answer for the token of *side*; None if there is one, or no request was sent."""
        return next((status for each, status in self.problems if each is side), None)

    def with_outcome(self, side: Side, outcome: Outcome | None) -> Answers:
        """The same request with another answer on *side*."""
        problems = tuple(each for each in self.problems if each[0] is not side)
        if side is Side.ISSUED:
            comparison = replace(self.comparison, issued=outcome)
        else:
            comparison = replace(self.comparison, edited=outcome)
        return replace(self, comparison=comparison, problems=problems)

    def with_problem(self, side: Side, problem: Status) -> Answers:
        """The same request, which got no answer on *side*."""
        without = self.with_outcome(side, None)
        return replace(without, problems=(*without.problems, (side, problem)))

    def with_error(self, side: Side, error: WorkbenchError) -> Answers:
        """The same request, which got no answer on *side* because of *error*."""
        return self.with_problem(side, Status.of(error))


Conditions = tuple[str, int, Sender]
"""The token with which a request was sent, the state of the world then, and who sent it."""


def carried_over(
    answers: Sequence[Answers], answered: Mapping[tuple[int, Side], Conditions], requests: Sequence[Request]
) -> tuple[tuple[Answers, ...], dict[tuple[int, Side], Conditions]]:
    """Rows for *requests* that keep earlier answers, and the conditions of those answers."""
    before = {each.request: row for row, each in enumerate(answers)}
    rows = [before.get(request) for request in requests]
    carried = tuple(
        Answers(request) if old is None else answers[old] for request, old in zip(requests, rows, strict=True)
    )
    conditions = {
        (row, side): answered[old, side]
        for row, old in enumerate(rows)
        if old is not None
        for side in Side
        if (old, side) in answered
    }
    return carried, conditions


def summary(answers: Sequence[Answers], sides: Collection[Side], withheld: int) -> Status:
    """The summary of a replay, in which *withheld* requests were not sent."""
    problems = [each.problem(side) for each in answers for side in sides]
    failed = sum(each is not None and each.severity is StatusLevel.ERROR for each in problems)
    parts = []
    if failed:
        parts.append(f"{failed} without an answer")
    if withheld:
        parts.append(f"{withheld} not sent")
    severity = StatusLevel.WARNING if parts else StatusLevel.INFO
    if Side.ISSUED not in sides:
        parts.insert(0, f"{len(answers)} answers; log in to compare them with an issued token's")
    elif Side.EDITED not in sides:
        parts.insert(0, f"{len(answers)} answers to the issued token; there is no edited one")
    else:
        changed = sum(each.comparison.changed for each in answers)
        parts.insert(0, f"{changed} changed" if changed else "no answer changed")
        severity = StatusLevel.WARNING if changed else severity
    return Status(" · ".join(parts), severity)
