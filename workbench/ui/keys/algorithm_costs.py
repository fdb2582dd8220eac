"""What each algorithm costs, beside the keys: the signature, and the token on the bench with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QHeaderView, QPushButton, QTableView, QWidget

from workbench.core.keys.algorithms import RSA_BITS, RSA_SIZES, KeyKind
from workbench.core.signing.cost import header_with_new_key, payload_characters, signed_bytes
from workbench.ui.header_limits import header_limits
from workbench.ui.item_views.roles import Role
from workbench.ui.item_views.table import make_table
from workbench.ui.keys.algorithms_table import AlgorithmsTableModel, Column
from workbench.ui.widgets.caption import caption
from workbench.ui.widgets.card import Card
from workbench.ui.widgets.elided_label import ElidedLabel
from workbench.ui.widgets.main_action import set_main_action

if TYPE_CHECKING:
    from workbench.presenters.token.bench_token import BenchToken
    from workbench.ui.theme import Appearance

_ROW_HEIGHT = 24


class AlgorithmCostsCard(Card):
    """The table of algorithms, with the figures of the token of a `BenchToken`.

    Signals:
        algorithm_chosen(str): the user picked a row; the name of its kind of key.
        rsa_bits_chosen(int): RSA is to be shown with keys of another length.
        key_wanted(): the user wants a key of the kind that is chosen.
    """

    algorithm_chosen = Signal(str)
    rsa_bits_chosen = Signal(int)
    key_wanted = Signal()

    def __init__(self, token: BenchToken, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.title.setText("What each algorithm costs")
        self._token = token
        self._note = ElidedLabel("keys.costs_note", self)
        self._model = AlgorithmsTableModel(header_limits(), self)
        self._table = _make_table(self._model, appearance, self)
        self._size = QComboBox(self)
        self._size.setObjectName("keys.costs_size")
        for bits in RSA_SIZES:
            self._size.addItem("{bits} bits".format(bits=f"{bits:,}"), bits)
        self._make = QPushButton("Make such a key", self)
        self._make.setObjectName("keys.costs_make")
        self._make.setToolTip("Go to the key ring, with this algorithm chosen")
        self.head.addWidget(self._note, 1)
        self.head.addWidget(caption("RSA keys of", self._size, self))
        self.head.addWidget(self._size)
        self.head.addWidget(self._make)
        self.body.addWidget(self._table, 1)
        self._table.selectionModel().currentRowChanged.connect(self._on_row_chosen)
        self._size.activated.connect(self._on_size_chosen)
        set_main_action(self._make)
        self._make.clicked.connect(self.key_wanted)
        token.state_changed.connect(self._show_token)
        self._show_token()

    @Slot(str)
    def choose_algorithm(self, name: str) -> None:
        """Select the row of the kind *name*."""
        row = self._model.row_of(name)
        if row is not None and row != self._table.currentIndex().row():
            self._table.selectRow(row)

    @Slot(int)
    def choose_rsa_bits(self, bits: int) -> None:
        """Show RSA with keys of this length."""
        if bits != self._model.rsa_bits:
            self._size.setCurrentIndex(self._size.findData(bits))
            self._model.show_rsa_bits(bits)
            self._show_token()

    @Slot()
    def _on_size_chosen(self) -> None:
        bits = int(self._size.currentData() or RSA_BITS)
        self.choose_rsa_bits(bits)
        self.rsa_bits_chosen.emit(bits)

    def showEvent(self, event: QShowEvent) -> None:
        """Show what happened to the token while the card was hidden."""
        super().showEvent(event)
        self._show_token()

    @Slot()
    def _show_token(self) -> None:
        if not self.isVisible():  # 18 lengths with every keystroke on another page
            return
        reading = self._token.state.reading
        if reading.claims is None:
            self._model.show_token({})
            self._note.show_text("Log in or paste a token on the bench to see what it would weigh.")
            return
        payload, header = payload_characters(reading.claims), reading.header or {"typ": "JWT"}
        sizes = {
            kind.name: signed_bytes(header_with_new_key(header, kind), payload, kind.signature_octets)
            for kind in self._model.rows()
        }
        self._model.show_token(sizes)
        text = "This token: the one on the bench, {bytes} B now, signed with a new key of each algorithm."
        self._note.show_text(text.format(bytes=f"{len(reading.text.encode('utf-8', 'surrogatepass')):,}"))

    @Slot(QModelIndex, QModelIndex)
    def _on_row_chosen(self, current: QModelIndex, _before: QModelIndex) -> None:
        kind = current.data(Role.SUBJECT)
        if isinstance(kind, KeyKind):
            self.algorithm_chosen.emit(kind.name)


def _make_table(model: AlgorithmsTableModel, appearance: Appearance, card: Card) -> QTableView:
    table = make_table("keys.costs", model, appearance, card, row_height=_ROW_HEIGHT)
    table.setAccessibleName("Costs of each algorithm")
    head = table.horizontalHeader()
    head.setStretchLastSection(False)
    head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    head.setSectionResizeMode(Column.REFUSED_BY, QHeaderView.ResizeMode.Stretch)
    return table
