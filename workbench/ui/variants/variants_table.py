"""The variants of the token, with the server's answers beside each."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QObject, Qt, Signal

from workbench.core.variants.variant import SignedHow, Variant
from workbench.ui.item_views.answer_cell import cell_data, name_tip, stacked_name
from workbench.ui.item_views.roles import Index, Role
from workbench.ui.item_views.table_model import TableModel
from workbench.ui.theme import Tone

if TYPE_CHECKING:
    from workbench.core.answers.matrix import Cell
    from workbench.core.answers.outcome import Request
    from workbench.presenters.variants.variants import VariantsPresenter


class Column(IntEnum):
    """The columns before those of the requests."""

    NAME = 0
    DIFFERS = 1
    SIGNED_BY = 2


_HEADS = ("Variant", "Differs", "Signed by")


class VariantsTableModel(TableModel):
    """Shows the variants of a `VariantsPresenter`; each replayed request adds a column.

    Signals:
        name_refused(int): the name typed in this row was rejected; it stays as a draft.
    """

    name_refused = Signal(int)

    def __init__(self, variants: VariantsPresenter, parent: QObject | None = None) -> None:
        super().__init__(_HEADS, parent)
        self._presenter = variants
        self._variants = variants.variants
        self._draft: tuple[str, str] | None = None  # a variant, and the name that was rejected for it
        variants.variants_changed.connect(self._on_variants_changed)
        variants.answers_changed.connect(self._on_answers_changed)
        variants.expectations_changed.connect(self._touch)

    def rows(self) -> tuple[Variant, ...]:
        """See `TableModel.rows`."""
        return self._variants

    @property
    def requests(self) -> tuple[Request, ...]:
        """The requests with a column."""
        answers = self._presenter.answers
        return () if answers is None else answers.matrix.requests

    def row_of(self, name: str) -> int | None:
        """The row of the variant *name*."""
        return next((row for row, each in enumerate(self._variants) if each.name == name), None)

    def has_broken(self, column: int) -> bool:
        """Whether an answer in this column is not the expected one."""
        return any(self.index(row, column).data(Role.STRONG) for row in range(len(self._variants)))

    def agrees(self, column: int) -> bool:
        """Whether all variants get the same answer in this column."""
        return len({cell.status for cell in self._cells(column - len(_HEADS))}) < 2

    def differing(self) -> int:
        """How many requests are answered differently to different variants."""
        return sum(not self.agrees(len(_HEADS) + place) for place in range(len(self.requests)))

    def _cells(self, place: int) -> list[Cell]:
        answers = self._presenter.answers
        if answers is None or not 0 <= place < len(self.requests):
            return []
        design, request = answers.question.design, self.requests[place].id
        found = (answers.matrix.cell(design, each.name, request) for each in self._variants)
        return [cell for cell in found if cell is not None]

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Names can be edited."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() == Column.NAME else flags

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Requests on two lines, with the whole path in the tool tip."""
        place = section - len(_HEADS)
        if orientation is Qt.Orientation.Horizontal and 0 <= place < len(self.requests):
            request = self.requests[place]
            if role == Qt.ItemDataRole.ToolTipRole:
                return name_tip(request)
            return stacked_name(request) if role == Qt.ItemDataRole.DisplayRole else None
        return super().headerData(section, orientation, role)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Text, tone and icon of a cell."""
        if not index.isValid() or index.row() >= len(self._variants):
            return None
        variant = self._variants[index.row()]
        if index.column() >= len(_HEADS):
            return self._answer_data(variant, index.column() - len(_HEADS), role)
        match Column(index.column()):
            case Column.NAME:
                return self._name_data(variant, role)
            case Column.DIFFERS:
                return _text_data(variant.differs, role, Tone.MUTED)
        signed_by = self._presenter.signed_by(variant)
        doubtful = bool(variant.problem) or variant.signed.how is not SignedHow.KEY
        return _text_data(signed_by, role, Tone.WARNING if doubtful else Tone.PLAIN)

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Rename a variant."""
        if role != Qt.ItemDataRole.EditRole or index.column() != Column.NAME:
            return False
        name = self._variants[index.row()].name
        self._draft = None
        if self._presenter.rename(name, str(value)):
            return True
        self._draft = (name, str(value))
        self.name_refused.emit(index.row())
        return False

    def _name_data(self, variant: Variant, role: int) -> object:
        if role == Qt.ItemDataRole.EditRole:
            name, typed = self._draft or ("", "")
            return typed if name == variant.name else variant.name
        if role == Role.SUBJECT:
            return variant
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(filter(None, (variant.name, variant.differs, self._presenter.signed_by(variant))))
        return _text_data(variant.name, role, Tone.PLAIN)

    def _answer_data(self, variant: Variant, place: int, role: int) -> object:
        answers = self._presenter.answers
        if answers is None or place >= len(self.requests):
            return None
        request = self.requests[place]
        cell = answers.matrix.cell(answers.question.design, variant.name, request.id)
        if cell is not None:
            first = self._cells(place)[0]
            unlike = f"differs from {first.user}" if cell.status != first.status else ""
            return cell_data(cell, self._presenter.expectations.status_of(cell), role, unlike=unlike)
        why = answers.unsent.get((variant.name, request.id), "not replayed yet: F6")
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return "–"
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                return why
            case Role.TONE:
                return Tone.MUTED
        return None

    def _on_variants_changed(self) -> None:
        new, old = self._presenter.variants, self._variants
        if new[: len(old)] == old and len(new) > len(old):
            self.beginInsertRows(QModelIndex(), len(old), len(new) - 1)
            self._variants = new
            self.endInsertRows()
        elif len(new) == len(old):
            self._variants = new
            self._touch()
        else:
            self.beginResetModel()
            self._variants = new
            self.endResetModel()

    def _on_answers_changed(self) -> None:
        heads = (*_HEADS, *(request.label for request in self.requests))
        if heads == tuple(self._heads):
            self._touch()
            return
        self.beginResetModel()
        self._heads = heads
        self.endResetModel()

    def _touch(self) -> None:
        if self._variants:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._variants) - 1, len(self._heads) - 1))


def _text_data(text: str, role: int, tone: Tone) -> object:
    match role:
        case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
            return text
        case Role.TONE:
            return tone
    return None
