"""The bottom bar: signing, and the two verdicts. Signing and verifying have separate controls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLayout,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from workbench.core.signing.header_update import HeaderUpdate
from workbench.core.token.header_limits import in_words, refusal_details
from workbench.core.verification.signature_state import SignatureState
from workbench.ui.arrangement.foldable import Foldable, FoldableCheck, FoldableChoice, fold_to_fit
from workbench.ui.header_limits import header_limits, size_tone
from workbench.ui.icons import Icon, icon
from workbench.ui.item_views.choice_box import ChoiceBox
from workbench.ui.item_views.key_findings import counted_words, look_of, summary
from workbench.ui.theme import Appearance, Tone
from workbench.ui.widgets import tool_tip
from workbench.ui.widgets.elided_label import ElidedLabel
from workbench.ui.widgets.icon_text import WarningLine
from workbench.ui.widgets.main_action import set_main_action
from workbench.ui.widgets.pill import Pill
from workbench.ui.widgets.restyle import set_style_property
from workbench.ui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from workbench.core.keys.signing_key import SigningKey
    from workbench.presenters.keys.findings import ByKid
    from workbench.presenters.requests.replay import ReplayPresenter
    from workbench.presenters.token.editor import EditorPresenter
    from workbench.presenters.token.editor_state import EditorState

_HEADER_UPDATES = (
    (HeaderUpdate.SET_ALG_AND_KID, "set alg and kid", "Write the key's algorithm and key ID into the header"),
    (HeaderUpdate.SET_ALG, "set alg", "Write the key's algorithm into the header; leave kid unchanged"),
    (HeaderUpdate.KEEP, "keep header", "Sign the header unchanged"),
)
_GAP = 8

_SIGNATURE_TONE = {
    SignatureState.TRUSTED: (Tone.ALLOWED, Icon.ALLOWED),
    SignatureState.NO_KID: (Tone.WARNING, Icon.WARNING),
    SignatureState.NOT_TRUSTED: (Tone.WARNING, Icon.WARNING),
    SignatureState.SELF_SIGNED: (Tone.WARNING, Icon.WARNING),
}
_OWNER = "Demo server"
"""Whose verdicts the bar shows; those of the view Verify are of the key chosen there."""


class SignPanel(QWidget):
    """Signs the token of an `EditorPresenter` with the chosen key.

    Signals:
        new_key_requested(): the user wants to generate a key.
    """

    new_key_requested = Signal()

    def __init__(
        self,
        editor: EditorPresenter,
        replay: ReplayPresenter,
        appearance: Appearance,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._editor = editor
        self._appearance = appearance
        self._kid = ""
        self._keys: tuple[SigningKey, ...] = ()
        self._key = _key_box(appearance, self)
        self._new_key = QToolButton(self)
        self._new_key.setObjectName("sign.new_key")
        self._new_key.setAccessibleName("New key")
        self._new_key.setToolTip("Generate a signing key on the Keys page")
        self._header_update = QComboBox(self)
        self._header_update.setObjectName("sign.header_update")
        self._header_update.setAccessibleName("Header changes when signing")
        for update, words, explanation in _HEADER_UPDATES:
            self._header_update.addItem(words, update)
            self._header_update.setItemData(self._header_update.count() - 1, explanation, Qt.ItemDataRole.ToolTipRole)
        self._submit = QPushButton("Sign", self)
        self._submit.setObjectName("sign.submit")
        set_main_action(self._submit)
        self._submit.setToolTip("Sign the current header and claims (Ctrl+Enter)")
        self.each_edit = QCheckBox("sign each edit", self)
        self.each_edit.setObjectName("sign.each_edit")
        self.replay_each_edit = QCheckBox("replay each edit", self)
        self.replay_each_edit.setObjectName("replay.each_edit")
        self._more = QToolButton(self)
        self._foldable = self._make_more()
        self._status = StatusLine("sign.status", appearance, self)
        self._cost = ElidedLabel("sign.cost", self, figures_first=True)
        self._cost.hide()
        self._findings: ByKid = {}
        self._warning = WarningLine("sign.key_warning", appearance, self)
        self._signing = QWidget(self)
        self._verdicts = QWidget(self)
        self._signature = Pill("token.signature_verdict", appearance, self)
        self._claims = Pill("token.claims_verdict", appearance, self)
        self._lay_out()

        self._key.currentIndexChanged.connect(self._on_key_chosen)
        self._key.about_to_open.connect(self._show_costs)
        editor.signing_changed.connect(self._show_cost)
        self._new_key.clicked.connect(self.new_key_requested)
        appearance.changed.connect(self._paint_icon)
        self._header_update.currentIndexChanged.connect(self._on_header_update_chosen)
        self._submit.clicked.connect(editor.sign)
        self.each_edit.toggled.connect(editor.set_each_edit)
        self.replay_each_edit.toggled.connect(replay.set_each_edit)
        editor.status_changed.connect(self._status.show_status)
        editor.token.state_changed.connect(self._show)
        self._paint_icon()
        self._show(editor.token.state)

    def _make_more(self) -> tuple[Foldable, ...]:
        """Let the bar fold into a menu; what stays longest in the bar comes first."""
        self._more.setObjectName("sign.more")
        self._more.setAccessibleName("More about signing")
        self._more.setToolTip("What this bar has no room for")
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self._more)
        self._more.setMenu(menu)
        return (
            FoldableChoice(self._header_update, "Header", menu),
            FoldableCheck(self.each_edit, menu),
            FoldableCheck(self.replay_each_edit, menu),
        )

    @property
    def kid(self) -> str:
        """The key ID of the chosen key."""
        return self._kid

    @property
    def header_update(self) -> HeaderUpdate:
        """How much of the header signing changes."""
        return HeaderUpdate(self._header_update.currentData())

    def prefill(self, kid: str, header_update: HeaderUpdate) -> None:
        """Restore the last choices."""
        self._kid = kid
        self._header_update.setCurrentIndex(max(0, self._header_update.findData(header_update)))

    @Slot(object)
    def show_keys(self, keys: tuple[SigningKey, ...]) -> None:
        """Offer these keys; keep the current choice while it is among them."""
        from workbench.core.keys.algorithms import signature_words

        self._keys = keys
        self._key.blockSignals(True)
        self._key.clear()
        for key in keys:
            trust = "trusted" if key.trusted else "not trusted"
            self._key.add_choice(f"{key.label} ({trust})", key.kid, signature_words(key.signature_octets))
        self._key.setCurrentIndex(max(0, self._key.findData(self._kid)))
        self._key.blockSignals(False)
        self._on_key_chosen()

    @Slot(object)
    def show_findings(self, findings: ByKid) -> None:
        """Show the findings on the chosen key; signing with it stays possible."""
        self._findings = findings
        self._show_warning()

    @Slot()
    def _on_key_chosen(self) -> None:
        self._kid = str(self._key.currentData() or "")
        self._editor.choose_key(self._kid)
        self._show_warning()

    def _show_warning(self) -> None:
        found = self._findings.get(self._kid, ())
        look = look_of(found)
        if look is None:
            self._warning.clear()
            return
        name = next((key.name for key in self._keys if key.kid == self._kid), self._kid)
        words = f"Key {name}, {counted_words(found)}: {found[0].message}"
        self._warning.show_warning(words, summary(found), *look)

    @Slot()
    def _on_header_update_chosen(self) -> None:
        self._editor.choose_header_update(self.header_update)

    @Slot()
    def _show_costs(self) -> None:
        """Show for every key the size of its signature, and of the token signed with it."""
        from workbench.core.keys.algorithms import signature_words
        from workbench.core.signing.cost import refused_by

        for row, key in enumerate(self._keys):
            words, token_bytes = signature_words(key.signature_octets), self._signed_bytes(key)
            if token_bytes is None:
                self._key.show_detail(row, words)
                continue
            verdict = refused_by(header_limits(), token_bytes)
            tone = size_tone(token_bytes)
            detail = f"{words} · this token: {token_bytes:,} B, {verdict}"
            self._key.show_detail(row, detail, Tone.MUTED if tone is Tone.ALLOWED else tone)

    @Slot()
    def _show_cost(self) -> None:
        """Show the size of the token signed with the chosen key, if it differs from the current size."""
        key = self._editor.signing_key
        explanation = "The signing key; its private part stays in the keyring"
        token_bytes = None if key is None else self._signed_bytes(key)
        if key is None or token_bytes is None:
            self._key.setToolTip(explanation)
            self._cost.hide()
            return
        from workbench.core.keys.algorithms import signature_words
        from workbench.core.signing.cost import refused_by

        limits = header_limits()
        cost = signature_words(key.signature_octets).capitalize()
        words = f"{cost}. {in_words(limits, token_bytes)}"
        self._key.setToolTip(tool_tip.literal(f"{explanation}.\n{words}"))
        now = len(self._editor.token.state.reading.text.encode("utf-8", "surrogatepass"))
        tone = size_tone(token_bytes)
        set_style_property(self._cost, "tone", (Tone.MUTED if tone is Tone.ALLOWED else tone).value)
        text = "Signed with {name}, the token is {bytes} B instead of {now} B: {verdict}. {cost}.".format(
            name=key.name, bytes=f"{token_bytes:,}", now=f"{now:,}", verdict=refused_by(limits, token_bytes), cost=cost
        )
        self._cost.show_text(text, f"{words}\n\n{refusal_details(limits, token_bytes)}")
        self._cost.setVisible(token_bytes != now)

    def _signed_bytes(self, key: SigningKey) -> int | None:
        """Length of the token signed with *key*; None while there is nothing to sign."""
        reading = self._editor.token.state.reading
        if reading.claims is None and reading.jws is None:
            return None
        from workbench.core.signing.cost import payload_characters, signed_bytes

        claims = reading.claims
        payload = len(reading.segments[1]) if claims is None else payload_characters(claims)
        header = self._editor.header_to_sign(key)
        return signed_bytes(header, payload, key.signature_octets) + len(reading.tail)

    @Slot(object)
    def _show(self, state: EditorState) -> None:
        self._show_cost()
        self._submit.setEnabled(state.reading.claims is not None or state.reading.jws is not None)
        if state.is_empty or state.signature is None or state.claims is None:
            self._signature.show_state("no token", Tone.MUTED)
            self._claims.show_state("no token", Tone.MUTED)
            return
        verdict = state.signature
        if state.reading.opaque:
            self._signature.show_state("none", Tone.MUTED, Icon.INFO, verdict.detail)
            self._claims.show_state("not readable", Tone.MUTED, Icon.INFO, verdict.detail)
            self._choose_direction()
            return
        if state.stale:
            words = "stale: sign again"
            detail = "Header or claims were changed after the signature was made. Sign again to make it valid."
            self._signature.show_state(words, Tone.WARNING, Icon.WARNING, detail)
        else:
            tone, picture = _SIGNATURE_TONE.get(verdict.state, (Tone.REFUSED, Icon.REFUSED))
            self._signature.show_state(verdict.words, tone, picture, verdict.detail)
        if state.claims.ok:
            self._claims.show_state(state.claims.words, Tone.ALLOWED, Icon.ALLOWED)
        else:
            detail = "\n".join(fault.message for fault in state.claims.faults)
            self._claims.show_state(state.claims.words, Tone.REFUSED, Icon.REFUSED, detail)
        self._choose_direction()

    @Slot()
    def _paint_icon(self) -> None:
        self._new_key.setIcon(icon(Icon.ADD, self._appearance, Tone.ACCENT))
        self._more.setIcon(icon(Icon.MORE, self._appearance, Tone.MUTED))

    def minimumSizeHint(self) -> QSize:
        """Wide enough for either row in either arrangement, with everything folded that can be."""
        widest = max(self._least_width() + self._more.sizeHint().width(), self._verdicts.minimumSizeHint().width())
        return QSize(widest, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold what does not fit; put the verdicts below the signing controls if even that is too wide."""
        super().resizeEvent(event)
        self._choose_direction()

    def _least_width(self) -> int:
        """The width of what is always in the bar, with a gap behind each."""
        return sum(widget.sizeHint().width() + _GAP for widget in self._always)

    def _choose_direction(self) -> None:
        least, more = self._least_width(), self._more.sizeHint().width()
        beside = self._verdicts.sizeHint().width() + _GAP
        narrow = least + more + beside > self.width()
        room = self.width() - least - (0 if narrow else beside)
        if sum(part.width(_GAP) for part in self._foldable) > room:
            room -= more
        fold_to_fit(self._foldable, room, _GAP)
        self._more.setVisible(any(part.is_folded for part in self._foldable))
        wanted = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if wanted != self._rows.direction():
            self._rows.setDirection(wanted)
            self.updateGeometry()

    def _lay_out(self) -> None:
        caption = QLabel("Sign with", self)
        caption.setProperty("role", "caption")
        caption.setBuddy(self._key)
        self._always = (caption, self._key, self._new_key, self._submit)
        signing = QHBoxLayout(self._signing)
        signing.setContentsMargins(0, 0, 0, 0)
        signing.setSpacing(_GAP)
        for widget in (
            caption,
            self._key,
            self._new_key,
            self._header_update,
            self._submit,
            self.each_edit,
            self.replay_each_edit,
            self._more,
        ):
            signing.addWidget(widget)
        signing.addStretch(1)
        verdicts = QHBoxLayout(self._verdicts)
        verdicts.setContentsMargins(0, 0, 0, 0)
        verdicts.setSpacing(_GAP)
        owner = QLabel(f"{_OWNER}:", self)
        owner.setObjectName("token.verdict_owner")
        owner.setProperty("role", "caption")
        owner.setToolTip("How the demo server judges signature and claims of this token")
        verdicts.addWidget(owner)
        for verdict in (self._signature, self._claims):
            verdict.name_owner(_OWNER)
            verdicts.addWidget(verdict)
        verdicts.addStretch(1)
        self._rows = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._rows.setSpacing(_GAP)
        self._rows.addWidget(self._signing, 1)
        self._rows.addWidget(self._verdicts)
        layout = QVBoxLayout(self)
        layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # it can fold, which the layout does not know
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(_GAP)
        layout.addWidget(self._status)
        layout.addWidget(self._warning)
        layout.addWidget(self._cost)
        layout.addLayout(self._rows)


def _key_box(appearance: Appearance, parent: QWidget) -> ChoiceBox:
    box = ChoiceBox("sign.key", appearance, parent)
    box.setPlaceholderText("Reading the keys…")  # until then: the ring is never empty
    box.setMinimumContentsLength(23)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    return box
