"""What each part of one token costs, the largest claim first."""

from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QObject, Qt

from workbench.core.text.units import percent
from workbench.core.token.size import DOTS, TokenSize
from workbench.ui.item_views.roles import Index, Role
from workbench.ui.item_views.table_model import TableModel
from workbench.ui.theme import Tone


class Column(IntEnum):
    """The columns."""

    PART = 0
    BYTES = 1
    SHARE = 2


# In the order of the columns.
_HEADS = ("Claim", "Bytes", "Of the token")


@dataclass(frozen=True, slots=True)
class _Part:
    """A row: a claim, or what every token has beside its claims."""

    name: str
    characters: int
    detail: str
    is_claim: bool = False


class ClaimCostsTableModel(TableModel):
    """Shows the parts of a `TokenSize`; together they are as long as the token."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(_HEADS, parent, figures=(Column.BYTES,))
        self._parts: tuple[_Part, ...] = ()
        self._whole = 1

    def rows(self) -> tuple[_Part, ...]:
        """See `TableModel.rows`."""
        return self._parts

    def show(self, size: TokenSize | None) -> None:
        """Show the parts of this token; None for none."""
        self.beginResetModel()
        self._parts = _parts(size) if size is not None else ()
        self._whole = size.token_bytes if size is not None else 1
        self.endResetModel()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Text, share and tone of a cell."""
        if not index.isValid() or index.row() >= len(self._parts):
            return None
        part, column = self._parts[index.row()], Column(index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                texts = {
                    Column.PART: part.name,
                    Column.BYTES: f"{part.characters:,}",
                    Column.SHARE: percent(part.characters, self._whole),
                }
                return texts[column]
            case Qt.ItemDataRole.ToolTipRole:
                return f"{part.name}: {part.detail}"
            case Role.MONO:
                return part.is_claim or column is not Column.PART
            case Role.TONE:
                return Tone.PLAIN if part.is_claim else Tone.MUTED
            case Role.SHARE if column is Column.SHARE:
                return part.characters / self._whole
            case Role.ICON_TONE if column is Column.SHARE:
                return Tone.ACCENT if part.is_claim else Tone.MUTED
        return super().data(index, role)


def _parts(size: TokenSize) -> tuple[_Part, ...]:
    if size.opaque:
        return (_Part("reference token", size.opaque, "random characters; what it stands for is not in it"),)
    claims = tuple(
        _Part(
            cost.name,
            cost.characters,
            f"{cost.json_bytes:,} bytes of JSON with name, colon and comma become {cost.characters:,} characters "
            "in base64url",
            is_claim=True,
        )
        for cost in size.biggest_first
    )
    return (
        *claims,
        _Part("signature", size.signature, "its length depends on the algorithm, in base64url"),
        _Part("JOSE header", size.header, "alg, typ and kid, in base64url"),
        _Part("braces and dots", size.braces + DOTS, "the payload's braces, and the dots between the segments"),
    )
