"""The steps that change a time claim, one a button."""

from enum import StrEnum

_LARGEST_FLOAT = 1e18  # beyond it a second more makes no difference


class TimeStep(StrEnum):
    """A change of a time claim by one button, by the button's text.

    As in a typed time, ``in 5 min`` counts from now; ``5 min later`` counts from the claim's value.
    """

    NOW = "now"
    IN_FIVE_MINUTES = "in 5 min"
    IN_ONE_HOUR = "in 1 h"
    FIVE_MINUTES_LATER = "5 min later"
    ONE_HOUR_LATER = "1 h later"
    FIVE_MINUTES_EARLIER = "5 min earlier"
    ONE_HOUR_EARLIER = "1 h earlier"
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
            case TimeStep.IN_FIVE_MINUTES | TimeStep.IN_ONE_HOUR:
                return int(now) + _STEPS_S[self]
            case TimeStep.EXPIRE_NOW:
                return int(now) - 1  # equal would do for exp, but a server whose clock is behind would still take it
        seconds = int(now)
        if isinstance(value, int) and not isinstance(value, bool):
            seconds = value
        elif isinstance(value, float) and abs(value) < _LARGEST_FLOAT:
            seconds = int(value)
        return seconds * 1000 if self is TimeStep.MILLISECONDS else seconds + _STEPS_S[self]


_STEPS_S = {
    TimeStep.IN_FIVE_MINUTES: 300,
    TimeStep.IN_ONE_HOUR: 3600,
    TimeStep.FIVE_MINUTES_LATER: 300,
    TimeStep.ONE_HOUR_LATER: 3600,
    TimeStep.FIVE_MINUTES_EARLIER: -300,
    TimeStep.ONE_HOUR_EARLIER: -3600,
}
