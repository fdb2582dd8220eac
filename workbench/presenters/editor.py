"""The token on the bench: as issued, as edited, signed again."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from PySide6.QtCore import QObject, Signal, Slot

from workbench.core import json_text
from workbench.core.claims import Change, ChangeKind, Claim, ClaimSet, differences
from workbench.core.errors import ClaimEditError, JsonTextError, WorkbenchError
from workbench.core.exchange import Flip, apply_flip
from workbench.core.findings import Fix, apply_fix
from workbench.core.keys import SigningKey
from workbench.core.signing import (
    HeaderUpdate,
    SignatureState,
    SignatureVerdict,
    sign,
    signature_verdict,
    updated_header,
)
from workbench.core.token import Reading, encode_segment, read
from workbench.core.validation import ClaimsVerdict, claims_verdict
from workbench.presenters.status import Severity, Status


class Origin(StrEnum):
    """Where the token on the bench came from."""

    NONE = "none"
    ISSUED = "issued"
    PASTED = "pasted"


_NOTHING = read("")

# The signature fits what is signed, whoever made it.
_VALID = {
    SignatureState.TRUSTED,
    SignatureState.NOT_TRUSTED,
    SignatureState.NO_KID,
    SignatureState.SELF_SIGNED,
}


@dataclass(frozen=True, slots=True)
class EditorState:
    """Everything the bench shows of the token.

    Attributes:
        text: the compact token as it stands in the field, also while it is broken.
        reading: what could be decoded of it.
        baseline: the token as issued (or as pasted, before any log-in), with which the edited one is compared.
        origin: where the token came from.
        stale: header or claims were changed after the signature was made.
        signed_by: the name of the key that signed it here; None if it was not signed here.
        signature: the signature's verdict under the keys of the ring.
        claims: the verdict on the claims, as the demo server would see them now.
        generation: another number whenever the token was replaced as a whole: issued, pasted, reverted.
        changes: how each claim differs from the baseline's, by claim name; claims that do not differ are absent.
    """

    text: str = ""
    reading: Reading = _NOTHING
    baseline: Reading | None = None
    origin: Origin = Origin.NONE
    stale: bool = False
    signed_by: str | None = None
    signature: SignatureVerdict | None = None
    claims: ClaimsVerdict | None = None
    generation: int = 0
    changes: Mapping[str, Change] | None = None

    @property
    def is_empty(self) -> bool:
        """Whether there is no token at all."""
        return not self.text.strip()

    @property
    def is_edited(self) -> bool:
        """Whether the token differs from the baseline."""
        return self.baseline is not None and self.reading.text != self.baseline.text

    @property
    def removed(self) -> tuple[str, ...]:
        """The claims of the baseline that are no longer there."""
        changes = self.changes or {}
        return tuple(name for name, change in changes.items() if change.kind is ChangeKind.REMOVED)


class EditorPresenter(QObject):
    """Holds the token that is edited; every view edits this one.

    An edit changes its own segment alone and leaves the signature as it was: signing is a step of its own, unless the
    user has switched on "sign each edit".

    Signals:
        state_changed(EditorState): the token, or what is known of it, is another one.
        status_changed(Status): what became of the last signing or edit.
        signing_changed(): signing would use another key, or change the header otherwise.
    """

    state_changed = Signal(object)
    status_changed = Signal(object)
    signing_changed = Signal()

    def __init__(self, now: Callable[[], float]) -> None:
        super().__init__()
        self._now = now
        self._keys: tuple[SigningKey, ...] = ()
        self._issuer: str | None = None
        self._audience: str | None = None
        self._token_type: str | None = None
        self._signed_input = ""
        self._signing_kid = ""
        self.header_update = HeaderUpdate.SET_ALG_AND_KID
        self.each_edit = False
        self.state = EditorState()

    @property
    def now(self) -> float:
        """The demo server's clock, in seconds since 1970 UTC."""
        return self._now()

    @property
    def signing_key(self) -> SigningKey | None:
        """The key chosen to sign with; None if there is none."""
        return next((each for each in self._keys if each.kid == self._signing_kid), None)

    def header_to_sign(self, key: SigningKey) -> dict[str, object]:
        """The header as signing with *key* would write it."""
        return updated_header(self.state.reading.header or {"typ": "JWT"}, key, self.header_update)

    @Slot(object)
    def set_keys(self, keys: Sequence[SigningKey]) -> None:
        """Verify with these keys from now on."""
        self._keys = tuple(keys)
        self._judge(self.state)
        self.signing_changed.emit()

    def expect(self, issuer: str | None, audience: str | None) -> None:
        """Judge claims as a server does that expects this ``iss`` and this ``aud``."""
        self._issuer, self._audience = issuer, audience
        self._judge(self.state)

    def expect_type(self, token_type: str | None) -> None:
        """Judge ``typ`` as a design does that expects this one."""
        self._token_type = token_type
        self._judge(self.state)

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

    @Slot(str)
    def set_issued(self, compact: str) -> None:
        """Pin a token that the server has just issued, and edit a copy of it."""
        reading = read(compact)
        self._signed_input = _signing_part(reading)
        self.status_changed.emit(Status(""))
        self._replace(EditorState(compact, reading, reading, Origin.ISSUED))

    @Slot(str)
    def set_text(self, text: str) -> None:
        """Take the text of the compact field, whatever it is; decode it as far as it goes."""
        if text == self.state.text:
            return
        reading = read(text)
        same_parts = _signing_part(reading) == _signing_part(self.state.reading)
        if not same_parts and not _keeps_signature(self.state.reading, reading):
            self._signed_input = _signing_part(reading)
        baseline, origin = self.state.baseline, self.state.origin
        if origin is not Origin.ISSUED:
            baseline, origin = (reading, Origin.PASTED) if text.strip() else (None, Origin.NONE)
        signed_by = self.state.signed_by if same_parts else None
        self._replace(EditorState(text, reading, baseline, origin, signed_by=signed_by))

    def set_claims(self, claims: ClaimSet) -> None:
        """Put *claims* into the token; the signature stays as it was."""
        if claims == self.state.reading.claims:
            return
        baseline = self.state.baseline
        # Back to what was issued means back to its very bytes: white space between members counts when verifying.
        if baseline is not None and baseline.claims is not None and tuple(claims) == tuple(baseline.claims):
            payload = baseline.segments[1]
        else:
            payload = encode_segment(claims.to_json().encode())
        self._replace_segment(1, payload)

    def edit_claim(self, row: int, typed: str) -> None:
        """Give the claim in *row* the value typed, which keeps the claim's type. Raises ClaimEditError."""
        self.set_claims(self._claims().with_text(row, typed))

    def rename_claim(self, row: int, name: str) -> None:
        """Call the claim in *row* *name*. Raises ClaimEditError."""
        self.set_claims(self._claims().renamed(row, name))

    def add_claim(self) -> int:
        """Add a claim with a free name and the value null; return its row."""
        claims = self._claims()
        names = ("new_claim" if number == 1 else f"new_claim_{number}" for number in range(1, len(claims) + 2))
        self.set_claims(claims.with_added(next(name for name in names if name not in claims.names), None))
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
            self.set_claims(_restored(claims, before, original))
        elif row is not None:
            self.set_claims(claims.without(row))

    @Slot()
    def revert(self) -> None:
        """Go back to the baseline, byte for byte."""
        if self.state.baseline is not None:
            baseline, origin = self.state.baseline, self.state.origin
            self._signed_input = _signing_part(baseline)
            self.status_changed.emit(Status(""))
            self._replace(EditorState(baseline.text, baseline, baseline, origin))

    def set_claims_json(self, text: str) -> None:
        """Take the text of the JSON view. Raises JsonTextError; the token is kept then."""
        json_text.parse(text)
        self.set_claims(ClaimSet.from_json(text))

    def set_header_json(self, text: str) -> None:
        """Take the text of the header view. Raises JsonTextError; the token is kept then."""
        header = json_text.parse(text)
        if not isinstance(header, dict):
            raise JsonTextError("the header must be a JSON object: { … }", line=1, column=1)
        if header == self.state.reading.header:
            return
        baseline = self.state.baseline
        if baseline is not None and header == baseline.header:
            self._replace_segment(0, baseline.segments[0])
        else:
            self._replace_segment(0, encode_segment(json_text.dump_compact(header).encode()))

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
        for index, segment in enumerate(fixed[:2]):
            if segment != self.state.reading.segments[index]:
                self._replace_segment(index, segment)

    @Slot()
    def sign(self) -> None:
        """Sign header and claims as they stand with the chosen key."""
        state, reading, key = self.state, self.state.reading, self.signing_key
        if reading.claims is None:
            text = "There are no readable claims to sign. Log in or paste a token first."
            self.status_changed.emit(Status(text, Severity.ERROR))
            return
        if key is None:
            self.status_changed.emit(Status("Choose a key to sign with first.", Severity.ERROR))
            return
        try:
            compact = sign(self.header_to_sign(key), reading.claims, key)
        except WorkbenchError as error:
            self.status_changed.emit(Status.of(error))
            return
        signed = read(compact)
        self._signed_input = _signing_part(signed)
        self.status_changed.emit(Status(""))
        baseline = state.baseline or signed
        self._judge(replace(state, text=compact, reading=signed, baseline=baseline, signed_by=key.name))

    @Slot()
    def tick(self) -> None:
        """Judge again: time has passed, or the server's clock was moved."""
        if not self.state.is_empty:
            self._judge(self.state)

    def _claims(self) -> ClaimSet:
        claims = self.state.reading.claims
        if claims is None:
            raise ClaimEditError("There are no readable claims to edit.", name="", typed="")
        return claims

    def _replace_segment(self, index: int, segment: str) -> None:
        segments = [*self.state.reading.segments, "", "", ""][: max(3, len(self.state.reading.segments))]
        segments[index] = segment
        reading = read(".".join(segments))
        self.status_changed.emit(Status(""))
        state = self.state
        baseline = state.baseline or reading
        origin = Origin.PASTED if state.origin is Origin.NONE else state.origin
        self._judge(replace(state, text=reading.text, reading=reading, baseline=baseline, origin=origin))
        if self.each_edit and self.state.stale:
            self.sign()

    def _replace(self, state: EditorState) -> None:
        """Take another token in place of the one that is there."""
        self._judge(replace(state, generation=self.state.generation + 1))

    def _judge(self, state: EditorState) -> None:
        """Work out what follows from the token's text, and tell the views."""
        reading = state.reading
        if state.is_empty:
            self.state = state
            self.state_changed.emit(state)
            return
        signature = signature_verdict(reading, self._keys)
        valid = signature.state in _VALID
        stale = not valid and _signing_part(reading) != self._signed_input
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
            changes=_changes(state.baseline, reading),
        )
        self.state_changed.emit(self.state)


def _signing_part(reading: Reading) -> str:
    """The two segments that the signature covers, as text."""
    return ".".join(reading.segments[:2])


def _keeps_signature(before: Reading, after: Reading) -> bool:
    """Whether only what is signed was changed by hand, and the signature left as it was."""
    return len(before.segments) == len(after.segments) == 3 and "" != before.segments[2] == after.segments[2]


def _changes(baseline: Reading | None, reading: Reading) -> Mapping[str, Change]:
    if baseline is None or baseline.claims is None or reading.claims is None:
        return {}
    found = differences(baseline.claims, reading.claims)
    return {change.name: change for change in found if change.kind is not ChangeKind.SAME}


def _restored(claims: ClaimSet, before: ClaimSet, original: Claim) -> ClaimSet:
    """*claims* with *original* as it was in *before*: in its row if it is there, else behind its old neighbour."""
    if original.name in claims.names:
        return ClaimSet([original if claim.name == original.name else claim for claim in claims])
    earlier = before.names[: before.names.index(original.name)]
    place = max((claims.names.index(name) + 1 for name in earlier if name in claims.names), default=0)
    return ClaimSet([*claims[:place], original, *claims[place:]])
