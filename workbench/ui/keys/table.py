"""The keys of the ring, one row a key."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QObject, Qt, Signal

from workbench.core.keys.details import NO_FINGERPRINT, KeySize, fingerprint, key_size
from workbench.core.keys.signing_key import KeyRole, SigningKey
from workbench.core.text.numeric_date import local_time
from workbench.ui.item_views.key_findings import counted_words, look_of, summary, worst_words
from workbench.ui.item_views.roles import Index, Role
from workbench.ui.item_views.table_model import TableModel
from workbench.ui.theme import Tone

if TYPE_CHECKING:
    from workbench.core.lint.keys import KeyFinding
    from workbench.presenters.keys.findings import ByKid


class Column(IntEnum):
    """The columns."""

    NAME = 0
    ALGORITHM = 1
    SIZE = 2
    KID = 3
    TRUSTED = 4
    CREATED = 5
    LAST_USED = 6
    FINGERPRINT = 7


# What a finding changes of the name of its key.
_MARKED = (
    Role.ICON,
    Role.ICON_TONE,
    Role.NOTE,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
)

# In the order of the columns.
_HEADS = ("Name", "Algorithm", "Size", "Key ID (kid)", "Demo server", "Created", "Last used", "Fingerprint")
_TIPS = {
    Column.SIZE: "Length of the modulus, of the curve's field, of the secret, or of a post-quantum public key",
    Column.KID: "The id in the header of every token that the key signs",
    Column.TRUSTED: "Whether the demo server accepts what the key signed. Space changes it for the selected key.",
    Column.LAST_USED: "When the key signed a token on the bench last; what the demo server issues is not counted",
    Column.FINGERPRINT: "Thumbprint of the public key (RFC 7638, SHA-256)",
}
_SINGLY = 20
"""Rows that come and go one by one, so that selection and scroll bar stay; of more the whole table is another."""


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A key with what follows from its material, which is worked out once and not each time the row is painted.

    Attributes:
        key: the key.
        size: how long it is.
        fingerprint: its thumbprint; empty if it has none.
    """

    key: SigningKey
    size: KeySize
    fingerprint: str

    @property
    def sought(self) -> str:
        """What a filter looks through, in small letters."""
        parts = (self.key.name, self.key.kid, _algorithm(self.key), self.fingerprint)
        return "\n".join(parts).casefold()


