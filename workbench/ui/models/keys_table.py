"""The keys of the ring, one row a key."""

from datetime import datetime
from enum import IntEnum

from PySide6.QtCore import QObject, Qt

from workbench.core.key_findings import KeyFinding
from workbench.core.keys import KeyRole, SigningKey
from workbench.presenters.key_findings import ByKid
from workbench.ui.icons import Icon
from workbench.ui.models.key_findings_list import counted_words, look_of, told, worst_words
from workbench.ui.models.roles import Index, Role
from workbench.ui.models.table_model import TableModel
from workbench.ui.theme import Tone


class Column(IntEnum):
    """The columns."""

    NAME = 0
    ALGORITHM = 1
    KID = 2
    CREATED = 3
    TRUSTED = 4


# What a finding changes of the name of its key.
_MARKED = (
    Role.ICON,
    Role.ICON_TONE,
    Role.NOTE,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
)

# In the order of the columns.
_HEADS = ("Name", "Algorithm", "Key ID (kid)", "Created", "At the demo server")


class KeysTableModel(TableModel):
    """Shows what may be seen of the keys: never their private part."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(_HEADS, parent)
        self._keys: tuple[SigningKey, ...] = ()
        self._findings: ByKid = {}

    def show_findings(self, findings: ByKid) -> None:
        """Mark the keys that there is something to remark on."""
        self._findings = findings
        if self._keys:
            self.dataChanged.emit(self.index(0, Column.NAME), self.index(len(self._keys) - 1, Column.NAME))

    def show(self, keys: tuple[SigningKey, ...]) -> None:
        """Show these instead; where the same keys stand in the same order, the selection stays."""
        if [key.kid for key in keys] == [key.kid for key in self._keys]:
            self._keys = keys
            if keys:
                self.dataChanged.emit(self.index(0, 0), self.index(len(keys) - 1, len(Column) - 1))
            return
        self.beginResetModel()
        self._keys = keys
        self.endResetModel()

    def row_of(self, kid: str) -> int | None:
        """The row of the key *kid*."""
        return next((row for row, key in enumerate(self._keys) if key.kid == kid), None)

    def rows(self) -> tuple[SigningKey, ...]:
        """See `TableModel.rows`."""
        return self._keys

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Text, tone and icon of a cell."""
        if not index.isValid() or index.row() >= len(self._keys):
            return None
        key, column = self._keys[index.row()], Column(index.column())
        found = self._findings.get(key.kid, ()) if column is Column.NAME else ()
        if found and role in _MARKED:
            return _mark(key, found, role)
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return _text(key, column)
            case Role.MONO:
                return column in (Column.KID, Column.ALGORITHM)
            case Role.ICON if column is Column.TRUSTED:
                return Icon.KEY_TRUSTED if key.trusted else Icon.KEY_UNTRUSTED
            case Role.TONE if column is Column.TRUSTED:
                return Tone.ALLOWED if key.trusted else Tone.MUTED
            case Role.TONE if column is Column.CREATED:
                return Tone.MUTED
            case Role.SUBJECT:
                return key
        return None


def _mark(key: SigningKey, found: tuple[KeyFinding, ...], role: int) -> object:
    """How the name of a key looks that there is something to remark on: icon, words, and what it is as a tool tip."""
    look = look_of(found)
    match role:
        case Role.NOTE:
            return worst_words(found)
        case Qt.ItemDataRole.ToolTipRole:
            return f"{key.name}\n{told(found)}"
        case Qt.ItemDataRole.AccessibleTextRole:
            return f"{key.name}: {counted_words(found)}"
    return None if look is None else look[role == Role.ICON_TONE]


def _text(key: SigningKey, column: Column) -> str:
    match column:
        case Column.NAME:
            return key.name
        case Column.ALGORITHM:
            return key.algorithm if key.kind is None else key.kind.label
        case Column.KID:
            return key.kid
        case Column.CREATED:
            return f"{datetime.fromtimestamp(key.created).astimezone():%Y-%m-%d %H:%M}"
        case Column.TRUSTED:
            if key.role is KeyRole.ISSUER:
                return "trusted: the server's own key"
            return "trusted" if key.trusted else "not trusted"
