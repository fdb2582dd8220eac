"""Reads a moment as people type it into a NumericDate (RFC 7519 section 2); and the steps that change a time claim."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from enum import StrEnum

from workbench.core.errors import JsonTextError, TimeTextError
from workbench.core.strict_json import text as json_text

_UNITS_S = {
    "s": 1, "sec": 1, "second": 1, "min": 60, "minute": 60, "h": 3600, "hour": 3600, "d": 86_400, "day": 86_400,
    "week": 604_800, "year": 31_536_000,
}  # fmt: skip
_PART = re.compile(r"(?P<count>\d{1,9}(?:\.\d+)?)\s*(?P<unit>[a-z]+)")
_RELATIVE = re.compile(
    r"(?P<ahead>in )?\s*(?P<sign>[+\u2212-])?\s*(?P<span>(?:\d{1,9}(?:\.\d+)?\s*[a-z]+\s*){1,6}?)(?P<behind>\s*ago)?"
)
_LARGEST_FLOAT = 1e18  # beyond it a second more makes no difference
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")


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


@dataclass(frozen=True, slots=True)
class TypedTime:
    """A moment that was typed.

    Attributes:
        text: the NumericDate as JSON text; a number keeps the digits that were typed.
        seconds: its value.
    """

    text: str
    seconds: float


def parse_time(typed: str, now: float, tz: tzinfo | None = None) -> TypedTime:
    """Read a moment: seconds since 1970, ISO 8601 with or without a zone, ``now``, ``+5 min``, ``in 1 h 30 min``.

    Args:
        typed: what was typed.
        now: what relative times count from, in seconds since 1970 UTC.
        tz: the zone of a time without one; None for that of this computer.

    Raises:
        TimeTextError: it is none of these forms.
    """
    text = typed.strip().strip('"')
    if _NUMBER.fullmatch(text):
        try:
            value = json_text.parse(text)
        except JsonTextError as error:
            raise TimeTextError(f'"{text[:40]}" is not a JSON number: {error}') from error
        if isinstance(value, int | float):
            return TypedTime(text, value)
    if text.lower() == "now":
        return _whole(now)
    relative = _relative(text)
    if relative is not None:
        return _whole(now + relative)
    try:
        moment = datetime.fromisoformat(text.replace(" UTC", "Z"))
    except ValueError:
        raise TimeTextError(f'"{text[:40]}" is not a time.') from None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=tz) if tz is not None else moment.astimezone()
    return _whole(moment.timestamp())


def iso_text(seconds: float) -> str | None:
    """A NumericDate as ISO 8601 in UTC: ``2026-11-24T14:32:10Z``; None where the calendar does not reach."""
    try:
        return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (OverflowError, ValueError, OSError):
        return None


def _relative(text: str) -> float | None:
    """Seconds from now; None if the text is not a relative time."""
    found = _RELATIVE.fullmatch(text.lower())
    if found is None or not any(found.group("sign", "ahead", "behind")):
        return None
    seconds = 0.0
    for part in _PART.finditer(found["span"]):
        unit = _UNITS_S.get(part["unit"]) or _UNITS_S.get(part["unit"].removesuffix("s"))
        if unit is None:
            return None
        seconds += float(part["count"]) * unit
    return -seconds if found["behind"] or found["sign"] in ("-", "\u2212") else seconds


def _whole(seconds: float) -> TypedTime:
    return TypedTime(str(int(seconds)), int(seconds))