class KeysTableModel(TableModel):
    """Shows what may be seen of the keys: never their private part.

    Signals:
        trust_wanted(str, bool): the demo server is to accept the key of this ``kid``, or not.
        name_typed(str, str): the key of this ``kid`` is to be called so.
    """

    trust_wanted = Signal(str, bool)
    name_typed = Signal(str, str)

    def __init__(self, parent: QObject | None = None, now: Callable[[], float] = time.time) -> None:
        """Show no key yet; *now* is the demo server's clock, by which keys retire."""
        super().__init__(_HEADS, parent, tips=_TIPS)
        self._now = now
        self._rows: list[KeyRow] = []
        self._findings: ByKid = {}

    def show_findings(self, findings: ByKid) -> None:
        """Mark the keys with findings."""
        self._findings = findings
        if self._rows:
            self.dataChanged.emit(self.index(0, Column.NAME), self.index(len(self._rows) - 1, Column.NAME))

    def show(self, keys: Sequence[SigningKey]) -> None:
        """Show these instead; rows of keys that stay are left alone, and so are selection and an open editor."""
        known = {row.key.kid: row for row in self._rows}
        rows = [_row(key, known.get(key.kid)) for key in keys]
        wanted = {key.kid for key in keys}
        gone = [place for place, row in enumerate(self._rows) if row.key.kid not in wanted]
        fresh = [place for place, row in enumerate(rows) if row.key.kid not in known]
        stay = [row.key.kid for row in self._rows if row.key.kid in wanted]
        if len(gone) + len(fresh) > _SINGLY or stay != [row.key.kid for row in rows if row.key.kid in known]:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()
            return
        for place in reversed(gone):
            self.beginRemoveRows(QModelIndex(), place, place)
            del self._rows[place]
            self.endRemoveRows()
        for place in fresh:
            self.beginInsertRows(QModelIndex(), place, place)
            self._rows.insert(place, rows[place])
            self.endInsertRows()
        for place, row in enumerate(rows):
            if row is not self._rows[place] and row.key != self._rows[place].key:
                self._rows[place] = row
                self.dataChanged.emit(self.index(place, 0), self.index(place, len(Column) - 1))

    def row_of(self, kid: str) -> int | None:
        """The row of the key *kid*."""
        return next((place for place, row in enumerate(self._rows) if row.key.kid == kid), None)

    def rows(self) -> Sequence[KeyRow]:
        """See `TableModel.rows`."""
        return self._rows

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Names can be edited; trust can be changed, except that of the server's own key."""
        flags = super().flags(index)
        if index.column() == Column.NAME:
            return flags | Qt.ItemFlag.ItemIsEditable
        if index.column() == Column.TRUSTED and self._rows[index.row()].key.role is not KeyRole.ISSUER:
            return flags | Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Pass on what the user wants of a key; the row changes when it is so."""
        kid = self._rows[index.row()].key.kid
        if role == Qt.ItemDataRole.EditRole and index.column() == Column.NAME:
            self.name_typed.emit(kid, str(value))
            return True
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == Column.TRUSTED:
            self.trust_wanted.emit(kid, Qt.CheckState(value) is Qt.CheckState.Checked)
            return True
        return False

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Text, tone and icon of a cell."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row, column = self._rows[index.row()], Column(index.column())
        found = self._findings.get(row.key.kid, ()) if column is Column.NAME else ()
        if found and role in _MARKED:
            return _mark(row.key, found, role)
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                return _text(row, column, self._now())
            case Qt.ItemDataRole.ToolTipRole:
                return _tool_tip(row, column, self._now())
            case Qt.ItemDataRole.CheckStateRole if column is Column.TRUSTED:
                return Qt.CheckState.Checked if row.key.accepted_at(self._now()) else Qt.CheckState.Unchecked
            case Role.MONO:
                return column in (Column.KID, Column.FINGERPRINT, Column.ALGORITHM)
            case Role.TONE:
                return _tone(row, column, self._now())
            case Role.ORDER:
                return _order(row, column, self._now())
            case Role.SUBJECT:
                return row.key
        return None


def _row(key: SigningKey, known: KeyRow | None) -> KeyRow:
    if known is not None and known.key is key:
        return known
    if known is not None and known.key.jwk_private == key.jwk_private:
        return KeyRow(key, known.size, known.fingerprint)
    return KeyRow(key, key_size(key), fingerprint(key))


def moment_text(seconds: int | None) -> str:
    """A moment to the minute in local time; ``never`` if there was none."""
    moment = _moment(seconds)
    return _no_moment(seconds) if moment is None else f"{moment:%Y-%m-%d %H:%M}"


def _day_text(seconds: int | None) -> str:
    """The same in a narrow column: the day, or the time if that is today."""
    moment = _moment(seconds)
    if moment is None:
        return _no_moment(seconds)
    today = moment.date() == datetime.now().astimezone().date()
    return f"{moment:%H:%M} today" if today else f"{moment:%Y-%m-%d}"


def _moment(seconds: int | None) -> datetime | None:
    try:
        return None if seconds is None else datetime.fromtimestamp(seconds).astimezone()
    except (OverflowError, OSError, ValueError):  # a keyring that was edited by hand
        return None


def _no_moment(seconds: int | None) -> str:
    return "never" if seconds is None else "no time"


def _algorithm(key: SigningKey) -> str:
    return key.algorithm if key.kind is None else key.kind.label


def _mark(key: SigningKey, found: tuple[KeyFinding, ...], role: int) -> object:
    """How the name of a key with findings looks: icon, words, and the findings as a tool tip."""
    look = look_of(found)
    match role:
        case Role.NOTE:
            return worst_words(found)
        case Qt.ItemDataRole.ToolTipRole:
            return f"{key.name}\n{summary(found)}"
        case Qt.ItemDataRole.AccessibleTextRole:
            return f"{key.name}: {counted_words(found)}"
    return None if look is None else look[role == Role.ICON_TONE]


def _text(row: KeyRow, column: Column, now: float) -> str:
    key = row.key
    match column:
        case Column.NAME:
            return key.name
        case Column.ALGORITHM:
            return _algorithm(key)
        case Column.SIZE:
            return row.size.text
        case Column.KID:
            return key.kid
        case Column.CREATED:
            return _day_text(key.created)
        case Column.LAST_USED:
            return _day_text(key.last_used)
        case Column.FINGERPRINT:
            return row.fingerprint or "none"
        case Column.TRUSTED:
            return _trust_words(key, now)


def _trust_words(key: SigningKey, now: float) -> str:
    if key.role is KeyRole.ISSUER:
        return "server's own key"
    if key.retires_at is None:
        return "trusted" if key.trusted else "not trusted"
    moment = local_time(key.retires_at, now=now)
    return f"trusted until {moment}" if key.accepted_at(now) else f"retired at {moment}"


def _trust_tone(key: SigningKey, now: float) -> Tone:
    if not key.accepted_at(now):
        return Tone.MUTED
    return Tone.ALLOWED if key.retires_at is None else Tone.WARNING


def _tool_tip(row: KeyRow, column: Column, now: float) -> str:
    match column:
        case Column.SIZE:
            return f"{row.size.text}. {row.size.meaning}"
        case Column.TRUSTED if row.key.role is KeyRole.ISSUER:
            return "The demo server signs with this key itself: it is always trusted, and stays."
        case Column.CREATED:
            return moment_text(row.key.created)
        case Column.LAST_USED:
            return moment_text(row.key.last_used)
        case Column.FINGERPRINT if not row.fingerprint:
            return NO_FINGERPRINT if row.key.is_secret else row.size.meaning
    return _text(row, column, now)


def _tone(row: KeyRow, column: Column, now: float) -> Tone | None:
    match column:
        case Column.TRUSTED:
            return _trust_tone(row.key, now)
        case Column.CREATED:
            return Tone.MUTED
        case Column.LAST_USED if row.key.last_used is None:
            return Tone.MUTED
        case Column.FINGERPRINT:
            return Tone.MUTED
    return None


def _order(row: KeyRow, column: Column, now: float) -> object:
    match column:
        case Column.SIZE:
            return row.size.bits
        case Column.CREATED:
            return row.key.created
        case Column.LAST_USED:
            return row.key.last_used or 0
        case Column.TRUSTED:
            return (row.key.role is KeyRole.ISSUER) + row.key.accepted_at(now)
    return _text(row, column, now).casefold()
