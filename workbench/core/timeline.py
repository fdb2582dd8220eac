"""What a time line shows, whatever it is about: rows of stretches of time, with the questions asked on them."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Protocol


class Shade(StrEnum):
    """How a stretch of time is to be seen."""

    RIGHT = "right"
    TOO_MUCH = "too much"  # something is allowed that should not be
    TOO_LITTLE = "too little"  # something is refused that should not be
    QUIET = "quiet"  # nothing to judge

    @property
    def is_wrong(self) -> bool:
        """Whether it is to catch the eye."""
        return self in (Shade.TOO_MUCH, Shade.TOO_LITTLE)


class Stretch(Protocol):
    """A stretch of time in which nothing changed."""

    @property
    def start_s(self) -> float:
        """Its begin, in seconds after that of the line."""

    @property
    def end_s(self) -> float:
        """Its end, in seconds after the begin of the line."""

    @property
    def words(self) -> str:
        """What it says where there is room."""

    @property
    def short(self) -> str:
        """What it says where there is little."""

    @property
    def shade(self) -> Shade:
        """How it is to be seen."""


class Point(Protocol):
    """A question that was asked."""

    @property
    def at_s(self) -> float:
        """When, in seconds after the begin of the line."""

    @property
    def sentence(self) -> str:
        """Question and answer in words."""

    @property
    def shade(self) -> Shade:
        """How the answer is to be seen."""


class Row(Protocol):
    """One subject over the whole time."""

    @property
    def name(self) -> str:
        """What it is, which no other row of the line has."""

    @property
    def intervals(self) -> Sequence[Stretch]:
        """Its stretches in the order of time."""

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
        """How the outcome is to be seen."""


class Chart(Protocol):
    """Everything that a time line shows at once."""

    @property
    def rows(self) -> Sequence[Row]:
        """From top to bottom."""

    @property
    def end_s(self) -> float:
        """The last moment, in seconds after the begin."""

    @property
    def origin(self) -> str:
        """What the begin is: ``login``."""

    @property
    def marks(self) -> Sequence[tuple[float, str]]:
        """Moments to be marked, with their names, in the order of time."""
