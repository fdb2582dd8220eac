"""Entering a new claim as in a spreadsheet: first its name, then its value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QLineEdit, QTableView

from workbench.ui.claims.claims_table import ClaimsTableModel, Column

if TYPE_CHECKING:
    from workbench.core.errors import ClaimEditError
    from workbench.presenters.token.editor import EditorPresenter

_ACCEPTING_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)


class NewClaim(QObject):
    """Opens the name of a claim that it adds; Enter and Tab accept the name and open the value, Esc removes the claim.

    Signals:
        abandoned(): Esc was pressed instead of a name, and the token is what it was before.
    """

    abandoned = Signal()

    def __init__(self, editor: EditorPresenter, table: QTableView, model: ClaimsTableModel) -> None:
        super().__init__(table)
        self._editor = editor
        self._table = table
        self._model = model
        self._row = -1
        self._rejected = False
        model.edit_rejected.connect(self._on_rejected)

    def begin(self) -> None:
        """Add a claim and open its name."""
        self._row = self._editor.add_claim()
        self._open_name()

    def _open_name(self) -> None:
        field = self._open(Column.NAME)
        if field is None:
            return
        # After the delegate, so that this filter is asked before it.
        field.installEventFilter(self)
        completer, names = field.completer(), _known_names(field)
        if completer is not None and names is not None:
            names.installEventFilter(self)
            completer.activated.connect(self._on_choice_clicked)

    def _open(self, column: Column) -> QLineEdit | None:
        index = self._model.index(self._row, column)
        self._table.setCurrentIndex(index)
        self._table.scrollTo(index)
        self._table.edit(index)
        field = self._table.indexWidget(index)
        return field if isinstance(field, QLineEdit) else None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys that end a name, in its field and in the list of known names below it."""
        field = self._name_field()
        if field is None or not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        if event.key() in _ACCEPTING_KEYS:
            self._accept(field, _marked(_known_names(field)))
            return True
        if event.key() == Qt.Key.Key_Escape and watched is field:
            self._close(field, QAbstractItemDelegate.EndEditHint.RevertModelCache)
            self._editor.remove_new_claim(self._row)
            self.abandoned.emit()
            return True
        return super().eventFilter(watched, event)

    def _name_field(self) -> QLineEdit | None:
        field = self._table.indexWidget(self._model.index(self._row, Column.NAME))
        return field if isinstance(field, QLineEdit) else None

    @Slot(str)
    def _on_choice_clicked(self, choice: str) -> None:
        field = self._name_field()
        if field is not None:
            self._accept(field, choice)

    def _accept(self, field: QLineEdit, choice: str) -> None:
        """Store the name and go on to the value; a name that is rejected stays open."""
        if choice:
            field.setText(choice)
        names = _known_names(field)
        if names is not None:
            names.hide()
        self._rejected = False
        self._table.itemDelegate().commitData.emit(field)
        self._close(field, QAbstractItemDelegate.EndEditHint.NoHint)
        if self._rejected or self._model.has_draft(self._model.rows()[self._row].name):
            self._open_name()
        else:
            self._open(Column.VALUE)

    def _close(self, field: QLineEdit, hint: QAbstractItemDelegate.EndEditHint) -> None:
        self._table.itemDelegate().closeEditor.emit(field, hint)

    @Slot(object)
    def _on_rejected(self, _error: ClaimEditError) -> None:
        self._rejected = True


def _known_names(field: QLineEdit) -> QAbstractItemView | None:
    """The list of known names below *field*."""
    completer = field.completer()
    return completer.popup() if completer is not None else None


def _marked(names: QAbstractItemView | None) -> str:
    """The entry that is marked in the open list; empty for none."""
    if names is None or not names.isVisible() or not names.currentIndex().isValid():
        return ""
    return str(names.currentIndex().data())
