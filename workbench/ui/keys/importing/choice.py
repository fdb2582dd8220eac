"""The keys that were found: which are imported, and what each is called and bound to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QSizePolicy,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from workbench.ui import shortcuts
from workbench.ui.item_views.check_delegate import CheckDelegate
from workbench.ui.item_views.table import make_table
from workbench.ui.keys.importing.table import Column, ImportTableModel
from workbench.ui.widgets.caption import caption
from workbench.ui.widgets.sentence_label import SentenceLabel

if TYPE_CHECKING:
    from workbench.presenters.keys.importing import ImportState, KeyImportPresenter
    from workbench.ui.theme import Appearance

_ROW_HEIGHT = 28
_LEAST_ROWS = 2
_ALGORITHM_WIDTH = 120


class KeyImportChoice(QWidget):
    """A table, and fields for the selected row. Space marks a key for import or leaves it out."""

    def __init__(self, importing: KeyImportPresenter, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self._importing = importing
        self._model = ImportTableModel(self)
        self._table = _make_table(self._model, appearance, self)
        self._table.setAccessibleName("Keys found")
        self._name = QLineEdit(self)
        self._name.setObjectName("key_import.name")
        self._kid = QLineEdit(self)
        self._kid.setObjectName("key_import.kid")
        self._kid.setProperty("mono", True)
        self._algorithm = QComboBox(self)
        self._algorithm.setObjectName("key_import.algorithm")
        self._algorithm.setFixedWidth(_ALGORITHM_WIDTH)
        self._notes = SentenceLabel("key_import.notes", self)
        self._notes.setProperty("severity", "warning")
        self._lay_out()
        toggle = QShortcut(QKeySequence(shortcuts.TOGGLE), self._table)
        toggle.setContext(Qt.ShortcutContext.WidgetShortcut)
        toggle.activated.connect(self._on_toggled)
        self._model.taken_changed.connect(self._on_taken_changed)
        self._table.selectionModel().selectionChanged.connect(self._show_selected)
        self._name.textEdited.connect(self._on_name_edited)
        self._kid.textEdited.connect(self._on_kid_edited)
        self._algorithm.currentIndexChanged.connect(self._on_algorithm_chosen)
        importing.state_changed.connect(self.show_state)

    @Slot(object)
    def show_state(self, state: ImportState) -> None:
        """Show the keys found; the row that a question is about is selected."""
        count = self._model.rowCount()
        self._model.show(state.choices)
        question = state.question
        if state.choices.rows and (self._selected_row() is None or count != self._model.rowCount()):
            self._table.selectRow(question.row if question is not None else 0)
        elif question is not None and not (self._kid.hasFocus() or self._name.hasFocus() or self._table.hasFocus()):
            self._table.selectRow(question.row)
        self._show_selected()

    def focus(self) -> None:
        """Put the keyboard where keys are chosen."""
        self._table.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _show_selected(self) -> None:
        number, rows = self._selected_row(), self._model.rows()
        row = rows[number] if number is not None else None
        for field, text in ((self._name, row.name if row else ""), (self._kid, row.kid if row else "")):
            field.setEnabled(row is not None)
            if field.text() != text:  # a text that is set moves the cursor to its end
                field.setText(text)
                field.setCursorPosition(0)
        self._algorithm.setEnabled(row is not None and len(row.key.algorithms) > 1)
        self._algorithm.blockSignals(True)
        if row is not None:
            offered = [self._algorithm.itemText(item) for item in range(self._algorithm.count())]
            if offered != list(row.key.algorithms):
                self._algorithm.clear()
                self._algorithm.addItems(row.key.algorithms)
            self._algorithm.setCurrentText(row.algorithm)
        self._algorithm.blockSignals(False)
        words = " ".join((row.problem, *row.notes)).strip() if row is not None else ""
        self._notes.setText(words)
        self._notes.setVisible(bool(words))

    @Slot(int, bool)
    def _on_taken_changed(self, row: int, taken: bool) -> None:
        self._importing.take(row, taken)

    @Slot()
    def _on_toggled(self) -> None:
        row = self._selected_row()
        if row is not None:
            self._importing.take(row, not self._model.rows()[row].taken)

    @Slot(str)
    def _on_name_edited(self, name: str) -> None:
        row = self._selected_row()
        if row is not None:
            self._importing.rename(row, name)

    @Slot(str)
    def _on_kid_edited(self, kid: str) -> None:
        row = self._selected_row()
        if row is not None:
            self._importing.set_kid(row, kid)

    @Slot()
    def _on_algorithm_chosen(self) -> None:
        row = self._selected_row()
        if row is not None:
            self._importing.choose_algorithm(row, self._algorithm.currentText())

    def _selected_row(self) -> int | None:
        rows = self._table.selectionModel().selectedRows()
        return rows[0].row() if rows else None

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        for words, field, stretch in (
            ("Name", self._name, 2),
            ("Key ID (kid)", self._kid, 3),
            ("Algorithm", self._algorithm, 0),
        ):
            line.addWidget(caption(words, field, self))
            line.addWidget(field, stretch)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._table, 1)
        layout.addLayout(line)
        layout.addWidget(self._notes)


def _make_table(model: ImportTableModel, appearance: Appearance, parent: QWidget) -> QTableView:
    table = make_table("key_import.table", model, appearance, parent, row_height=_ROW_HEIGHT)
    table.setItemDelegate(CheckDelegate(appearance, table))
    table.setMinimumHeight((_LEAST_ROWS + 1) * _ROW_HEIGHT)
    table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
    head = table.horizontalHeader()
    head.setStretchLastSection(False)
    for column, width in ((Column.NAME, 190), (Column.TYPE, 140), (Column.ALGORITHM, 100), (Column.STATE, 200)):
        head.resizeSection(column, width)
    head.setSectionResizeMode(Column.KID, QHeaderView.ResizeMode.Stretch)
    return table
