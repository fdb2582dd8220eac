"""The state of the window that a session holds, as a plain value, and its conversion to and from a session file."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workbench.core.answers.expectations import Place
    from workbench.core.answers.outcome import Request
    from workbench.core.keys.signing_key import SigningKey
    from workbench.core.session.saved_token import SavedToken
    from workbench.core.session.session import Session
    from workbench.core.variants.variant import Variant


@dataclass(frozen=True, slots=True)
class SessionState:
    """The contents of a session.

    Attributes:
        scenario: the name of a built-in scenario, or the path of a file.
        design: id of the design that decides.
        issued: the token as issued; empty for none.
        edited: the token on the bench; empty for none.
        requests: the requests that are replayed.
        variants: the variants.
        expected: the expected answers to them, by design, variant and request.
        expected_of_designs: the expected answers on the Designs page, by scenario id, and design, user, request.
    """

    scenario: str
    design: str = ""
    issued: str = field(default="", repr=False)
    edited: str = field(default="", repr=False)
    requests: tuple[Request, ...] = field(default=(), repr=False)
    variants: tuple[Variant, ...] = ()
    expected: Mapping[Place, int] = field(default_factory=dict)
    expected_of_designs: Mapping[str, Mapping[Place, int]] = field(default_factory=dict)

    @property
    def is_work(self) -> bool:
        """Whether it holds something that the user made by hand."""
        return bool(self.variants or self.expected or any(self.expected_of_designs.values()))

    @property
    def summary(self) -> str:
        """Its contents in words: ``3 variants, 4 expected answers``."""
        from workbench.core.text.wording import counted

        pins = len(self.expected) + sum(map(len, self.expected_of_designs.values()))
        parts = [counted(len(self.variants), "variant")] if self.variants else []
        parts += [counted(pins, "expected answer")] if pins else []
        parts += ["a token on the bench"] if self.edited and not parts else []
        return ", ".join(parts) or "nothing yet"


def to_session(state: SessionState, keys: Sequence[SigningKey], *, now: float, offset_s: int, tokens: bool) -> Session:
    """The session file of *state*.

    Args:
        state: the current state.
        keys: the keys of the ring.
        now: the demo server's clock, in seconds since 1970 UTC.
        offset_s: how far that is ahead of the real one.
        tokens: whether tokens are kept with their signatures.
    """
    from workbench.core.session.saved_token import KeyNote, SavedToken
    from workbench.core.session.secrets import without_secrets
    from workbench.core.session.session import SavedVariant, Session
    from workbench.core.token.compact import read
    from workbench.core.variants.variant import signed_how

    issued = read(state.issued)
    saved_issued = SavedToken.of(state.issued, signed_how(issued, keys), whole=tokens) if state.issued else None
    edited = None
    if state.edited:
        signed = signed_how(read(state.edited), keys, issued if state.issued else None)
        edited = SavedToken.of(state.edited, signed, whole=tokens)
    variants = tuple(
        SavedVariant(
            each.name, SavedToken.of(each.compact, each.signed, whole=tokens and not each.problem), each.differs
        )
        for each in state.variants
    )
    found = [saved_issued, edited, *(each.token for each in variants)]
    kids = {token.signed.kid for token in found if token is not None}
    return Session(
        scenario=state.scenario,
        design=state.design,
        moment=math.floor(now),
        offset_s=offset_s,
        issued=saved_issued,
        edited=edited,
        requests=tuple(without_secrets(each, tokens=tokens) for each in state.requests),
        variants=variants,
        keys=tuple(KeyNote.of(key) for key in keys if key.kid in kids),
        expected=state.expected,
        expected_of_designs=state.expected_of_designs,
    )


def from_session(session: Session, keys: Sequence[SigningKey]) -> tuple[SessionState, tuple[str, ...]]:
    """The state of *session*, its tokens signed again with *keys*; and what differs from the time of saving."""
    from workbench.core.session.saved_token import rebuild
    from workbench.core.text.wording import counted
    from workbench.core.token.compact import read
    from workbench.core.variants.variant import SignedHow, Variant, signed_how

    deviations: list[str] = []
    renamed = False

    def made(token: SavedToken | None, name: str) -> tuple[str, str]:
        nonlocal renamed
        if token is None:
            return "", ""
        rebuilt = rebuild(token, session.keys, keys)
        renamed = renamed or rebuilt.other_issuer
        if rebuilt.problem and name:
            deviations.append(f"{name} is {rebuilt.problem}")
        return rebuilt.compact, rebuilt.problem

    issued, _ = made(session.issued, "the issued token")
    edited, _ = made(session.edited, "the token on the bench")
    if session.edited is not None and session.edited.signed.how is SignedHow.STALE and not session.edited.compact:
        edited = f"{edited.rpartition('.')[0]}.{issued.rpartition('.')[2]}"
    variants: list[Variant] = []
    for saved in session.variants:
        compact, problem = made(saved.token, "")
        signed = saved.token.signed
        if not problem and signed.how is SignedHow.KEY:
            signed = signed_how(read(compact), keys)  # the issuer's key may be different here
        variants.append(Variant(saved.name, compact, signed, saved.differs, problem))
    unsigned = sum(bool(each.problem) for each in variants)
    if unsigned:
        deviations.append(f"{counted(unsigned, 'variant')} could not be signed again: see their rows")
    if renamed:
        deviations.append("tokens of another demo server are now signed by this server's key, which their headers name")
    deviations += _trust_deviations(session, keys)
    state = SessionState(
        session.scenario,
        session.design,
        issued,
        edited,
        session.requests,
        tuple(variants),
        session.expected,
        session.expected_of_designs,
    )
    return state, tuple(deviations)


def _trust_deviations(session: Session, keys: Sequence[SigningKey]) -> list[str]:
    """Keys whose trust differs from the time of saving: opening a file does not change it, so answers may differ."""
    from workbench.core.keys.signing_key import KeyRole

    trusted = {key.kid: key.trusted or key.role is KeyRole.ISSUER for key in keys}
    return [
        f"the key {note.name} was {'trusted' if note.trusted else 'not trusted'} then, and is not trusted now"
        if note.trusted
        else f"the key {note.name} was not trusted then, and is now"
        for note in session.keys
        if trusted.get(note.kid, note.trusted) != note.trusted
    ]
