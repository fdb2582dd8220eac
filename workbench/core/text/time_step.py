"""The steps that change a time claim, one a button."""

from enum import StrEnum

_LARGEST_FLOAT = 1e18  # beyond it a second more makes no difference


class TimeStep(StrEnum):
    """A change of a time claim by one button, by the button's text."""

    NOW = "now"
    PLUS_FIVE_MINUTES = "+5 min"
    PLUS_ONE_HOUR = "+1 h"
    MINUS_FIVE_MINUTES = "\u22125 min"
    MINUS_ONE_HOUR = "\u22121 h"
    EXPIRE_NOW = "expire now"
    MILLISECONDS = "milliseconds by mistake"

    def applied(self, value: object, now: float) -> int:
        """The value after this step.

        Args:
            value: the claim's value; *now* is used for one that is not a number.
            now: seconds since 1970 UTC.
        """
        match self:
            case TimeStep.NOW:
                return int(now)
            case TimeStep.EXPIRE_NOW:
                return int(now) - 1  # equal would do for exp, but a server whose clock is behind would still take it
        seconds = int(now)
        if isinstance(value, int) and not isinstance(value, bool):
            seconds = value
        elif isinstance(value, float) and abs(value) < _LARGEST_FLOAT:
            seconds = int(value)
        return seconds * 1000 if self is TimeStep.MILLISECONDS else seconds + _STEPS_S[self]


_STEPS_S = {
    TimeStep.PLUS_FIVE_MINUTES: 300,
    TimeStep.PLUS_ONE_HOUR: 3600,
    TimeStep.MINUS_FIVE_MINUTES: -300,
    TimeStep.MINUS_ONE_HOUR: -3600,
}
