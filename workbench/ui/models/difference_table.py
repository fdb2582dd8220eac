"""Two tokens claim by claim, headers and all: what differs comes first."""

from enum import IntEnum

from PySide6.QtCore import QObject, Qt

from workbench.core.claims import Change, ChangeKind, Claim, differences
from workbench.core.token import Reading
from workbench.ui.icons import Icon
from workbench.ui.models.roles import Index, Role
from workbench.ui.models.table_model import TableModel
from workbench.ui.theme import Tone


class Column(IntEnum):
    """The columns."""

    NAME = 0
    BEFORE = 1
    AFTER = 2
    CHANGE = 3


_WORDS = {ChangeKind.ADDED: "added", ChangeKind.REMOVED: "removed", ChangeKind.SAME: "same"}
_ICONS = {ChangeKind.ADDED: Icon.ADD, ChangeKind.REMOVED: Icon.REMOVE}


class DifferenceTableModel(TableModel):
    """Shows each member of both headers and both claims sets, and what became of it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(("", "", "", "Change"), parent)
        self._rows: tuple[tuple[str, Change], ...] = ()

    def rows(self) -> tuple[tuple[str, Change], ...]:
        """Where each member stands, and how it differs."""
        return self._rows

    def show(self, before: Reading, after: Reading, names: tuple[str, str]) -> int:
        """Show how *after* differs from *before*, called so; how many members differ."""
        self.beginResetModel()
        rows: list[tuple[str, Change]] = []
        for part, old, new in (
            ("header ", before.header_members, after.header_members),
            ("", before.claims, after.claims),
        ):
            if old is not None and new is not None:
                rows += [(part, change) for change in differences(old, new)]
        rows.sort(key=lambda row: row[1].kind is ChangeKind.SAME)  # what differs first
        self._rows = tuple(rows)
        self._heads = ("Claim", *names, "Change")
        self.endResetModel()
        return sum(change.kind is not ChangeKind.SAME for _part, change in rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Text, tone and icon of a cell."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        part, change = self._rows[index.row()]
        same, column = change.kind is ChangeKind.SAME, Column(index.column())
        if role == Role.GROUND and not same:
            return Tone.WARNING
        if role == Role.TONE:
            return Tone.MUTED if same else Tone.WARNING if column is Column.CHANGE else Tone.PLAIN
        if role == Role.MONO:
            return column is not Column.CHANGE
        if role == Role.ICON:
            return _ICONS.get(change.kind, Icon.CHANGED) if column is Column.CHANGE and not same else None
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        match column:
            case Column.NAME:
                return f"{part}{change.name}"
            case Column.BEFORE:
                return _shown(change.before)
            case Column.AFTER:
                return _shown(change.after)
        return _WORDS.get(change.kind) or change.words or "changed"


def _shown(claim: Claim | None) -> str:
    return "" if claim is None else claim.text
