"""The view Verify: the key to verify with, what is expected, the two verdicts, and every check."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from workbench.core.key_files.pasted_keys import SecretReading
from workbench.core.verification.claim_expectations import ClaimExpectations
from workbench.core.verification.key_verdict import SignatureResult
from workbench.presenters.token.key_source import ALL_KEYS, PASTED_KEY, SECRET
from workbench.ui.arrangement.breaking_row import BreakingRow
from workbench.ui.editing.key_edit import KeyEdit
from workbench.ui.editing.number_field import NumberField
from workbench.ui.editing.secret_edit import SecretEdit
from workbench.ui.icons import Icon
from workbench.ui.item_views.table import make_table
from workbench.ui.theme import Appearance, Tone
from workbench.ui.token.token_checks_table import Column, TokenChecksModel
from workbench.ui.widgets.caption import caption
from workbench.ui.widgets.open_file import ChooseFile, choose_file
from workbench.ui.widgets.pill import Pill
from workbench.ui.widgets.sentence_label import SentenceLabel, WrappedLabel
from workbench.ui.widgets.status_line import StatusLine, StatusLines

if TYPE_CHECKING:
    from workbench.core.keys.signing_key import SigningKey
    from workbench.core.verification.report import VerificationReport
    from workbench.presenters.token.verify import VerifyPresenter

_ROW_HEIGHT = 22
_KEY_LINES = 6
_LEAST_FIELD = 44
_STATUS_WIDTH = 220  # beside the verdicts; with less it goes below them rather than on four lines
_LEEWAY_WIDTH = 72
_MOST_LEEWAY_S = 86_400
_READINGS = ((SecretReading.TEXT, "text"), (SecretReading.BASE64URL, "base64url"), (SecretReading.HEX, "hex"))
_KEY_FILES = "Keys (*.pem *.crt *.cer *.key *.pub *.jwk *.jwks *.json);;All files (*)"

_OWNERS = {ALL_KEYS: "By the ring", PASTED_KEY: "By the pasted key", SECRET: "By the secret"}
_NOT_A_FAILURE = {SignatureResult.NO_KEY}


class VerifyPanel(QWidget):
    """Shows the report of a `VerifyPresenter`, and passes keys and expectations to it. Verifies only while visible."""

    def __init__(
        self,
        verify: VerifyPresenter,
        appearance: Appearance,
        parent: QWidget | None = None,
        *,
        choose: ChooseFile = choose_file,
    ) -> None:
        super().__init__(parent)
        self._verify = verify
        self._keys = verify.keys
        self._choose = choose
        self._source = _combo("verify.key_source", 12, self)
        self._algorithm = _combo("verify.algorithm", 7, self)
        self._algorithm.setToolTip(
            "The key determines the algorithm. If it permits several, the header's alg is used, or the one chosen here."
        )
        self._text = KeyEdit("verify.key", self)
        self._text.setAccessibleName("Key or key set")
        self._text.setPlaceholderText(
            "Paste or drop a PEM (PUBLIC KEY, RSA PUBLIC KEY, CERTIFICATE), a JWK or a JWK set."
        )
        self._open = QPushButton("Open…", self)
        self._open.setObjectName("verify.open")
        self._open.setToolTip("Load a key from a file")
        self._secret = SecretEdit("verify.secret", appearance, self)
        self._secret.setPlaceholderText("The secret that both sides share")
        self._reading = _combo("verify.reading", 8, self)
        for reading, words in _READINGS:
            self._reading.addItem(words, reading)
        self._material = QStackedWidget(self)
        self._material.setObjectName("verify.material")
        self._key_status = StatusLines("verify.key_status", _KEY_LINES, appearance, self, small=True)
        self._issuer = _field("verify.issuer", "any", self)
        self._audience = _field("verify.audience", "any", self)
        self._type = _field("verify.type", "any", self)
        self._leeway = NumberField("verify.leeway", 0, _MOST_LEEWAY_S, "s", self)
        self._leeway.setMaximumWidth(_LEEWAY_WIDTH)
        self._leeway.setToolTip("How much the clocks may differ")
        self._signature = Pill("verify.signature", appearance, self)
        self._claims = Pill("verify.claims", appearance, self)
        self._owner = QLabel(self)
        self._owner.setObjectName("verify.owner")
        self._owner.setProperty("role", "caption")
        self._why = WrappedLabel("verify.why", self)
        self._empty = SentenceLabel("verify.empty", self)
        self._model = TokenChecksModel(self)
        self._table = make_table("verify.checks", self._model, appearance, self, row_height=_ROW_HEIGHT)
        self._table.setAccessibleName("Checks of the token")
        self._status = StatusLine("verify.status", appearance, self)
        self._status.set_small()
        self._source.currentTextChanged.connect(self._source.setToolTip)  # the box may be narrower
        self._lay_out()
        self._connect()
        self._name_owner(ALL_KEYS)
        self._show_ring(self._keys.ring)
        self._show_algorithms(verify.algorithms)
        self._show_expectations(verify.expectations)
        self._show_report(verify.report)

    def showEvent(self, event: QShowEvent) -> None:
        """Verify while visible."""
        super().showEvent(event)
        self._verify.watch(True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop verifying while hidden."""
        super().hideEvent(event)
        self._verify.watch(False)

    def _connect(self) -> None:
        keys, verify = self._keys, self._verify
        self._source.currentIndexChanged.connect(self._on_source_chosen)
        self._algorithm.currentIndexChanged.connect(self._on_algorithm_chosen)
        self._reading.currentIndexChanged.connect(self._on_reading_chosen)
        self._text.textChanged.connect(self._on_text_changed)
        self._text.file_dropped.connect(keys.open)
        self._secret.textChanged.connect(keys.set_secret)
        self._open.clicked.connect(self._on_open_clicked)
        for field in (self._issuer, self._audience, self._type):
            field.textEdited.connect(self._on_expected)
        self._leeway.valueChanged.connect(self._on_expected)
        keys.ring_changed.connect(self._show_ring)
        keys.status_changed.connect(self._key_status.show_status)
        keys.text_changed.connect(self._show_text)
        verify.algorithms_changed.connect(self._show_algorithms)
        verify.expectations_changed.connect(self._show_expectations)
        verify.report_changed.connect(self._show_report)
        verify.status_changed.connect(self._status.show_status)

    @Slot(object)
    def _show_ring(self, ring: tuple[SigningKey, ...]) -> None:
        """Offer all keys of the ring, each of them, a pasted key, and a secret; keep the current choice."""
        chosen = self._source.currentData() or ALL_KEYS
        self._source.blockSignals(True)
        self._source.clear()
        self._source.addItem(f"all keys of the ring ({len(ring)})", ALL_KEYS)
        self._source.addItem("a pasted key or key set", PASTED_KEY)
        self._source.addItem("a shared secret (HMAC)", SECRET)
        if ring:
            self._source.insertSeparator(self._source.count())
        for key in ring:
            self._source.addItem(key.label, key.kid)
        self._source.setCurrentIndex(max(0, self._source.findData(chosen)))
        self._source.blockSignals(False)
        self._source.setToolTip(self._source.currentText())
        if self._source.currentData() != chosen:
            self._on_source_chosen()

    @Slot()
    def _on_source_chosen(self) -> None:
        source = str(self._source.currentData() or ALL_KEYS)
        self._material.setVisible(source in (PASTED_KEY, SECRET))
        self._material.setCurrentIndex(1 if source == SECRET else 0)
        self._material.setFixedHeight(self._secret.sizeHint().height() if source == SECRET else self._text.height())
        self._name_owner(source)
        self._keys.choose(source)

    def _name_owner(self, source: str) -> None:
        """Say with what the verdicts were reached: the demo server's are in the bar below."""
        owner = _OWNERS.get(source, "By this key")
        self._owner.setText(f"{owner}:")
        for verdict in (self._signature, self._claims):
            verdict.name_owner(owner)

    @Slot()
    def _on_text_changed(self) -> None:
        self._keys.set_text(self._text.toPlainText())

    @Slot(str)
    def _show_text(self, text: str) -> None:
        self._text.blockSignals(True)
        self._text.setPlainText(text)
        self._text.blockSignals(False)

    @Slot()
    def _on_open_clicked(self) -> None:
        path = self._choose(self, "Open a key", _KEY_FILES)
        if path:
            self._keys.open(path)

    @Slot()
    def _on_reading_chosen(self) -> None:
        self._keys.choose_reading(SecretReading(self._reading.currentData()))

    @Slot()
    def _on_algorithm_chosen(self) -> None:
        self._verify.choose_algorithm(str(self._algorithm.currentData() or ""))

    @Slot(object)
    def _show_algorithms(self, algorithms: tuple[str, ...]) -> None:
        chosen = self._algorithm.currentData()
        self._algorithm.blockSignals(True)
        self._algorithm.clear()
        self._algorithm.addItem(algorithms[0] if len(algorithms) == 1 else "by the key", "")
        for alg in algorithms if len(algorithms) > 1 else ():
            self._algorithm.addItem(alg, alg)
        self._algorithm.setCurrentIndex(max(0, self._algorithm.findData(chosen)))
        self._algorithm.setEnabled(len(algorithms) > 1)
        self._algorithm.blockSignals(False)

    @Slot()
    def _on_expected(self) -> None:
        self._verify.set_expectations(
            ClaimExpectations(
                self._issuer.text() or None,
                self._audience.text() or None,
                self._type.text().strip() or None,
                self._leeway.value(),
            )
        )

    @Slot(object)
    def _show_expectations(self, expected: ClaimExpectations) -> None:
        self._issuer.setText(expected.issuer or "")
        self._audience.setText(expected.audience or "")
        self._type.setText(expected.token_type or "")
        for field in (self._issuer, self._audience, self._type):
            field.setCursorPosition(0)

    @Slot(object)
    def _show_report(self, report: VerificationReport | None) -> None:
        self._empty.setVisible(report is None)
        self._table.setVisible(report is not None)
        self._model.show(report.checks if report is not None else ())
        if report is None:
            self._owner.hide()
            self._signature.show_state("", Tone.MUTED)
            self._claims.show_state("", Tone.MUTED)
            self._why.setText("")
            return
        signature, claims = report.signature, report.claims
        if signature.ok:
            self._signature.show_state(signature.words, Tone.ALLOWED, Icon.ALLOWED, signature.detail)
        elif signature.result in _NOT_A_FAILURE:
            self._signature.show_state(signature.words, Tone.MUTED, Icon.NOT_REACHED, signature.detail)
        else:
            self._signature.show_state(signature.words, Tone.REFUSED, Icon.REFUSED, signature.detail)
        tone, picture = (Tone.ALLOWED, Icon.ALLOWED) if claims.ok else (Tone.REFUSED, Icon.REFUSED)
        self._claims.show_state(claims.words, tone, picture, claims.detail)
        self._owner.show()
        self._why.setText(signature.detail)

    def _lay_out(self) -> None:
        self._status.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.MinimumExpanding)
        self._status.setMinimumWidth(_STATUS_WIDTH)
        self._why.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._empty.setProperty("role", "empty")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setText("Log in to get a token, or paste one above. It is verified with the key chosen here.")
        self._table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        head = self._table.horizontalHeader()
        for column, width in ((Column.OUTCOME, 116), (Column.NAME, 92), (Column.FOUND, 200)):
            head.resizeSection(column, width)
        self._material.addWidget(_row(self, (self._text, 1), (self._open, 0)))
        reading = caption("as", self._reading, self)
        self._material.addWidget(_row(self, (self._secret, 1), (reading, 0), (self._reading, 0)))
        self._material.hide()
        content = QWidget(self)
        layout = QVBoxLayout(content)
        layout.setContentsMargins(8, 8, 8, 0)
        layout.setSpacing(6)
        source = (caption("Verify with", self._source, self), 0), (self._source, 1)
        algorithm = (caption("Algorithm", self._algorithm, self), 0), (self._algorithm, 0)
        issuer = (caption("Issuer", self._issuer, self), 0), (self._issuer, 1)
        audience = (caption("Audience", self._audience, self), 0), (self._audience, 1)
        kind = (caption("Type", self._type, self), 0), (self._type, 1)
        leeway = (caption("Leeway", self._leeway, self), 0), (self._leeway, 0)
        layout.addWidget(BreakingRow(source, algorithm, self))
        layout.addWidget(self._material)
        layout.addWidget(self._key_status)
        layout.addWidget(BreakingRow((*issuer, *audience), (*kind, *leeway), self))
        layout.addWidget(
            BreakingRow(((self._owner, 0), (self._signature, 0), (self._claims, 0)), ((self._status, 1),), self)
        )
        layout.addWidget(self._why)
        layout.addWidget(self._empty, 1)
        layout.addWidget(self._table, 1)
        # With a pasted key the form is higher than a small window.
        scrolled = QScrollArea(self)
        scrolled.setWidgetResizable(True)
        scrolled.setFrameShape(QFrame.Shape.NoFrame)
        scrolled.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scrolled.setWidget(content)
        scrolled.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for widget in (content, scrolled.viewport()):  # the area paints them in its background colour
            widget.setAutoFillBackground(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled)


def _line(*widgets: tuple[QWidget, int]) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(6)
    for widget, stretch in widgets:
        line.addWidget(widget, stretch)
    return line


def _row(parent: QWidget, *widgets: tuple[QWidget, int]) -> QWidget:
    row = QWidget(parent)
    row.setLayout(_line(*widgets))
    return row


def _combo(name: str, characters: int, parent: QWidget) -> QComboBox:
    box = QComboBox(parent)
    box.setObjectName(name)
    box.setMinimumContentsLength(characters)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    return box


def _field(name: str, placeholder: str, parent: QWidget) -> QLineEdit:
    field = QLineEdit(parent)
    field.setObjectName(name)
    field.setPlaceholderText(placeholder)
    field.setMinimumWidth(_LEAST_FIELD)
    return field
