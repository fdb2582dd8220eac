"""The token on the bench and its past: whatever edits it, each step is recorded here and can be taken back."""

import itertools
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot

from workbench.core.claims.changes import Change
from workbench.core.history import History
from workbench.core.keys.signing_key import SigningKey
from workbench.core.signing.jose import maker_of
from workbench.core.token.compact import Reading, read
from workbench.core.verification.claims_verdict import claims_verdict
from workbench.core.verification.ring_verdict import SignatureState, SignatureVerdict, signature_verdict
from workbench.presenters.status import Status
from workbench.presenters.token.editor_state import (
    EditorState,
    TokenOrigin,
    changes_since,
    keeps_signature,
    signing_part,
    step_words,
)

# The signature fits what is signed, whoever made it.
_VALID = {
    SignatureState.TRUSTED,
    SignatureState.NOT_TRUSTED,
    SignatureState.NO_KID,
    SignatureState.SELF_SIGNED,
}

_TYPED_CHARACTERS = 6
"""By how much one key can change the token: six base64url characters hold the four octets of an emoji. What changes
more was pasted, and stands for itself."""


class BenchToken(QObject):
    """Holds the token that is edited and judges it by keys, clock and expectations.

    A change of one segment leaves the others as they were, the signature too.

    Signals:
        state_changed(EditorState): the token, or what is known of it, is another one.
        status_changed(Status): what became of the last signing or edit.
        history_changed(str, str): what undo would take back and what redo would do again, in words; empty for nothing.
    """

    state_changed = Signal(object)
    status_changed = Signal(object)
    history_changed = Signal(str, str)

    def __init__(self, now: Callable[[], float], steady: Callable[[], float] = time.monotonic) -> None:
        """Make a bench without a token.

        Args:
            now: the demo server's clock, in seconds since 1970 UTC.
            steady: seconds that never go back, by which typing becomes one step.
        """
        super().__init__()
        self._now = now
        self._steady = steady
        self._history: History[EditorState] = History(lambda state: len(state.text))
        self._in_step = False
        self._generations = itertools.count(1)
        self._keys: tuple[SigningKey, ...] = ()
        self._verified_by: tuple[SigningKey, ...] | None = None
        self._issuer: str | None = None
        self._audience: str | None = None
        self._token_type: str | None = None
        self.state = EditorState()

    @property
    def now(self) -> float:
        """The demo server's clock, in seconds since 1970 UTC."""
        return self._now()

    @Slot(object)
    def set_keys(self, keys: Sequence[SigningKey]) -> None:
        """Verify with these keys from now on."""
        self._keys = tuple(keys)
        self._judge(self.state)

    def expect(self, issuer: str | None, audience: str | None) -> None:
        """Judge claims as a server does that expects this ``iss`` and this ``aud``."""
        self._issuer, self._audience = issuer, audience
        self._judge(self.state)

    def expect_type(self, token_type: str | None) -> None:
        """Judge ``typ`` as a design does that expects this one."""
        self._token_type = token_type
        self._judge(self.state)

    @Slot(str)
    def set_issued(self, compact: str) -> None:
        """Pin a token that the server has just issued, and edit a copy of it."""
        reading = read(compact)
        self.status_changed.emit(Status(""))
        with self._step(words="log in"):
            self._replace(EditorState(compact, reading, reading, TokenOrigin.ISSUED, signing_part(reading)))

    @Slot(str)
    def set_text(self, text: str) -> None:
        """Take the text of the compact field, whatever it is; decode it as far as it goes."""
        with self._step(kind="text"):
            self._take_text(text)

    def open_token(self, text: str, words: str) -> None:
        """Take another token in place of the one that is there; *words* say what was done: ``open the variant x``."""
        with self._step(words=words):
            self._take_text(text)
            self._name_maker()

    def open_session(self, issued: str, edited: str, words: str) -> None:
        """Take *edited* in place of the token that is there, and compare it with *issued*, if that is not empty."""
        with self._step(words=words):
            reading = read(issued)
            self._replace(
                EditorState(issued, reading, reading, TokenOrigin.ISSUED, signing_part(reading))
                if issued
                else EditorState()
            )
            self._take_text(edited)
            self._name_maker()

    @property
    def expected(self) -> tuple[str, str]:
        """The ``iss`` and the ``aud`` that the demo server expects; empty where they are not known yet."""
        return self._issuer or "", self._audience or ""

    def set_segment(self, index: int, segment: str, *, kind: str = "", words: str = "", amends: bool = False) -> None:
        """Put the text *segment* in the place of header (0), payload (1) or signature (2), whatever it holds.

        Args:
            index: which segment.
            segment: its text, in base64url if it is to be read.
            kind: see `set_claims`.
            words: see `set_claims`.
            amends: see `set_claims`.
        """
        with self._step(words=words, kind=kind, amends=amends):
            self._replace_segment(index, segment)

    @Slot()
    def revert(self) -> None:
        """Go back to the baseline, byte for byte."""
        if self.state.baseline is not None:
            baseline, origin = self.state.baseline, self.state.origin
            self.status_changed.emit(Status(""))
            with self._step(words="revert all"):
                self._replace(EditorState(baseline.text, baseline, baseline, origin, signing_part(baseline)))

    @Slot()
    def undo(self) -> None:
        """Take the last step back; the token is to the letter what it was."""
        self._go_to(self._history.undo())

    @Slot()
    def redo(self) -> None:
        """Do the step again that was taken back last."""
        self._go_to(self._history.redo())

    @Slot()
    def tick(self) -> None:
        """Judge again: time has passed, or the server's clock was moved."""
        if not self.state.is_empty:
            self._judge(self.state)

    def _take_text(self, text: str) -> None:
        if text == self.state.text:
            return
        reading, state = read(text), self.state
        same_parts = signing_part(reading) == signing_part(state.reading)
        kept = same_parts or keeps_signature(state.reading, reading)
        signed_input = state.signed_input if kept else signing_part(reading)
        baseline, origin = state.baseline, state.origin
        if origin is not TokenOrigin.ISSUED:
            baseline, origin = (reading, TokenOrigin.PASTED) if text.strip() else (None, TokenOrigin.NONE)
        signed_by = state.signed_by if same_parts else None
        self._replace(EditorState(text, reading, baseline, origin, signed_input, signed_by=signed_by))

    def _name_maker(self) -> None:
        """Say which key of the ring signed a token that was kept here, as if it had been signed now."""
        state = self.state
        maker = maker_of(state.reading.token, self._keys) if state.is_edited and state.reading.token else None
        if maker is not None:
            self._judge(replace(state, signed_by=maker.name))

    @contextmanager
    def _step(self, *, words: str = "", kind: str = "", amends: bool = False) -> Iterator[None]:
        """Make what happens inside one step that can be taken back; of steps within each other the outer counts."""
        if self._in_step:
            yield
            return
        before = self.state
        self._in_step = True
        try:
            yield
        finally:
            self._in_step = False
        if self.state.text != before.text:
            if abs(len(self.state.text) - len(before.text)) > _TYPED_CHARACTERS:
                kind = ""
            self._history.record(before, self.state, _words_for(words), kind=kind, at=self._steady(), amends=amends)
            self._tell_history()

    def _go_to(self, past: EditorState | None) -> None:
        """Make the token what it was; what it is compared with stays what the server issued last."""
        if past is None:
            return
        state = self.state
        if state.origin is TokenOrigin.ISSUED:
            past = replace(past, baseline=state.baseline, origin=state.origin)
        self.status_changed.emit(Status(""))
        self._judge(past)
        self._tell_history()

    def _tell_history(self) -> None:
        self.history_changed.emit(self._history.undo_words, self._history.redo_words)

    def _replace_segment(self, index: int, segment: str) -> None:
        segments = [*self.state.reading.segments, "", "", ""][: max(3, len(self.state.reading.segments))]
        segments[index] = segment
        reading = read(".".join(segments))
        self.status_changed.emit(Status(""))
        state = self.state
        baseline = state.baseline or reading
        origin = TokenOrigin.PASTED if state.origin is TokenOrigin.NONE else state.origin
        self._judge(replace(state, text=reading.text, reading=reading, baseline=baseline, origin=origin))
        self._on_segment_replaced()

    def _on_segment_replaced(self) -> None:
        """What is to follow an edit within the same step; nothing here."""

    def _replace(self, state: EditorState) -> None:
        """Take another token in place of the one that is there."""
        self._judge(replace(state, generation=next(self._generations)))

    def _judge(self, state: EditorState) -> None:
        """Work out what follows from the token's text, and tell the views."""
        reading = state.reading
        if state.is_empty:
            self.state = replace(state, stale=False, signature=None, claims=None, changes=None)
            self.state_changed.emit(self.state)
            return
        signature = self._verify(reading)
        valid = signature.state in _VALID
        stale = not valid and signing_part(reading) != state.signed_input
        verdict = claims_verdict(
            reading.claims,
            reading.header or {},
            now=self._now(),
            issuer=self._issuer,
            audience=self._audience,
            token_type=self._token_type,
        )
        self.state = replace(
            state,
            stale=stale,
            signed_by=None if stale else state.signed_by,
            signature=signature,
            claims=verdict,
            changes=self._changes(state),
        )
        self.state_changed.emit(self.state)

    def _verify(self, reading: Reading) -> SignatureVerdict:
        """The signature's verdict; found out once for each token and ring, and not each second while time passes."""
        known = self.state.signature
        if known is None or reading is not self.state.reading or self._verified_by is not self._keys:
            known = signature_verdict(reading, self._keys)
            self._verified_by = self._keys
        return known

    def _changes(self, state: EditorState) -> Mapping[str, Change]:
        """How the claims differ from the baseline's; compared once for each two tokens."""
        known = self.state.changes
        if known is None or state.reading is not self.state.reading or state.baseline is not self.state.baseline:
            return changes_since(state.baseline, state.reading)
        return known


def _words_for(words: str) -> Callable[[EditorState, EditorState], str]:
    """What to call a step: *words* if there are any, else what the difference tells."""
    if not words:
        return step_words
    return lambda before, after: words if before.text != after.text else ""
