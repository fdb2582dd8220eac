"""What would change the choice: found by searching over the functions that choose, one need at a time.

A number is moved away from its present value, in steps that double, until the choice is another one; then the place
between the last two steps is halved until two neighbours differ. So a threshold is true on both of its sides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

from workbench.core.text.units import duration
from workbench.core.text.wording import joined
from workbench.core.verdict.checks import Limits
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
from workbench.core.verdict.profile import Profiles
from workbench.core.verdict.verdict import choose

Value = float | bool | str | tuple[str, ...] | None
"""What an input is changed to; None for a need that no longer matters."""

_FINE = 100  # hundredths of a millisecond


@dataclass(frozen=True, slots=True)
class Change:
    """One change of the needs that changes the choice.

    Attributes:
        input: its key path in the needs file; two of them for two needs that are dropped together.
        at: the first value on the other side; None for a need that no longer matters.
        to: the design to choose then; None if no design meets all needs then.
        needs: the needs with this change.
        just_before: for a number the needs one step earlier, where the choice is still the present one.
        sentence: the change in words: ``a lookup took 0.71 ms or less``.
    """

    input: str
    at: Value
    to: str | None
    needs: Needs
    just_before: Needs
    sentence: str

    def to_json(self) -> dict[str, object]:
        """The members of ``would_change`` in ``advise --format json``."""
        at = list(self.at) if isinstance(self.at, tuple) else self.at
        return {"input": self.input, "at": at, "to": self.to, "sentence": self.sentence}


@dataclass(frozen=True, slots=True)
class _Number:
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


def would_change(needs: Needs, profiles: Profiles, limits: Limits) -> tuple[Change, ...]:
    """Every change of one need, or of two that are dropped, that changes the choice.

    Those that lead to another design come first, numbers before switches; those that leave no design last.
    """
    return _Search(needs, profiles, limits).changes()


class _Search:
    def __init__(self, needs: Needs, profiles: Profiles, limits: Limits) -> None:
        self._needs = needs
        self._profiles = profiles
        self._limits = limits
        self._present = choose(needs, profiles, limits)

    def changes(self) -> tuple[Change, ...]:
        """All changes, in order."""
        numbers = [found for number in _NUMBERS for found in self._of_number(number)]
        switches = list(self._of_switches())
        pairs = list(self._of_pairs({change.to for change in (*numbers, *switches)}))
        found = [*numbers, *switches, *pairs]
        return tuple(sorted(found, key=lambda change: change.to is None))

    def _choose(self, needs: Needs) -> str | None:
        return choose(needs, self._profiles, self._limits)

    def _of_number(self, number: _Number) -> Iterator[Change]:
        value = number.read(self._needs)
        if value is None:
            return
        exact = value * number.per_unit
        below, above = -int(-exact // 1) - 1, int(exact // 1) + 1  # the next whole steps on both sides
        for grows, first in ((False, below), (True, above)):
            change = self._first_difference(number, first, 1 if grows else -1)
            if change is not None:
                yield change

    def _first_difference(self, number: _Number, first: int, sign: int) -> Change | None:
        """The first step away from the present value, in one direction, where the choice is another one."""
        least, most = number.least * number.per_unit, int(number.most * number.per_unit)
        end = most if sign > 0 else least
        same: int | None = None  # the farthest step known to keep the choice; none but the present value yet
        distance = 0
        while (end - first) * sign >= 0:
            step = first + sign * min(distance, abs(end - first))
            to = self._choose(number.write(self._needs, step))
            if to != self._present:
                return self._halve(number, same, step, sign)
            if step == end:
                return None
            same = step
            distance = max(1, 2 * distance)
        return None

    def _halve(self, number: _Number, same: int | None, other: int, sign: int) -> Change:
        while same is not None and abs(other - same) > 1:
            middle = (same + other) // 2
            if self._choose(number.write(self._needs, middle)) == self._present:
                same = middle
            else:
                other = middle
        needs = number.write(self._needs, other)
        before = self._needs if same is None else number.write(self._needs, same)
        at = other if number.per_unit == 1 else other / number.per_unit
        return Change(number.path, at, self._choose(needs), needs, before, number.words(at, sign > 0))

    def _of_switches(self) -> Iterator[Change]:
        for path, at, sentence in _switches(self._needs):
            yield from self._if_another(path, at, with_value(self._needs, path, _from_plain(path, at)), sentence)

    def _of_pairs(self, found: set[str | None]) -> Iterator[Change]:
        """Yield two needs that are dropped together, where that leads to a design that no single change leads to."""
        for pair in combinations(self._needs.wanted, 2):
            needs = self._needs
            for need in pair:
                needs = with_value(needs, f"needs.{need}", _dropped(need))
            to = self._choose(needs)
            if to is None or to in found or to == self._present:
                continue
            found.add(to)
            sentence = f"{joined([_SUBJECTS[need] for need in pair])} did not matter"
            yield Change(", ".join(f"needs.{need}" for need in pair), None, to, needs, self._needs, sentence)

    def _if_another(self, path: str, at: Value, needs: Needs, sentence: str) -> Iterator[Change]:
        to = self._choose(needs)
        if to != self._present:
            yield Change(path, at, to, needs, self._needs, sentence)


def _switches(needs: Needs) -> Iterator[tuple[str, Value, str]]:
    for need in needs.wanted:
        at: Value = False if need in (Need.OFFLINE, Need.PER_RECORD) else () if need is Need.BEHIND else None
        yield f"needs.{need}", at, f"{_SUBJECTS[need]} did not matter"
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


def _from_plain(path: str, at: Value) -> object:
    if path == f"needs.{Need.CLIENT}" and isinstance(at, tuple):
        return frozenset(map(Readable, at))
    return Renewal(str(at)) if path == "needs.renewed_by" else at


def _dropped(need: Need) -> object:
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
_SUBJECTS = {
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


def _time_words(need: Need) -> Callable[[float, bool], str]:
    def words(value: float, grows: bool) -> str:
        if grows:
            return f"{_SUBJECTS[need]} could take {duration(value)}"
        return f"{_SUBJECTS[need]} had to count {'at once' if value < 1 else f'within {duration(value)}'}"

    return words


def _held_words(what: str) -> Callable[[float, bool], str]:
    return lambda value, grows: f"the largest user had {value:,.0f} {what} {_or(grows)}"


_NUMBERS = (
    _Number("load.lookup_ms", _FINE, MOST_LOOKUP_MS, lambda at, up: f"a lookup took {at:g} ms {_or(up)}"),
    _Number("load.requests_per_s", 1, MOST_REQUESTS_PER_S, lambda at, up: f"{at:,g} requests {_or(up)} came a second"),
    _Number("load.active_users", 1, MOST_USERS, lambda at, up: f"{at:,.0f} users {_or(up)} were logged in"),
    *(_Number(f"needs.{need}", 1, LONGEST_S, _time_words(need)) for need in TIME_NEEDS),
    _Number(f"needs.{Need.ADDED_MS}", _FINE, MOST_LOOKUP_MS, lambda at, up: f"lookups might add {at:g} ms {_or(up)}"),
    _Number(
        f"needs.{Need.LOOKUPS}",
        1,
        MOST_REQUESTS_PER_S,
        lambda at, up: f"{at:,.0f} lookups a second {_or(up)} could be answered",
    ),
    _Number("users.largest.roles", 1, MOST_HELD, _held_words("roles")),
    _Number("users.largest.groups", 1, MOST_HELD, _held_words("groups")),
    _Number("users.largest.readable", 1, MOST_HELD, _held_words("records to read")),
    _Number("users.largest.writable", 1, MOST_HELD, _held_words("records to write")),
    _Number(
        "users.largest.id_characters",
        1,
        MOST_ID_CHARACTERS,
        lambda at, up: f"ids had {at:,.0f} characters {_or(up)}",
        1,
    ),
)
