"""Another JSON type for a value, keeping what can be kept; and the first value of an added claim."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from workbench.core.claims.claim_type import ClaimType
from workbench.core.errors import ClaimEditError, JsonTextError, TimeTextError
from workbench.core.strict_json import text as json_text
from workbench.core.text.typed_time import iso_text, parse_time
from workbench.core.text.wording import capitalized, shown

if TYPE_CHECKING:
    from workbench.core.claims.registry import ClaimMeaning

_TOKEN_LIFETIME_S = 1800


def converted(value: object, wanted: ClaimType, now: float) -> object:
    """*value* as a value of another type.

    A string that holds a number becomes it, one value becomes an array of one, an array of one that value, a
    NumericDate its ISO 8601 string and back. Null and an empty string become the empty value of the type.

    Args:
        value: the value that there is.
        wanted: the type that it is to have.
        now: the date for an empty value, in seconds since 1970 UTC.

    Raises:
        ClaimEditError: the value has nothing in common with the type.
    """
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    match wanted:
        case ClaimType.STRING:
            return _as_text(value)
        case ClaimType.NUMBER:
            return _as_number(value)
        case ClaimType.BOOLEAN:
            return _as_boolean(value)
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


def _as_boolean(value: object) -> bool:
    if isinstance(value, bool):
        return value
    words = "" if value is None else str(value).strip().lower()
    if words not in _BOOLEANS:
        raise _refused(value, "a boolean")
    return _BOOLEANS[words]


_BOOLEANS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False, "": False}


def _as_number(value: object) -> object:
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int | float):
        return value
    if isinstance(value, list) and len(value) == 1:
        return _as_number(value[0])
    if value in (None, ""):
        return 0
    try:
        number = json_text.parse(value.strip()) if isinstance(value, str) else None
    except JsonTextError:
        number = None
    if isinstance(number, bool) or not isinstance(number, int | float):
        raise _refused(value, "a number")
    return number


def _as_date(value: object, now: float) -> float:
    if value in (None, ""):
        return int(now)
    if not isinstance(value, str):
        raise _refused(value, "a date")
    try:
        return parse_time(value, now).seconds
    except TimeTextError as error:
        raise ClaimEditError(f"{error} The value stays.", name="", typed=value, hint=error.hint) from None


def _refused(value: object, kind: str) -> ClaimEditError:
    hint = "Edit the value first, then change its type."
    return ClaimEditError(
        f"{capitalized(shown(value))} is not {kind}. The value stays.", name="", typed=_as_text(value), hint=hint
    )
