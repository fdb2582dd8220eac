"""The compact token, its state, and its faults."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from workbench.presenters.status import Status, StatusLevel
from workbench.presenters.token.editor_state import EditorState, TokenOrigin
from workbench.ui.header_limits import header_limits, size_tone
from workbench.ui.icons import Icon
from workbench.ui.theme import Appearance, Tone
from workbench.ui.token.inner_button import InnerTokenButton
from workbench.ui.token.token_edit import TokenEdit
from workbench.ui.widgets.card import Card
from workbench.ui.widgets.elided_label import ElidedLabel
from workbench.ui.widgets.open_file import ChooseFile, choose_file
from workbench.ui.widgets.pill import Pill
from workbench.ui.widgets.restyle import set_style_property
from workbench.ui.widgets.status_line import StatusLines

if TYPE_CHECKING:
    from workbench.presenters.token.bench_token import BenchToken
    from workbench.presenters.token.source import TokenSourcePresenter

_MOST_LINES = 4
"""Fault lines that are always visible; the tool tip has all."""


class TokenPanel(QWidget):
    """Shows the token of a `BenchToken`; typed text goes to it unchanged, pasted and opened tokens through *source*.

    Signals:
        text_pasted(str): a text with a token in it was pasted; it may hold more than the token.
    """

    text_pasted = Signal(str)

    def __init__(
        self,
        token: BenchToken,
        source: TokenSourcePresenter,
        appearance: Appearance,
        parent: QWidget | None = None,
        *,
        choose: ChooseFile = choose_file,
    ) -> None:
        super().__init__(parent)
        self._source = source
        self._choose = choose
        card = Card("Token", self)
        self._state = Pill("token.state", appearance, card)
        self._size = ElidedLabel("token.size", card, figures_first=True)
        self._copy = QPushButton("Copy", card)
        self._copy.setObjectName("token.copy")
        self._copy.setProperty("flat", True)
        self._copy.setToolTip("Copy the edited token")
        self._open = QPushButton("Open…", card)
        self._open.setObjectName("token.open")
        self._open.setProperty("flat", True)
        self._open.setToolTip("Load a token from a file: alone, or inside a request, a response or a curl command")
        self._inside = InnerTokenButton(card)
        self._compact = TokenEdit(appearance, card)
        self._compact.setObjectName("token.compact")
        self._compact.setAccessibleName("Compact token")
        self._compact.setMinimumHeight(44)
        self._compact.setPlaceholderText("Log in to get a token, or paste one here.")
        self._found = StatusLines("token.found", _MOST_LINES, appearance, card)
        self._fault = StatusLines("token.fault", _MOST_LINES, appearance, card)
        card.head.addWidget(self._state)
        self._size.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        card.head.addWidget(self._size, 1)
        card.head.addWidget(self._inside)
        card.head.addWidget(self._open)
        card.head.addWidget(self._copy)
        card.body.addWidget(self._compact, 1)
        card.body.addWidget(self._found)
        card.body.addWidget(self._fault)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card)

        self._compact.text_edited.connect(token.set_text)
        self._compact.token_pasted.connect(source.take)
        self._compact.text_pasted.connect(self.text_pasted)
        self._compact.file_dropped.connect(source.open)
        source.status_changed.connect(self._found.show_status)
        self._inside.chosen.connect(source.open_inside)
        self._open.clicked.connect(self._on_open_clicked)
        self._copy.clicked.connect(self._on_copy_clicked)
        token.state_changed.connect(self._show)
        self._show(token.state)

    @Slot()
    def paste(self) -> None:
        """Put the token of the clipboard on the bench."""
        if not self._compact.take(QGuiApplication.clipboard().mimeData()):
            text = (
                "There is no token in the clipboard. A token is three segments separated by dots, and starts with eyJ."
            )
            self._found.show_status(Status(text, StatusLevel.WARNING))

    @Slot(object)
    def _show(self, state: EditorState) -> None:
        self._compact.show_text(state.text)
        self._copy.setEnabled(not state.is_empty)
        self._inside.show_reading(state.reading)
        words, tone, picture, detail = _described(state)
        self._state.show_state(words, tone, picture, detail)
        self._show_size(0 if state.is_empty else len(state.reading.text.encode()))
        level = StatusLevel.INFO if state.reading.nested or state.reading.opaque else StatusLevel.ERROR
        self._fault.show_status(Status(_fault_text(state), level))

    def _show_size(self, token_bytes: int) -> None:
        """Show the size, and which servers refuse it; if none does, its share of what nginx accepts."""
        from workbench.core.token.header_limits import (
            in_words,
            named,
            reference,
            refusal_details,
            refusing,
            servers,
            share_of,
        )

        limits = header_limits()
        refused_by = servers(refusing(limits, token_bytes))
        if refused_by:
            verdict = f"refused by {named(refused_by)}"
        else:
            measure = reference(limits)
            verdict = f"{share_of(measure, token_bytes)} of {measure.name}'s 8 KiB"
        tone = size_tone(token_bytes)
        set_style_property(self._size, "tone", tone.value if refused_by else Tone.MUTED.value)
        details = f"{in_words(limits, token_bytes)}\n\n{refusal_details(limits, token_bytes)}"
        if token_bytes:
            self._size.show_text(f"{token_bytes:,} B · {verdict}", details)
        else:
            self._size.show_text("")

    @Slot()
    def _on_open_clicked(self) -> None:
        path = self._choose(self, "Open a token", "")
        if path:
            self._source.open(path)

    @Slot()
    def _on_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText(self._compact.text.strip())


def _fault_text(state: EditorState) -> str:
    """Each fault on its own line; a single fault comes with its hint."""
    if state.reading.nested:
        return "The payload is a token (a nested JWT, RFC 7519 section 3): open it to see its claims."
    faults = () if state.is_empty else state.reading.faults
    if len(faults) == 1:
        return f"{faults[0].message} {faults[0].hint}".strip()
    return "\n".join(fault.message for fault in faults)


def _is_other_jws(state: EditorState) -> bool:
    """Whether what was signed is something else than claims, and not claims that are damaged."""
    reading = state.reading
    payload = (reading.payload_text or "").lstrip()
    return reading.token is None and reading.jws is not None and not payload.startswith("{")


def _described(state: EditorState) -> tuple[str, Tone, Icon | None, str]:
    """Words, tone, icon and explanation of the token's state."""
    if state.is_empty:
        return "no token", Tone.MUTED, None, "Log in to get a token, or paste one."
    if state.reading.nested:
        return "nested token", Tone.ACCENT, None, "The payload is a token: open it to see the claims."
    if state.reading.opaque:
        return "opaque", Tone.MUTED, Icon.INFO, "Nothing can be read from it, and it has no signature."
    if _is_other_jws(state):
        return "JWS, not a JWT", Tone.WARNING, Icon.WARNING, "Its payload is not claims; its signature can be verified."
    if state.reading.faults:
        segments = ", ".join(dict.fromkeys(str(each.segment) for each in state.reading.faults))
        return f"broken: {segments}", Tone.REFUSED, Icon.REFUSED, "Decoded as far as possible; see below."
    if state.stale:
        return (
            "edited · signature stale",
            Tone.WARNING,
            Icon.WARNING,
            "The signature was made for different contents: the server refuses the token until you sign again.",
        )
    if state.signed_by is not None and state.is_edited:
        return f"edited · signed by {state.signed_by}", Tone.ACCENT, None, "Signed here after the last edit."
    if state.origin is TokenOrigin.PASTED or state.is_edited:
        return "pasted", Tone.ACCENT, None, "This token came from outside and still has its original signature."
    return "as issued", Tone.ACCENT, None, "The token exactly as the demo server issued it."
