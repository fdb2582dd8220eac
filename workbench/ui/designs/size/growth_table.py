"""The figures of the chart of growth as a table."""

from PySide6.QtCore import QObject, Qt

from workbench.core.designs.growth import Growing, Growth, GrowthCurve
from workbench.core.token.header_limits import HeaderLimit, named, refusal_details, refusing, servers
from workbench.ui.header_limits import size_tone
from workbench.ui.icons import Icon
from workbench.ui.item_views.roles import ROOT, Index, Role
from workbench.ui.item_views.table_model import TableModel
from workbench.ui.theme import Tone

_HEADS = {Growing.RECORDS: "Records", Growing.ROLES: "Roles held", Growing.GROUPS: "Groups held"}
_EMPTY: tuple[int, ...] = ()


class GrowthTableModel(TableModel):
    """Shows a `Growth`: one row a measured point, one column a design, those whose tokens grow most first.

    There are more designs than fit beside each other, and most tokens do not grow at all.
    """

    def __init__(self, limits: tuple[HeaderLimit, ...], parent: QObject | None = None) -> None:
        super().__init__((), parent)
        self._limits = limits
        self._growth: Growth | None = None
        self._curves: tuple[GrowthCurve, ...] = ()

    def rows(self) -> tuple[int, ...]:
        """The counts."""
        return self._growth.counts if self._growth is not None else _EMPTY

    def columnCount(self, parent: Index = ROOT) -> int:
        """One column for the count, and one a design."""
        return 0 if parent.isValid() or self._growth is None else 1 + len(self._curves)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What is counted, and the designs."""
        if self._growth is None or orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return self._curves[section - 1].design if section else _HEADS[self._growth.growing]

    def show(self, growth: Growth | None) -> None:
        """Show these figures instead."""
        self.beginResetModel()
        self._growth = growth
        curves = growth.curves if growth is not None else ()
        self._curves = tuple(sorted(curves, key=_growth_of, reverse=True))
        self.endResetModel()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Text, tone and icon of a cell."""
        if self._growth is None or not index.isValid() or index.row() >= len(self._growth.counts):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Role.MONO:
            return True
        if not index.column():
            return f"{self._growth.counts[index.row()]:,}" if role == Qt.ItemDataRole.DisplayRole else None
        token_bytes = self._curves[index.column() - 1].token_bytes[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return f"{token_bytes:,}"
            case Qt.ItemDataRole.ToolTipRole:
                return refusal_details(self._limits, token_bytes)
            case Role.TONE:
                tone = size_tone(token_bytes)
                return Tone.PLAIN if tone is Tone.ALLOWED else tone
            case Role.WORDS if servers(refusing(self._limits, token_bytes)):
                return f"{token_bytes:,}, refused by {named(servers(refusing(self._limits, token_bytes)))}"
            case Role.ICON if servers(refusing(self._limits, token_bytes)):
                return Icon.REFUSED
        return None


def _growth_of(curve: GrowthCurve) -> int:
    """The bytes by which the token grows from the least count to the most."""
    return curve.token_bytes[-1] - curve.token_bytes[0] if curve.token_bytes else 0
