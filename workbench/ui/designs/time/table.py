"""The time of each design: lookups, microseconds, and their parts."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from workbench.ui.designs.time.parts_bar import Bar
from workbench.ui.item_views.roles import Index, Role
from workbench.ui.item_views.table_model import TableModel
from workbench.ui.theme import Tone

if TYPE_CHECKING:
    from workbench.core.designs.timing import DesignTiming, Measurement


class Column(IntEnum):
    """The columns."""

    DESIGN = 0
    LOOKUPS = 1
    MEDIAN = 2
    P95 = 3
    VERIFICATION = 4
    DIRECTORY = 5
    POLICY = 6
    BAR = 7


# In the order of the columns.
_HEADS = ("Design", "Lookups", "Median µs", "p95 µs", "Verification µs", "Lookups µs", "Policy µs", "Average request")

_TIPS = {
    Column.LOOKUPS: "Questions to directory and deny-list, of the request with the fewest and of the one with the most",
    Column.MEDIAN: "Half of the requests took no longer (nearest-rank method)",
    Column.P95: "95 of 100 requests took no longer (nearest-rank method)",
    Column.VERIFICATION: "The checks of the token, transport to revocation, without lookups, in an average request",
    Column.DIRECTORY: "Waiting for the directory and the deny-list, in an average request",
    Column.POLICY: "The checks of account and permission without their lookups, in an average request",
    Column.BAR: "The median of each request, averaged over the requests",
}
_FIGURES = frozenset(Column) - {Column.DESIGN, Column.BAR}


class TimingTableModel(TableModel):
    """Shows a `Measurement`, one row for each design."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(_HEADS, parent, tips=_TIPS, figures=_FIGURES)
        self._timings: tuple[DesignTiming, ...] = ()
        self._longest_us = 0.0

    def rows(self) -> tuple[DesignTiming, ...]:
        """The times of each design."""
        return self._timings

    def show(self, measurement: Measurement) -> None:
        """Show these figures."""
        self.beginResetModel()
        self._timings = measurement.designs
        self._longest_us = max(sum(timing.parts_us) for timing in measurement.designs)
        self.endResetModel()

    def bars(self) -> list[Bar]:
        """The bars of the last column, with the name of their design."""
        return [
            Bar(timing.design, self._lengths(timing), timing.undecided or f"{sum(timing.parts_us):,.0f} µs")
            for timing in self._timings
        ]

    def _lengths(self, timing: DesignTiming) -> tuple[float, ...]:
        return tuple(part_us / self._longest_us for part_us in timing.parts_us) if self._longest_us else ()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Text, bar and order of a cell."""
        if not index.isValid() or index.row() >= len(self._timings):
            return None
        timing, column = self._timings[index.row()], Column(index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return _text(timing, column)
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole if column is Column.BAR:
                return _parts(timing)
            case Qt.ItemDataRole.ToolTipRole if column is Column.LOOKUPS and timing.measured:
                return f"{timing.mean_lookups:.1f} on average"
            case Role.MONO:
                return column in _FIGURES
            case Role.TONE if timing.undecided and column is not Column.DESIGN:
                return Tone.MUTED
            case Role.PARTS if column is Column.BAR:
                return self._lengths(timing)
            case Role.ORDER:
                return _order(timing, column, index.row())
            case Role.SUBJECT:
                return timing
        return super().data(index, role)


def _text(timing: DesignTiming, column: Column) -> str:
    if column is Column.DESIGN:
        return timing.design
    if column is Column.BAR:
        return timing.undecided
    if timing.undecided:
        return "–"
    if column is Column.LOOKUPS:
        few, many = timing.fewest_lookups, timing.most_lookups
        return str(many) if few == many else f"{few}–{many}"
    return f"{_microseconds(timing, column):,.0f}"


def _microseconds(timing: DesignTiming, column: Column) -> float:
    match column:
        case Column.MEDIAN:
            return timing.median_us
        case Column.P95:
            return timing.p95_us
        case Column.VERIFICATION:
            return timing.verification_us
        case Column.DIRECTORY:
            return timing.lookups_us
        case Column.POLICY:
            return timing.policy_us
    return sum(timing.parts_us)


def _parts(timing: DesignTiming) -> str:
    if timing.undecided:
        return timing.undecided
    names = ("verification", "lookups", "policy", "the rest")
    return ", ".join(f"{name} {part_us:,.0f} µs" for name, part_us in zip(names, timing.parts_us, strict=True))


def _order(timing: DesignTiming, column: Column, row: int) -> float:
    """What the rows are sorted by: figures by size, names by their place in the list of designs."""
    match column:
        case Column.DESIGN:
            return row
        case Column.LOOKUPS:
            return timing.mean_lookups
    return _microseconds(timing, column)
