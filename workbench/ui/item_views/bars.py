"""Small pictures of figures that stand in a cell, beside the figures themselves."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar that is filled from the left.

    Attributes:
        share: how far, 0 to 1.
        series: place of the design whose colour it has.
    """

    share: float
    series: int


@dataclass(frozen=True, slots=True)
class Strip:
    """One upright bar for each design, in the designs' order.

    Attributes:
        shares: how far each is filled, 0 to 1.
        chosen: place of the design that stands out.
    """

    shares: tuple[float, ...]
    chosen: int
