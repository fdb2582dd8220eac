"""The values that describe a decision: what was checked, which grants were tried, what was answered."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import Any

from demo_server.questions import Asked, AskedCount, UnavailableError

TOKEN_CHECKS = (
    "transport",
    "format",
    "algorithm",
    "key",
    "signature",
    "critical",
    "type",
    "expiry",
    "not_before",
    "issued_at",
    "issuer",
    "audience",
    "subject",
    "revocation",
)
"""The checks of the token itself, in their order."""

PROOF = "proof"
"""The check of a proof of possession (RFC 9449), after ``signature``.

It is in a decision only where the design binds its tokens to a key, or a token is bound to one or was sent as if.
"""

VERIFICATION_CHECKS = (*TOKEN_CHECKS, "account")
"""The checks that decide whether the token is accepted, in their order."""

CHECK_NAMES = (*VERIFICATION_CHECKS, "permission")
"""The checks that every decision has, in their order; `PROOF` may be among them."""


class CheckOutcome(StrEnum):
    """How a check ended."""

    PASS = "pass"  # noqa: S105  an outcome, not a password
    FAIL = "fail"
    OFF = "off"  # not done by this design, or switched off by a weakness; the detail says which
    NOT_REACHED = "not_reached"


class Source(StrEnum):
    """Where the data of a check or a grant came from."""

    NONE = ""
    REQUEST = "request"
    HEADER = "token header"
    CLAIMS = "claims"
    TRUST_STORE = "trust store"
    DENY_LIST = "deny-list"
    INTROSPECTION = "introspection"
    DIRECTORY = "directory"
    CLAIMS_AND_DIRECTORY = "claims and directory"
    DESIGN = "design"

    __hash__ = str.__hash__  # that of an Enum is a call of Python code, made for each check of each request


@dataclass(frozen=True, slots=True)
class Check:
    """The result of one check.

    Attributes:
        name: one of `CHECK_NAMES`, or `PROOF`.
        detail: one sentence for the user.
        source: where the data came from.
        reads: names of the claims that were read.
        reason: for a failure the stable code ``<name>.<code>``, otherwise empty.
        weaknesses: ids of the weaknesses that the result is due to; the detail names them too.
    """

    name: str
    outcome: CheckOutcome
    detail: str
    source: Source = Source.NONE
    reads: tuple[str, ...] = ()
    reason: str = ""
    weaknesses: tuple[str, ...] = ()

    def by_weakness(self, *ids: str) -> "Check":
        """Return the check as one whose result is due to these weaknesses."""
        return replace(self, detail=_naming(self.detail, ids), weaknesses=(*self.weaknesses, *ids))

    def by_kept(self, used: str) -> "Check":
        """Return the check as one that kept answers took part in; *used* says which, and how old they are."""
        return replace(self, detail=f"{self.detail} ({used})")

    def to_json(self, elapsed_us: float) -> dict[str, Any]:
        """Return the check as the HTTP contract shows it, with the microseconds that it took."""
        return {
            "name": self.name,
            "outcome": self.outcome.value,
            "detail": self.detail,
            "reads": list(self.reads),
            "source": self.source.value,
            "elapsed_us": round(elapsed_us, 1),
        }


@lru_cache(maxsize=512)
def passed(name: str, detail: str, source: Source, reads: tuple[str, ...] = ()) -> Check:
    """Make a check that passed. Equal checks are one object: the log holds thousands, and most of them are equal."""
    return Check(name, CheckOutcome.PASS, detail, source, reads)


def failed(name: str, code: str, detail: str, source: Source, reads: tuple[str, ...] = ()) -> Check:
    """Make a check that failed for the reason ``<name>.<code>``."""
    return Check(name, CheckOutcome.FAIL, detail, source, reads, f"{name}.{code}")


def unanswered(name: str, error: UnavailableError) -> Check:
    """Make a check that failed because a question got no answer: what cannot be known is not allowed."""
    return Check(name, CheckOutcome.FAIL, str(error), Source(error.what.value), reason=error.reason)


def switched_off(name: str, detail: str, source: Source) -> Check:
    """Make a check that is not done; *detail* says whether the server, the design or a weakness switched it off."""
    return Check(name, CheckOutcome.OFF, detail, source)


def not_reached(name: str) -> Check:
    """Make a check that was not run because an earlier one failed."""
    return Check(name, CheckOutcome.NOT_REACHED, "not reached: an earlier check failed")


@dataclass(frozen=True, slots=True)
class Flip:
    """One change that would turn a grant's result into its opposite.

    Attributes:
        change: ``add`` to a list, ``remove`` from a list (or a whole claim), or ``set``.
        where: ``claim`` or ``directory``.
        target: the claim's name, or the place in the directory, such as ``acl of doc-1`` or ``roles of bob``.
        value: what to add, remove or set; any JSON value.
        sentence: the change in words, such as ``add "admin" to roles``.
    """

    change: str
    where: str
    target: str
    value: Any
    sentence: str

    def to_json(self) -> dict[str, Any]:
        """Return the change as the HTTP contract shows it."""
        return {
            "change": self.change,
            "where": self.where,
            "target": self.target,
            "value": self.value,
            "sentence": self.sentence,
        }


@dataclass(frozen=True, slots=True)
class GrantResult:
    """The result of one grant for one request.

    Attributes:
        kind: the grant's kind, such as ``roles``.
        detail: one sentence for the user.
        reads: names of the claims that were read.
        flip: if refused, the smallest change that would have made it grant; if granted, all removals that together
            would make it refuse. Empty where the grant does not apply to the request.
        weaknesses: ids of the weaknesses that the result is due to; the detail names them too.
    """

    kind: str
    granted: bool
    detail: str
    reads: tuple[str, ...] = ()
    flip: tuple[Flip, ...] = ()
    weaknesses: tuple[str, ...] = ()

    def by_weakness(self, *ids: str) -> "GrantResult":
        """Return the result as one that is due to these weaknesses."""
        return replace(self, detail=_naming(self.detail, ids), weaknesses=(*self.weaknesses, *ids))

    def to_json(self) -> dict[str, Any]:
        """Return the result as the HTTP contract shows it."""
        return {
            "kind": self.kind,
            "granted": self.granted,
            "detail": self.detail,
            "reads": list(self.reads),
            "flip": [flip.to_json() for flip in self.flip],
        }


@dataclass(frozen=True, slots=True)
class Filtered:
    """How a list was filtered: it shows the records that the subject may read.

    Attributes:
        by: kinds of the grants that let records into the list; if none did, of those that were asked.
        shown: how many records the subject may read.
        of: how many there are.
        detail: the same in one sentence.
    """

    by: tuple[str, ...]
    shown: int
    of: int
    detail: str

    def to_json(self) -> dict[str, Any]:
        """Return the result as the HTTP contract shows it."""
        return {"by": list(self.by), "shown": self.shown, "of": self.of, "detail": self.detail}


@dataclass(frozen=True, slots=True)
class Decision:
    """Everything that led to the answer of one protected request.

    Attributes:
        path: the path as requested, without the query.
        status: the HTTP status of the answer.
        error: RFC 6750 section 3.1 error code; empty for 200.
        reason: stable code of the first failure, or ``granted``.
        detail: what the answer says about the failure; empty if there was none.
        design: id of the design that decided.
        user: the username of the token's subject if the token was accepted; otherwise nothing in it can be trusted.
            None also where no user has its ``sub``.
        checks: one for each of `CHECK_NAMES`, and perhaps for `PROOF`, in the order in which they ran.
        checks_us: microseconds that each of them took.
        grants: those that were tried, in the order of the design.
        filtered: how the list of an allowed request was filtered; None where the answer is not a list of records.
        asked: the questions that left the process, in the order of the first of each kind.
        token_bytes: length of the compact token as received.
        elapsed_us: microseconds from the parsed request to the decision.
    """

    request_id: str
    method: str
    path: str
    status: int
    error: str
    reason: str
    detail: str
    design: str
    user: str | None
    checks: tuple[Check, ...]
    checks_us: tuple[float, ...]
    grants: tuple[GrantResult, ...]
    filtered: Filtered | None
    asked: tuple[AskedCount, ...]
    token_bytes: int
    elapsed_us: float

    @property
    def lookups(self) -> int:
        """How many questions went to the directory."""
        return sum(each.count for each in self.asked if each.what is Asked.DIRECTORY and not each.cached)

    @property
    def claims_read(self) -> tuple[str, ...]:
        """Names of all claims that any check or grant read, in the order of first reading."""
        return tuple(dict.fromkeys(name for check in self.checks for name in check.reads))

    @property
    def weaknesses(self) -> tuple[str, ...]:
        """Ids of the weaknesses that a check or a grant is due to, in the order in which they took part."""
        results: tuple[Check | GrantResult, ...] = (*self.checks, *self.grants)
        return tuple(dict.fromkeys(weakness for result in results for weakness in result.weaknesses))

    def to_json(self) -> dict[str, Any]:
        """Return the decision as ``GET /debug/decisions/{request_id}`` shows it."""
        return {
            "request_id": self.request_id,
            "method": self.method,
            "path": self.path,
            "status": self.status,
            "error": self.error,
            "reason": self.reason,
            "design": self.design,
            "user": self.user,
            "checks": [check.to_json(us) for check, us in zip(self.checks, self.checks_us, strict=True)],
            "grants": [grant.to_json() for grant in self.grants],
            "filtered": None if self.filtered is None else self.filtered.to_json(),
            "claims_read": list(self.claims_read),
            "weaknesses": list(self.weaknesses),
            "lookups": self.lookups,
            "asked": [each.to_json() for each in self.asked],
            "token_bytes": self.token_bytes,
            "elapsed_us": round(self.elapsed_us, 1),
        }


def first_failure(checks: Iterable[Check]) -> Check | None:
    """Return the first check that failed, which decides the answer; None if none did."""
    fail = CheckOutcome.FAIL  # looked up once: each access to a member of an Enum is a call of Python code
    for check in checks:
        if check.outcome is fail:
            return check
    return None


def _naming(detail: str, weaknesses: tuple[str, ...]) -> str:
    return f"{detail} (weakness: {', '.join(weaknesses)})"
