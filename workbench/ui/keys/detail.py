"""One key in full: its public part in words and as a JWK, what it is for, and when it was used; nothing private."""

import json
import time

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QGuiApplication, QShowEvent, QTextOption
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from workbench.core.keys.details import (
    NO_FINGERPRINT,
    fingerprint,
    key_size,
    private_words,
    public_words,
    purpose_words,
)
from workbench.core.keys.signing_key import KeyRole, SigningKey
from workbench.core.text.numeric_date import countdown
from workbench.ui.editing.code_edit import CodeEdit
from workbench.ui.icons import Icon, icon
from workbench.ui.keys.table import moment_text
from workbench.ui.theme import Appearance, Tone
from workbench.ui.widgets import tool_tip
from workbench.ui.widgets.card import Card
from workbench.ui.widgets.elided_label import ElidedLabel
from workbench.ui.widgets.restyle import set_style_property
from workbench.ui.widgets.sentence_label import SentenceLabel

_FACTS = (
    ("kid", "Key ID"),
    ("fingerprint", "Fingerprint"),
    ("public", "Public part"),
    ("private", "Private part"),
    ("purpose", "Used for"),
    ("created", "Created"),
    ("last_used", "Last used"),
)

_LONGEST_TITLE = 60


class KeyDetailCard(Card):
    """Shows one key, or what to do to see one."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._appearance = appearance
        self._key: SigningKey | None = None
        self._saved = True
        self.title.setObjectName("key_detail.name")
        self.title.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self._summary = ElidedLabel("key_detail.summary", self)
        self._empty = SentenceLabel(
            "key_detail.empty", self, text="Select a key to see its public part, what it is for and when it was used."
        )
        self._empty.setProperty("role", "empty")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._facts = {name: self._fact(name) for name, _words in _FACTS}
        self._jwk = CodeEdit("key_detail.jwk", _nothing, appearance, self)
        self._jwk.setReadOnly(True)
        self._jwk.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self._jwk.setWordWrapMode(QTextOption.WrapMode.WrapAnywhere)
        self._jwk.setAccessibleName("Public key as JWK")
        self._no_jwk = SentenceLabel(
            "key_detail.no_jwk", self, text="A shared secret has no public part, and so no JWK to share."
        )
        self._no_jwk.setProperty("role", "empty")
        self._no_jwk.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._copy = QPushButton("Copy JWK", self)
        self._copy.setObjectName("key_detail.copy_jwk")
        self._copy.setProperty("flat", True)
        self._copy_fingerprint = QPushButton("Copy fingerprint", self)
        self._copy_fingerprint.setObjectName("key_detail.copy_fingerprint")
        self._copy_fingerprint.setProperty("flat", True)
        self._copied = QLabel(self)
        self._copied.setObjectName("key_detail.copied")
        self._copied.setProperty("role", "caption")
        self._whole = QWidget(self)
        self._lay_out()
        self._copy.clicked.connect(self.copy_jwk)
        self._copy_fingerprint.clicked.connect(self.copy_fingerprint)
        appearance.changed.connect(self._paint_icons)
        self._paint_icons()
        self.show_key(None)

    def show_key(self, key: SigningKey | None, *, saved: bool = True) -> None:
        """Show *key*; *saved* says whether it is in the keyring, and not temporary."""
        other = key is None or self._key is None or key.kid != self._key.kid
        self._key, self._saved = key, saved
        self._whole.setVisible(key is not None)
        self._empty.setVisible(key is None)
        for button in (self._copy, self._copy_fingerprint):
            button.setVisible(key is not None)
        if other:
            self._copied.clear()
        if key is None:
            self.title.setText("No key selected")
            self._summary.show_text("")
            return
        self.title.setText(key.name if len(key.name) <= _LONGEST_TITLE else f"{key.name[:_LONGEST_TITLE]}…")
        self.title.setToolTip(tool_tip.literal(key.name))
        self._summary.show_text(self._summary_of(key))
        thumbprint, now = fingerprint(key), time.time()
        where = "in the keyring, never shown" if saved else "not saved, never shown"
        facts = {
            "kid": key.kid,
            "fingerprint": thumbprint or (NO_FINGERPRINT if key.is_secret else "none"),
            "public": public_words(key),
            "private": f"{private_words(key)}; {where}",
            "purpose": purpose_words(key),
            "created": _moment(key.created, now),
            "last_used": _moment(key.last_used, now) if key.last_used else "never used here",
        }
        for name, words in facts.items():
            if self._facts[name].text() != words:
                self._facts[name].setText(words)
        set_style_property(self._facts["fingerprint"], "mono", bool(thumbprint))
        jwk = _public_text(key)
        self._jwk.setVisible(bool(jwk))
        self._no_jwk.setVisible(not jwk)
        if self._jwk.text() != jwk:
            self._jwk.set_text(jwk)
        self._copy.setEnabled(bool(jwk))
        self._copy_fingerprint.setEnabled(bool(thumbprint))

    def showEvent(self, event: QShowEvent) -> None:
        """Update how long ago things were."""
        super().showEvent(event)
        self.show_key(self._key, saved=self._saved)

    @Slot()
    def copy_jwk(self) -> None:
        """Put the public JWK on the clipboard."""
        text = _public_text(self._key) if self._key is not None else ""
        if text:
            self._put(text, "The public JWK is on the clipboard.")

    @Slot()
    def copy_fingerprint(self) -> None:
        """Put the whole fingerprint on the clipboard."""
        text = fingerprint(self._key) if self._key is not None else ""
        if text:
            self._put(text, "The fingerprint is on the clipboard.")

    @Slot()
    def copy_kid(self) -> None:
        """Put the ``kid`` on the clipboard."""
        if self._key is not None:
            self._put(self._key.kid, "The kid is on the clipboard.")

    def _put(self, text: str, words: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self._copied.setText(words)

    def _summary_of(self, key: SigningKey) -> str:
        kind = key.kind
        what = kind.family.value if kind is not None else key.jwk_private.get("kty", "")
        label = kind.label if kind is not None else key.algorithm
        whose = "The demo server signs with it. " if key.role is KeyRole.ISSUER else ""
        summary = "{whose}{family} key of {size}, signs with {algorithm}."
        return summary.format(whose=whose, family=what[:1].upper() + what[1:], size=key_size(key).text, algorithm=label)

    @Slot()
    def _paint_icons(self) -> None:
        for button in (self._copy, self._copy_fingerprint):
            button.setIcon(icon(Icon.COPY, self._appearance, Tone.ACCENT))

    def _fact(self, name: str) -> SentenceLabel:
        label = SentenceLabel(f"key_detail.{name}", self)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        if name == "kid":
            label.setProperty("mono", True)
        return label

    def _lay_out(self) -> None:
        self.head.addWidget(self._summary, 1)
        self.head.addWidget(self._copied)
        self.head.addWidget(self._copy_fingerprint)
        self.head.addWidget(self._copy)
        facts = QWidget(self._whole)
        column = QVBoxLayout(facts)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(8)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for line, (name, words) in enumerate(_FACTS):
            head = QLabel(words, facts)
            head.setProperty("role", "caption")
            head.setBuddy(self._facts[name])
            grid.addWidget(head, line, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(self._facts[name], line, 1)
        column.addLayout(grid)
        column.addStretch(1)
        scroll = QScrollArea(self._whole)
        scroll.setObjectName("key_detail.facts")
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.viewport().setAutoFillBackground(False)
        scroll.setWidget(facts)
        facts.setAutoFillBackground(False)  # which taking it has switched on
        row = QHBoxLayout(self._whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(scroll, 3)
        row.addWidget(self._jwk, 2)
        row.addWidget(self._no_jwk, 2)
        self.body.addWidget(self._empty, 1)
        self.body.addWidget(self._whole, 1)


def _nothing() -> None:
    """A text that is not typed has nothing to be prepared for."""


def _public_text(key: SigningKey) -> str:
    """The public JWK, one member a line; empty for a secret, and where members are missing."""
    if key.is_secret:
        return ""
    try:
        public = key.public_jwk()
        first = {name: public[name] for name in ("kty", "kid", "alg", "use")}
        return json.dumps(first | public, indent=2, ensure_ascii=False)
    except KeyError:
        return ""


def _moment(seconds: int, now: float) -> str:
    return f"{moment_text(seconds)}, {countdown(seconds, now)}"
