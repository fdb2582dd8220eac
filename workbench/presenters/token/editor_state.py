"""The state of the token on the bench: a plain value, of which every view shows a part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from workbench.core.token.compact import Reading, read

if TYPE_CHECKING:
    from workbench.core.claims.changes import Change
    from workbench.core.claims.claim_set import ClaimSet
    from workbench.core.server.subjects import Subjects
    from workbench.core.verification.claims_verdict import ClaimsVerdict
    from workbench.core.verification.ring_verdict import SignatureVerdict


class TokenOrigin(StrEnum):
    """Where the token on the bench came from."""

    NONE = "none"
    ISSUED = "issued"
    PASTED = "pasted"


_NOTHING = read("")


@dataclass(frozen=True, slots=True)
class EditorState:
    """Everything the bench shows of the token.

    Attributes:
        text: the compact token in the field, even while it is broken.
        reading: what could be decoded of it.
        baseline: the token as issued or as pasted, with which the edited one is compared.
        origin: where the token came from.
        signed_input: the two segments that the signature was made for, if known.
        stale: header or claims were changed after the signature was made.
        signed_by: the name of the key that signed it here; None if it was not signed here.
        signature: the signature's verdict under the keys of the ring.
        claims: the verdict on the claims, as the demo server would see them now.
        generation: changes whenever the token is replaced as a whole: issued, pasted, reverted.
        issued: the token that the server issued last; None before a login.
        pasted: the token that was pasted or opened last, as it was then; None if there was none since the login.
        subjects: the users of the demo server, as tokens of the design in use name them; None while it is not known.
        changes: how each claim differs from the baseline's, by claim name; claims that do not differ are absent.
    """

    text: str = field(default="", repr=False)
    reading: Reading = _NOTHING
    baseline: Reading | None = None
    origin: TokenOrigin = TokenOrigin.NONE
    signed_input: str = field(default="", repr=False)
    stale: bool = False
    signed_by: str | None = None
    signature: SignatureVerdict | None = None
    claims: ClaimsVerdict | None = None
    generation: int = 0
    issued: Reading | None = None
    pasted: Reading | None = None
    subjects: Subjects | None = None
    changes: Mapping[str, Change] | None = None

    @property
    def is_empty(self) -> bool:
        """Whether there is no token at all."""
        return not self.text.strip()

    @property
    def user(self) -> str | None:
        """Whom the token is about: a username; empty for no user of the demo server, None if it is not its token."""
        return None if self.subjects is None else self.subjects.username(self.reading.claims)

    @property
    def user_beside_sub(self) -> str:
        """The name to show beside ``sub``; empty if there is none."""
        return "" if self.subjects is None else self.subjects.named(self.reading.claims)

    @property
    def is_edited(self) -> bool:
        """Whether the token differs from the baseline."""
        return self.baseline is not None and self.reading.text != self.baseline.text

    @property
    def removed(self) -> tuple[str, ...]:
        """The claims of the baseline that are no longer there."""
        if not self.changes:
            return ()
        from workbench.core.claims.changes import ChangeKind

        return tuple(name for name, change in self.changes.items() if change.kind is ChangeKind.REMOVED)


def signing_part(reading: Reading) -> str:
    """The two segments that the signature covers, as text."""
    return ".".join(reading.segments[:2])


def keeps_signature(before: Reading, after: Reading) -> bool:
    """Whether only the signed part was changed by hand, and the signature left unchanged."""
    return len(before.segments) == len(after.segments) == 3 and "" != before.segments[2] == after.segments[2]


def changes_since(baseline: Reading | None, reading: Reading) -> Mapping[str, Change]:
    """How each claim differs from the baseline's, by claim name."""
    from workbench.core.claims.changes import changes

    if baseline is None or baseline.claims is None or reading.claims is None:
        return {}
    return {change.name: change for change in changes(baseline.claims, reading.claims)}


def step_words(before: EditorState, after: EditorState) -> str:
    """The name of the step between two states, for a button; empty if the texts are equal."""
    if before.text == after.text:
        return ""
    old, new = before.reading, after.reading
    if len(old.segments) != 3 or len(new.segments) != 3 or before.is_empty or after.is_empty:
        return "change the token"
    changed = [index for index in range(3) if old.segments[index] != new.segments[index]]
    if changed == [2]:
        return "change the signature"
    if len([index for index in changed if index != 2]) == 2:
        return "change header and claims"
    if 0 in changed:
        return _part_words(old.header_members, new.header_members, "header parameter") or "change the header"
    words = _part_words(old.claims, new.claims, "claim") or "change the payload"
    user = after.user_beside_sub
    return f"{words} ({user})" if user and words.startswith("set sub to ") else words


def _part_words(before: ClaimSet | None, after: ClaimSet | None, noun: str) -> str:
    from workbench.core.claims.edits import described

    return "" if before is None or after is None else described(before, after, noun=noun)
