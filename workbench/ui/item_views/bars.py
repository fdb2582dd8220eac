"""Small bars in a cell, beside the figures that they show."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar that is filled from the left.

    Attributes:
        share: the filled part, 0 to 1.
        series: index of the design whose colour it has.
    """

    share: float
    series: int


@dataclass(frozen=True, slots=True)
class Strip:
    """One upright bar for each design, in the designs' order.

    Attributes:
        shares: the filled part of each, 0 to 1.
        chosen: index of the highlighted design.
    """

    shares: tuple[float, ...]
    chosen: int
