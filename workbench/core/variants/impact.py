"""What each claim of a token decides: which answers change when it is left out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from workbench.core.answers.check_outcome import CheckOutcome
from workbench.core.answers.decision import Check
from workbench.core.answers.outcome import Outcome, Request
from workbench.core.claims.claim_set import ClaimSet
from workbench.core.errors import BaselineRefusedError
from workbench.core.keys.signing_key import SigningKey
from workbench.core.signing.header import Header
from workbench.core.text.wording import capitalized, counted, listed
from workbench.core.variants.omissions import Omission, Untried, segment_length

MOST_ELEMENTS = 200
"""Elements of one list that are left out in turn unless the user asks for all."""

_NAMED_REQUESTS = 3


@dataclass(frozen=True, slots=True)
class ImpactQuestion:
    """Which token to take apart.

    Attributes:
        header: the JOSE header to sign with: its members or its segment.
        claims: the whole claims set.
        key: signs every token.
        design: id of the design that decides.
        most_elements: how many elements of one list are left out in turn; None for all.
    """

    header: Header
    claims: ClaimSet = field(repr=False)
    key: SigningKey
    design: str
    most_elements: int | None = MOST_ELEMENTS


@dataclass(frozen=True, slots=True)
class AnswerSummary:
    """The part of an answer that is compared.

    Attributes:
        status: HTTP status.
        reason: stable code such as ``permission.refused``; empty if the server gives none.
        detail: the sentence that decided; empty if the server gives none.
    """

    status: int
    reason: str
    detail: str = field(compare=False)

    @classmethod
    def of(cls, outcome: Outcome) -> "AnswerSummary":
        """The part of *outcome* that is compared."""
        decision, failed = outcome.decision, _failure(outcome)
        if decision is None:
            return cls(outcome.status, outcome.reason, outcome.detail)
        granted = next((grant.detail for grant in decision.grants if grant.granted), "")
        return cls(outcome.status, decision.reason, failed.detail if failed is not None else granted)

    @property
    def allowed(self) -> bool:
        """Whether the request went through."""
        return self.status < 400


@dataclass(frozen=True, slots=True)
class ChangedAnswer:
    """A request whose answer changes when something is left out."""

    request: Request
    before: AnswerSummary
    after: AnswerSummary


@dataclass(frozen=True, slots=True)
class Readers:
    """Which checks read a claim of the whole token.

    Attributes:
        checks: names of the checks, in their order.
        requests: in how many requests.
    """

    checks: tuple[str, ...] = ()
    requests: int = 0


class Weight(StrEnum):
    """What a claim, or an element of it, means to the server."""

    DECIDES = "decides"  # some answers change without it
    REQUIRED = "required"  # without it no token is accepted
    READ = "read"  # read, and every answer is the same without it
    UNREAD = "unread"  # not even read


@dataclass(frozen=True, slots=True)
class Effect:
    """What leaving something out changed.

    Attributes:
        omission: what was left out.
        changed: the requests whose answers changed.
        asked: how many requests were sent.
        readers: which checks read the claim; an element is read with its list.
        saved_bytes: by how much the token is shorter; see `Omission.saved_bytes`.
        in_reserve: whether a grant of the design takes rights from the claim if that grant is reached.
    """

    omission: Omission
    changed: tuple[ChangedAnswer, ...]
    asked: int
    readers: Readers
    saved_bytes: int
    in_reserve: bool = False

    @classmethod
    def of(
        cls,
        omission: Omission,
        before: Sequence[Outcome],
        after: Sequence[Outcome],
        readers: Readers,
        *,
        in_reserve: bool = False,
    ) -> "Effect":
        """Compare the answers to the same requests in the same order, before and after *omission*."""
        pairs = zip(before, after, strict=True)
        changes = (ChangedAnswer(old.request, AnswerSummary.of(old), AnswerSummary.of(new)) for old, new in pairs)
        changed = tuple(change for change in changes if change.before != change.after)
        return cls(omission, changed, len(before), readers, omission.saved_bytes, in_reserve)

    @property
    def weight(self) -> Weight:
        """What it means to the server."""
        if len(self.changed) == self.asked and all(change.after.status == 401 for change in self.changed):
            return Weight.REQUIRED
        if self.changed:
            return Weight.DECIDES
        return Weight.READ if self.readers.requests else Weight.UNREAD

    @property
    def verdict(self) -> str:
        """The effect in one line."""
        match self.weight:
            case Weight.REQUIRED:
                reasons = {change.after.reason for change in self.changed}
                why = f" ({reasons.pop()})" if len(reasons) == 1 else ""
                return f"required: without it every request is 401{why}"
            case Weight.DECIDES:
                return f"decides {counted(len(self.changed), 'answer')}: {self._requests()}"
            case Weight.READ:
                return "read, but makes no difference here"
            case Weight.UNREAD:
                return f"never read: could be dropped, saves {counted(self.saved_bytes, 'byte')}"

    @property
    def explanation(self) -> str:
        """The reason for the verdict, in a sentence or two."""
        requests = counted(self.asked, "request")
        checks = listed(self.readers.checks) if self.readers.checks else "the server"
        read_by = f"Read by {checks} in {self.readers.requests} of {requests}."
        match self.weight:
            case Weight.REQUIRED:
                return _sentence(self.changed[0].after.detail)
            case Weight.DECIDES:
                return read_by
            case Weight.READ:
                alone = "Each part is left out alone: another one may give the same right."
                return f"{read_by} {alone}"
            case Weight.UNREAD:
                never = f"No check and no grant looked at it in {requests}."
                return f"{never} {_IN_RESERVE}" if self.in_reserve else never

    def _requests(self) -> str:
        labels = [change.request.label for change in self.changed]
        more = len(labels) - _NAMED_REQUESTS
        return ", ".join(labels[:_NAMED_REQUESTS]) + (f" and {more} more" if more > 0 else "")


@dataclass(frozen=True, slots=True)
class Impact:
    """What each part of one token decides.

    Attributes:
        question: what was asked.
        asked: how many requests were sent each time.
        effects: in the order of the token, elements after their claim.
        untried: elements of long lists that were not left out.
        left: how many parts were not tried because the user had enough.
    """

    question: ImpactQuestion
    asked: int
    effects: tuple[Effect, ...]
    untried: tuple[Untried, ...] = ()
    left: int = 0

    @property
    def unread_claims(self) -> tuple[Effect, ...]:
        """The claims that were never read."""
        return tuple(each for each in self.effects if each.weight is Weight.UNREAD and not each.omission.is_element)

    @property
    def droppable_bytes(self) -> int:
        """By how much the token is shorter without all the claims that were never read."""
        claims = tuple(self.question.claims)
        rows = {each.omission.row for each in self.unread_claims}
        rest = [claim for row, claim in enumerate(claims) if row not in rows]
        return segment_length(ClaimSet(claims)) - segment_length(ClaimSet(rest))

    @property
    def summary(self) -> str:
        """How many claims are what, in a sentence or two."""
        weights = [each.weight for each in self.effects if not each.omission.is_element]
        counts = [
            f"{weights.count(weight)} {one if weights.count(weight) == 1 else many}"
            for weight, one, many in _COUNTED
            if weight in weights
        ]
        unread = f": {counted(self.droppable_bytes, 'byte')} less without them" if self.unread_claims else ""
        return f"Of {counted(len(weights), 'claim')} {', '.join(counts)}{unread}."


_IN_RESERVE = "A grant goes by it, but these requests never came to that: an earlier grant decided, or it had no say."

# In the order of the summary: what one claim does, and what several do.
_COUNTED = (
    (Weight.DECIDES, "decides", "decide"),
    (Weight.REQUIRED, "is required", "are required"),
    (Weight.READ, "is read to no effect", "are read to no effect"),
    (Weight.UNREAD, "is never read", "are never read"),
)


def readers_of(outcomes: Sequence[Outcome]) -> Mapping[str, Readers]:
    """Who read each claim in these answers; a claim that nobody read is absent."""
    checks: dict[str, dict[str, None]] = {}
    requests: dict[str, int] = {}
    for outcome in outcomes:
        if outcome.decision is None:
            continue
        for name in outcome.decision.claims_read:
            requests[name] = requests.get(name, 0) + 1
        for check in outcome.decision.checks:
            for name in check.reads:
                checks.setdefault(name, {})[check.name] = None
    return {name: Readers(tuple(checks.get(name, ())), count) for name, count in requests.items()}


def check_baseline(outcomes: Sequence[Outcome]) -> None:
    """Make sure that some request reaches the authorization checks.

    Raises:
        BaselineRefusedError: none does, so leaving claims out would show nothing.
    """
    if not outcomes:
        message = "This scenario lists no requests, so there are no answers that a claim could change."
        raise BaselineRefusedError(message, hint="Start the server with a scenario that lists some.")
    if any(outcome.decision is not None and outcome.status != 401 for outcome in outcomes):
        return
    first = outcomes[0]
    failed, answer = _failure(first), AnswerSummary.of(first)
    if failed is None:
        message = f"The server answers every request with {first.status} before it looks at the token."
        raise BaselineRefusedError(message, hint=_WITHOUT_A_LOOK.get(first.status))
    message = f"The server already refuses the whole token: {answer.detail} ({answer.reason})."
    raise BaselineRefusedError(message, hint=_NEXT_STEPS.get(failed.name))


_SIGN_PROPERLY = "Choose a trusted key under Sign with, and let signing set alg and kid."
_SET_TIME = "Set it to a time in the past, or move the server's clock."
_EXPECTED = "Give the claim the value that the server expects, or log in again."

# The next step for each check of the server that can refuse a token.
_NEXT_STEPS = {
    "format": "Fix it in the JSON and Header views.",
    "algorithm": _SIGN_PROPERLY,
    "key": _SIGN_PROPERLY,
    "signature": _SIGN_PROPERLY,
    "critical": "Remove crit from the header.",
    "type": "Set typ in the Header view to the type that the design expects.",
    "expiry": "Setting exp to a future time, or moving the server's clock, helps as well.",
    "not_before": _SET_TIME,
    "issued_at": _SET_TIME,
    "issuer": _EXPECTED,
    "audience": _EXPECTED,
    "subject": _EXPECTED,
    "revocation": "Log in again for a token that is not revoked.",
    "account": "Log in as a user whose account exists and is enabled.",
}
_WITHOUT_A_LOOK = {431: "The token is too large for it: remove claims or elements until it fits."}


def _failure(outcome: Outcome) -> Check | None:
    checks = outcome.decision.checks if outcome.decision is not None else ()
    return next((check for check in checks if check.outcome is CheckOutcome.FAIL), None)


def _sentence(text: str) -> str:
    return f"{capitalized(text)}." if text else ""
