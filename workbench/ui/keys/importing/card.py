"""Importing keys: a text or a file is read, opened with its password, and its keys are added to the ring."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from workbench.core.key_files.pasted_keys import SecretReading
from workbench.presenters.keys.importing import ImportState, KeyImportPresenter, Stage
from workbench.ui.editing.key_edit import KeyEdit
from workbench.ui.editing.secret_edit import SecretEdit
from workbench.ui.keys.importing.choice import KeyImportChoice
from workbench.ui.keys.importing.question import KeyImportQuestion
from workbench.ui.widgets.caption import caption
from workbench.ui.widgets.card import Card
from workbench.ui.widgets.main_action import set_main_action
from workbench.ui.widgets.open_file import ChooseFile, choose_file
from workbench.ui.widgets.progress_bar import ProgressBar
from workbench.ui.widgets.sentence_label import SentenceLabel
from workbench.ui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from workbench.ui.theme import Appearance

_KEY_FILES = "Keys (*.pem *.key *.der *.p8 *.p12 *.pfx *.jwk *.jwks *.json id_*);;All files (*)"
_READINGS = (
    ("private keys, recognized", None),
    ("a secret, as text", SecretReading.TEXT),
    ("a secret, as base64url", SecretReading.BASE64URL),
    ("a secret, as hex", SecretReading.HEX),
)


class KeyImportCard(Card):
    """Shows a `KeyImportPresenter`; what is typed here is in no history, and wiped when the import is over."""

    def __init__(
        self,
        importing: KeyImportPresenter,
        appearance: Appearance,
        parent: QWidget | None = None,
        *,
        choose: ChooseFile = choose_file,
    ) -> None:
        super().__init__("", parent)
        self.title.setText("Import keys")
        self._importing = importing
        self._choose = choose
        self._stage = importing.state.stage
        self._text = KeyEdit("key_import.text", self)
        self._text.setUndoRedoEnabled(False)  # an undo would bring a wiped key back
        self._text.setAccessibleName("Private key or key set")
        self._text.setPlaceholderText(
            "Paste a private key here, drop its file on this page, or open it: "
            "PEM, DER, OpenSSH, JWK, JWK set or PKCS#12, encrypted or not."
        )
        self._secret = SecretEdit("key_import.secret", appearance, self)
        self._secret.setPlaceholderText("The secret that both sides share")
        self._given = QWidget(self)
        self._material = QStackedWidget(self)
        self._material.setObjectName("key_import.material")
        self._open = QPushButton("Open file…", self)
        self._open.setObjectName("key_import.open")
        self._reading = QComboBox(self)
        self._reading.setObjectName("key_import.reading")
        for words, reading in _READINGS:
            self._reading.addItem(words, reading)
        self._source = SentenceLabel("key_import.source", self, role="caption")
        self._status = StatusLine("key_import.status", appearance, self)
        self._password = SecretEdit("key_import.password", appearance, self)
        self._password_label = caption("Password", self._password, self)
        self._unlock = QPushButton("Open with password", self)
        self._unlock.setObjectName("key_import.unlock")
        self._progress = ProgressBar("key_import.progress", "Reading keys", self)
        self._stop = QPushButton("Stop", self)
        self._stop.setObjectName("key_import.stop")
        self._promise = QLabel(
            (
                "You see what is in it first. What you then import goes into the keyring and nowhere else; the demo "
                "server does not trust it until you say so."
            ),
            self,
        )
        self._promise.setProperty("role", "caption")
        self._promise.setWordWrap(True)
        self._chosen = KeyImportChoice(importing, appearance, self)
        self._question = KeyImportQuestion(importing, appearance, self)
        self._take = QPushButton(self)
        self._take.setObjectName("key_import.take")
        self._cancel = QPushButton(self)
        self._cancel.setObjectName("key_import.cancel")
        set_main_action(self._open, self._unlock, self._take)
        self._lay_out()
        self._connect()
        self._show_state(importing.state)

    @Slot()
    def focus(self) -> None:
        """Put the cursor where an import begins."""
        field = self._secret if self._reading.currentData() is not None else self._text
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _connect(self) -> None:
        importing = self._importing
        self._text.textChanged.connect(self._on_text_changed)
        self._text.file_dropped.connect(importing.open_file)
        self._secret.textEdited.connect(importing.set_text)
        self._open.clicked.connect(self._on_open_clicked)
        self._reading.currentIndexChanged.connect(self._on_reading_chosen)
        self._password.returnPressed.connect(self._on_unlock)
        self._unlock.clicked.connect(self._on_unlock)
        self._stop.clicked.connect(importing.stop)
        self._take.clicked.connect(importing.import_keys)
        self._cancel.clicked.connect(importing.cancel)
        importing.state_changed.connect(self._show_state)
        importing.status_changed.connect(self._status.show_status)
        importing.wiped.connect(self._wipe)
        self._question.settled.connect(self._on_settled)

    @Slot()
    def _on_text_changed(self) -> None:
        self._importing.set_text(self._text.toPlainText())

    @Slot()
    def _on_open_clicked(self) -> None:
        path = self._choose(self, "Open a file of keys", _KEY_FILES)
        if path:
            self._importing.open_file(path)

    @Slot()
    def _on_reading_chosen(self) -> None:
        reading = self._reading.currentData()
        is_secret = reading is not None
        before, after = (self._text, self._secret) if is_secret else (self._secret, self._text)
        self._material.setCurrentIndex(1 if is_secret else 0)
        typed = before.toPlainText() if isinstance(before, KeyEdit) else before.text()
        if typed:  # what was typed for one reading stays for the other
            self._fill(after, typed.strip("\r\n"))
            self._fill(before, "")
        self._importing.choose_reading(SecretReading(reading) if is_secret else None)

    @Slot()
    def _on_settled(self) -> None:
        self._show_state(self._importing.state)  # the button is enabled by it
        self._take.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_unlock(self) -> None:
        self._importing.give_password(self._password.text())

    @Slot()
    def _wipe(self) -> None:
        for field in (self._text, self._secret, self._password):
            self._fill(field, "")

    @staticmethod
    def _fill(field: KeyEdit | SecretEdit, text: str) -> None:
        """Set a text so that no undo of the field brings the one before back, and without reading it again."""
        field.blockSignals(True)
        if isinstance(field, KeyEdit):
            field.setPlainText(text)
        else:
            field.setText(text)
        field.blockSignals(False)

    @Slot(object)
    def _show_state(self, state: ImportState) -> None:
        stage, before = state.stage, self._stage
        self._stage = stage
        asks, reads = stage is Stage.PASSWORD, stage is Stage.READING
        chooses = stage in (Stage.CHOOSE, Stage.IMPORTING)
        for widget in (self._password_label, self._password, self._unlock):
            widget.setVisible(asks)
        self._progress.setVisible(reads or stage is Stage.IMPORTING)
        self._stop.setVisible(reads)
        self._chosen.setVisible(chooses)
        self._chosen.setEnabled(stage is Stage.CHOOSE)
        self._take.setVisible(chooses)
        count = len(state.choices.taken)
        self._take.setText("Import {count}".format(count="1 key" if count == 1 else f"{count} keys"))
        self._take.setEnabled(stage is Stage.CHOOSE and state.choices.can_be_taken)
        self._cancel.setText("Close" if stage in (Stage.EMPTY, Stage.DONE) else "Cancel")
        self._source.setText(f"From {state.source}" if state.source else "")
        self._source.setVisible(bool(state.source))
        self._promise.setVisible(stage is Stage.EMPTY)
        # A private key that was read needs no longer be seen; a secret is hidden anyway, and may still be typed.
        self._given.setVisible(not chooses or self._reading.currentData() is not None)
        if stage is before:
            return
        if asks:
            self._password.setFocus(Qt.FocusReason.OtherFocusReason)
            self._password.selectAll()
        elif stage is Stage.CHOOSE and before is Stage.READING and not self._secret.hasFocus():
            self._chosen.focus()
        elif stage is Stage.DONE:
            self._cancel.setFocus(Qt.FocusReason.OtherFocusReason)
        if stage in (Stage.CHOOSE, Stage.DONE):
            self._fill(self._password, "")

    def _lay_out(self) -> None:
        self._material.addWidget(self._text)
        secret = QWidget(self)
        beside = QVBoxLayout(secret)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.addWidget(self._secret)
        beside.addStretch(1)
        self._material.addWidget(secret)
        self._material.setFixedHeight(self._text.height())
        side = QVBoxLayout()
        side.setSpacing(8)
        read_as = QHBoxLayout()
        read_as.setSpacing(8)
        read_as.addWidget(caption("Read as", self._reading, self))
        read_as.addWidget(self._reading, 1)
        side.addLayout(read_as)
        side.addWidget(self._open)
        self._given.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        given = QHBoxLayout(self._given)
        given.setContentsMargins(0, 0, 0, 0)
        given.setSpacing(12)
        given.addWidget(self._material, 1)
        given.addLayout(side)
        password = QHBoxLayout()
        password.setSpacing(8)
        password.addWidget(self._password_label)
        password.addWidget(self._password)
        password.addWidget(self._unlock)
        password.addStretch(1)
        self._password.setFixedWidth(260)
        said = QHBoxLayout()
        said.setSpacing(12)
        said.addWidget(self._source)
        said.addWidget(self._status, 1)
        said.addWidget(self._stop)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._take)
        foot.addWidget(self._cancel)
        foot.addStretch(1)
        self.body.addWidget(self._given)
        self.body.addWidget(self._progress)
        self.body.addLayout(said)
        self.body.addLayout(password)
        self.body.addWidget(self._chosen, 1)
        self.body.addWidget(self._question)
        self.body.addWidget(self._promise)
        self.body.addLayout(foot)
        self.body.addStretch(0)
