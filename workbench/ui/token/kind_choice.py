"""What the token is taken for, with the reason, and a box to choose another kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QWidget

from workbench.core.lint.tokens.kinds.kind import TokenKind
from workbench.ui.widgets.elided_label import ElidedLabel

if TYPE_CHECKING:
    from workbench.presenters.token.findings import FindingsPresenter, KindShown

_AUTOMATIC = "Recognize"
_FEWEST_CHARACTERS = 9
_LABELS = {
    TokenKind.ACCESS: "Access token",
    TokenKind.ID: "ID token",
    TokenKind.LOGOUT: "Logout token",
    TokenKind.DPOP: "DPoP proof",
    TokenKind.CLIENT_ASSERTION: "Client assertion",
    TokenKind.ASSERTION: "Bearer-grant assertion",
    TokenKind.REQUEST_OBJECT: "Request object",
    TokenKind.SECURITY_EVENT: "Security event token",
    TokenKind.SD_JWT: "SD-JWT",
    TokenKind.KEY_BINDING: "Key-binding JWT",
    TokenKind.KEY_PROOF: "Key proof",
    TokenKind.CREDENTIAL: "Verifiable credential",
    TokenKind.STATUS_LIST: "Status list",
    TokenKind.INTROSPECTION: "Introspection response",
    TokenKind.ENTITY_STATEMENT: "Entity statement",
    TokenKind.WORKLOAD: "Workload token",
    TokenKind.API_KEY: "API key",
    TokenKind.UNKNOWN: "Unknown kind",
}


class KindChoice(QWidget):
    """Shows the kind of a `FindingsPresenter`'s token with the reason, and lets the user choose one."""

    def __init__(self, findings: FindingsPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = findings
        self._reason = ElidedLabel("findings.kind_reason", self)
        self._reason.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._box = QComboBox(self)
        self._box.setObjectName("findings.kind")
        self._box.setAccessibleName("Kind of token")
        self._box.setToolTip("The kind of token decides which rules apply. Recognize goes by typ, claims and issuer.")
        self._box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._box.setMinimumContentsLength(_FEWEST_CHARACTERS)
        self._box.addItem(_AUTOMATIC, None)
        for kind, words in _LABELS.items():
            self._box.addItem(words, kind.value)  # Qt keeps plain strings
        self._box.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._reason, 1)
        layout.addWidget(self._box)
        self._box.currentIndexChanged.connect(self._on_chosen)
        findings.kind_changed.connect(self._show)
        self._show(findings.kind)

    @Slot(object)
    def _show(self, kind: KindShown) -> None:
        self._reason.show_text(kind.sentence)
        row = self._box.findData(None if kind.chosen is None else kind.chosen.value)
        if row != self._box.currentIndex():  # another token is recognized again
            self._box.blockSignals(True)
            self._box.setCurrentIndex(max(0, row))
            self._box.blockSignals(False)

    @Slot(int)
    def _on_chosen(self, row: int) -> None:
        value = self._box.itemData(row)
        self._presenter.choose_kind(None if value is None else TokenKind(value))
