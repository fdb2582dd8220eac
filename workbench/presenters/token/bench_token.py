"""The token on the bench and its history: each edit is recorded here as a step that can be undone."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from workbench.core.history import History
from workbench.presenters.token.editor_state import (
    EditorState,
    TokenOrigin,
    keeps_signature,
    signing_part,
    step_words,
)
from workbench.presenters.token.verdicts import TokenVerdicts

if TYPE_CHECKING:
    from workbench.core.keys.signing_key import SigningKey
    from workbench.core.server.subjects import Subjects


_TYPED_CHARACTERS = 6
"""The most that one keystroke can change the token: six base64url characters hold the four octets of an emoji. A larger
change was pasted, and is a step of its own."""


class BenchToken(QObject):
    """Holds the token that is edited, its history and its verdicts.

    A change of one segment leaves the other segments unchanged, the signature included.

    Signals:
        state_changed(EditorState): the token, or what is known of it, has changed.
        history_changed(str, str): what undo would undo and what redo would redo, in words; empty for nothing.
    """

    state_changed = Signal(object)
    history_changed = Signal(str, str)

    def __init__(self, now: Callable[[], float], steady: Callable[[], float] = time.monotonic) -> None:
        """Make a bench without a token.

        Args:
            now: the demo server's clock, in seconds since 1970 UTC.
            steady: seconds that never go back; characters typed in quick succession become one step.
        """
        super().__init__()
        self._now = now
        self._steady = steady
        self._verdicts = TokenVerdicts(now)
        self._history: History[EditorState] = History(lambda state: len(state.text))
        self._in_step = False
        self._generations = itertools.count(1)
        self.state = EditorState()

    @property
    def now(self) -> float:
        """The demo server's clock, in seconds since 1970 UTC."""
        return self._now()

    @property
    def keys(self) -> tuple[SigningKey, ...]:
        """The keys that the signature is verified with."""
        return self._verdicts.keys

    @property
    def expected(self) -> tuple[str, str]:
        """The ``iss`` and the ``aud`` that the demo server expects; empty while they are not known."""
        return self._verdicts.issuer or "", self._verdicts.audience or ""

    @property
    def last_step(self) -> str:
        """What undo would undo, in words; empty for nothing."""
        return self._history.undo_words

    @Slot(object)
    def set_keys(self, keys: Sequence[SigningKey]) -> None:
        """Verify with these keys from now on."""
        self._verdicts.set_keys(keys)
        self._judge(self.state)

    def expect(self, issuer: str | None, audience: str | None) -> None:
        """Judge claims as a server does that expects this ``iss`` and this ``aud``."""
        self._verdicts.issuer, self._verdicts.audience = issuer, audience
        self._judge(self.state)

    def expect_design(self, token_type: str | None, subjects: Subjects | None) -> None:
        """Judge ``typ`` and read ``sub`` as a design does that expects this type and names users like this."""
        self._verdicts.token_type, self._verdicts.subjects = token_type, subjects
        self._judge(self.state)

    @Slot(str)
    def set_issued(self, compact: str) -> None:
        """Pin a token that the server has just issued, and edit a copy of it."""
        from workbench.core.token.compact import read

        reading = read(compact)
        with self.step(words="log in"):
            self._replace(
                EditorState(compact, reading, reading, TokenOrigin.ISSUED, signing_part(reading), issued=reading)
            )

    @Slot(str)
    def set_text(self, text: str) -> None:
        """Replace the token by the text of the compact field, and decode as much of it as possible."""
        with self.step(kind="text"):
            self._take_text(text)

    def open_token(self, text: str, words: str) -> None:
        """Replace the token by a state of it; *words* name the step, for example ``open the variant x``."""
        with self.step(words=words):
            self._take_text(text)
            self._name_maker()

    def paste(self, text: str, words: str) -> None:
        """Replace the token by one from outside, with which edits are compared from now on; *words* name the step."""
        from workbench.core.token.compact import read

        with self.step(words=words):
            reading, issued = read(text), self.state.issued
            is_issued = issued is not None and issued.text == reading.text
            origin = TokenOrigin.ISSUED if is_issued else TokenOrigin.PASTED
            pasted = None if is_issued else reading
            self._replace(
                EditorState(text, reading, reading, origin, signing_part(reading), issued=issued, pasted=pasted)
            )

    def compare_with(self, origin: TokenOrigin) -> None:
        """Compare with the token issued or pasted last, if there is one; the token itself does not change."""
        base = self.state.issued if origin is TokenOrigin.ISSUED else self.state.pasted
        if base is not None and origin is not self.state.origin:
            self._judge(replace(self.state, baseline=base, origin=origin))

    def open_session(self, issued: str, edited: str, words: str) -> None:
        """Replace the token by *edited*, and compare it with *issued* if that is not empty."""
        from workbench.core.token.compact import read

        with self.step(words=words):
            reading = read(issued)
            self._replace(
                EditorState(issued, reading, reading, TokenOrigin.ISSUED, signing_part(reading), issued=reading)
                if issued
                else EditorState()
            )
            self._take_text(edited)
            self._name_maker()

    def set_segment(self, index: int, segment: str) -> None:
        """Replace header (0), payload (1) or signature (2) by the text *segment*, even if it cannot be decoded."""
        from workbench.core.token.compact import read

        with self.step():
            segments = [*self.state.reading.segments, "", "", ""][: max(3, len(self.state.reading.segments))]
            segments[index] = segment
            reading, state = read(self.state.reading.with_segments(segments)), self.state
            baseline = state.baseline or reading
            origin = TokenOrigin.PASTED if state.origin is TokenOrigin.NONE else state.origin
            self._judge(replace(state, text=reading.text, reading=reading, baseline=baseline, origin=origin))

    def set_signed(self, compact: str, key: SigningKey) -> None:
        """Replace the token by *compact*, which *key* has signed; it keeps its baseline."""
        from workbench.core.token.compact import read

        signed, state = read(compact), self.state
        with self.step(words=f"sign with {key.name}"):
            self._judge(
                replace(
                    state,
                    text=compact,
                    reading=signed,
                    baseline=state.baseline or signed,
                    signed_input=signing_part(signed),
                    signed_by=key.name,
                )
            )

    @Slot()
    def revert(self) -> None:
        """Go back to the baseline, byte for byte."""
        if self.state.baseline is not None:
            state, baseline = self.state, self.state.baseline
            with self.step(words="revert all"):
                self._replace(
                    EditorState(
                        baseline.text,
                        baseline,
                        baseline,
                        state.origin,
                        signing_part(baseline),
                        issued=state.issued,
                        pasted=state.pasted,
                    )
                )

    @Slot()
    def undo(self) -> None:
        """Undo the last step; the token is again what it was before, byte for byte."""
        self._go_to(self._history.undo())

    @Slot()
    def redo(self) -> None:
        """Redo the step that was undone last."""
        self._go_to(self._history.redo())

    @Slot()
    def tick(self) -> None:
        """Judge again: time has passed, or the server's clock was moved."""
        if not self.state.is_empty:
            self._judge(self.state)

    @contextmanager
    def step(self, *, words: str = "", kind: str = "", amends: bool = False) -> Iterator[None]:
        """Make what happens inside one step that can be undone; of nested steps the outermost counts.

        Args:
            words: what is done, if the difference alone does not show it.
            kind: steps of one kind that follow each other soon are undone as one; see `History`.
            amends: whether this belongs to the step before, and is undone with it.
        """
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
            self._emit_history()

    def _take_text(self, text: str) -> None:
        from workbench.core.token.compact import read

        if text == self.state.text:
            return
        reading, state = read(text), self.state
        same_parts = signing_part(reading) == signing_part(state.reading)
        kept = same_parts or keeps_signature(state.reading, reading)
        signed_input = state.signed_input if kept else signing_part(reading)
        baseline, origin, pasted = state.baseline, state.origin, state.pasted
        if not text.strip():
            pasted, baseline = None, state.issued
            origin = TokenOrigin.NONE if baseline is None else TokenOrigin.ISSUED
        elif origin is not TokenOrigin.ISSUED:
            pasted, baseline, origin = reading, reading, TokenOrigin.PASTED
        signed_by = state.signed_by if same_parts else None
        self._replace(
            EditorState(
                text,
                reading,
                baseline,
                origin,
                signed_input,
                signed_by=signed_by,
                issued=state.issued,
                pasted=pasted,
            )
        )

    def _name_maker(self) -> None:
        """Find the key of the ring that signed a token which was saved here, as if it had just been signed."""
        from workbench.core.signing.jose import maker_of

        state = self.state
        maker = maker_of(state.reading.jws, self.keys) if state.is_edited and state.reading.jws else None
        if maker is not None:
            self._judge(replace(state, signed_by=maker.name))

    def _go_to(self, past: EditorState | None) -> None:
        """Restore a past state. What the server issued last stays issued; a pasted token is compared with itself."""
        if past is None:
            return
        state = self.state
        past = replace(past, issued=state.issued)
        if past.pasted is not None and past.pasted is state.pasted:
            past = replace(past, baseline=state.baseline, origin=state.origin)  # as the user chose to compare
        elif past.origin is not TokenOrigin.PASTED and state.issued is not None:
            past = replace(past, baseline=state.issued, origin=TokenOrigin.ISSUED)
        self._judge(past)
        self._emit_history()

    def _emit_history(self) -> None:
        self.history_changed.emit(self._history.undo_words, self._history.redo_words)

    def _replace(self, state: EditorState) -> None:
        """Replace the token by another."""
        self._judge(replace(state, generation=next(self._generations)))

    def _judge(self, state: EditorState) -> None:
        """Work out what follows from the token's text, and notify the views."""
        self.state = self._verdicts.judged(state, self.state)
        self.state_changed.emit(self.state)


def _words_for(words: str) -> Callable[[EditorState, EditorState], str]:
    """The name of a step: *words* if there are any, otherwise a description of the difference."""
    if not words:
        return step_words
    return lambda before, after: words if before.text != after.text else ""
