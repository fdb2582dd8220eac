"""Reads a moment as people type it into a NumericDate (RFC 7519 section 2); and the steps that change a time claim."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from email.utils import parsedate_to_datetime

from workbench.core.errors import JsonTextError, TimeTextError
from workbench.core.strict_json import text as json_text

_UNITS_S = {
    "s": 1, "sec": 1, "second": 1, "m": 60, "min": 60, "minute": 60, "h": 3600, "hr": 3600, "hour": 3600,
    "d": 86_400, "day": 86_400, "w": 604_800, "wk": 604_800, "week": 604_800, "y": 31_536_000, "yr": 31_536_000,
    "year": 31_536_000,
}  # fmt: skip
_PART = re.compile(r"(?P<count>\d{1,9}(?:\.\d+)?)\s*(?P<unit>[a-z]+)")
_RELATIVE = re.compile(
    r"(?P<ahead>in )?\s*(?P<sign>[+\u2212-])?\s*(?P<span>(?:\d{1,9}(?:\.\d+)?\s*[a-z]+\s*){1,6}?)(?P<behind>\s*ago)?"
)
# ISO 8601 durations; months and years have no fixed length.
_DURATION = re.compile(
    r"(?P<sign>[+-])?P(?:(?P<w>\d{1,9})W)?(?:(?P<d>\d{1,9})D)?"
    r"(?:T(?:(?P<h>\d{1,9})H)?(?:(?P<m>\d{1,9})M)?(?:(?P<s>\d{1,9})S)?)?",
    re.IGNORECASE,
)
_DURATION_OF_MONTHS = re.compile(r"[+-]?P(?:\d{1,9}[YMWD])*\d{1,9}[YM]", re.IGNORECASE)
_DAYS = {"today": 0, "tomorrow": 1, "yesterday": -1}
_TIME_OF_DAY = re.compile(
    r"(?:(?P<day>today|tomorrow|yesterday)(?:\s+at)?)?\s*"
    r"(?P<time>\d{1,2}:\d{2}(?::\d{2})?|\d{1,2}(?=\s*[ap]m)|noon|midnight)?\s*(?P<half>[ap]m)?"
)
_NAMED_TIMES = {"noon": "12:00", "midnight": "00:00"}
_PM = "pm"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# 7 Jul 2020, July 7, 2020, and 7.7.2020, where the day is always first.
_DAY_FIRST = re.compile(
    r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\.?\s+(?P<month>[A-Za-z]{3,9})\.?,?\s+(?P<year>\d{4})(?P<rest>\D.*)?"
)
_MONTH_FIRST = re.compile(
    r"(?P<month>[A-Za-z]{3,9})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})(?P<rest>\D.*)?"
)
_DOTS = re.compile(r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})(?P<rest>\D.*)?")
_NO_FIXED_LENGTH = ("mo", "mon", "month")
_SLASHES = re.compile(r"(?P<first>\d{1,2})/(?P<second>\d{1,2})/(?P<year>\d{4})(?P<rest>\D.*)?")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")


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
    """Read a moment: seconds since 1970, a date or a time of day, ``now``, ``tomorrow``, or a span such as ``15m``.

    Dates are those of ISO 8601, with or without a zone, of RFC 2822, and with slashes where day and month cannot be
    confused. A span without a sign is one from now on.

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
    relative = _relative(re.sub(r"now\s*(?=[+\u2212-])", "", text, flags=re.IGNORECASE))
    if relative is not None:
        return _whole(now + relative)
    moment = _on_a_day(text, now, tz) or _date(text)
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
    duration = _DURATION.fullmatch(text)
    if duration is not None and any(duration.group(*"wdhms")):
        seconds = sum(int(duration[unit] or 0) * _UNITS_S[unit] for unit in "wdhms")
        return -seconds if duration["sign"] == "-" else seconds
    if _DURATION_OF_MONTHS.match(text):
        raise TimeTextError("Months and years have no fixed length in a duration: write days, such as P30D.")
    found = _RELATIVE.fullmatch(text.lower())
    if found is None:
        return None
    return _span(found)


def _span(found: re.Match[str]) -> float | None:
    seconds = 0.0
    for part in _PART.finditer(found["span"]):
        unit = _UNITS_S.get(part["unit"]) or _UNITS_S.get(part["unit"].removesuffix("s"))
        if unit is None and part["unit"].removesuffix("s") in _NO_FIXED_LENGTH:
            raise TimeTextError("A month has no fixed length: write it in days, such as 30d.")
        if unit is None:
            return None
        seconds += float(part["count"]) * unit
    return -seconds if found["behind"] or found["sign"] in ("-", "\u2212") else seconds


def _on_a_day(text: str, now: float, tz: tzinfo | None) -> datetime | None:
    """``tomorrow``, ``15:30``, ``tomorrow at 15:30``; None if the text is none of these."""
    found = _TIME_OF_DAY.fullmatch(text.lower())
    if found is None or not text:
        return None
    try:
        moment = datetime.fromtimestamp(now, UTC).astimezone(tz) + timedelta(days=_DAYS.get(found["day"] or "", 0))
        if found["time"]:
            hour, _, rest = _NAMED_TIMES.get(found["time"], found["time"]).partition(":")
            if found["half"]:
                hour, rest = _on_a_clock_of_24_hours(int(hour), found["half"]), rest or "00"
            moment = datetime.combine(moment, time.fromisoformat(f"{hour:0>2}:{rest}"), moment.tzinfo)
    except (ValueError, OverflowError, OSError):
        return None
    return moment


def _on_a_clock_of_24_hours(hour: int, half: str) -> str:
    """``3 pm`` as 15. Raises ValueError."""
    if not 1 <= hour <= 12:
        raise ValueError(half)
    return str(hour % 12 + (12 if half == _PM else 0))


def _in_iso_order(text: str) -> str:
    """A date with the name of a month, or with dots, with the year first; any other text unchanged."""
    found = _DAY_FIRST.fullmatch(text) or _MONTH_FIRST.fullmatch(text) or _DOTS.fullmatch(text)
    if found is None:
        return text
    month = found["month"].lower()[:3]
    number = int(month) if month.isdecimal() else _MONTHS.index(month) + 1 if month in _MONTHS else 0
    return f"{found['year']}-{number:02}-{int(found['day']):02}{(found['rest'] or '').replace(' at ', ' ')}"


def _date(text: str) -> datetime:
    """A date with or without a time. Raises TimeTextError."""
    slashes = _SLASHES.fullmatch(text)
    if slashes is not None:
        first, second = int(slashes["first"]), int(slashes["second"])
        if first <= 12 and second <= 12:
            raise TimeTextError(
                f'"{text[:40]}" is ambiguous: it may be day/month or month/day. '
                f"Write the year first: {slashes['year']}-{second:02}-{first:02}."
            )
        day, month = (first, second) if first > 12 else (second, first)
        text = f"{slashes['year']}-{month:02}-{day:02}{slashes['rest'] or ''}"
    try:
        return datetime.fromisoformat(_in_iso_order(text).replace(" UTC", "Z").replace(", ", " "))
    except ValueError:
        pass
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        raise TimeTextError(f'"{text[:40]}" is not a time.') from None


def _whole(seconds: float) -> TypedTime:
    return TypedTime(str(int(seconds)), int(seconds))
