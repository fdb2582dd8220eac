"""What each design costs: bytes, look-ups, microseconds."""

from enum import IntEnum

from PySide6.QtCore import QObject, Qt

from workbench.core.matrix import Costs, Matrix
from workbench.ui.models.roles import Index, Role
from workbench.ui.models.table_model import TableModel
from workbench.ui.theme import Tone


class Column(IntEnum):
    """The columns."""

    DESIGN = 0
    BYTES = 1
    LOOKUPS = 2
    MEDIAN = 3


# In the order of the columns.
_HEADS = ("Design", "Token bytes", "Look-ups", "Median µs")


class CostsTableModel(TableModel):
    """Shows what the requests of one user, or the dearest of all users, cost under each design."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(_HEADS, parent)
        self._costs: tuple[tuple[str, Costs | None], ...] = ()

    def rows(self) -> tuple[tuple[str, Costs | None], ...]:
        """Each design with its costs; None where nobody could log in."""
        return self._costs

    def show(self, matrix: Matrix, user: str) -> None:
        """Show the costs of *user*; of everybody if it is empty."""
        self.beginResetModel()
        if user:
            self._costs = tuple((design, matrix.costs(design, user)) for design in matrix.designs)
        else:
            self._costs = tuple(
                (design, Costs.of(cell for cell in matrix.cells if cell.design == design)) for design in matrix.designs
            )
        self.endResetModel()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Text and tone of a cell."""
        if not index.isValid() or index.row() >= len(self._costs):
            return None
        (design, costs), column = self._costs[index.row()], Column(index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return design if column is Column.DESIGN else _figure(costs, column)
            case Qt.ItemDataRole.TextAlignmentRole if column is not Column.DESIGN:
                return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            case Role.MONO:
                return column is not Column.DESIGN
            case Role.TONE if costs is None:
                return Tone.MUTED
        return None


def _figure(costs: Costs | None, column: Column) -> str:
    if costs is None:
        return "–"
    match column:
        case Column.BYTES:
            return f"{costs.token_bytes:,}"
        case _ if not costs.requests:  # answered 431: the token is over the limit, and nothing was decided
            return "–"
        case Column.LOOKUPS:
            return str(costs.lookups)
        case _:
            return f"{costs.median_us:,.0f}"
