"""What a stolen token reaches: one row for each design."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from workbench.core.designs.stolen_token_text import Effect, ended_by, endings, summary, until
from workbench.ui.icons import Icon
from workbench.ui.item_views.bars import Bar
from workbench.ui.item_views.roles import Index, Role
from workbench.ui.item_views.table_model import TableModel
from workbench.ui.theme import Tone

if TYPE_CHECKING:
    from workbench.core.designs.stolen_token import BlastRadius, DesignReach, Tally


class Column(IntEnum):
    """The columns."""

    DESIGN = 0
    ALLOWED = 1
    READS = 2
    CHANGES = 3
    UNTIL = 4
    ENDED_BY = 5


# In the order of the columns.
_HEADS = ("Design", "Requests allowed", "Reads", "Changes", "Until", "Ended earlier by")


class StolenTokenTableModel(TableModel):
    """Shows a `BlastRadius`, one row for each design."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(_HEADS, parent)
        self._reach: BlastRadius | None = None

    def rows(self) -> tuple[DesignReach, ...]:
        """See `TableModel.rows`."""
        return () if self._reach is None else self._reach.designs

    def show(self, reach: BlastRadius | None) -> None:
        """Show this one instead."""
        self.beginResetModel()
        self._reach = reach
        self.endResetModel()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Text, tone and bar of a cell."""
        reach = self._reach
        if not index.isValid() or reach is None or index.row() >= len(reach.designs):
            return None
        design, column = reach.designs[index.row()], Column(index.column())
        tally = _tally(design, column)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return str(tally) if tally is not None else _text(design, column, reach)
            case Qt.ItemDataRole.ToolTipRole:
                return summary(design, reach.user) if column is not Column.ENDED_BY else _endings(design)
            case Role.SUBJECT:
                return design
            case Role.BAR if tally is not None:
                return Bar(tally.share, index.row())
            case Role.STRONG:
                return tally is not None and tally.share == 1
            case Role.TONE:
                return _tone(design, column, tally)
            case Role.ICON if column is Column.ENDED_BY and design.ended_by is not None:
                return Icon.WARNING if _ends_late(design) else Icon.ALLOWED
        return None


def _tally(design: DesignReach, column: Column) -> Tally | None:
    tallies = {Column.ALLOWED: design.tally, Column.READS: design.reads, Column.CHANGES: design.changes}
    return tallies.get(column)


def _text(design: DesignReach, column: Column, reach: BlastRadius) -> str:
    match column:
        case Column.DESIGN:
            return design.design
        case Column.UNTIL:
            return until(design.readable, reach.asked_at)
        case _:
            return "nothing gets through" if design.obstacle else ended_by(design)


def _endings(design: DesignReach) -> str:
    return "\n".join(ending.sentence for ending in endings(design)) or design.obstacle


def _ends_late(design: DesignReach) -> bool:
    """Whether the token survives removing the rights, or disabling the account."""
    return any(ending.effect is not Effect.AT_ONCE for ending in endings(design))


def _tone(design: DesignReach, column: Column, tally: Tally | None) -> Tone:
    if tally is not None:
        return Tone.PLAIN if tally.allowed else Tone.MUTED
    if column is Column.ENDED_BY and design.ended_by is not None:
        return Tone.WARNING if _ends_late(design) else Tone.ALLOWED
    return Tone.MUTED if design.obstacle and column is not Column.DESIGN else Tone.PLAIN
