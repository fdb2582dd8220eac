"""The requests of one route that get through, one by one."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from workbench.ui.item_views.roles import Index, Role
from workbench.ui.item_views.table_model import TableModel
from workbench.ui.theme import Tone

if TYPE_CHECKING:
    from workbench.core.designs.stolen_token import Allowed, RouteReach


class Column(IntEnum):
    """The columns."""

    NAMED = 0
    BY = 1


# In the order of the columns.
_HEADS = ("Request", "Allowed by")


class StolenTokenRequestsModel(TableModel):
    """Shows the allowed requests of a `RouteReach` that match a filter."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(_HEADS, parent)
        self._found: RouteReach | None = None
        self._filter = ""
        self._rows: tuple[Allowed, ...] = ()

    def rows(self) -> tuple[Allowed, ...]:
        """See `TableModel.rows`."""
        return self._rows

    def show(self, found: RouteReach | None) -> None:
        """Show this route; the filter stays."""
        self._found = found
        self._choose()

    def filter(self, text: str) -> None:
        """Show only the requests that contain *text*, ignoring case; all of them if it is empty."""
        self._filter = text.strip().casefold()
        self._choose()

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The parameters in which the requests differ, and what allows each."""
        if section == Column.NAMED and role == Qt.ItemDataRole.DisplayRole and self._found is not None:
            return self._found.parameters or self._heads[section]
        return super().headerData(section, orientation, role)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Text and tone of a cell."""
        if not index.isValid() or index.row() >= len(self._rows) or self._found is None:
            return None
        allowed, column = self._rows[index.row()], Column(index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._named(allowed) if column is Column.NAMED else allowed.by or "signed in"
            case Qt.ItemDataRole.ToolTipRole:
                lists = "" if allowed.listed is None else f"; the answer lists {allowed.listed}"
                return f"{self._found.route.method} {allowed.path}: {_rests_on(allowed)}{lists}"
            case Role.MONO:
                return column is Column.NAMED
            case Role.TONE if column is Column.BY:
                return Tone.MUTED
            case Role.SUBJECT:
                return allowed
        return None

    def _choose(self) -> None:
        self.beginResetModel()
        every = () if self._found is None else self._found.allowed
        if self._filter:
            every = tuple(each for each in every if self._filter in self._named(each).casefold())
        self._rows = every
        self.endResetModel()

    def _named(self, allowed: Allowed) -> str:
        """What distinguishes this request from others of its route; the path if nothing does."""
        return (self._found.named_in(allowed.path) if self._found is not None else "") or allowed.path


def _rests_on(allowed: Allowed) -> str:
    if not allowed.needs_right:
        return "any signed-in user is allowed"
    if allowed.claims:
        return f"{allowed.by} trusts {' and '.join(allowed.claims)} in the token until exp"
    return f"{allowed.by} asks the directory each time"
