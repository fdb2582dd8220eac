"""How two tokens differ, one row a claim or header parameter."""

from enum import IntEnum

from PySide6.QtCore import QObject, Qt

from workbench.core.diff.members import Kind, Part, Row
from workbench.ui.icons import Icon
from workbench.ui.item_views.roles import Index, Role
from workbench.ui.item_views.table_model import TableModel
from workbench.ui.theme import Tone


class Column(IntEnum):
    """The columns."""

    NAME = 0
    BEFORE = 1
    AFTER = 2
    CHANGE = 3


_ICONS = {Kind.ADDED: Icon.ADD, Kind.REMOVED: Icon.REMOVE, Kind.MOVED: Icon.CHANGED}

# Qt lays out the whole text to find what fits; a claim may hold a mebibyte.
_MOST_CHARACTERS = 1_000


class TokenDiffModel(TableModel):
    """Shows the rows of a `TokenDiff`; the heads name the two tokens."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(("Claim", "", "", "What changed"), parent)
        self._rows: tuple[Row, ...] = ()
        self._names = ("", "")
        self._users = ("", "")

    def rows(self) -> tuple[Row, ...]:
        """See `TableModel.rows`."""
        return self._rows

    def show(self, rows: tuple[Row, ...], names: tuple[str, str], users: tuple[str, str] = ("", "")) -> None:
        """Show these rows, of tokens with these names, about these users; a user's name is shown beside ``sub``."""
        if names != self._names:
            self._names = names
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, Column.BEFORE, Column.AFTER)
        if (rows, users) != (self._rows, self._users):
            self.beginResetModel()
            self._rows, self._users = rows, users
            self.endResetModel()

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The heads of the columns."""
        if orientation is Qt.Orientation.Horizontal and section in (Column.BEFORE, Column.AFTER):
            name = self._names[section - Column.BEFORE]
            return name[:1].upper() + name[1:] if role == Qt.ItemDataRole.DisplayRole else None
        return super().headerData(section, orientation, role)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Text, tone and icon of a cell."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row, column = self._rows[index.row()], Column(index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(row, column)
            case Qt.ItemDataRole.ToolTipRole:
                return f"{row.kind}: {row.words}" if column is Column.CHANGE else self._text(row, column)
            case Qt.ItemDataRole.AccessibleTextRole if column is Column.NAME and row.part is Part.HEADER:
                return f"{row.name}, header parameter"
            case Role.NOTE if column is Column.NAME and row.part is Part.HEADER:
                return "header"
            case Role.MONO:
                return column is Column.NAME or (column is not Column.CHANGE and not _is_place(row, column))
            case Role.TONE:
                return _tone(row, column)
            case Role.ICON if column is Column.CHANGE:
                return _ICONS.get(row.kind, Icon.EDITED)
            case Role.SUBJECT:
                return row
        return None

    def _text(self, row: Row, column: Column) -> str:
        match column:
            case Column.NAME:
                return row.name
            case Column.BEFORE | Column.AFTER:
                text = _short(row.before if column is Column.BEFORE else row.after)
                user = self._users[column - Column.BEFORE]
                return f"{text} ({user})" if user and _is_sub(row, column) else text
        return row.words


def _short(text: str | None) -> str:
    if text is None:
        return "absent"
    return text if len(text) <= _MOST_CHARACTERS else text[:_MOST_CHARACTERS] + "…"


def _is_sub(row: Row, column: Column) -> bool:
    """Whether the cell shows who a token is about."""
    return row.part is Part.CLAIMS and row.name == "sub" and not _is_place(row, column)


def _is_place(row: Row, column: Column) -> bool:
    """Whether the cell describes a claim's position in words, or says that it is absent."""
    return row.kind is Kind.MOVED or (row.before if column is Column.BEFORE else row.after) is None


def _tone(row: Row, column: Column) -> Tone:
    if column is Column.CHANGE:
        return Tone.WARNING
    if column is Column.NAME:
        return Tone.PLAIN
    return Tone.MUTED if _is_place(row, column) else Tone.PLAIN
