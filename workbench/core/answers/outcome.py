"""The server's answer to a request with its decision, and the answers of two tokens beside each other."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from workbench.core.answers.decision import Check, Decision, Flip, FlipChange, FlipWhere, GrantResult
from workbench.core.errors import ClaimEditError, JsonTextError
from workbench.core.requests.request import Request, SentRequest
from workbench.core.strict_json import text as json_text

if TYPE_CHECKING:
    from workbench.core.claims.claim_set import ClaimSet

__all__ = [
    "Check",
    "Comparison",
    "Decision",
    "Flip",
    "FlipChange",
    "FlipWhere",
    "GrantResult",
    "Outcome",
    "Request",
    "SentRequest",
    "apply_flip",
]


@dataclass(frozen=True, slots=True)
class Outcome:
    """An answer of the server, whatever its status.

    Attributes:
        request: what was asked.
        status: HTTP status.
        reason_phrase: the words beside the status.
        headers: the answer's headers in order.
        body: the answer's body as text.
        decision: why the server answered so; None if it gave no reason.
        elapsed_ms: from sending to the whole answer, in milliseconds.
        http_version: of the answer.
        sent: the request as it went over the wire, if that is known.
        body_bytes: octets of the body that arrived; None if they were not counted.
        cut: whether there was more of the body than was read.
    """

    request: Request
    status: int
    reason_phrase: str
    headers: tuple[tuple[str, str], ...] = field(repr=False)
    body: str = field(repr=False)
    decision: Decision | None
    elapsed_ms: float
    http_version: str = "HTTP/1.1"
    sent: SentRequest | None = field(default=None, repr=False)
    body_bytes: int | None = None
    cut: bool = False

    @property
    def allowed(self) -> bool:
        """Whether the request went through."""
        return self.status < 400

    @property
    def request_id(self) -> str:
        """The server's id for this exchange, under which it keeps the decision; empty if it gave none."""
        return next((value for name, value in self.headers if name.lower() == "x-request-id"), "")

    @property
    def reason(self) -> str:
        """Stable code of the reason: that of the decision, else that of the problem in the body."""
        return self._problem("reason") if self.decision is None else self.decision.reason

    @property
    def detail(self) -> str:
        """What the problem in the body (RFC 9457 section 3.1.4) says in words; empty if the body is not a problem."""
        return self._problem("detail")

    def _problem(self, member: str) -> str:
        try:
            document = json_text.parse(self.body)
        except JsonTextError:
            return ""
        value = document.get(member) if isinstance(document, dict) and not self.allowed else None
        return value if isinstance(value, str) else ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The answers to one request with the issued and the edited token; None if there is no answer yet."""

    issued: Outcome | None
    edited: Outcome | None

    @property
    def changed(self) -> bool:
        """Whether there are two answers, with different statuses or reasons."""
        if self.issued is None or self.edited is None:
            return False
        return _essence(self.issued) != _essence(self.edited)


def _essence(outcome: Outcome) -> tuple[int, str]:
    return outcome.status, outcome.reason


def apply_flip(claims: ClaimSet, flip: Flip) -> ClaimSet:
    """Make the change of a claim that the server suggested.

    Adding and removing change an element of an array, or a word of a ``scope`` string (RFC 8693 section 4.2); adding
    what is there already, or removing what is not there, changes nothing.

    Raises:
        ClaimEditError: the change is one of the directory, or does not fit the type of the claim.
    """
    if flip.where != FlipWhere.CLAIM:
        message = f"To {flip.sentence} is a change of the server's directory, not of the token."
        raise ClaimEditError(message, name=flip.target, typed="", hint="Change the directory, and log in again.")
    if flip.change == FlipChange.SET:
        return claims.with_value(flip.target, flip.value)
    current = claims.get(flip.target)
    if flip.change == FlipChange.REMOVE:
        return _without_element(claims, flip, current)
    if current is None:
        return claims.with_value(flip.target, flip.value if flip.target == "scope" else [flip.value])
    if isinstance(current, list):
        held = any(_same(element, flip.value) for element in current)
        return claims if held else claims.with_value(flip.target, [*current, flip.value])
    if _is_scope(flip, current):
        words = str(current).split()
        return claims if flip.value in words else claims.with_value(flip.target, " ".join([*words, str(flip.value)]))
    raise _no_place(flip)


def _without_element(claims: ClaimSet, flip: Flip, current: object) -> ClaimSet:
    row = claims.row(flip.target)
    if row is None:
        return claims
    if _same(current, flip.value):
        return claims.without(row)
    if isinstance(current, list):
        return claims.with_value(flip.target, [element for element in current if not _same(element, flip.value)])
    if _is_scope(flip, current):
        words = [word for word in str(current).split() if word != flip.value]
        return claims.with_value(flip.target, " ".join(words))
    raise _no_place(flip)


def _same(value: object, other: object) -> bool:
    # As JSON, since True equals 1 in Python.
    return json_text.dump_compact(value) == json_text.dump_compact(other)


def _is_scope(flip: Flip, current: object) -> bool:
    return flip.target == "scope" and isinstance(current, str)


def _no_place(flip: Flip) -> ClaimEditError:
    message = f"To {flip.sentence}, {flip.target} would have to be an array."
    return ClaimEditError(message, name=flip.target, typed="", hint="Change its type in the JSON view first.")
