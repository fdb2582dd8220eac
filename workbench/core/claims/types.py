"""Another JSON type for a value, keeping what can be kept; and the first value of an added claim."""

from collections.abc import Callable, Mapping
from enum import StrEnum

from workbench.core.claims.registry import ClaimMeaning
from workbench.core.errors import JsonTextError, TimeTextError
from workbench.core.strict_json import text as json_text
from workbench.core.text.typed_time import iso_text, parse_time

_TOKEN_LIFETIME_S = 1800


class ClaimType(StrEnum):
    """The types that a value can be given; a date is a number that says a moment (RFC 7519 section 2)."""

    STRING = "string"
    NUMBER = "number"
    BOOLEAN = "boolean"
    NULL = "null"
    ARRAY = "array"
    OBJECT = "object"
    DATE = "date"
    DATE_TEXT = "date as text"


def converted(value: object, wanted: ClaimType, now: float) -> object:
    """*value* as a value of another type.

    A string that holds a number becomes it, one value becomes an array of one, an array of one that value, a
    NumericDate its ISO 8601 string and back. What has nothing in common with the type becomes its empty value.

    Args:
        value: the value that there is.
        wanted: the type that it is to have.
        now: the date for a value that was not a date, in seconds since 1970 UTC.
    """
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    match wanted:
        case ClaimType.STRING:
            return _as_text(value)
        case ClaimType.NUMBER:
            return _as_number(value)
        case ClaimType.BOOLEAN:
            return value if isinstance(value, bool) else str(value).strip().lower() in ("true", "yes", "1")
        case ClaimType.NULL:
            return None
        case ClaimType.ARRAY:
            return value if isinstance(value, list) else [] if value in (None, "") else [value]
        case ClaimType.OBJECT:
            return value if isinstance(value, Mapping) else {} if value in (None, "", []) else {"value": value}
        case ClaimType.DATE:
            return value if is_number else _as_date(value, now)
        case ClaimType.DATE_TEXT:
            seconds = value if is_number and isinstance(value, int | float) else _as_date(value, now)
            return iso_text(seconds) or _as_text(value)


def first_value(
    name: str, meaning: ClaimMeaning | None, *, now: float, issuer: str, audience: str, new_id: Callable[[], str]
) -> object:
    """The first value of a claim of this name; None where nothing can be guessed.

    Args:
        name: the claim.
        meaning: what is known of it.
        now: seconds since 1970 UTC.
        issuer: the ``iss`` that is expected.
        audience: the ``aud`` that is expected.
        new_id: makes an id for ``jti``.
    """
    match name:
        case "exp":
            return int(now) + _TOKEN_LIFETIME_S
        case "iss":
            return issuer
        case "aud":
            return audience
        case "jti":
            return new_id()
    if meaning is None or not meaning.types:
        return None
    firsts: Mapping[str, object] = {
        "string": "", "number": 0, "boolean": False, "array": [], "object": {}, "date": int(now),
    }  # fmt: skip
    return firsts[meaning.types[0].partition(" of ")[0]]


def _as_text(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list) and len(value) == 1 and isinstance(value[0], str):
        return value[0]
    if isinstance(value, list) and value and all(isinstance(each, str) for each in value):
        return " ".join(value)
    return "" if value is None else json_text.dump(value)


def _as_number(value: object) -> object:
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int | float):
        return value
    if isinstance(value, list) and len(value) == 1:
        return _as_number(value[0])
    try:
        number = json_text.parse(value.strip()) if isinstance(value, str) else 0
    except JsonTextError:
        return 0
    return number if isinstance(number, int | float) and not isinstance(number, bool) else 0


def _as_date(value: object, now: float) -> float:
    if isinstance(value, str):
        try:
            return parse_time(value, now).seconds
        except TimeTextError:
            pass
    return int(now)
