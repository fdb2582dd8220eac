"""The key ring: make keys, let the demo server trust them, delete them."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from workbench.core.algorithms import KINDS, Family, signature_words
from workbench.core.keys import KeyRole, SigningKey
from workbench.presenters.keys import KeysPresenter
from workbench.ui.models.keys_table import Column, KeysTableModel
from workbench.ui.models.roles import Role
from workbench.ui.theme import Appearance, Tone
from workbench.ui.widgets.card import Card
from workbench.ui.widgets.choice_box import ChoiceBox
from workbench.ui.widgets.pill import Pill
from workbench.ui.widgets.status_line import StatusLine
from workbench.ui.widgets.table import make_table

_FAMILIES = {
    Family.SYMMETRIC: "Symmetric: one secret signs and verifies",
    Family.RSA: "RSA: understood everywhere, long",
    Family.ELLIPTIC_CURVE: "Elliptic curve: short",
    Family.EDWARDS: "Edwards curve: short and fast",
    Family.POST_QUANTUM: "Post-quantum: very long",
}


class KeysPanel(QWidget):
    """Shows the keys of a `KeysPresenter`; their private parts are never shown.

    Signals:
        algorithm_chosen(str): the kind of key that would be made now is another one, by its name.
    """

    algorithm_chosen = Signal(str)

    def __init__(self, keys: KeysPresenter, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = keys
        card = Card(self.tr("Keys"), self)
        self._store = Pill("keys.store", appearance, card)
        self._name = QLineEdit(card)
        self._name.setObjectName("keys.name")
        self._name.setPlaceholderText(self.tr("a name, if you like"))
        self._algorithm = ChoiceBox("keys.algorithm", appearance, card)
        for family, title in _FAMILIES.items():
            self._algorithm.add_group(self.tr(title))
            for kind in (each for each in KINDS if each.family is family):
                detail = f"{kind.description} {signature_words(kind.signature_octets).capitalize()}."
                self._algorithm.add_choice(kind.label, kind.name, detail)
        self.choose_algorithm("ES256")
        self._generate = QPushButton(self.tr("Generate key"), card)
        self._generate.setObjectName("keys.generate")
        self._generate.setProperty("primary", True)
        self._model = KeysTableModel(self, lambda: keys.now)
        self._table = make_table("keys.table", self._model, appearance, card)
        self._table.setAccessibleName(self.tr("Keys"))
        self._table.setAlternatingRowColors(True)
        self._trusted = QCheckBox(self.tr("Trusted by the demo server"), card)
        self._trusted.setObjectName("keys.trusted")
        self._delete = QPushButton(self.tr("Delete"), card)
        self._delete.setObjectName("keys.delete")
        self._undo = QPushButton(self.tr("Undo"), card)
        self._undo.setObjectName("keys.undo")
        self._undo.setProperty("flat", True)
        self._undo.hide()
        self._status = StatusLine("keys.status", appearance, card)
        self._lay_out(card)

        self._algorithm.currentIndexChanged.connect(self._on_algorithm_chosen)
        self._generate.clicked.connect(self._on_generate)
        self._name.returnPressed.connect(self._on_generate)
        self._trusted.clicked.connect(self._on_trusted_clicked)
        self._delete.clicked.connect(self._on_delete_clicked)
        self._undo.clicked.connect(keys.undo_deletion)
        delete = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self._table)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self._on_delete_clicked)
        self._table.selectionModel().selectionChanged.connect(self._show_selection)
        keys.keys_changed.connect(self._show_keys)
        keys.status_changed.connect(self._status.show_status)
        keys.store_changed.connect(self._show_store)
        keys.busy_changed.connect(self._generate.setDisabled)
        keys.undo_changed.connect(self._show_undo)
        self._show_keys(keys.keys)

    @Slot()
    def focus_generate(self) -> None:
        """Put the cursor where a new key begins."""
        self._name.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def algorithm(self) -> str:
        """The name of the kind of key that would be made now."""
        return str(self._algorithm.currentData())

    @Slot(str)
    def choose_algorithm(self, name: str) -> None:
        """Make keys of the kind *name* from now on."""
        self._algorithm.setCurrentIndex(self._algorithm.findData(name))

    @Slot(object)
    def _show_keys(self, keys: tuple[SigningKey, ...]) -> None:
        known = {self._model.index(row, 0).data(Role.SUBJECT).kid for row in range(self._model.rowCount())}
        chosen = self._selected()
        self._model.show(keys)
        fresh = next((key for key in keys if known and key.kid not in known), None)
        if fresh is not None and fresh.name == self._name.text().strip():
            self._name.clear()  # not before: a key that cannot be kept leaves the name for another try
        wanted = fresh or chosen
        row = self._model.row_of(wanted.kid) if wanted is not None else None
        if row is not None:
            self._table.selectRow(row)
        self._show_selection()

    @Slot()
    def _show_selection(self) -> None:
        key = self._selected()
        own = key is not None and key.role is not KeyRole.ISSUER
        self._trusted.setEnabled(own)
        self._delete.setEnabled(own)
        self._trusted.setChecked(key is not None and key.accepted_at(self._keys.now))
        issuer = key is not None and not own
        explanation = self.tr("The demo server signs with this key itself: it is always trusted, and stays.")
        for widget in (self._trusted, self._delete):
            widget.setToolTip(explanation if issuer else "")

    @Slot()
    def _on_generate(self) -> None:
        if self._generate.isEnabled():
            self._keys.generate(self._name.text(), self.algorithm)

    @Slot()
    def _on_algorithm_chosen(self) -> None:
        self.algorithm_chosen.emit(self.algorithm)

    @Slot(bool)
    def _on_trusted_clicked(self, trusted: bool) -> None:
        key = self._selected()
        if key is not None:
            self._keys.set_trusted(key.kid, trusted)

    @Slot()
    def _on_delete_clicked(self) -> None:
        key = self._selected()
        if key is not None:
            self._keys.delete(key.kid)

    @Slot(str, bool)
    def _show_store(self, name: str, persistent: bool) -> None:
        if persistent:
            self._store.show_state(self.tr("kept in {name}").format(name=name), Tone.ALLOWED)
        else:
            self._store.show_state(self.tr("keys for this run only"), Tone.WARNING)

    @Slot(str)
    def _show_undo(self, name: str) -> None:
        self._undo.setVisible(bool(name))

    def _selected(self) -> SigningKey | None:
        rows = self._table.selectionModel().selectedRows()
        key = rows[0].data(Role.SUBJECT) if rows else None
        return key if isinstance(key, SigningKey) else None

    def _lay_out(self, card: Card) -> None:
        card.head.addWidget(self._store)
        card.head.addStretch(1)
        for words, field, width in (
            (self.tr("Name"), self._name, 180),
            (self.tr("Algorithm"), self._algorithm, 150),
        ):
            caption = QLabel(words, card)
            caption.setProperty("role", "caption")
            caption.setBuddy(field)
            field.setFixedWidth(width)
            card.head.addWidget(caption)
            card.head.addWidget(field)
        card.head.addWidget(self._generate)
        head = self._table.horizontalHeader()
        head.setStretchLastSection(False)
        head.setResizeContentsPrecision(0)  # the rows in sight: measuring 500 takes longer than all else on the page
        for column, width in ((Column.NAME, 200), (Column.ALGORITHM, 130), (Column.CREATED, 150)):
            head.resizeSection(column, width)
        head.setSectionResizeMode(Column.KID, QHeaderView.ResizeMode.Stretch)
        head.setSectionResizeMode(Column.TRUSTED, QHeaderView.ResizeMode.ResizeToContents)
        note = QLabel(
            self.tr(
                "Private keys are kept in the keyring of the operating system and nowhere else. "
                "A key signs on the bench page at once; the demo server accepts what it signed once it is trusted."
            ),
            card,
        )
        note.setProperty("role", "caption")
        note.setWordWrap(True)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._trusted)
        foot.addWidget(self._delete)
        foot.addWidget(self._status, 1)
        foot.addWidget(self._undo)
        foot.addStretch(0)
        card.body.addWidget(note)
        card.body.addWidget(self._table, 1)
        card.body.addLayout(foot)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card)
