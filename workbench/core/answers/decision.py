"""The server's Decision: why it answered as it did, read from its JSON."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from workbench.core.answers.check_outcome import CheckOutcome
from workbench.core.errors import ServerError
from workbench.core.strict_json.members import Members


@dataclass(frozen=True, slots=True)
class Check:
    """One check that the server made.

    Attributes:
        name: its name, such as ``expiry``.
        outcome: how it ended.
        detail: one sentence about the result.
        reads: the claims and header parameters that it read.
        source: where the data came from: token, directory, ….
        elapsed_us: how long it took, in microseconds.
    """

    name: str
    outcome: CheckOutcome
    detail: str
    reads: tuple[str, ...]
    source: str
    elapsed_us: float


class FlipChange(StrEnum):
    """What a flip does."""

    ADD = "add"
    REMOVE = "remove"
    SET = "set"


class FlipWhere(StrEnum):
    """What a flip changes."""

    CLAIM = "claim"
    DIRECTORY = "directory"


@dataclass(frozen=True, slots=True)
class Flip:
    """The smallest change that would have reversed the decision of one grant.

    Attributes:
        change: add, remove or set.
        where: a claim of the token, or the server's directory.
        target: the claim's name, or what is changed in the directory, such as ``acl of doc-1``.
        value: what to add, remove or set.
        sentence: the change in words: ``add "admin" to roles``.
    """

    change: FlipChange
    where: FlipWhere
    target: str
    value: object
    sentence: str


@dataclass(frozen=True, slots=True)
class GrantResult:
    """The result of one grant of the design.

    Attributes:
        kind: the kind of grant, such as ``roles``.
        granted: whether it let the request through.
        detail: one sentence on why.
        reads: the claims or records that it read.
        flip: the changes that would reverse its answer.
    """

    kind: str
    granted: bool
    detail: str
    reads: tuple[str, ...]
    flip: tuple[Flip, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """The questions of one kind that the server asked outside the token.

    Attributes:
        what: whom they were for: ``directory``, ``deny-list``, ….
        count: how many.
        elapsed_us: microseconds until the answers, all together.
        cached: whether a cache answered them.
    """

    what: str
    count: int
    elapsed_us: float
    cached: bool


@dataclass(frozen=True, slots=True)
class Filtered:
    """How the list in an answer was filtered: it shows the records that the subject may read.

    Attributes:
        by: the kinds of grants by which it was filtered.
        shown: how many records the subject may read.
        of: how many there are.
        detail: the same in one sentence.
    """

    by: tuple[str, ...]
    shown: int
    of: int
    detail: str

    @property
    def summary(self) -> str:
        """What the list shows, in one short sentence."""
        by = f", filtered by {' and '.join(self.by)}" if self.by else ""
        return f"The list shows {self.shown:,} of {self.of:,} records{by}."


@dataclass(frozen=True, slots=True)
class Decision:
    """Why the server answered as it did; see the server's ``/debug/decisions``.

    Attributes:
        request_id: the ``X-Request-Id`` of the answer.
        method: HTTP method.
        path: path of the request.
        status: HTTP status of the answer.
        error: error code of RFC 6750 section 3.1; empty if the request was allowed.
        reason: stable code of the reason, such as ``expiry.expired``.
        design: id of the claim design that decided.
        user: the subject, if it is known.
        checks: every check, in order.
        grants: every grant that was tried, in order.
        claims_read: the claims that were read to decide.
        lookups: queries to the server's directory.
        token_bytes: length of the token as it was sent.
        elapsed_us: how long deciding took, in microseconds.
        weaknesses: ids of the weaknesses of the server that took part; empty for a server that does not say.
        asked: every question that was asked, by kind; empty for a server that does not say.
        filtered: how the list was filtered; None where the answer is not a list of records.
    """

    request_id: str
    method: str
    path: str
    status: int
    error: str
    reason: str
    design: str
    user: str
    checks: tuple[Check, ...]
    grants: tuple[GrantResult, ...]
    claims_read: tuple[str, ...]
    lookups: int
    token_bytes: int
    elapsed_us: float
    weaknesses: tuple[str, ...] = ()
    asked: tuple[Asked, ...] = ()
    filtered: Filtered | None = None

    @property
    def questions(self) -> int:
        """How many questions left the server's process: to the directory, the deny-list, …."""
        return sum(each.count for each in self.asked if not each.cached)

    @classmethod
    def from_json(cls, document: object) -> "Decision":
        """Read a decision from decoded JSON; unknown members are ignored.

        Raises:
            ServerError: a member is missing or of a wrong type; the message names it.
        """
        return _decision(Members(document, "decision", error=_unlike_contract))


def _decision(members: Members) -> Decision:
    return Decision(
        request_id=members.text("request_id"),
        method=members.text("method"),
        path=members.text("path"),
        status=members.whole("status"),
        error=members.text("error"),
        reason=members.text("reason"),
        design=members.text("design"),
        user=members.nullable_text("user"),
        checks=members.each("checks", _check),
        grants=members.each("grants", _grant),
        claims_read=members.texts("claims_read"),
        lookups=members.whole("lookups"),
        token_bytes=members.whole("token_bytes"),
        elapsed_us=members.number("elapsed_us"),
        weaknesses=members.texts("weaknesses", ()),
        asked=members.each("asked", _asked, ()),
        filtered=members.one("filtered", _filtered) if members.has("filtered") else None,
    )


def asked_words(asked: Iterable[Asked]) -> str:
    """The questions by kind, in words: ``3 directory, 1 deny-list``; empty if there were none."""
    return ", ".join(f"{each.count} {each.what}{' (cached)' * each.cached}" for each in asked)


def _asked(members: Members) -> Asked:
    return Asked(
        what=members.text("what"),
        count=members.whole("count"),
        elapsed_us=members.number("elapsed_us"),
        cached=members.boolean("cached"),
    )


def _filtered(members: Members) -> Filtered:
    return Filtered(
        by=members.texts("by"),
        shown=members.whole("shown"),
        of=members.whole("of"),
        detail=members.text("detail"),
    )


def _check(members: Members) -> Check:
    return Check(
        name=members.text("name"),
        outcome=members.one_of("outcome", CheckOutcome),
        detail=members.text("detail"),
        reads=members.texts("reads"),
        source=members.text("source"),
        elapsed_us=members.number("elapsed_us"),
    )


def _grant(members: Members) -> GrantResult:
    return GrantResult(
        kind=members.text("kind"),
        granted=members.boolean("granted"),
        detail=members.text("detail"),
        reads=members.texts("reads"),
        flip=members.each("flip", _flip),
    )


def _flip(members: Members) -> Flip:
    return Flip(
        change=members.one_of("change", FlipChange),
        where=members.one_of("where", FlipWhere),
        target=members.text("target"),
        value=members.value("value"),
        sentence=members.text("sentence"),
    )


def _unlike_contract(sentence: str) -> ServerError:
    return ServerError(f"The server's {sentence}")
