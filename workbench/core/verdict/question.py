"""What the measuring for a verdict is asked for."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ProfilesQuestion:
    """Which designs to measure.

    Attributes:
        designs: their ids; all if empty.
    """

    designs: tuple[str, ...] = ()
