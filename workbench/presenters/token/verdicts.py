"""What follows from the token on the bench: is its signature valid, are its claims, and what was changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from workbench.core.verification.signature_state import SignatureState
from workbench.presenters.token.editor_state import EditorState, changes_since, signing_part

if TYPE_CHECKING:
    from workbench.core.claims.changes import Change
    from workbench.core.keys.signing_key import SigningKey
    from workbench.core.server.subjects import Subjects
    from workbench.core.token.compact import Reading
    from workbench.core.verification.ring_verdict import SignatureVerdict


# The signature matches what is signed, by whichever key.
_VALID = {
    SignatureState.TRUSTED,
    SignatureState.NOT_TRUSTED,
    SignatureState.NO_KID,
    SignatureState.SELF_SIGNED,
}


class TokenVerdicts:
    """Judges a token by keys, clock and expectations.

    Attributes:
        keys: the keys that signatures are verified with.
        issuer: the ``iss`` that the demo server expects; None while it is not known.
        audience: the ``aud`` that the demo server expects; None while it is not known.
        token_type: the ``typ`` that the design expects; None for any.
        subjects: the users as tokens of the design name them; None while they are not known.
    """

    def __init__(self, now: Callable[[], float]) -> None:
        """Judge at the time of *now*, the demo server's clock in seconds since 1970 UTC."""
        self._now = now
        self._verified_with: tuple[SigningKey, ...] | None = None
        self.keys: tuple[SigningKey, ...] = ()
        self.issuer: str | None = None
        self.audience: str | None = None
        self.token_type: str | None = None
        self.subjects: Subjects | None = None

    def set_keys(self, keys: Sequence[SigningKey]) -> None:
        """Verify with *keys* from now on."""
        self.keys = tuple(keys)

    def judged(self, state: EditorState, before: EditorState) -> EditorState:
        """*state* with its verdicts; those of *before*, the last one judged, are kept where they still hold."""
        from workbench.core.verification.claims_verdict import claims_verdict

        if state.is_empty:
            return replace(state, stale=False, signature=None, claims=None, changes=None)
        reading = state.reading
        signature = self._signature(reading, before)
        stale = signature.state not in _VALID and signing_part(reading) != state.signed_input
        return replace(
            state,
            stale=stale,
            signed_by=None if stale else state.signed_by,
            signature=signature,
            claims=claims_verdict(
                reading.claims,
                reading.header or {},
                now=self._now(),
                issuer=self.issuer,
                audience=self.audience,
                token_type=self.token_type,
            ),
            subjects=self.subjects,
            changes=_changes(state, before),
        )

    def _signature(self, reading: Reading, before: EditorState) -> SignatureVerdict:
        """The signature's verdict; worked out once for each token and ring, not each second as time passes."""
        from workbench.core.verification.ring_verdict import signature_verdict

        known = before.signature
        if known is None or reading is not before.reading or self._verified_with is not self.keys:
            known = signature_verdict(reading, self.keys)
            self._verified_with = self.keys
        return known


def _changes(state: EditorState, before: EditorState) -> Mapping[str, Change]:
    """How the claims differ from the baseline's; compared once for each pair of tokens."""
    known = before.changes
    if known is None or state.reading is not before.reading or state.baseline is not before.baseline:
        return changes_since(state.baseline, state.reading)
    return known
