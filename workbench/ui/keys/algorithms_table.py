"""The kinds of keys, one row each: what is kept, what the signature costs, and what it makes of the token in hand."""

from collections.abc import Mapping
from enum import IntEnum

from PySide6.QtCore import QObject, Qt

from workbench.core.keys.algorithms import KINDS, RSA_BITS, KeyKind
from workbench.core.token.header_limits import HeaderLimit, in_words, named, refusal_details, refusing, servers
from workbench.core.token.signature_length import base64url_length
from workbench.ui.header_limits import size_tone
from workbench.ui.icons import Icon
from workbench.ui.item_views.roles import Index, Role
from workbench.ui.item_views.table_model import TableModel
from workbench.ui.theme import Tone


class Column(IntEnum):
    """The columns."""

    ALGORITHM = 0
    FAMILY = 1
    KEPT = 2
    OCTETS = 3
    CHARACTERS = 4
    TOKEN = 5
    REFUSED_BY = 6


# In the order of the columns.
_HEADS = (
    "Algorithm",
    "Family",
    "Private key kept",
    "Signature bytes",
    "Characters",
    "This token",
    "Refused by",
)
_TIPS = {
    Column.KEPT: "What the keyring holds of a new key",
    Column.OCTETS: "Length of a signature; with RSA that of a key of the length chosen above",
    Column.CHARACTERS: "What the signature takes up in the token: base64url characters",
    Column.TOKEN: "Bytes of the token on the bench, once it is signed with a new key of this algorithm",
    Column.REFUSED_BY: "Servers that refuse a header with that token in their default configuration",
}
_FIGURES = (Column.OCTETS, Column.CHARACTERS, Column.TOKEN)


class AlgorithmsTableModel(TableModel):
    """Shows every kind of key that can be made.

    Attributes:
        rsa_bits: length of the RSA keys that are shown.
    """

    def __init__(self, limits: tuple[HeaderLimit, ...], parent: QObject | None = None) -> None:
        super().__init__(_HEADS, parent, tips=_TIPS, figures=_FIGURES)
        self._limits = limits
        self._kinds = KINDS
        self._token_bytes: Mapping[str, int] = {}
        self.rsa_bits = RSA_BITS

    def rows(self) -> tuple[KeyKind, ...]:
        """See `TableModel.rows`."""
        return self._kinds

    def show_rsa_bits(self, bits: int) -> None:
        """Show what RSA keys of this length cost."""
        self.rsa_bits = bits
        self._kinds = tuple(kind.with_rsa_bits(bits) for kind in KINDS)
        self.dataChanged.emit(self.index(0, 0), self.index(len(KINDS) - 1, Column.REFUSED_BY))

    def show_token(self, token_bytes: Mapping[str, int]) -> None:
        """Show what the token in hand would have, by name of the kind; nothing if there is none."""
        if token_bytes == self._token_bytes:
            return
        self._token_bytes = token_bytes
        self.dataChanged.emit(self.index(0, Column.TOKEN), self.index(len(KINDS) - 1, Column.REFUSED_BY))

    def row_of(self, name: str) -> int | None:
        """The row of the kind *name*."""
        return next((row for row, kind in enumerate(KINDS) if kind.name == name), None)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Text, tone and icon of a cell."""
        if not index.isValid() or index.row() >= len(KINDS):
            return None
        kind, column = self._kinds[index.row()], Column(index.column())
        token_bytes = self._token_bytes.get(kind.name)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(kind, column, token_bytes)
            case Qt.ItemDataRole.ToolTipRole:
                return self._details(kind, column, token_bytes)
            case Role.MONO:
                return column is Column.ALGORITHM or column in _FIGURES
            case Role.ICON if column is Column.REFUSED_BY and token_bytes is not None:
                return Icon.REFUSED if servers(refusing(self._limits, token_bytes)) else Icon.ALLOWED
            case Role.TONE:
                return _tone(column, token_bytes)
            case Role.SUBJECT:
                return kind
        return super().data(index, role)

    def _text(self, kind: KeyKind, column: Column, token_bytes: int | None) -> str:
        match column:
            case Column.ALGORITHM:
                return kind.label
            case Column.FAMILY:
                return kind.family.value
            case Column.KEPT:
                return kind.private_part
            case Column.OCTETS:
                return f"{kind.signature_octets:,}"
            case Column.CHARACTERS:
                return f"{base64url_length(kind.signature_octets):,}"
            case Column.TOKEN:
                return "–" if token_bytes is None else f"{token_bytes:,} B"
            case _:
                if token_bytes is None:
                    return "–"
                return named(servers(refusing(self._limits, token_bytes))) or "no server"

    def _details(self, kind: KeyKind, column: Column, token_bytes: int | None) -> str:
        if column in (Column.TOKEN, Column.REFUSED_BY):
            if token_bytes is None:
                return "Log in or paste a token on the bench to see what it would weigh."
            return f"{in_words(self._limits, token_bytes)}\n\n{refusal_details(self._limits, token_bytes)}"
        return f"{kind.label}: {kind.description}"


def _tone(column: Column, token_bytes: int | None) -> Tone | None:
    if column is Column.REFUSED_BY and token_bytes is not None:
        return size_tone(token_bytes)
    quiet = column in (Column.FAMILY, Column.KEPT) or (
        column in (Column.TOKEN, Column.REFUSED_BY) and token_bytes is None
    )
    return Tone.MUTED if quiet else None
