"""Moments and lengths of time in the words of a check."""

from datetime import UTC, datetime

_CENTURY_S = 100 * 365.25 * 86_400
_FAR_S = 1000 * _CENTURY_S


def apart(later: float, earlier: float) -> str:
    """Return a span of time as text. Either may be any number that JSON can hold."""
    # Either may be an integer of hundreds of digits, from which no float can be subtracted; comparing is safe.
    span_s = min(later, _FAR_S) - max(earlier, -_FAR_S)
    return f"{span_s:.0f} s" if span_s < _CENTURY_S else "more than a century"


def utc(moment: float) -> str:
    """Return a moment, in seconds since 1970 UTC, as date and time."""
    try:
        return f"{datetime.fromtimestamp(moment, UTC):%Y-%m-%d %H:%M:%S} UTC"
    except (OverflowError, OSError, ValueError):  # beyond the years that a date can have
        return f"{moment:.0f} s after 1970"
