"""The key ring: its keys in a table, one of them in full below, and what can be done with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QMenu, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from workbench.core.keys.details import fingerprint
from workbench.core.keys.signing_key import KeyRole, SigningKey
from workbench.ui import shortcuts
from workbench.ui.keys.detail import KeyDetailCard
from workbench.ui.keys.generate import GenerateKeyStrip
from workbench.ui.keys.head import KeysHead
from workbench.ui.keys.list import KeysList
from workbench.ui.widgets.card import Card
from workbench.ui.widgets.elided_button import ElidedButton
from workbench.ui.widgets.splitter import make_splitter
from workbench.ui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from workbench.presenters.keys.deletions import Undoable
    from workbench.presenters.keys.findings import ByKid
    from workbench.presenters.keys.keys import KeysPresenter
    from workbench.ui.theme import Appearance

_SHARES = [640, 400]
"""Widths of the key in full and of the card beside it, to each other."""


class KeysPanel(QWidget):
    """Shows the keys of a `KeysPresenter`; their private parts are never shown.

    Signals:
        algorithm_chosen(str): the kind of key that would be made now is another one, by its name.
        rsa_bits_chosen(int): an RSA key that is made from now on has another length.
        key_selected(SigningKey | None): another key is selected, or something of it has changed; None for several.
        selection_changed(tuple[SigningKey, ...]): other keys are selected, or something of them has changed.
        import_requested(): keys are to be imported.
        export_requested(tuple[SigningKey, ...]): the selected keys are to be exported.

    Attributes:
        detail: the selected key in full.
    """

    algorithm_chosen = Signal(str)
    rsa_bits_chosen = Signal(int)
    key_selected = Signal(object)
    selection_changed = Signal(object)
    import_requested = Signal()
    export_requested = Signal(object)

    def __init__(self, keys: KeysPresenter, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = keys
        card = Card("Keys", self)
        self._head = KeysHead(keys.ring, appearance, card)
        self._strip = GenerateKeyStrip(keys, appearance, card)
        self._list = KeysList(keys, appearance, card)
        self._trusted = QCheckBox("Trusted by the demo server", card)
        self._trusted.setObjectName("keys.trusted")
        self._rename = _button("keys.rename", "Rename", card)
        self._rename.setToolTip(f"Change the name in the table ({shortcuts.RENAME})")
        self._delete = _button("keys.delete", "Delete", card)
        self._import = _button("keys.import", "Import…", card)
        self._export = _button("keys.export", "Export…", card)
        self._undo = ElidedButton("keys.undo", card)
        self._undo.setAccessibleName("Undo the deletion")
        self._undo.hide()
        self._status = StatusLine("keys.status", appearance, card)
        self.detail = KeyDetailCard(appearance, self)
        self._in_full = make_splitter("keys.in_full", (self.detail,), (600,))
        self._below = QStackedWidget(self)
        self._below.setObjectName("keys.below")
        self._below.addWidget(self._in_full)
        self._lay_out(card)
        self._connect(keys)
        self._show_keys(keys.ring.keys)
        self._status.show_status(keys.ring.status)

    def _connect(self, keys: KeysPresenter) -> None:
        self._strip.algorithm_chosen.connect(self.algorithm_chosen)
        self._strip.rsa_bits_chosen.connect(self.rsa_bits_chosen)
        self._head.filter_changed.connect(self._list.look_for)
        self._head.left.connect(self._list.focus)
        self._list.counted.connect(self._head.show_count)
        self._list.key_selected.connect(self._show_key)
        self._list.selection_changed.connect(self._on_selection_changed)
        self._list.delete_wanted.connect(self._on_delete_clicked)
        self._list.menu_wanted.connect(self._show_menu)
        self._trusted.clicked.connect(self._on_trusted_clicked)
        self._rename.clicked.connect(self._list.start_renaming)
        self._delete.clicked.connect(self._on_delete_clicked)
        self._import.clicked.connect(self.import_requested)
        self._export.clicked.connect(self._on_export_clicked)
        self._undo.clicked.connect(keys.undo_deletion)
        find = QShortcut(QKeySequence(shortcuts.FIND), self)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.activated.connect(self._head.focus_filter)
        keys.ring.keys_changed.connect(self._show_keys)
        keys.ring.uses_changed.connect(self._list.show_uses)
        keys.ring.status_changed.connect(self._status.show_status)
        keys.deletions.undo_changed.connect(self._show_undo)

    @Slot()
    def focus_generate(self) -> None:
        """Put the cursor where a new key begins."""
        self._strip.focus()

    @property
    def algorithm(self) -> str:
        """The name of the kind of key that would be made now."""
        return self._strip.algorithm

    @property
    def rsa_bits(self) -> int:
        """The length of an RSA key that would be made now."""
        return self._strip.rsa_bits

    @Slot(object)
    def show_findings(self, findings: ByKid) -> None:
        """Mark the keys with findings."""
        self._list.show_findings(findings)

    @Slot(str)
    def choose_algorithm(self, name: str) -> None:
        """Make keys of the kind *name* from now on."""
        self._strip.choose_algorithm(name)

    @Slot(int)
    def choose_rsa_bits(self, bits: int) -> None:
        """Make RSA keys of this length from now on."""
        self._strip.choose_rsa_bits(bits)

    @property
    def key(self) -> SigningKey | None:
        """The selected key, if it is one alone."""
        return self._list.key

    @Slot()
    def focus_import(self) -> None:
        """Put the keyboard back on the button that opens the import."""
        self._import.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def focus_export(self) -> None:
        """Put the keyboard back on the button that opens the export."""
        self._export.setFocus(Qt.FocusReason.OtherFocusReason)

    def add_beside(self, card: QWidget) -> None:
        """Put *card*, which shows more of the selected key, beside the key in full."""
        self._in_full.addWidget(card)
        for position, share in enumerate(_SHARES):
            self._in_full.setStretchFactor(position, share)
        self._in_full.setSizes(_SHARES)

    def show_below(self, card: QWidget | None) -> None:
        """Let *card* take the place of the selected key in full; None gives it back."""
        wanted = self._in_full if card is None else card
        if self._below.indexOf(wanted) < 0:
            self._below.addWidget(wanted)
        self._below.setCurrentWidget(wanted)

    @Slot(object)
    def _show_keys(self, keys: tuple[SigningKey, ...]) -> None:
        fresh = self._list.show_keys(keys)
        if fresh is not None:
            self._strip.take_over(fresh)

    @Slot(object)
    def _show_key(self, key: SigningKey | None) -> None:
        own = key is not None and key.role is not KeyRole.ISSUER
        self._trusted.setEnabled(own)
        self._rename.setEnabled(key is not None)
        self._trusted.setChecked(key is not None and key.accepted_at(self._keys.ring.now))
        issuer = key is not None and not own
        explanation = "The demo server signs with this key itself: it is always trusted, and stays."
        for widget in (self._trusted, self._delete):
            widget.setToolTip(explanation if issuer else "")
        self.detail.show_key(key, saved=key is not None and self._keys.ring.is_saved(key.kid))
        self.key_selected.emit(key)

    @Slot(object)
    def _on_selection_changed(self, keys: tuple[SigningKey, ...]) -> None:
        self._export.setEnabled(bool(keys))
        self._delete.setEnabled(any(key.role is not KeyRole.ISSUER for key in keys))
        self.selection_changed.emit(keys)

    @Slot()
    def _on_export_clicked(self) -> None:
        self.export_requested.emit(self._list.keys)

    @Slot(bool)
    def _on_trusted_clicked(self, trusted: bool) -> None:
        key = self.key
        if key is not None:
            self._keys.set_trusted(key.kid, trusted)

    @Slot()
    def _on_delete_clicked(self) -> None:
        for key in self._list.keys:
            self._keys.delete(key.kid)  # the issuer's stays

    @Slot(QPoint)
    def _show_menu(self, where: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self.key is not None:
            self._offer_for(self.key, menu)
            menu.addSeparator()
        menu.addActions(self._list.actions_of_table)
        menu.popup(where)

    def _offer_for(self, key: SigningKey, menu: QMenu) -> None:
        own = key.role is not KeyRole.ISSUER
        trust = "Stop trusting" if key.trusted else "Trust on the demo server"
        for name, words, enabled, slot in (
            ("copy_kid", "Copy kid", True, self.detail.copy_kid),
            ("copy_fingerprint", "Copy fingerprint", bool(fingerprint(key)), self.detail.copy_fingerprint),
            ("copy_jwk", "Copy public JWK", not key.is_secret, self.detail.copy_jwk),
            ("menu_rename", "Rename", True, self._list.start_renaming),
            ("menu_trust", trust, own, self._list.toggle_trust),
            ("menu_delete", "Delete", own, self._on_delete_clicked),
        ):
            action = menu.addAction(words)
            action.setObjectName(f"keys.{name}")
            action.setEnabled(enabled)
            action.triggered.connect(slot)

    @Slot(object)
    def _show_undo(self, undoable: Undoable | None) -> None:
        self._undo.setVisible(undoable is not None)
        if undoable is None:
            return
        words = f"Undo ({undoable.seconds} s)"
        tip = "Restore {name}; permanently deleted in {seconds} s."
        tip = tip.format(name=undoable.name, seconds=undoable.seconds)
        if undoable.others:
            words = f"Undo {undoable.name} ({undoable.seconds} s)"
            tip = f"{tip} After it: {', '.join(undoable.others)}."
        self._undo.show_words(words, tip)

    def _lay_out(self, card: Card) -> None:
        card.head.addWidget(self._head, 1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._trusted)
        foot.addWidget(self._rename)
        foot.addWidget(self._delete)
        foot.addWidget(self._import)
        foot.addWidget(self._export)
        foot.addWidget(self._status, 1)
        foot.addStretch(0)
        foot.addWidget(self._undo)
        card.body.addWidget(self._strip)
        card.body.addWidget(self._list, 1)
        card.body.addLayout(foot)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(make_splitter("keys.cards", (card, self._below), (400, 250), vertical=True))


def _button(name: str, words: str, parent: QWidget) -> QPushButton:
    button = QPushButton(words, parent)
    button.setObjectName(name)
    return button
