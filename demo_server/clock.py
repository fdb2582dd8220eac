"""The server's clock, which can be moved and stopped: a user wants to see minute 31 without waiting for it."""

import math
import time


class Clock:
    """Real time plus an offset.

    Attributes:
        offset_s: seconds that this clock is ahead of the real one; negative if it is behind.
    """

    def __init__(self, offset_s: float = 0.0) -> None:
        self._stopped_at: float | None = None
        self.move(offset_s)

    def now(self) -> float:
        """Return the seconds since 1970 UTC."""
        stopped_at = self._stopped_at
        return time.time() + self.offset_s if stopped_at is None else stopped_at

    def stop(self, moment: float) -> None:
        """Stop at *moment*, in seconds since 1970 UTC, until it is moved: a slow answer belongs to no later moment.

        Raises:
            ValueError: the moment is not finite.
        """
        self.move(moment - time.time())
        self._stopped_at = moment

    def move(self, offset_s: float) -> None:
        """Set the offset against real time, and go on; it does not add to an earlier one.

        Raises:
            ValueError: the offset is not finite.
        """
        if not math.isfinite(offset_s):
            raise ValueError(f"{offset_s} is not a clock offset; expected a finite number of seconds")
        self.offset_s = offset_s
        self._stopped_at = None
