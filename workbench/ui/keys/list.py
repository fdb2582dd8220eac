"""The table of the keys: looked through, sorted, renamed in place, trusted by a box in the row."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QVBoxLayout, QWidget

from workbench.core.keys.signing_key import SigningKey
from workbench.ui import shortcuts
from workbench.ui.item_views.cell_menu import CellMenuRequests
from workbench.ui.item_views.check_delegate import CheckDelegate
from workbench.ui.item_views.roles import Index, Role
from workbench.ui.item_views.table import make_table
from workbench.ui.item_views.tone_delegate import MiddleDelegate
from workbench.ui.keys.filter import KeysFilter
from workbench.ui.keys.name_delegate import NameDelegate
from workbench.ui.keys.table import Column, KeysTableModel
from workbench.ui.widgets.sentence_label import SentenceLabel

if TYPE_CHECKING:
    from workbench.presenters.keys.findings import ByKid
    from workbench.presenters.keys.keys import KeysPresenter
    from workbench.ui.theme import Appearance

_WIDTHS = {
    Column.NAME: 164,
    Column.ALGORITHM: 92,
    Column.SIZE: 88,
    Column.KID: 102,
    Column.TRUSTED: 148,
    Column.CREATED: 98,
    Column.LAST_USED: 98,
    Column.FINGERPRINT: 88,
}
"""What each column needs, in pixels; room beyond that goes to those whose texts are cut, up to what they can use."""
_ROOM = {Column.NAME: 180, Column.KID: 160, Column.FINGERPRINT: 200}


class KeysList(QWidget):
    """Shows the keys of a `KeysPresenter`, those that a filter lets through; one of them is always selected.

    Signals:
        key_selected(SigningKey | None): another key is selected, or something of it has changed; None for several.
        selection_changed(tuple[SigningKey, ...]): other keys are selected, or something of them has changed.
        counted(int, int, bool): how many keys are shown, how many there are, and whether a filter is at work.
        delete_wanted(): Delete was pressed.
        menu_wanted(QPoint): the menu of the selected key is to open there on the screen.
    """

    key_selected = Signal(object)
    selection_changed = Signal(object)
    counted = Signal(int, int, bool)
    delete_wanted = Signal()
    menu_wanted = Signal(QPoint)

    def __init__(self, keys: KeysPresenter, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = keys
        self._chosen: SigningKey | None = None  # looked at last, also while the filter hides it
        self._model = KeysTableModel(self, lambda: keys.ring.now)
        self._filter = KeysFilter(self._model, self)
        self._table = make_table("keys.table", self._filter, appearance, self)
        self._table.setAccessibleName("Keys")
        self._table.setAlternatingRowColors(True)
        self._table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._names = NameDelegate(appearance, self._table, self._name_fault)
        self._empty = SentenceLabel("keys.empty", self)
        self._empty.setProperty("role", "empty")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._empty, 1)
        layout.addWidget(self._table, 1)
        self._set_up_table(appearance)
        self._model.trust_wanted.connect(keys.set_trusted)
        self._model.name_typed.connect(keys.rename)
        self._table.selectionModel().selectionChanged.connect(self._on_selection_changed)
        for keys_pressed, slot in (
            (QKeySequence(QKeySequence.StandardKey.Delete), self.delete_wanted),
            (QKeySequence(shortcuts.RENAME), self.start_renaming),
            (QKeySequence(shortcuts.TOGGLE), self.toggle_trust),
        ):
            shortcut = QShortcut(keys_pressed, self._table)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(slot)
        CellMenuRequests.claimed(self._table).wanted.connect(self._on_menu_wanted)

    @property
    def key(self) -> SigningKey | None:
        """The selected key, if it is one alone."""
        keys = self.keys
        return keys[0] if len(keys) == 1 else None

    @property
    def actions_of_table(self) -> list[QAction]:
        """What every table offers, for the menu of its owner."""
        return self._table.actions()

    @property
    def keys(self) -> tuple[SigningKey, ...]:
        """The selected keys, in the order of the table."""
        rows = sorted(index.row() for index in self._table.selectionModel().selectedRows())
        return tuple(self._filter.index(row, 0).data(Role.SUBJECT) for row in rows)

    def show_keys(self, keys: tuple[SigningKey, ...]) -> SigningKey | None:
        """Show these keys; one that is new is selected, and returned."""
        known = {row.key.kid for row in self._model.rows()}
        fresh = next((key for key in keys if known and key.kid not in known), None)
        self._keep_place(lambda: self._model.show(keys), fresh)
        return fresh

    def show_uses(self, keys: tuple[SigningKey, ...]) -> None:
        """Show when the same keys were used."""
        self._model.show(keys)
        self.key_selected.emit(self.key)

    @Slot(object)
    def show_findings(self, findings: ByKid) -> None:
        """Mark the keys with findings."""
        self._model.show_findings(findings)

    @Slot(str)
    def look_for(self, text: str) -> None:
        """Show the keys that contain every word of *text*."""
        self._keep_place(lambda: self._filter.look_for(text))

    @Slot()
    def start_renaming(self) -> None:
        """Open the name of the selected key for editing."""
        row = self._table.currentIndex().row()
        if row >= 0 and self.key is not None:
            index = self._filter.index(row, Column.NAME)
            self._table.setFocus()
            self._table.setCurrentIndex(index)
            self._table.edit(index)

    @Slot()
    def toggle_trust(self) -> None:
        """Let the demo server accept the selected key, or no longer."""
        key = self.key
        if key is not None:
            self._keys.set_trusted(key.kid, not key.trusted)

    @Slot()
    def focus(self) -> None:
        """Go on with the keyboard here."""
        self._table.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width out again."""
        super().resizeEvent(event)
        self._fit_columns()

    def _keep_place(self, change: Callable[[], None], fresh: SigningKey | None = None) -> None:
        """Make a change, and select the same key after it.

        Where that is gone, the one in its place is selected, so that Delete can be pressed again.
        """
        wanted, place = fresh or self._chosen, self._table.currentIndex().row()
        change()
        row = self._filter.row_of(wanted.kid) if wanted is not None else None
        if row is None and self._filter.rowCount():
            row = min(max(0, place), self._filter.rowCount() - 1)
        if row is not None and not self._table.selectionModel().isRowSelected(row, QModelIndex()):
            column = max(0, self._table.currentIndex().column())
            self._table.setCurrentIndex(self._filter.index(row, column))
        self._show_count()
        self._on_selection_changed()

    def _show_count(self) -> None:
        shown, there = self._filter.rowCount(), self._model.rowCount()
        self.counted.emit(shown, there, self._filter.is_filtering)
        no_match = "No key has that in its name, kid, algorithm or fingerprint. Press Esc in the filter to see all."
        waiting = "The keyring has not answered yet. If it asks for a password, answer it: keys are listed then."
        self._empty.setText(no_match if there else waiting)
        self._empty.setVisible(not shown)
        self._table.setVisible(shown > 0)

    @Slot()
    def _on_selection_changed(self) -> None:
        key = self.key
        self._chosen = key or self._chosen
        self.key_selected.emit(key)
        self.selection_changed.emit(self.keys)

    @Slot(QModelIndex, QPoint)
    def _on_menu_wanted(self, index: QModelIndex, where: QPoint) -> None:
        if index.isValid():
            if not self._table.selectionModel().isRowSelected(index.row(), QModelIndex()):
                self._table.selectRow(index.row())
            self.menu_wanted.emit(where)

    def _name_fault(self, index: Index, name: str) -> str:
        key = index.data(Role.SUBJECT)
        return self._keys.ring.name_fault(key.kid, name) if isinstance(key, SigningKey) else ""

    def _set_up_table(self, appearance: Appearance) -> None:
        table = self._table
        table.setItemDelegateForColumn(Column.NAME, self._names)
        table.setItemDelegateForColumn(Column.TRUSTED, CheckDelegate(appearance, table))
        for column in (Column.KID, Column.FINGERPRINT):
            table.setItemDelegateForColumn(column, MiddleDelegate(appearance, table))
        table.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked)  # F2 has a shortcut, for any column
        head = table.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        # The order of the ring, with the issuer's key first, until a head is clicked, and again at the third click.
        head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        head.setSortIndicatorClearable(True)
        table.setSortingEnabled(True)
        self._fit_columns()

    def _fit_columns(self) -> None:
        spare = max(0, self._table.viewport().width() - sum(_WIDTHS.values()))
        for column, width in _WIDTHS.items():
            more = spare * _ROOM.get(column, 0) // sum(_ROOM.values())
            self._table.setColumnWidth(column, width + min(more, _ROOM.get(column, 0)))
