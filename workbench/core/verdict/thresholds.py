"""What would change the choice: found by searching over the functions that choose, one need at a time.

A number is moved away from its present value, in steps that double, until the choice is another one; then the place
between the last two steps is halved until two neighbours differ. So a threshold is true on both of its sides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations

from workbench.core.errors import ComparisonStoppedError
from workbench.core.text.wording import joined
from workbench.core.verdict.checks import Limits
from workbench.core.verdict.inputs import NUMBERS, SUBJECTS, Number, Value, dropped, from_plain, switches, with_value
from workbench.core.verdict.needs import Needs
from workbench.core.verdict.profile import Profiles
from workbench.core.verdict.verdict import choose


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


def _never() -> bool:
    return False


def would_change(
    needs: Needs, profiles: Profiles, limits: Limits, stopped: Callable[[], bool] = _never
) -> tuple[Change, ...]:
    """Every change of one need, or of two that are dropped, that changes the choice.

    Those that lead to another design come first, numbers before switches; those that leave no design last.

    Raises:
        ComparisonStoppedError: *stopped* says that nobody waits for the result any longer.
    """
    return _Search(needs, profiles, limits, stopped).changes()


class _Search:
    def __init__(self, needs: Needs, profiles: Profiles, limits: Limits, stopped: Callable[[], bool]) -> None:
        self._needs = needs
        self._stopped = stopped
        self._profiles = profiles
        self._limits = limits
        self._present = choose(needs, profiles, limits)

    def changes(self) -> tuple[Change, ...]:
        """All changes, in order."""
        numbers = [found for number in NUMBERS for found in self._of_number(number)]
        switches = list(self._of_switches())
        pairs = list(self._of_pairs({change.to for change in (*numbers, *switches)}))
        found = [*numbers, *switches, *pairs]
        return tuple(sorted(found, key=lambda change: change.to is None))

    def _choose(self, needs: Needs) -> str | None:
        if self._stopped():
            raise ComparisonStoppedError("The search was stopped.")
        return choose(needs, self._profiles, self._limits)

    def _of_number(self, number: Number) -> Iterator[Change]:
        value = number.read(self._needs)
        if value is None:
            return
        exact = value * number.per_unit
        below, above = -int(-exact // 1) - 1, int(exact // 1) + 1  # the next whole steps on both sides
        for grows, first in ((False, below), (True, above)):
            change = self._first_difference(number, first, 1 if grows else -1)
            if change is not None:
                yield change

    def _first_difference(self, number: Number, first: int, sign: int) -> Change | None:
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

    def _halve(self, number: Number, same: int | None, other: int, sign: int) -> Change:
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
        for path, at, sentence in switches(self._needs):
            yield from self._if_another(path, at, with_value(self._needs, path, from_plain(path, at)), sentence)

    def _of_pairs(self, found: set[str | None]) -> Iterator[Change]:
        """Yield two needs that are dropped together, where that leads to a design that no single change leads to."""
        for pair in combinations(self._needs.wanted, 2):
            needs = self._needs
            for need in pair:
                needs = with_value(needs, f"needs.{need}", dropped(need))
            to = self._choose(needs)
            if to is None or to in found or to == self._present:
                continue
            found.add(to)
            sentence = f"{joined([SUBJECTS[need] for need in pair])} did not matter"
            yield Change(", ".join(f"needs.{need}" for need in pair), None, to, needs, self._needs, sentence)

    def _if_another(self, path: str, at: Value, needs: Needs, sentence: str) -> Iterator[Change]:
        to = self._choose(needs)
        if to != self._present:
            yield Change(path, at, to, needs, self._needs, sentence)
