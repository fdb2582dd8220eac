"""The size of each design's token, and the servers that refuse it."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from workbench.core.token.header_limits import (
    REFERENCE,
    HeaderLimit,
    named,
    reference,
    refusal_details,
    refusing,
    servers,
    share_of,
)
from workbench.ui.header_limits import size_tone
from workbench.ui.icons import Icon
from workbench.ui.item_views.roles import Index, Role
from workbench.ui.item_views.table_model import TableModel

if TYPE_CHECKING:
    from workbench.core.designs.growth import DesignSize


class Column(IntEnum):
    """The columns."""

    DESIGN = 0
    TOKEN = 1
    HEADER = 2
    SHARE = 3
    REFUSED_BY = 4


# In the order of the columns.
_HEADS = ("Design", "Token", "Header", f"Of {REFERENCE}", "Refused by")
_FIGURES = (Column.TOKEN, Column.HEADER, Column.SHARE)


class SizesTableModel(TableModel):
    """Shows the size of each design's token, one row for each design."""

    def __init__(self, limits: tuple[HeaderLimit, ...], parent: QObject | None = None) -> None:
        super().__init__(_HEADS, parent, figures=_FIGURES)
        self._limits = limits
        self._sizes: tuple[DesignSize, ...] = ()

    def rows(self) -> tuple[DesignSize, ...]:
        """See `TableModel.rows`."""
        return self._sizes

    def show(self, sizes: tuple[DesignSize, ...]) -> None:
        """Show these instead; if the designs are the same, the selection stays."""
        if [each.design for each in sizes] == [each.design for each in self._sizes]:
            self._sizes = sizes
            if sizes:
                self.dataChanged.emit(self.index(0, 0), self.index(len(sizes) - 1, len(Column) - 1))
            return
        self.beginResetModel()
        self._sizes = sizes
        self.endResetModel()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Text, tone and icon of a cell."""
        if not index.isValid() or index.row() >= len(self._sizes):
            return None
        each, column = self._sizes[index.row()], Column(index.column())
        token_bytes = each.size.token_bytes
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(each, column)
            case Qt.ItemDataRole.ToolTipRole if column in (Column.SHARE, Column.REFUSED_BY):
                return refusal_details(self._limits, token_bytes, each.proof_bytes)
            case Qt.ItemDataRole.ToolTipRole if column is Column.HEADER and each.proof_bytes:
                return f"{each.proof_bytes:,} of them for the proof of possession that each request needs (DPoP)"
            case Role.MONO:
                return column in _FIGURES
            case Role.TONE if column is Column.REFUSED_BY:
                return size_tone(token_bytes, each.proof_bytes)
            case Role.ICON if column is Column.REFUSED_BY:
                return Icon.REFUSED if servers(refusing(self._limits, token_bytes, each.proof_bytes)) else Icon.ALLOWED
            case Role.SUBJECT:
                return each
        return super().data(index, role)

    def _text(self, each: DesignSize, column: Column) -> str:
        token_bytes = each.size.token_bytes
        match column:
            case Column.DESIGN:
                return each.design
            case Column.TOKEN:
                return f"{token_bytes:,}"
            case Column.HEADER:
                return f"{each.header_bytes:,}"
            case Column.SHARE:
                return share_of(reference(self._limits), token_bytes)
            case _:
                refused_by = servers(refusing(self._limits, token_bytes, each.proof_bytes))
                return named(refused_by) if refused_by else "no server"
