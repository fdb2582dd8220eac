"""The protocols of a time line: rows of stretches of time, and the questions that were asked during them."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Protocol


class Shade(StrEnum):
    """How a stretch of time is coloured."""

    RIGHT = "right"
    TOO_MUCH = "too much"  # something is allowed that should not be
    TOO_LITTLE = "too little"  # something is refused that should not be
    QUIET = "quiet"  # nothing to judge

    @property
    def is_wrong(self) -> bool:
        """Whether it needs attention."""
        return self in (Shade.TOO_MUCH, Shade.TOO_LITTLE)


class Stretch(Protocol):
    """A stretch of time in which nothing changed."""

    @property
    def start_s(self) -> float:
        """Its start, in seconds after the start of the line."""

    @property
    def end_s(self) -> float:
        """Its end, in seconds after the start of the line."""

    @property
    def words(self) -> str:
        """Its description where there is room."""

    @property
    def short(self) -> str:
        """Its description where there is little room."""

    @property
    def shade(self) -> Shade:
        """Its shade."""


class Point(Protocol):
    """A question that was asked."""

    @property
    def at_s(self) -> float:
        """When it was asked, in seconds after the start of the line."""

    @property
    def sentence(self) -> str:
        """The question and its answer, in a sentence."""

    @property
    def shade(self) -> Shade:
        """The shade of the answer."""


class Row(Protocol):
    """One subject over the whole time."""

    @property
    def name(self) -> str:
        """Its name, which no other row of the chart has."""

    @property
    def intervals(self) -> Sequence[Stretch]:
        """Its stretches, in the order of time."""

    @property
    def samples(self) -> Sequence[Point]:
        """The questions asked, in the order of time."""

    @property
    def summary(self) -> str:
        """The outcome in a few words."""

    @property
    def verdict(self) -> str:
        """The outcome in a sentence."""

    @property
    def shade(self) -> Shade:
        """The shade of the outcome."""


class Chart(Protocol):
    """Everything that a time line shows."""

    @property
    def rows(self) -> Sequence[Row]:
        """The rows, from top to bottom."""

    @property
    def end_s(self) -> float:
        """The last moment, in seconds after the start."""

    @property
    def origin(self) -> str:
        """What happened at the start: ``login``."""

    @property
    def marks(self) -> Sequence[tuple[float, str]]:
        """Moments to mark, with their names, in the order of time."""
