"""The key ring: its keys in a table, one of them in full below, and what can be done with them."""

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from workbench.core.key_details import fingerprint
from workbench.core.keys import KeyRole, SigningKey
from workbench.presenters.key_deletion import Undoable
from workbench.presenters.keys import KeysPresenter
from workbench.ui import shortcuts
from workbench.ui.models.keys_filter import KeysFilter
from workbench.ui.models.keys_table import Column, KeysTableModel
from workbench.ui.models.roles import Index, Role
from workbench.ui.panels.generate_key import GenerateKeyStrip
from workbench.ui.panels.key_detail import KeyDetailCard
from workbench.ui.panels.keys_head import KeysHead
from workbench.ui.theme import Appearance
from workbench.ui.widgets import tool_tip
from workbench.ui.widgets.card import Card
from workbench.ui.widgets.cell_menu import CellMenuRequests
from workbench.ui.widgets.check_delegate import CheckDelegate
from workbench.ui.widgets.elided_button import ElidedButton
from workbench.ui.widgets.middle_delegate import MiddleDelegate
from workbench.ui.widgets.name_delegate import NameDelegate
from workbench.ui.widgets.splitter import make_splitter
from workbench.ui.widgets.status_line import StatusLine
from workbench.ui.widgets.table import make_table

_WIDTHS = {
    Column.NAME: 118,
    Column.ALGORITHM: 92,
    Column.SIZE: 92,
    Column.KID: 110,
    Column.TRUSTED: 138,
    Column.CREATED: 128,
    Column.LAST_USED: 128,
    Column.FINGERPRINT: 90,
}
"""What each column needs, in pixels; room beyond that goes to those whose texts are cut, up to what they can use."""
_ROOM = {Column.NAME: 180, Column.KID: 160, Column.FINGERPRINT: 200}


