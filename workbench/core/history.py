"""Undo and redo as plain values: the states before and after each step, and its description."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

State = TypeVar("State")

TOGETHER_S = 1.5
"""Seconds within which steps of one kind are merged: undo removes a word, not a letter."""

MOST_STEPS = 500
MOST_CHARACTERS = 4 * 1024 * 1024
"""Characters that all steps together may hold; the oldest are dropped first."""


@dataclass(frozen=True, slots=True)
class Step(Generic[State]):
    """A change that can be undone.

    Attributes:
        before: what there was.
        after: what it became.
        words: what was done, for a button: ``add "admin" to roles``.
        kind: steps of the same kind may become one; a step of the kind "" is never merged.
        at: when it was done, in seconds of a clock that never goes back.
    """

    before: State
    after: State
    words: str
    kind: str
    at: float


class History(Generic[State]):
    """The steps that led to the present state, and those that were undone."""

    def __init__(self, size: Callable[[State], int]) -> None:
        """Make an empty history; *size* returns how many characters a state holds."""
        self._size = size
        self._done: list[Step[State]] = []
        self._undone: list[Step[State]] = []
        self._closed = True

    @property
    def undo_words(self) -> str:
        """The step that `undo` would undo; empty if there is none."""
        return self._done[-1].words if self._done else ""

    @property
    def redo_words(self) -> str:
        """The step that `redo` would redo; empty if there is none."""
        return self._undone[-1].words if self._undone else ""

    def record(
        self,
        before: State,
        after: State,
        describe: Callable[[State, State], str],
        *,
        kind: str = "",
        at: float = 0,
        amends: bool = False,
    ) -> None:
        """Add a step; what was undone before it can no longer be redone.

        Args:
            before: what there was.
            after: what it became.
            describe: words for the way from one state to the other; empty if they are the same, and then there is no
                step. Asked again when steps become one.
            kind: see `Step`.
            at: see `Step`.
            amends: whether it belongs to the last step, however long ago that was.
        """
        self._undone.clear()
        last = self._done[-1] if self._done else None
        if last is not None and not self._closed:
            goes_on = kind != "" and last.kind == kind and at - last.at <= TOGETHER_S
            if goes_on or amends:
                self._done.pop()
                before = last.before
        self._closed = False
        words = describe(before, after)
        if words:
            self._done.append(Step(before, after, words, kind, at))
            self._forget_oldest()

    def undo(self) -> State | None:
        """Undo the last step, and return the state before it; None if there is no step."""
        if not self._done:
            return None
        step = self._done.pop()
        self._undone.append(step)
        self._closed = True
        return step.before

    def redo(self) -> State | None:
        """Redo the step that was undone last, and return the state after it; None if there is no step."""
        if not self._undone:
            return None
        step = self._undone.pop()
        self._done.append(step)
        self._closed = True
        return step.after

    def _forget_oldest(self) -> None:
        del self._done[:-MOST_STEPS]
        # Each state is in two steps: after one and before the next.
        weight = 0
        for kept, step in enumerate(reversed(self._done)):
            weight += self._size(step.before)
            if weight > MOST_CHARACTERS and kept:
                del self._done[: len(self._done) - kept]
                return
