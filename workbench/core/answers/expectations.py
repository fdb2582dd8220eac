"""The expected answers of the cells of a matrix, and which cells break them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workbench.core.answers.matrix import Cell, Matrix

Place = tuple[str, str, str]

_MOST_NAMED = 2


def place_of(cell: Cell) -> Place:
    """Design, user and request of *cell*."""
    return cell.design, cell.user, cell.request


@dataclass(frozen=True, slots=True)
class Expectations:
    """The expected status of each pinned place; other places have no expectation.

    Attributes:
        pins: status by place.
    """

    pins: Mapping[Place, int] = field(default_factory=dict)

    def with_pins(self, statuses: Mapping[Place, int]) -> Expectations:
        """Add expectations for these places."""
        return Expectations({**self.pins, **statuses})

    def without(self, places: Iterable[Place]) -> Expectations:
        """Remove the expectations for these places."""
        gone = frozenset(places)
        return Expectations({place: status for place, status in self.pins.items() if place not in gone})

    def status_of(self, cell: Cell) -> int | None:
        """The expected status of this place; None if there is none."""
        return self.pins.get(place_of(cell))

    def is_broken_by(self, cell: Cell) -> bool:
        """Whether this place is expected to have another status."""
        return self.status_of(cell) not in (None, cell.status)

    def broken(self, matrix: Matrix) -> tuple[Cell, ...]:
        """The cells whose status is not the expected one."""
        return tuple(cell for cell in matrix.cells if self.is_broken_by(cell))

    def summary(self, matrix: Matrix) -> str:
        """Describe which pins *matrix* keeps and breaks; empty if there are no pins."""
        if not self.pins:
            return ""
        broken = self.broken(matrix)
        asked = sum(matrix.cell(*place) is not None for place in self.pins)
        unasked = len(self.pins) - asked
        cells = "1 pinned cell" if asked == 1 else f"{asked} pinned cells"
        if broken:
            named = [f"{_place(cell)} is {cell.status}, not {self.status_of(cell)}" for cell in broken[:_MOST_NAMED]]
            if len(broken) > _MOST_NAMED:
                named.append(f"{len(broken) - _MOST_NAMED} more")
            verb = "breaks its expectation" if len(broken) == 1 else "break their expectations"
            which = cells if len(broken) == asked else f"{len(broken)} of {cells}"
            words = f"{which} {verb}: {'; '.join(named)}"
        elif asked:
            words = f"{cells} {'holds' if asked == 1 else 'hold'}"
        else:
            words = ""
        gone = f"{unasked} pinned but not asked" if unasked else ""
        return "; ".join(filter(None, (words, gone)))


def _place(cell: Cell) -> str:
    return f"{cell.design}, {cell.user}, {cell.request}"
