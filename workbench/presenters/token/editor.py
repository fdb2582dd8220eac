"""Editing and signing the token on the bench."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from workbench.core.errors import ClaimEditError, WorkbenchError
from workbench.core.signing.header_update import HeaderUpdate
from workbench.core.token.segments import decode_segment
from workbench.presenters.status import Status, StatusLevel

if TYPE_CHECKING:
    from workbench.core.answers.outcome import Flip
    from workbench.core.claims.claim_set import ClaimSet
    from workbench.core.claims.claim_type import ClaimType
    from workbench.core.keys.signing_key import SigningKey
    from workbench.core.lint.tokens import Fix
    from workbench.core.text.time_step import TimeStep
    from workbench.core.token.compact import Reading
    from workbench.presenters.token.bench_token import BenchToken
    from workbench.presenters.token.editor_state import EditorState


NEW_CLAIM = "new_claim"
"""The name of a claim that was just added; a number follows it if the name is taken."""


class EditorPresenter(QObject):
    """Edits the token by its claims and signs it.

    An edit changes its own segment alone and leaves the signature unchanged: signing is a step of its own, unless the
    user has switched on "sign each edit".

    Attributes:
        token: the token that is edited, for views that only show it.
        header_update: how much of the header signing changes.
        each_edit: whether each edit is signed.

    Signals:
        status_changed(Status): how the last signing or edit went.
        signing_changed(): signing would use another key, or change the header otherwise.
        signed(str): the key of this ``kid`` has signed the token.
    """

    status_changed = Signal(object)
    signing_changed = Signal()
    signed = Signal(str)

    def __init__(self, token: BenchToken) -> None:
        super().__init__()
        self.token = token
        self._signing_kid = ""
        self._text = token.state.text
        self.header_update = HeaderUpdate.SET_ALG_AND_KID
        self.each_edit = False
        token.state_changed.connect(self._on_state_changed)

    @property
    def signing_key(self) -> SigningKey | None:
        """The key chosen to sign with; None if no key is chosen."""
        return next((each for each in self.token.keys if each.kid == self._signing_kid), None)

    def header_to_sign(self, key: SigningKey) -> str:
        """The segment of the header as signing with *key* would write it."""
        from workbench.core.signing.header import header_segment, updated_header

        reading = self.token.state.reading
        segment = reading.segments[0] if reading.header is not None else header_segment({"typ": "JWT"})
        return updated_header(segment, key, self.header_update)

    @Slot(object)
    def set_keys(self, keys: Sequence[SigningKey]) -> None:
        """Verify with these keys from now on, and sign with one of them."""
        self.token.set_keys(keys)
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
        """Sign after each edit, or only when asked."""
        self.each_edit = on
        if on and self.token.state.stale:
            self.sign()

    def set_segment(self, index: int, segment: str, *, kind: str = "", words: str = "", amends: bool = False) -> None:
        """Replace header (0), payload (1) or signature (2) by *segment*, and sign if each edit is to be signed.

        Args:
            index: which segment.
            segment: its text, in base64url if it is to be read.
            kind: see `BenchToken.step`.
            words: see `BenchToken.step`.
            amends: see `BenchToken.step`.
        """
        with self.token.step(words=words, kind=kind, amends=amends):
            self.token.set_segment(index, segment)
            if self.each_edit and self.token.state.stale:
                self.sign()

    def set_claims(self, claims: ClaimSet, *, kind: str = "", words: str = "", amends: bool = False) -> None:
        """Put *claims* into the token, in their own JSON text; see `set_segment` for the other arguments."""
        from workbench.core.token.compact import encode_segment

        if claims == self.token.state.reading.claims:
            return
        baseline = self.token.state.baseline
        # Back to what was issued means back to its very bytes: white space between members counts when verifying.
        if baseline is not None and baseline.claims is not None and tuple(claims) == tuple(baseline.claims):
            payload = baseline.segments[1]
        else:
            payload = encode_segment(claims.to_json().encode())
        self.set_segment(1, payload, kind=kind, words=words, amends=amends)

    def edit_claim(self, row: int, typed: str) -> None:
        """Give the claim in *row* the typed value, which keeps the claim's type. Raises ClaimEditError."""
        self.set_claims(self._claims().with_text(row, typed))

    def rename_claim(self, row: int, name: str) -> None:
        """Rename the claim in *row* to *name*. Raises ClaimEditError."""
        self.set_claims(self._claims().renamed(row, name))

    def set_value(self, row: int, value: object) -> None:
        """Give the claim in *row* a value of any type."""
        from workbench.core.claims.nested_edits import with_value_at

        self.set_claims(with_value_at(self._claims(), row, (), value))

    def set_value_text(self, row: int, text: str) -> None:
        """Give the claim in *row* the value of the JSON text *text*. Raises JsonTextError."""
        from workbench.core.claims.claim import Claim
        from workbench.core.claims.claim_set import ClaimSet
        from workbench.core.strict_json import text as json_text

        claims = self._claims()
        changed = Claim(claims[row].name, text, json_text.parse(text), claims[row].name_text)
        self.set_claims(ClaimSet([changed if number == row else each for number, each in enumerate(claims)]))

    def name_new_claim(self, row: int, name: str, value: object) -> None:
        """Give the claim that was added last its name and a first value, all one step. Raises ClaimEditError."""
        from workbench.core.claims.nested_edits import with_value_at

        claims = self._claims()
        named = with_value_at(claims.renamed(row, name), row, (), value)
        # Other steps may lie between: those are not to be undone with it.
        added_last = self.token.last_step == f"add claim {claims[row].name}"
        self.set_claims(named, words=f"add claim {name}", amends=added_last)

    def convert_claim(self, row: int, wanted: ClaimType) -> None:
        """Give the claim in *row* another type. Raises ClaimEditError where its value cannot be converted."""
        from workbench.core.claims.types import converted

        self.set_value(row, converted(self._claims()[row].value, wanted, self.token.now))

    def step_time(self, row: int, step: TimeStep) -> None:
        """Move the time in *row* by *step*."""
        self.set_value(row, step.applied(self._claims()[row].value, self.token.now))

    def move_claim(self, row: int, by: int) -> int:
        """Move a claim up or down; return its new row."""
        from workbench.core.claims.nested_edits import moved_claim

        claims, now_in = moved_claim(self._claims(), row, by)
        self.set_claims(claims, words=f"move {claims[now_in].name}")
        return now_in

    def add_claim(self) -> int:
        """Add a claim with a free name and the value null; return its row."""
        from workbench.core.claims.edits import free_name

        claims = self._claims()
        self.set_claims(claims.with_added(free_name(claims, NEW_CLAIM), None))
        return len(claims)

    def remove_new_claim(self, row: int) -> None:
        """Remove the claim in *row*, which was just added: the token and its signature are what they were before."""
        if self.token.last_step == f"add claim {self._claims()[row].name}":
            self.token.undo()
        else:
            self.remove_claim(row)

    def remove_claim(self, row: int) -> None:
        """Remove the claim in *row*."""
        self.set_claims(self._claims().without(row))

    def revert_claim(self, name: str) -> None:
        """Restore the claim *name* from the baseline: its value, its position, or its absence."""
        from workbench.core.claims.edits import restored

        baseline = self.token.state.baseline
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
        """Set the claims to the text of the JSON view. Raises JsonTextError and then leaves the token unchanged."""
        from workbench.core.claims.claim_set import ClaimSet
        from workbench.core.claims.edits import retyped

        self.set_claims(retyped(self.token.state.reading.claims or ClaimSet(), text), kind="claims")

    def set_header_json(self, text: str) -> None:
        """Set the header to the text of the header view. Raises JsonTextError and then leaves the token unchanged."""
        from workbench.core.claims.claim_set import ClaimSet
        from workbench.core.claims.edits import retyped
        from workbench.core.token.compact import encode_segment

        before = self.token.state.reading.header_members or ClaimSet()
        header = retyped(before, text)
        if header == before:
            return
        baseline = self.token.state.baseline
        original = baseline.header_members if baseline is not None else None
        if original is not None and tuple(header) == tuple(original):
            header = original
        self.set_segment(0, encode_segment(header.to_json().encode()), kind="header")

    @Slot(object)
    def apply(self, flip: Flip) -> None:
        """Change a claim as the server advised."""
        from workbench.core.answers.outcome import apply_flip

        try:
            self.set_claims(apply_flip(self._claims(), flip))
        except WorkbenchError as error:
            self.status_changed.emit(Status.of(error))

    def fix(self, fix: Fix) -> None:
        """Make the change that a finding offers; the signature stays unchanged."""
        from workbench.core.lint.tokens import apply_fix
        from workbench.core.token.compact import read

        fixed = read(apply_fix(self.token.state.reading, fix)).segments
        with self.token.step(words=fix.label[:1].lower() + fix.label[1:]):
            for index, segment in enumerate(fixed[:2]):
                if segment != self.token.state.reading.segments[index]:
                    self.set_segment(index, segment)

    @Slot()
    def sign(self) -> None:
        """Sign the current header and claims with the chosen key."""
        from workbench.core.signing.jose import sign

        reading, key = self.token.state.reading, self.signing_key
        payload = _payload(reading)
        if payload is None:
            text = "There are no readable claims to sign. Log in or paste a token first."
            self.status_changed.emit(Status(text, StatusLevel.ERROR))
            return
        if key is None:
            self.status_changed.emit(Status("Choose a key to sign with.", StatusLevel.ERROR))
            return
        try:
            compact = sign(self.header_to_sign(key), payload, key) + reading.tail
        except WorkbenchError as error:
            self.status_changed.emit(Status.of(error))
            return
        self.status_changed.emit(Status(""))
        self.token.set_signed(compact, key)
        self.signed.emit(key.kid)

    @Slot(object)
    def _on_state_changed(self, state: EditorState) -> None:
        """Clear the status of the last edit once the token changes."""
        if state.text != self._text:
            self._text = state.text
            self.status_changed.emit(Status(""))

    def _claims(self) -> ClaimSet:
        claims = self.token.state.reading.claims
        if claims is None:
            raise ClaimEditError("There are no readable claims to edit.", name="", typed="")
        return claims


def _payload(reading: Reading) -> ClaimSet | bytes | None:
    """What is signed: the claims, or the octets of a payload of another kind; None if neither can be read."""
    from workbench.core.token.compact import Segment

    if reading.claims is not None or reading.jws is None:
        return reading.claims
    return decode_segment(reading.segments[1], Segment.PAYLOAD)[0]
