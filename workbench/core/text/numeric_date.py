"""NumericDate (RFC 7519 section 2) in words: seconds since 1970 UTC as local time, and as a countdown.

Every function takes any int or float, however absurd: a token may hold it, and it is to be shown.
"""

import math
from datetime import UTC, datetime, timedelta, tzinfo
from typing import TypeGuard

from workbench.core.text.units import duration

_MINUTE_S = 60
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MEAN_YEAR_S = 365.2425 * 86_400
# As seconds the year 5138 and later, in the unit named March 1973 to 5138.
_FIRST_OF_UNITS = ((10**11, "milliseconds"), (10**14, "microseconds"), (10**17, "nanoseconds"))


def is_numeric_date(value: object) -> TypeGuard[int | float]:
    """Whether a value is a NumericDate, a finite JSON number; to Python, but not to JSON, a boolean is a number too."""
    return isinstance(value, int | float) and not isinstance(value, bool) and _is_finite(value)


def local_time(seconds: float, tz: tzinfo | None = None, *, now: float | None = None) -> str:
    """A NumericDate in local time: ``14:32:10 UTC+1``, with the date unless it is today's.

    Args:
        seconds: seconds since 1970 UTC.
        tz: time zone to show it in; None for the zone of this computer.
        now: the present moment in seconds since 1970 UTC; without it the date is always said.
    """
    moment = _moment(seconds, tz)
    if moment is None:
        return _beyond_calendar(seconds)
    today = None if now is None else _moment(now, tz)
    clock = f"{moment:%H:%M:%S} {_offset(moment)}"
    if today is not None and today.date() == moment.date():
        return clock
    # Not %Y: it does not fill years before 1000 on every system.
    return f"{moment.year:04d}-{moment:%m-%d} {clock}{_likely_unit(seconds)}"


def countdown(seconds: float, now: float) -> str:
    """How far away a NumericDate is, in its two largest units: ``in 29 min 58 s``, ``2 s ago``, ``now``."""
    if not _is_finite(seconds):
        return "not a time"
    # Whole seconds, cut the same way for both, so that the figure changes when the clock's second does.
    distance = math.floor(seconds) - math.floor(now)
    if distance == 0:
        return "now"
    words = duration(abs(distance))
    return f"in {words}" if distance > 0 else f"{words} ago"


def _moment(seconds: float, tz: tzinfo | None) -> datetime | None:
    """The moment in *tz*, or None where the calendar of Python (years 1 to 9999) does not reach."""
    if not _is_finite(seconds):
        return None
    try:
        return (_EPOCH + timedelta(seconds=math.floor(seconds))).astimezone(tz)
    except (OverflowError, ValueError, OSError):
        return None


def _beyond_calendar(seconds: float) -> str:
    if not _is_finite(seconds):
        return "not a time"
    if seconds < 0:
        return "before the year 1"
    unit = _likely_unit(seconds)
    return f"year {1970 + int(seconds / _MEAN_YEAR_S):,}{unit}" if unit else "beyond every calendar"


def _likely_unit(seconds: float) -> str:
    """The unit that was taken for seconds by mistake, as a question; empty if no unit gives a plausible time."""
    for first, unit in _FIRST_OF_UNITS:
        if first <= seconds < first * 1000:
            return f": {unit}?"
    return ""


def _is_finite(seconds: float) -> bool:
    # An int is finite, also one that is too large to be made a float.
    return isinstance(seconds, int) or math.isfinite(seconds)


def _offset(moment: datetime) -> str:
    offset = moment.utcoffset() or timedelta()
    minutes = round(offset.total_seconds() / _MINUTE_S)
    if minutes == 0:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    sign = "+" if minutes > 0 else "-"
    return f"UTC{sign}{hours}:{rest:02d}" if rest else f"UTC{sign}{hours}"
