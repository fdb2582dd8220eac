"""The parameters of the header and their meanings, one row each."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from workbench.core.text.invisible import escaped
from workbench.ui.icons import Icon
from workbench.ui.item_views.roles import Index, Role
from workbench.ui.item_views.table_model import TableModel
from workbench.ui.theme import Tone

if TYPE_CHECKING:
    from workbench.core.claims.claim import Claim
    from workbench.core.claims.claim_set import ClaimSet
    from workbench.core.claims.registry import ClaimMeaning


class Column(IntEnum):
    """The columns."""

    NAME = 0
    MEANING = 1


class HeaderTableModel(TableModel):
    """Explains the members of a JOSE header (RFC 7515 section 4), and the media type that ``typ`` names."""

    def __init__(self, registry: Mapping[str, ClaimMeaning], parent: QObject | None = None) -> None:
        super().__init__(("Parameter", "Meaning"), parent)
        self._registry = registry
        # RFC 7515 section 4.1.9: case-insensitive, and "application/" may be left out.
        self._media_types = {
            name.removeprefix("typ=").lower(): meaning for name, meaning in registry.items() if name.startswith("typ=")
        }
        self._members: tuple[Claim, ...] = ()

    def rows(self) -> tuple[Claim, ...]:
        """See `TableModel.rows`."""
        return self._members

    def show(self, members: ClaimSet | None) -> None:
        """Show these parameters; None for an unreadable header."""
        shown = tuple(members or ())
        if shown == self._members:
            return
        if len(shown) == len(self._members):  # a keystroke changes one of them: the others need not be painted
            before, self._members = self._members, shown
            for row, (old, new) in enumerate(zip(before, shown, strict=True)):
                if old != new:
                    self.dataChanged.emit(self.index(row, 0), self.index(row, len(Column) - 1))
            return
        self.beginResetModel()
        self._members = shown
        self.endResetModel()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Text, tone and icon of a cell."""
        if not index.isValid():
            return None
        member = self._members[index.row()]
        in_name = index.column() == Column.NAME
        known = self._registry.get(member.name)
        fault = "" if known is None else known.type_fault(member.value)
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return escaped(member.name) if in_name else self._meaning(member, known, fault)
            case Role.SUBJECT:
                return member
            case Role.MONO:
                return in_name
            case Role.TONE:
                return Tone.PLAIN if in_name else Tone.REFUSED if fault else Tone.MUTED
            case Role.ICON if fault and not in_name:
                return Icon.WARNING
        return None

    def _meaning(self, member: Claim, known: ClaimMeaning | None, fault: str) -> str:
        if known is None:
            return "not a registered parameter: verifiers ignore unknown ones unless crit names them"
        described = f"{known.purpose} ({known.reference})"
        if fault:
            return f"{fault}: {described}"
        named = None
        if member.name == "typ" and isinstance(member.value, str):
            named = self._media_types.get(member.value.lower().removeprefix("application/"))
        return f"{named.purpose} ({named.reference})" if named is not None else described
