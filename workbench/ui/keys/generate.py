"""Generating a key: its name, kind, length and id in one row, and a button that generates it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from workbench.core.keys.algorithms import KINDS, RSA_BITS, RSA_SIZES, Family, kind_named, signature_words
from workbench.core.keys.names import kid_warning
from workbench.presenters.status import Status, StatusLevel
from workbench.ui.item_views.choice_box import ChoiceBox
from workbench.ui.widgets.caption import caption
from workbench.ui.widgets.main_action import set_main_action
from workbench.ui.widgets.progress_bar import ProgressBar
from workbench.ui.widgets.run_control import swap
from workbench.ui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from workbench.core.keys.signing_key import SigningKey
    from workbench.presenters.keys.keys import KeysPresenter
    from workbench.ui.theme import Appearance

_FAMILIES = {
    Family.SYMMETRIC: "Symmetric: one secret signs and verifies",
    Family.RSA: "RSA: understood everywhere, long",
    Family.ELLIPTIC_CURVE: "Elliptic curve: short",
    Family.EDWARDS: "Edwards curve: short and fast",
    Family.POST_QUANTUM: "Post-quantum: very long",
}


class GenerateKeyStrip(QWidget):
    """Generates keys by a `KeysPresenter`; what is wrong with a field is shown below it while it is typed.

    Signals:
        algorithm_chosen(str): the kind of key that would be made now is another one, by its name.
        rsa_bits_chosen(int): an RSA key that is made from now on has another length.
    """

    algorithm_chosen = Signal(str)
    rsa_bits_chosen = Signal(int)

    def __init__(self, keys: KeysPresenter, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = keys
        self._rsa_bits = RSA_BITS
        self._name = QLineEdit(self)
        self._name.setObjectName("keys.name")
        self._name.setPlaceholderText("optional")
        self._algorithm = ChoiceBox("keys.algorithm", appearance, self)
        for family, title in _FAMILIES.items():
            self._algorithm.add_group(title)
            for kind in (each for each in KINDS if each.family is family):
                self._algorithm.add_choice(kind.label, kind.name)
        self._size = QComboBox(self)
        self._size.setObjectName("keys.size")
        self._kid = QLineEdit(self)
        self._kid.setObjectName("keys.kid")
        self._kid.setToolTip(
            "The kid in the header of tokens. Left empty: the key's thumbprint (RFC 7638), or random for a secret."
        )
        self._generate = QPushButton("Generate key", self)
        self._generate.setObjectName("keys.generate")
        set_main_action(self._generate)
        self._cancel = QPushButton("Cancel", self)
        self._cancel.setObjectName("keys.cancel")
        self._cancel.setToolTip("Nothing of the key is kept")
        self._cancel.hide()
        self._progress = ProgressBar("keys.progress", "A key is being made", self)
        self._progress.hide()
        self._note = StatusLine("keys.new_key_note", appearance, self)
        self._note.set_small()
        self._lay_out()
        self.choose_algorithm("ES256")
        self._show_kind()

        self._algorithm.currentIndexChanged.connect(self._on_algorithm_chosen)
        self._size.activated.connect(self._on_size_chosen)
        self._generate.clicked.connect(self._on_generate)
        self._cancel.clicked.connect(keys.cancel_generation)
        for field in (self._name, self._kid):
            field.returnPressed.connect(self._on_generate)
            field.textEdited.connect(self._show_note)
        keys.ring.busy_changed.connect(self._generate.setDisabled)
        self._generate.setDisabled(bool(keys.ring.busy))
        keys.generation.making_changed.connect(self._show_making)

    def focus(self) -> None:
        """Put the cursor where a new key begins."""
        self._name.setFocus()

    @property
    def algorithm(self) -> str:
        """The name of the kind of key that would be made now."""
        return str(self._algorithm.currentData())

    @property
    def rsa_bits(self) -> int:
        """The length of an RSA key that would be made now."""
        return self._rsa_bits

    @Slot(str)
    def choose_algorithm(self, name: str) -> None:
        """Make keys of the kind *name* from now on."""
        self._algorithm.setCurrentIndex(self._algorithm.findData(name))

    @Slot(int)
    def choose_rsa_bits(self, bits: int) -> None:
        """Make RSA keys of this length from now on."""
        if bits != self._rsa_bits:
            self._rsa_bits = bits
            self._show_kind()
            self.rsa_bits_chosen.emit(bits)

    def take_over(self, key: SigningKey) -> None:
        """*key* was generated: what was typed for it is no longer needed. It is kept until then, for another try.

        A key that came from elsewhere leaves the fields alone.
        """
        if key.name == self._name.text().strip():
            self._name.clear()
        if key.kid == self._kid.text().strip():
            self._kid.clear()
        self._show_note()

    @Slot()
    def _on_generate(self) -> None:
        if not self._generate.isEnabled() or self._generate.isHidden():
            return
        field, fault = self._fault()
        if field is not None:
            self._note.show_status(Status(fault, StatusLevel.ERROR))
            field.setFocus()
            field.selectAll()
            return
        self._keys.generate(self._name.text(), self.algorithm, self._rsa_bits, self._kid.text())

    def _fault(self) -> tuple[QLineEdit | None, str]:
        """The field that has to be changed, and why; None if all is well."""
        name, kid = self._name.text(), self._kid.text()
        fault = self._keys.ring.name_fault("", name) if name.strip() else ""
        if fault:
            return self._name, fault
        fault = self._keys.ring.kid_fault(kid) if kid else ""
        return (self._kid, fault) if fault else (None, "")

    @Slot()
    def _show_note(self) -> None:
        _, fault = self._fault()
        warning = "" if fault else kid_warning(self._kid.text())
        self._note.show_status(Status(fault or warning, StatusLevel.ERROR if fault else StatusLevel.WARNING))

    @Slot()
    def _on_algorithm_chosen(self) -> None:
        self._show_kind()
        self.algorithm_chosen.emit(self.algorithm)

    @Slot()
    def _on_size_chosen(self) -> None:
        self.choose_rsa_bits(int(self._size.currentData()))

    @Slot(str)
    def _show_making(self, words: str) -> None:
        swap(*((self._cancel, self._generate) if words else (self._generate, self._cancel)))
        self._progress.setVisible(bool(words))

    def _show_kind(self) -> None:
        """Offer the lengths that the kind has, and say what each kind's signature takes with the length chosen."""
        kind = kind_named(self.algorithm)
        assert kind is not None  # noqa: S101  the box offers nothing else
        self._size.clear()
        for bits in RSA_SIZES if kind.family is Family.RSA else (kind.key_bits,):
            self._size.addItem("{bits} bits".format(bits=f"{bits:,}") if bits else "fixed", bits)
        self._size.setCurrentIndex(max(0, self._size.findData(self._rsa_bits)))
        self._size.setEnabled(self._size.count() > 1)
        random = kind.family is Family.SYMMETRIC
        self._kid.setPlaceholderText("random" if random else "thumbprint")
        for row in range(self._algorithm.count()):
            each = kind_named(str(self._algorithm.itemData(row) or ""))
            if each is not None:
                words = signature_words(each.with_rsa_bits(self._rsa_bits).signature_octets).capitalize()
                self._algorithm.show_detail(row, f"{each.description} {words}.")

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        for words, field, least, most, share in (
            ("Name", self._name, 90, 220, 20),
            ("Algorithm", self._algorithm, 128, 150, 0),
            ("Size", self._size, 96, 96, 0),
            ("Key ID", self._kid, 90, 320, 30),
        ):
            field.setMinimumWidth(least)
            field.setMaximumWidth(most)
            row.addWidget(caption(words, field, self))
            row.addWidget(field, share)
        row.addWidget(self._generate)
        row.addWidget(self._cancel)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(row)
        layout.addWidget(self._note)
        layout.addWidget(self._progress)
