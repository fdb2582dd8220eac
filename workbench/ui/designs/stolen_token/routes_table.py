"""What a stolen token reaches under one design: one row for each route."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from workbench.ui.icons import Icon
from workbench.ui.item_views.bars import Bar, Strip
from workbench.ui.item_views.roles import Index, Role
from workbench.ui.item_views.table_model import TableModel
from workbench.ui.theme import Tone

if TYPE_CHECKING:
    from workbench.core.designs.stolen_token import BlastRadius, RouteReach

_MOST_EXAMPLES = 5


class Column(IntEnum):
    """The columns."""

    ROUTE = 0
    ALLOWED = 1
    DESIGNS = 2
    EXAMPLES = 3
    PERMISSION = 4


# In the order of the columns.
_HEADS = ("Route", "Allowed", "Each design", "Examples", "Permission")


class StolenTokenRoutesModel(TableModel):
    """Shows the routes of one design of a `BlastRadius`, and beside each how far the other designs open it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(_HEADS, parent)
        self._reach: BlastRadius | None = None
        self._design = 0

    def rows(self) -> tuple[RouteReach, ...]:
        """See `TableModel.rows`."""
        return () if self._reach is None else self._reach.designs[self._design].routes

    def show(self, reach: BlastRadius | None, design: int) -> None:
        """Show the design at this index; if the routes are the same, the selection stays."""
        shown = [each.route for each in self.rows()]
        coming = () if reach is None else reach.designs[design].routes
        if shown and shown == [each.route for each in coming]:
            self._reach, self._design = reach, design
            self.dataChanged.emit(self.index(0, 0), self.index(len(shown) - 1, len(Column) - 1))
            return
        self.beginResetModel()
        self._reach, self._design = reach, design
        self.endResetModel()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Text, tone and bars of a cell."""
        if not index.isValid() or self._reach is None or index.row() >= len(self.rows()):
            return None
        found, column = self.rows()[index.row()], Column(index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return _text(found, column)
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole if column is Column.DESIGNS:
                designs = ((each.design, each.routes[index.row()].tally) for each in self._reach.designs)
                return "\n".join(f"{name}: {tally}" for name, tally in designs)
            case Qt.ItemDataRole.ToolTipRole:
                return _tip(found)
            case Qt.ItemDataRole.AccessibleTextRole if column is Column.ROUTE and found.route.break_glass:
                return f"{found.route.label}, break-glass"
            case Role.SUBJECT:
                return found
            case Role.STRIP if column is Column.DESIGNS:
                shares = (each.routes[index.row()].tally.share for each in self._reach.designs)
                return Strip(tuple(shares), self._design)
            case Role.BAR if column is Column.ALLOWED:
                return Bar(found.tally.share, self._design)
        return _look(found, column, role)


def _look(found: RouteReach, column: Column, role: int) -> object:
    match role:
        case Role.MONO:
            return column in (Column.ROUTE, Column.EXAMPLES)
        case Role.STRONG:
            return column is Column.ALLOWED and found.tally.share == 1
        case Role.ICON if column is Column.ROUTE and found.route.break_glass:
            return Icon.WARNING
        case Role.ICON_TONE:
            return Tone.WARNING
        case Role.TONE if column is Column.PERMISSION:
            return Tone.WARNING if found.route.break_glass else Tone.MUTED
        case Role.TONE:
            return Tone.PLAIN if found.allowed else Tone.MUTED
    return None


def _text(found: RouteReach, column: Column) -> str:
    match column:
        case Column.ROUTE:
            return found.route.label
        case Column.PERMISSION:
            return permission_of(found) + (", break-glass" if found.route.break_glass else "")
        case Column.ALLOWED:
            return str(found.tally)
        case Column.EXAMPLES:
            if found.listed is not None and not found.parameters:
                return f"{found.listed.shown:,} of {found.listed.of:,} listed"
            names = found.examples(_MOST_EXAMPLES)
            return ", ".join(names) + (", …" if len(found.allowed) > len(names) > 0 else "")
        case _:
            return ""


def permission_of(found: RouteReach) -> str:
    """The permission that the route requires, in words."""
    return found.route.permission or "any signed-in user"


def _tip(found: RouteReach) -> str:
    lines = [f"{found.route.label} ({permission_of(found)}): {found.tally} allowed"]
    if found.listed is not None and not found.parameters:
        lines.append(f"The answer lists {found.listed}: those that the user may read.")
    if found.route.break_glass:
        lines.append("Break-glass: opens any record in an emergency, regardless of access rights.")
    if found.route.is_sampled:
        lines.append(f"{len(found.allowed):,} of {len(found.route.paths):,} requests sampled, evenly spread.")
    return "\n".join(lines)
