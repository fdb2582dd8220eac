"""The disclosures of an SD-JWT, one row each."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from workbench.core.strict_json import text as json_text
from workbench.core.text.invisible import escaped
from workbench.core.text.wording import named
from workbench.ui.icons import Icon
from workbench.ui.item_views.roles import Index, Role
from workbench.ui.item_views.table_model import TableModel
from workbench.ui.theme import Tone

if TYPE_CHECKING:
    from workbench.core.token.sd_jwt import Disclosure


class Column(IntEnum):
    """The columns."""

    STATE = 0
    NAME = 1
    VALUE = 2
    DIGEST = 3


_HEADS = ("State", "Discloses", "Value", "Digest")
# Qt lays out the whole text to find what fits.
_MOST_CHARACTERS = 1_000


class DisclosuresModel(TableModel):
    """Shows what each disclosure adds to the claims, and whether the issuer has signed its digest."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(_HEADS, parent)
        self._rows: tuple[Disclosure, ...] = ()

    def rows(self) -> tuple[Disclosure, ...]:
        """See `TableModel.rows`."""
        return self._rows

    def show(self, rows: tuple[Disclosure, ...]) -> None:
        """Show these disclosures."""
        if rows != self._rows:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Text, tone and icon of a cell."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row, column = self._rows[index.row()], Column(index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return _text(row, column)
            case Qt.ItemDataRole.ToolTipRole:
                return row.problem or _text(row, column)
            case Role.MONO:
                return column is not Column.STATE
            case Role.TONE if column is Column.STATE:
                return Tone.REFUSED if row.problem else Tone.ALLOWED if row.is_matched else Tone.MUTED
            case Role.TONE:
                return Tone.MUTED if column is Column.DIGEST else Tone.PLAIN
            case Role.ICON if column is Column.STATE:
                return Icon.REFUSED if row.problem else Icon.ALLOWED if row.is_matched else Icon.NOT_REACHED
            case Role.SUBJECT:
                return row
        return super().data(index, role)


def _text(row: Disclosure, column: Column) -> str:
    match column:
        case Column.STATE:
            if not row.problem:
                return "matches" if row.is_matched else "not compared"
            return "no digest" if row.digest and not row.is_matched else "not valid"
        case Column.NAME:
            return named(*row.path) if row.path else "not readable"
        case Column.VALUE:
            return escaped(json_text.dump(row.value)[:_MOST_CHARACTERS])
    return row.digest
