"""What each design decides: designs down, requests across."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QObject, Qt

from workbench.ui.item_views.answer_cell import cell_data, short_name
from workbench.ui.item_views.roles import Index, Role
from workbench.ui.item_views.table_model import TableModel

if TYPE_CHECKING:
    from workbench.core.answers.matrix import Cell, Matrix
    from workbench.presenters.designs.decisions import DesignsPresenter

ALL_USERS = ""


class DesignsMatrixModel(TableModel):
    """Shows the matrix of a `DesignsPresenter` for one user or for all; the first column names the row.

    With all users, the designs are grouped by user: a row without a design names the user of those below it.
    """

    def __init__(self, designs: DesignsPresenter, parent: QObject | None = None) -> None:
        super().__init__(("Design",), parent)
        self._designs = designs
        self._matrix: Matrix | None = None
        self._user = ALL_USERS
        self._reference = ""
        self._only_differing = False
        self._rows: tuple[tuple[str, str], ...] = ()
        designs.matrix_changed.connect(self._on_matrix_changed)
        designs.expectations_changed.connect(self._touch)

    def rows(self) -> tuple[tuple[str, str], ...]:
        """Design and user of each row; the design is empty in the head of a group."""
        return self._rows

    def is_head(self, row: int) -> bool:
        """Whether this row names the user of the rows below it."""
        return 0 <= row < len(self._rows) and not self._rows[row][0]

    def show_user(self, user: str) -> None:
        """Show the rows of *user*, or of `ALL_USERS`."""
        self._user = user
        self._lay_out()

    def show_reference(self, design: str) -> None:
        """Mark the cells in which another design differs from this one."""
        self._reference = design
        self._lay_out()

    def show_only_differing(self, only: bool) -> None:
        """Leave out the rows whose cells are all as in the reference; its own row stays beside the others."""
        self._only_differing = only
        self._lay_out()

    def cells(self) -> tuple[Cell, ...]:
        """The cells shown."""
        return tuple(cell for design, user in self._rows for cell in self._cells_of(design, user))

    def differing(self) -> int:
        """How many of the cells shown differ from the reference."""
        return sum(self._differing_in(design, user) for design, user in self._rows)

    def next_difference(self, start: QModelIndex, step: int = 1) -> QModelIndex:
        """The next cell after *start* that differs from the reference, or before it with a *step* of -1.

        From an invalid index the search begins at the first cell, or at the last. It goes around once, and ends at
        *start* if no cell differs.
        """
        matrix = self._matrix
        if matrix is None or not self._rows:
            return self.index(-1, -1)
        width = len(matrix.requests)
        count = len(self._rows) * width
        begin = start.row() * width + max(start.column() - 1, 0) if start.isValid() else (-1 if step > 0 else count)
        for distance in range(1, count + 1):
            row, column = divmod((begin + distance * step) % count, width)
            design, user = self._rows[row]
            cell = matrix.cell(design, user, matrix.requests[column].id)
            if cell is not None and matrix.differs(cell, self._reference):
                return self.index(row, column + 1)
        return self.index(start.row(), start.column())

    def most_telling(self) -> QModelIndex:
        """The first cell that differs from the reference; the first of all if none does."""
        found = self.next_difference(self.index(-1, -1))
        first = next((row for row in range(len(self._rows)) if not self.is_head(row)), 0)
        return found if found.isValid() else self.index(first, 1)

    def _cells_of(self, design: str, user: str) -> list[Cell]:
        matrix = self._matrix
        if matrix is None:
            return []
        found = (matrix.cell(design, user, each.id) for each in matrix.requests)
        return [cell for cell in found if cell is not None]

    def _differing_in(self, design: str, user: str) -> int:
        matrix = self._matrix
        return (
            0 if matrix is None else sum(matrix.differs(cell, self._reference) for cell in self._cells_of(design, user))
        )

    def flags(self, index: Index) -> Qt.ItemFlag:
        """The head of a group cannot be selected."""
        return Qt.ItemFlag.ItemIsEnabled if self.is_head(index.row()) else super().flags(index)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The requests by name, and by method and path in the tool tip."""
        matrix = self._matrix
        if orientation is Qt.Orientation.Horizontal and section and matrix is not None:
            request = matrix.requests[section - 1]
            if role == Qt.ItemDataRole.ToolTipRole:
                return request.label
            return short_name(request) if role == Qt.ItemDataRole.DisplayRole else None
        return super().headerData(section, orientation, role)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Text, tone and icon of a cell."""
        matrix = self._matrix
        if not index.isValid() or matrix is None or index.row() >= len(self._rows):
            return None
        design, user = self._rows[index.row()]
        if index.column() == 0:
            return self._row_data(design, user, role)
        cell = matrix.cell(design, user, matrix.requests[index.column() - 1].id)
        return None if cell is None else self._cell_data(cell, matrix, role)

    def _row_data(self, design: str, user: str, role: int) -> object:
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return design or user
            case Role.STRONG:
                return design in ("", self._reference)
            case Role.NOTE if not design:
                count = sum(self._differing_in(each, user) for each, of in self._rows if of == user)
                return f"{count} differ" if count else "no differences"
            case Role.WORDS if not self._user and design:
                return f"{design} · {user}"  # a copied row is read without the group around it
        return None

    def _cell_data(self, cell: Cell, matrix: Matrix, role: int) -> object:
        unlike = "differs from the reference" if matrix.differs(cell, self._reference) else ""
        return cell_data(cell, self._designs.expectations.status_of(cell), role, unlike=unlike)

    def _on_matrix_changed(self, matrix: Matrix | None) -> None:
        self._matrix = matrix
        self._lay_out()

    def _lay_out(self) -> None:
        matrix = self._matrix
        self.beginResetModel()
        if matrix is None:
            self._rows, self._heads = (), ("Design",)
        elif self._user:
            self._rows = self._rows_of(self._user, matrix)
        else:
            groups = ((user, self._rows_of(user, matrix)) for user in matrix.users)
            self._rows = tuple(row for user, rows in groups if rows for row in (("", user), *rows))
        if matrix is not None:
            self._heads = ("Design", *(short_name(each) for each in matrix.requests))
        self.endResetModel()

    def _rows_of(self, user: str, matrix: Matrix) -> tuple[tuple[str, str], ...]:
        if not self._only_differing:
            return tuple((design, user) for design in matrix.designs)
        differing = {design for design in matrix.designs if self._differing_in(design, user)}
        kept = differing | {self._reference} if differing else set()
        return tuple((design, user) for design in matrix.designs if design in kept)

    def _touch(self) -> None:
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(self._heads) - 1))
