"""The variants, one a row: how each differs from the token that was issued, and what each request is answered."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, Qt

from workbench.core.claim_edits import described
from workbench.core.claims import ClaimSet
from workbench.core.matrix import Cell, Matrix
from workbench.core.request import Request
from workbench.core.token import read
from workbench.core.variant import Variant
from workbench.presenters.editor import EditorPresenter, EditorState
from workbench.presenters.variants import VariantsPresenter
from workbench.ui.models.matrix_cell import cell_data, short_name
from workbench.ui.models.roles import Index, Role
from workbench.ui.models.table_model import TableModel
from workbench.ui.theme import Tone

NAME = 0
"""The column of the names; behind it one for each request, and last how the variant differs."""

_NAME_HEAD, _DIFFERENCE_HEAD = "Variant", "Against issued"


class VariantsTableModel(TableModel):
    """Shows the variants of a `VariantsPresenter` with their newest answers; a name can be edited."""

    def __init__(self, variants: VariantsPresenter, editor: EditorPresenter, parent: QObject | None = None) -> None:
        super().__init__((_NAME_HEAD, _DIFFERENCE_HEAD), parent)
        self._variants = variants
        self._rows: tuple[Variant, ...] = ()
        self._claims: Mapping[str, ClaimSet | None] = {}
        self._baseline: ClaimSet | None = None
        self._matrix: Matrix | None = None
        variants.variants_changed.connect(self._lay_out)
        variants.matrix_changed.connect(self._lay_out)
        variants.expectations_changed.connect(self._touch)
        editor.state_changed.connect(self._on_state_changed)
        self._on_state_changed(editor.state)
        self._lay_out()

    def rows(self) -> tuple[Variant, ...]:
        """The variants."""
        return self._rows

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Names can be edited."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.isValid() and index.column() == NAME else flags

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Call the variant otherwise."""
        if role != Qt.ItemDataRole.EditRole or index.column() != NAME:
            return False
        return self._variants.rename(self._rows[index.row()].name, str(value))

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The requests by name, and by method and path in the tool tip."""
        request = self._request(section) if orientation is Qt.Orientation.Horizontal else None
        if request is not None and role == Qt.ItemDataRole.ToolTipRole:
            return request.label
        return super().headerData(section, orientation, role)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Text, tone and icon of a cell."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        variant = self._rows[index.row()]
        if index.column() == NAME:
            known = role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole, Qt.ItemDataRole.ToolTipRole)
            return variant.name if known else variant if role == Role.SUBJECT else None
        if index.column() == len(self._heads) - 1:
            if role == Role.TONE:
                return Tone.MUTED
            shown = role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
            return self._difference(variant) if shown else None
        cell = self._cell(variant, index.column())
        if cell is None or role == Role.NOTE:  # the table is narrow; the tool tip has the word
            return None
        return cell_data(cell, role, wanted=self._variants.expectations.status_of(cell))

    def _cell(self, variant: Variant, column: int) -> Cell | None:
        request = self._request(column)
        if self._matrix is None or request is None:
            return None
        return self._matrix.cell(self._matrix.designs[0], variant.name, request.id)

    def _request(self, column: int) -> Request | None:
        if self._matrix is None or not NAME < column < len(self._heads) - 1:
            return None
        return self._matrix.requests[column - 1]

    def _difference(self, variant: Variant) -> str:
        claims = self._claims[variant.compact]
        if claims is None:
            return "not readable"
        if self._baseline is None:
            return ""
        return described(self._baseline, claims) or "the same claims"

    def _on_state_changed(self, state: EditorState) -> None:
        baseline = state.baseline.claims if state.baseline is not None else None
        if baseline is not self._baseline:
            self._baseline = baseline
            self._touch()

    def _lay_out(self) -> None:
        rows, matrix, known = tuple(self._variants.variants), self._variants.matrix, self._claims
        requests = matrix.requests if matrix is not None else ()
        heads = (_NAME_HEAD, *map(short_name, requests), _DIFFERENCE_HEAD)
        same_shape = len(rows) == len(self._rows) and heads == self._heads
        if not same_shape:  # a reset would close the editor of a name, and take the selection
            self.beginResetModel()
        self._rows, self._matrix, self._heads = rows, matrix, heads
        self._claims = {
            each.compact: known[each.compact] if each.compact in known else read(each.compact).claims for each in rows
        }
        if same_shape:
            self._touch()
        else:
            self.endResetModel()

    def _touch(self) -> None:
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(self._heads) - 1))