class KeysPanel(QWidget):
    """Shows the keys of a `KeysPresenter`; their private parts are never shown.

    Signals:
        algorithm_chosen(str): the kind of key that would be made now is another one, by its name.
        rsa_bits_chosen(int): an RSA key that is made from now on has another length.
        key_selected(SigningKey | None): another key is looked at.

    Attributes:
        buttons: the row below the table, in which others put further buttons, before the status.
        strips: between the head and the table, where others put what opens in place.
        detail: the selected key in full.
    """

    algorithm_chosen = Signal(str)
    rsa_bits_chosen = Signal(int)
    key_selected = Signal(object)

    def __init__(self, keys: KeysPresenter, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = keys
        card = Card(self.tr("Keys"), self)
        self._head = KeysHead(keys, appearance, card)
        self._strip = GenerateKeyStrip(keys, appearance, card)
        self._model = KeysTableModel(self)
        self._filter = KeysFilter(self._model, self)
        self._table = make_table("keys.table", self._filter, appearance, card)
        self._table.setAccessibleName(self.tr("Keys"))
        self._table.setAlternatingRowColors(True)
        self._names = NameDelegate(appearance, self._table, self._name_fault)
        self._empty = QLabel(card)
        self._empty.setObjectName("keys.empty")
        self._trusted = QCheckBox(self.tr("Trusted by the demo server"), card)
        self._trusted.setObjectName("keys.trusted")
        self._rename = _button("keys.rename", self.tr("Rename"), card)
        self._rename.setToolTip(self.tr("Change the name in the table ({keys})").format(keys=shortcuts.RENAME))
        self._delete = _button("keys.delete", self.tr("Delete"), card)
        self._undo = ElidedButton("keys.undo", card)
        self._undo.setAccessibleName(self.tr("Undo the deletion"))
        self._undo.hide()
        self._status = StatusLine("keys.status", appearance, card)
        self.buttons = QHBoxLayout()
        self.strips = QVBoxLayout()
        self.detail = KeyDetailCard(appearance, self)
        self._set_up_table(appearance)
        self._lay_out(card)

        self._strip.algorithm_chosen.connect(self.algorithm_chosen)
        self._strip.rsa_bits_chosen.connect(self.rsa_bits_chosen)
        self._head.filter_changed.connect(self._on_filter_changed)
        self._head.left.connect(self._on_filter_left)
        self._trusted.clicked.connect(self._on_trusted_clicked)
        self._rename.clicked.connect(self._on_rename_clicked)
        self._delete.clicked.connect(self._on_delete_clicked)
        self._undo.clicked.connect(keys.undo_deletion)
        self._model.trust_wanted.connect(keys.set_trusted)
        self._model.name_typed.connect(keys.rename)
        self._table.selectionModel().selectionChanged.connect(self._show_selection)
        for shortcut, slot in (
            (QKeySequence(QKeySequence.StandardKey.Delete), self._on_delete_clicked),
            (QKeySequence(shortcuts.RENAME), self._on_rename_clicked),
            (QKeySequence(shortcuts.TOGGLE), self._on_toggled),
        ):
            made = QShortcut(shortcut, self._table)
            made.setContext(Qt.ShortcutContext.WidgetShortcut)
            made.activated.connect(slot)
        find = QShortcut(QKeySequence(shortcuts.FIND), self)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.activated.connect(self._head.focus_filter)
        CellMenuRequests(self._table).wanted.connect(self._show_menu)
        keys.keys_changed.connect(self._show_keys)
        keys.uses_changed.connect(self._show_uses)
        keys.status_changed.connect(self._status.show_status)
        keys.undo_changed.connect(self._show_undo)
        self._show_keys(keys.keys)

    @Slot()
    def focus_generate(self) -> None:
        """Put the cursor where a new key begins."""
        self._strip.focus()

    @property
    def algorithm(self) -> str:
        """The name of the kind of key that would be made now."""
        return self._strip.algorithm

    @Slot(str)
    def choose_algorithm(self, name: str) -> None:
        """Make keys of the kind *name* from now on."""
        self._strip.choose_algorithm(name)

    @Slot(int)
    def choose_rsa_bits(self, bits: int) -> None:
        """Make RSA keys of this length from now on."""
        self._strip.choose_rsa_bits(bits)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room out anew."""
        super().resizeEvent(event)
        self._fit_columns()

    @Slot(object)
    def _show_keys(self, keys: tuple[SigningKey, ...]) -> None:
        known = {row.key.kid for row in self._model.rows()}
        chosen, place = self._selected(), self._table.currentIndex().row()
        self._model.show(keys)
        fresh = next((key for key in keys if known and key.kid not in known), None)
        if fresh is not None:
            self._strip.take_over(fresh)
        self._select(fresh or chosen, place)
        self._show_count()
        self._show_selection()

    @Slot(object)
    def _show_uses(self, keys: tuple[SigningKey, ...]) -> None:
        self._model.show(keys)
        self.detail.show_key(self._selected())

    def _select(self, key: SigningKey | None, place: int) -> None:
        """Look at *key*; where it is not shown, at the one that took its place, so that Delete can be pressed again."""
        row = self._filter.row_of(key.kid) if key is not None else None
        if row is None and self._filter.rowCount():
            row = min(max(0, place), self._filter.rowCount() - 1)
        if row is not None and not self._table.selectionModel().isRowSelected(row, QModelIndex()):
            column = max(0, self._table.currentIndex().column())
            self._table.setCurrentIndex(self._filter.index(row, column))

    @Slot()
    def _show_selection(self) -> None:
        key = self._selected()
        own = key is not None and key.role is not KeyRole.ISSUER
        self._trusted.setEnabled(own)
        self._delete.setEnabled(own)
        self._rename.setEnabled(key is not None)
        self._trusted.setChecked(key is not None and key.trusted)
        issuer = key is not None and not own
        explanation = self.tr("The demo server signs with this key itself: it is always trusted, and stays.")
        for widget in (self._trusted, self._delete):
            widget.setToolTip(explanation if issuer else "")
        self.detail.show_key(key)
        self.key_selected.emit(key)

    @Slot(str)
    def _on_filter_changed(self, text: str) -> None:
        chosen, place = self._selected(), self._table.currentIndex().row()
        self._filter.look_for(text)
        self._select(chosen, place)
        self._show_count()
        self._show_selection()

    @Slot()
    def _on_filter_left(self) -> None:
        self._table.setFocus()

    def _show_count(self) -> None:
        shown, there = self._filter.rowCount(), self._model.rowCount()
        self._head.show_count(shown, there, filtered=self._filter.is_filtering)
        self._empty.setText(
            self.tr("No key has all of that in its name, kid, algorithm or fingerprint. Clear the filter to see all.")
            if there
            else self.tr(
                "The keyring has not answered yet. If it asks for a password, answer it; keys are listed then."
            )
        )
        self._empty.setVisible(not shown)
        self._table.setVisible(shown > 0)

    @Slot(bool)
    def _on_trusted_clicked(self, trusted: bool) -> None:
        key = self._selected()
        if key is not None:
            self._keys.set_trusted(key.kid, trusted)

    @Slot()
    def _on_toggled(self) -> None:
        key = self._selected()
        if key is not None:
            self._keys.set_trusted(key.kid, not key.trusted)

    @Slot()
    def _on_rename_clicked(self) -> None:
        row = self._table.currentIndex().row()
        if row >= 0 and self._selected() is not None:
            index = self._filter.index(row, Column.NAME)
            self._table.setFocus()
            self._table.setCurrentIndex(index)
            self._table.edit(index)

    def _name_fault(self, index: Index, name: str) -> str:
        key = index.data(Role.SUBJECT)
        return self._keys.name_fault(key.kid, name) if isinstance(key, SigningKey) else ""

    @Slot()
    def _on_delete_clicked(self) -> None:
        key = self._selected()
        if key is not None:
            self._keys.delete(key.kid)

    @Slot(QModelIndex, QPoint)
    def _show_menu(self, index: QModelIndex, where: QPoint) -> None:
        key = index.data(Role.SUBJECT)
        if not isinstance(key, SigningKey):
            return
        self._table.selectRow(index.row())
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        own = key.role is not KeyRole.ISSUER
        for name, words, enabled, slot in (
            ("copy_kid", self.tr("Copy kid"), True, self.detail.copy_kid),
            ("copy_fingerprint", self.tr("Copy fingerprint"), bool(fingerprint(key)), self.detail.copy_fingerprint),
            ("copy_jwk", self.tr("Copy public JWK"), not key.is_secret, self.detail.copy_jwk),
            ("menu_rename", self.tr("Rename"), True, self._on_rename_clicked),
            ("menu_trust", self.tr("Distrust") if key.trusted else self.tr("Trust"), own, self._on_toggled),
            ("menu_delete", self.tr("Delete"), own, self._on_delete_clicked),
        ):
            action = menu.addAction(words, slot)
            action.setObjectName(f"keys.{name}")
            action.setEnabled(enabled)
        menu.popup(where)

    @Slot(object)
    def _show_undo(self, undoable: Undoable | None) -> None:
        self._undo.setVisible(undoable is not None)
        if undoable is None:
            return
        words = self.tr("Undo ({seconds} s)").format(seconds=undoable.seconds)
        tip = self.tr("Bring back {name}; in {seconds} s it goes from the keyring for good.")
        if undoable.others:
            words = self.tr("Undo {name} ({seconds} s)").format(name=undoable.name, seconds=undoable.seconds)
            tip += self.tr(" Then: {others}.").format(others=", ".join(undoable.others))
        self._undo.show_words(words, tool_tip.literal(tip.format(name=undoable.name, seconds=undoable.seconds)))

    def _selected(self) -> SigningKey | None:
        rows = self._table.selectionModel().selectedRows()
        key = rows[0].data(Role.SUBJECT) if rows else None
        return key if isinstance(key, SigningKey) else None

    def _set_up_table(self, appearance: Appearance) -> None:
        table = self._table
        table.setItemDelegateForColumn(Column.NAME, self._names)
        table.setItemDelegateForColumn(Column.TRUSTED, CheckDelegate(appearance, table))
        for column in (Column.KID, Column.FINGERPRINT):
            table.setItemDelegateForColumn(column, MiddleDelegate(appearance, table))
        table.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked)  # F2 has a shortcut, for any column
        head = table.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        head.setStretchLastSection(True)
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

    def _lay_out(self, card: Card) -> None:
        card.head.addWidget(self._head, 1)
        self._empty.setProperty("role", "empty")
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.buttons.setSpacing(8)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._trusted)
        foot.addWidget(self._rename)
        foot.addWidget(self._delete)
        foot.addLayout(self.buttons)
        foot.addWidget(self._status, 1)
        foot.addStretch(0)
        foot.addWidget(self._undo)
        card.body.addWidget(self._strip)
        card.body.addLayout(self.strips)
        card.body.addWidget(self._empty, 1)
        card.body.addWidget(self._table, 1)
        card.body.addLayout(foot)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(make_splitter("keys.cards", (card, self.detail), (400, 250), vertical=True))


def _button(name: str, words: str, parent: QWidget) -> QPushButton:
    button = QPushButton(words, parent)
    button.setObjectName(name)
    return button
