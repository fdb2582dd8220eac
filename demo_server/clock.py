"""The server's clock, which can be moved: a user wants to see minute 31 without waiting for it."""

import math
import time


class Clock:
    """Real time plus an offset.

    Attributes:
        offset_s: seconds that this clock is ahead of the real one; negative if it is behind.
    """

    def __init__(self, offset_s: float = 0.0) -> None:
        self.move(offset_s)

    def now(self) -> float:
        """Return the seconds since 1970 UTC."""
        return time.time() + self.offset_s

    def move(self, offset_s: float) -> None:
        """Set the offset against real time; it does not add to an earlier one.

        Raises:
            ValueError: the offset is not finite.
        """
        if not math.isfinite(offset_s):
            raise ValueError(f"{offset_s} is not a clock offset; expected a finite number of seconds")
        self.offset_s = offset_s
