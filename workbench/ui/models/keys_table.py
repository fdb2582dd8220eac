"""The keys of the ring, one row a key."""

import time
from collections.abc import Callable
from datetime import datetime
from enum import IntEnum

from PySide6.QtCore import QObject, Qt

from workbench.core.keys import KeyRole, SigningKey
from workbench.core.numeric_date import local_time
from workbench.ui.icons import Icon
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


# In the order of the columns.
_HEADS = ("Name", "Algorithm", "Key ID (kid)", "Created", "At the demo server")


class KeysTableModel(TableModel):
    """Shows what may be seen of the keys: never their private part."""

    def __init__(self, parent: QObject | None = None, now: Callable[[], float] = time.time) -> None:
        """Show no key yet; *now* is the demo server's clock, by which keys retire."""
        super().__init__(_HEADS, parent)
        self._now = now
        self._keys: tuple[SigningKey, ...] = ()

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
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return self._trust(key) if column is Column.TRUSTED else _text(key, column)
            case Role.MONO:
                return column in (Column.KID, Column.ALGORITHM)
            case Role.ICON if column is Column.TRUSTED:
                return Icon.KEY_TRUSTED if key.accepted_at(self._now()) else Icon.KEY_UNTRUSTED
            case Role.TONE if column is Column.TRUSTED:
                return self._trust_tone(key)
            case Role.TONE if column is Column.CREATED:
                return Tone.MUTED
            case Role.SUBJECT:
                return key
        return None

    def _trust(self, key: SigningKey) -> str:
        if key.role is KeyRole.ISSUER:
            return "trusted: the server's own key"
        if key.retires_at is None:
            return "trusted" if key.trusted else "not trusted"
        moment = local_time(key.retires_at, now=self._now())
        return f"trusted until {moment}" if key.accepted_at(self._now()) else f"retired at {moment}"

    def _trust_tone(self, key: SigningKey) -> Tone:
        if not key.accepted_at(self._now()):
            return Tone.MUTED
        return Tone.ALLOWED if key.retires_at is None else Tone.WARNING


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
    return ""
