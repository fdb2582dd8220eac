"""Editing and signing the token on the bench."""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import Signal, Slot

from workbench.core.answers.outcome import Flip, apply_flip
from workbench.core.claims.claim import Claim
from workbench.core.claims.claim_set import ClaimSet
from workbench.core.claims.edits import free_name, restored, retyped
from workbench.core.claims.nested_edits import moved_claim, with_value_at
from workbench.core.claims.types import ClaimType, converted
from workbench.core.errors import ClaimEditError, WorkbenchError
from workbench.core.keys.signing_key import SigningKey
from workbench.core.lint.tokens import Fix, apply_fix
from workbench.core.signing.jose import HeaderUpdate, sign, updated_header
from workbench.core.strict_json import text as json_text
from workbench.core.text.typed_time import TimeStep
from workbench.core.token.compact import encode_segment, read
from workbench.presenters.status import Status, StatusLevel
from workbench.presenters.token.bench_token import BenchToken
from workbench.presenters.token.editor_state import EditorState, TokenOrigin, signing_part

__all__ = ["NEW_CLAIM", "EditorPresenter", "EditorState", "TokenOrigin"]

NEW_CLAIM = "new_claim"
"""What a claim is called that was just added, with a number behind it where that is taken."""


class EditorPresenter(BenchToken):
    """Edits the token by its claims and signs it; every view edits this one.

    An edit changes its own segment alone and leaves the signature as it was: signing is a step of its own, unless the
    user has switched on "sign each edit".

    Signals, beyond those of `BenchToken`:
        signing_changed(): signing would use another key, or change the header otherwise.
        signed(str): the key of this ``kid`` has signed the token.
    """

    signing_changed = Signal()
    signed = Signal(str)

    def __init__(self, now: Callable[[], float], steady: Callable[[], float] = time.monotonic) -> None:
        super().__init__(now, steady)
        self._signing_kid = ""
        self.header_update = HeaderUpdate.SET_ALG_AND_KID
        self.each_edit = False

    @property
    def signing_key(self) -> SigningKey | None:
        """The key chosen to sign with; None if there is none."""
        return next((each for each in self._keys if each.kid == self._signing_kid), None)

    def header_to_sign(self, key: SigningKey) -> dict[str, object]:
        """The header as signing with *key* would write it."""
        return updated_header(self.state.reading.header or {"typ": "JWT"}, key, self.header_update)

    @Slot(object)
    def set_keys(self, keys: Sequence[SigningKey]) -> None:
        """Verify with these keys from now on, and sign with one of them."""
        super().set_keys(keys)
        self.signing_changed.emit()

    @Slot(str)
    def choose_key(self, kid: str) -> None:
        """Sign with the key *kid* from now on."""
        self._signing_kid = kid
        self.signing_changed.emit()

    @Slot(object)
    def choose_header_update(self, update: HeaderUpdate) -> None:
        """Change this much of the header when signing."""
        self.header_update = update
        self.signing_changed.emit()

    @Slot(bool)
    def set_each_edit(self, on: bool) -> None:
        """Sign by itself after each edit, or only when asked."""
        self.each_edit = on
        if on and self.state.stale:
            self.sign()

    def set_claims(self, claims: ClaimSet, *, kind: str = "", words: str = "", amends: bool = False) -> None:
        """Put *claims* into the token; the signature stays as it was.

        Args:
            claims: the claims, which keep the text of their own.
            kind: steps of one kind that follow each other soon are taken back as one; see `History`.
            words: what is done, if the difference alone does not tell.
            amends: whether this belongs to the step before, and is taken back with it.
        """
        if claims == self.state.reading.claims:
            return
        baseline = self.state.baseline
        # Back to what was issued means back to its very bytes: white space between members counts when verifying.
        if baseline is not None and baseline.claims is not None and tuple(claims) == tuple(baseline.claims):
            payload = baseline.segments[1]
        else:
            payload = encode_segment(claims.to_json().encode())
        self.set_segment(1, payload, kind=kind, words=words, amends=amends)

    def edit_claim(self, row: int, typed: str) -> None:
        """Give the claim in *row* the value typed, which keeps the claim's type. Raises ClaimEditError."""
        self.set_claims(self._claims().with_text(row, typed))

    def rename_claim(self, row: int, name: str) -> None:
        """Call the claim in *row* *name*. Raises ClaimEditError."""
        self.set_claims(self._claims().renamed(row, name))

    def set_value(self, row: int, value: object) -> None:
        """Give the claim in *row* a value of whatever type."""
        self.set_claims(with_value_at(self._claims(), row, (), value))

    def set_value_text(self, row: int, text: str) -> None:
        """Give the claim in *row* the value that the JSON text *text* writes. Raises JsonTextError."""
        claims = self._claims()
        changed = Claim(claims[row].name, text, json_text.parse(text), claims[row].name_text)
        self.set_claims(ClaimSet([changed if number == row else each for number, each in enumerate(claims)]))

    def name_new_claim(self, row: int, name: str, value: object) -> None:
        """Give the claim that was added last its name and a first value, all one step. Raises ClaimEditError."""
        claims = self._claims()
        named = with_value_at(claims.renamed(row, name), row, (), value)
        # Other steps may stand between: those are not to be taken back with it.
        added_last = self._history.undo_words == f"add claim {claims[row].name}"
        self.set_claims(named, words=f"add claim {name}", amends=added_last)

    def convert_claim(self, row: int, wanted: ClaimType) -> None:
        """Give the claim in *row* another type; of its value what can be kept is kept."""
        self.set_value(row, converted(self._claims()[row].value, wanted, self.now))

    def step_time(self, row: int, step: TimeStep) -> None:
        """Move the moment in *row*."""
        self.set_value(row, step.applied(self._claims()[row].value, self.now))

    def move_claim(self, row: int, by: int) -> int:
        """Move a claim among the others; return its row."""
        claims, now_in = moved_claim(self._claims(), row, by)
        self.set_claims(claims, words=f"move {claims[now_in].name}")
        return now_in

    def add_claim(self) -> int:
        """Add a claim with a free name and the value null; return its row."""
        claims = self._claims()
        self.set_claims(claims.with_added(free_name(claims, NEW_CLAIM), None))
        return len(claims)

    def remove_claim(self, row: int) -> None:
        """Take the claim in *row* out."""
        self.set_claims(self._claims().without(row))

    def revert_claim(self, name: str) -> None:
        """Give the claim *name* back what it was in the baseline: its value, its place, or its absence."""
        baseline = self.state.baseline
        before = baseline.claims if baseline is not None else None
        if before is None:
            return
        claims = self._claims()
        row = claims.row(name)
        original = next((claim for claim in before if claim.name == name), None)
        if original is not None:
            self.set_claims(restored(claims, before, original))
        elif row is not None:
            self.set_claims(claims.without(row))

    def set_claims_json(self, text: str) -> None:
        """Take the text of the JSON view. Raises JsonTextError; the token is kept then."""
        self.set_claims(retyped(self.state.reading.claims or ClaimSet(), text), kind="claims")

    def set_header_json(self, text: str) -> None:
        """Take the text of the header view. Raises JsonTextError; the token is kept then."""
        before = self.state.reading.header_members or ClaimSet()
        header = retyped(before, text)
        if header == before:
            return
        baseline = self.state.baseline
        original = baseline.header_members if baseline is not None else None
        if original is not None and tuple(header) == tuple(original):
            header = original
        self.set_segment(0, encode_segment(header.to_json().encode()), kind="header")

    @Slot(object)
    def apply(self, flip: Flip) -> None:
        """Make the change of a claim that the server advised."""
        try:
            self.set_claims(apply_flip(self._claims(), flip))
        except WorkbenchError as error:
            self.status_changed.emit(Status.of(error))

    def fix(self, fix: Fix) -> None:
        """Make the change that a finding offers; the signature stays as it was."""
        fixed = apply_fix(self.state.reading, fix).split(".")
        with self._step(words=fix.label[:1].lower() + fix.label[1:]):
            for index, segment in enumerate(fixed[:2]):
                if segment != self.state.reading.segments[index]:
                    self._replace_segment(index, segment)

    @Slot()
    def sign(self) -> None:
        """Sign header and claims as they stand with the chosen key."""
        state, reading, key = self.state, self.state.reading, self.signing_key
        if reading.claims is None:
            text = "There are no readable claims to sign. Log in or paste a token first."
            self.status_changed.emit(Status(text, StatusLevel.ERROR))
            return
        if key is None:
            self.status_changed.emit(Status("Choose a key to sign with first.", StatusLevel.ERROR))
            return
        try:
            compact = sign(self.header_to_sign(key), reading.claims, key)
        except WorkbenchError as error:
            self.status_changed.emit(Status.of(error))
            return
        signed = read(compact)
        self.status_changed.emit(Status(""))
        baseline = state.baseline or signed
        made = replace(
            state,
            text=compact,
            reading=signed,
            baseline=baseline,
            signed_input=signing_part(signed),
            signed_by=key.name,
        )
        with self._step(words=f"sign with {key.name}"):
            self._judge(made)
        self.signed.emit(key.kid)

    def _on_segment_replaced(self) -> None:
        if self.each_edit and self.state.stale:
            self.sign()

    def _claims(self) -> ClaimSet:
        claims = self.state.reading.claims
        if claims is None:
            raise ClaimEditError("There are no readable claims to edit.", name="", typed="")
        return claims
