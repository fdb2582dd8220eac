"""What each design decides: designs down, requests across."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from workbench.ui.item_views.answer_cell import cell_data, short_name
from workbench.ui.item_views.roles import Index, Role
from workbench.ui.item_views.table_model import TableModel

if TYPE_CHECKING:
    from workbench.core.answers.matrix import Cell, Matrix
    from workbench.presenters.designs.decisions import DesignsPresenter

ALL_USERS = ""


class DesignsMatrixModel(TableModel):
    """Shows the matrix of a `DesignsPresenter` for one user or for all; the first column names the row."""

    def __init__(self, designs: DesignsPresenter, parent: QObject | None = None) -> None:
        super().__init__(("Design",), parent)
        self._designs = designs
        self._matrix: Matrix | None = None
        self._user = ALL_USERS
        self._reference = ""
        self._rows: tuple[tuple[str, str], ...] = ()
        designs.matrix_changed.connect(self._on_matrix_changed)
        designs.expectations_changed.connect(self._touch)

    def rows(self) -> tuple[tuple[str, str], ...]:
        """Design and user of each row."""
        return self._rows

    def show_user(self, user: str) -> None:
        """Show the rows of *user*, or of `ALL_USERS`."""
        self._user = user
        self._lay_out()

    def show_reference(self, design: str) -> None:
        """Mark the cells in which another design differs from this one."""
        self._reference = design
        self._touch()

    def cells(self) -> tuple[Cell, ...]:
        """The cells shown."""
        matrix = self._matrix
        if matrix is None:
            return ()
        found = (matrix.cell(design, user, each.id) for design, user in self._rows for each in matrix.requests)
        return tuple(cell for cell in found if cell is not None)

    def differing(self) -> int:
        """How many of the cells shown differ from the reference."""
        matrix = self._matrix
        return 0 if matrix is None else sum(matrix.differs(cell, self._reference) for cell in self.cells())

    def most_telling(self) -> Index:
        """The first cell that differs from the reference; the first of all if none does."""
        matrix = self._matrix
        if matrix is None:
            return self.index(0, 1)
        for row, (design, user) in enumerate(self._rows):
            for column, request in enumerate(matrix.requests, 1):
                cell = matrix.cell(design, user, request.id)
                if cell is not None and matrix.differs(cell, self._reference):
                    return self.index(row, column)
        return self.index(0, 1)

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
                return design if self._user else f"{design} · {user}"
            case Role.STRONG:
                return design == self._reference
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
        else:
            users: Sequence[str] = (self._user,) if self._user else matrix.users
            self._rows = tuple((design, user) for design in matrix.designs for user in users)
            self._heads = ("Design", *(short_name(each) for each in matrix.requests))
        self.endResetModel()

    def _touch(self) -> None:
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(self._heads) - 1))
