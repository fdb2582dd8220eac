"""What can change in needs: each number with its range, each switch, and what the change is called in a sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from workbench.core.text.units import duration, plain_number
from workbench.core.verdict.needs import (
    LONGEST_S,
    MOST_HELD,
    MOST_ID_CHARACTERS,
    MOST_LOOKUP_MS,
    MOST_REQUESTS_PER_S,
    MOST_USERS,
    TIME_NEEDS,
    Need,
    Needs,
    Readable,
    Renewal,
)

Value = float | bool | str | tuple[str, ...] | None
"""What an input is changed to; None for a need that no longer matters."""

_FINE = 100  # hundredths of a millisecond


@dataclass(frozen=True, slots=True)
class Number:
    """A number of the needs, in whole steps.

    Attributes:
        path: its key path in the needs file.
        per_unit: steps in one unit.
        most: the largest value.
        words: the change in words, with the value and whether it grows.
        least: the smallest value.
    """

    path: str
    per_unit: int
    most: float
    words: Callable[[float, bool], str]
    least: int = 0

    def read(self, needs: Needs) -> float | None:
        """The present value; None where the need does not matter."""
        value: float | None = getattr(_owner(self.path, needs), self.path.rpartition(".")[2])
        return value

    def write(self, needs: Needs, step: int) -> Needs:
        """The needs with the value at this step."""
        return with_value(needs, self.path, step if self.per_unit == 1 else step / self.per_unit)


def _owner(path: str, needs: Needs) -> object:
    parts = path.split(".")
    match parts[0]:
        case "load":
            return needs.load
        case "users":
            return getattr(needs, parts[1])
    return needs


def with_value(needs: Needs, path: str, value: Any) -> Needs:
    """The needs with another value at a key path of the needs file, such as ``users.largest.readable``."""
    parts = path.split(".")
    match parts[0]:
        case "load":
            return replace(needs, load=replace(needs.load, **{parts[1]: value}))
        case "users":
            return replace(needs, **{parts[1]: replace(getattr(needs, parts[1]), **{parts[2]: value})})
    return replace(needs, **{parts[1]: value})


def switches(needs: Needs) -> Iterator[tuple[str, Value, str]]:
    """Each change that is not of a number: key path, new value in plain types, and sentence."""
    for need in needs.wanted:
        at: Value = False if need in (Need.OFFLINE, Need.PER_RECORD) else () if need is Need.BEHIND else None
        yield f"needs.{need}", at, f"{SUBJECTS[need]} did not matter"
    if not needs.offline:
        yield f"needs.{Need.OFFLINE}", True, "the service had to decide without asking anyone"
    if not needs.per_record:
        yield f"needs.{Need.PER_RECORD}", True, "decisions had to follow each record's access list"
    other = Renewal.PASSWORD if needs.renewed_by is Renewal.REFRESH else Renewal.REFRESH
    renewed = "users logged in again" if other is Renewal.PASSWORD else "a refresh token was used"
    yield "needs.renewed_by", other.value, f"{renewed} when a token expires"
    if needs.client_may_read is not None:
        for each in Readable:
            may = each not in needs.client_may_read
            names = needs.client_may_read | {each} if may else needs.client_may_read - {each}
            words = "might read" if may else "must not read"
            at = tuple(one.value for one in Readable if one in names)
            yield f"needs.{Need.CLIENT}", at, f"the client {words} {_READABLE[each]}"


def from_plain(path: str, at: Value) -> object:
    """The value of a switch as `Needs` has it."""
    if path == f"needs.{Need.CLIENT}" and isinstance(at, tuple):
        return frozenset(map(Readable, at))
    return Renewal(str(at)) if path == "needs.renewed_by" else at


def dropped(need: Need) -> object:
    """The value of a need that does not matter."""
    if need in (Need.OFFLINE, Need.PER_RECORD):
        return False
    return () if need is Need.BEHIND else None


_READABLE = {
    Readable.RIGHTS: "rights",
    Readable.ROLES: "roles",
    Readable.GROUPS: "groups",
    Readable.RECORDS: "record ids",
    Readable.PERSONAL: "personal data",
}
SUBJECTS = {
    Need.ROLE: "a removed role",
    Need.SHARE: "a removed share",
    Need.ACCOUNT: "a disabled account",
    Need.LOGOUT: "a logout",
    Need.BEHIND: "the servers in front",
    Need.ADDED_MS: "added milliseconds",
    Need.LOOKUPS: "lookups a second",
    Need.OFFLINE: "deciding without asking anyone",
    Need.PER_RECORD: "single records",
    Need.CLIENT: "what the client reads",
}


def _or(grows: bool) -> str:
    return "or more" if grows else "or less"


def _count_words(subject: str, verb: str, end: str = "") -> Callable[[float, bool], str]:
    """A number of things: ``785 requests or more came a second``; at the boundary ``no requests came``."""

    def words(value: float, grows: bool) -> str:
        count = f"no {subject}" if value == 0 else f"{value:,.0f} {subject} {_or(grows)}"
        return f"{count} {verb}{end}"

    return words


def _ms_words(start: str) -> Callable[[float, bool], str]:
    """Milliseconds: ``a lookup took 1.57 ms or more``; at the boundary ``a lookup took no time``."""
    return lambda value, grows: f"{start} {'no time' if value == 0 else f'{plain_number(value)} ms {_or(grows)}'}"


def _time_words(need: Need) -> Callable[[float, bool], str]:
    def words(value: float, grows: bool) -> str:
        if grows:
            return f"{SUBJECTS[need]} could take {duration(value)}"
        return f"{SUBJECTS[need]} had to count {'at once' if value < 1 else f'within {duration(value)}'}"

    return words


def _held_words(what: str) -> Callable[[float, bool], str]:
    return lambda value, grows: f"the largest user had {f'{value:,.0f} {what} {_or(grows)}' if value else f'no {what}'}"


NUMBERS = (
    Number("load.lookup_ms", _FINE, MOST_LOOKUP_MS, _ms_words("a lookup took")),
    Number("load.requests_per_s", 1, MOST_REQUESTS_PER_S, _count_words("requests", "came", " a second")),
    Number("load.active_users", 1, MOST_USERS, _count_words("users", "were logged in")),
    *(Number(f"needs.{need}", 1, LONGEST_S, _time_words(need)) for need in TIME_NEEDS),
    Number(f"needs.{Need.ADDED_MS}", _FINE, MOST_LOOKUP_MS, _ms_words("lookups might add")),
    Number(
        f"needs.{Need.LOOKUPS}",
        1,
        MOST_REQUESTS_PER_S,
        _count_words("lookups a second", "could be answered"),
    ),
    Number("users.largest.roles", 1, MOST_HELD, _held_words("roles")),
    Number("users.largest.groups", 1, MOST_HELD, _held_words("groups")),
    Number("users.largest.readable", 1, MOST_HELD, _held_words("records to read")),
    Number("users.largest.writable", 1, MOST_HELD, _held_words("records to write")),
    Number(
        "users.largest.id_characters",
        1,
        MOST_ID_CHARACTERS,
        lambda at, up: f"ids had {at:,.0f} characters {_or(up)}",
        1,
    ),
)
