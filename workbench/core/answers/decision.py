"""The server's Decision: why it answered as it did, taken over from its JSON."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from workbench.core.errors import ServerError
from workbench.core.strict_json.text import type_name

_T = TypeVar("_T")
_E = TypeVar("_E", bound=StrEnum)


class CheckOutcome(StrEnum):
    """How a check of the server ended."""

    PASS = "pass"  # noqa: S105  an outcome, no password
    FAIL = "fail"
    OFF = "off"
    NOT_REACHED = "not_reached"


@dataclass(frozen=True, slots=True)
class Check:
    """One check that the server made.

    Attributes:
        name: its name, such as ``expiry``.
        outcome: how it ended.
        detail: one sentence on what was found.
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
    """The smallest change by which one grant would have decided otherwise.

    Attributes:
        change: add, remove or set.
        where: a claim of the token, or the server's directory.
        target: the claim's name; or for the directory what is changed, such as ``acl of doc-1``.
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
    """What one grant of the design said.

    Attributes:
        kind: the kind of grant, such as ``roles``.
        granted: whether it let the request through.
        detail: one sentence on why.
        reads: the claims or records that it read.
        flip: the changes that would turn its answer round.
    """

    kind: str
    granted: bool
    detail: str
    reads: tuple[str, ...]
    flip: tuple[Flip, ...]


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
        user: the subject, as far as it is known.
        checks: every check, in order.
        grants: every grant that was tried, in order.
        claims_read: the claims that were read to decide.
        lookups: queries to the server's directory.
        token_bytes: length of the token as it was sent.
        elapsed_us: how long deciding took, in microseconds.
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

    @classmethod
    def from_json(cls, document: object) -> "Decision":
        """Take over a decision from decoded JSON; members that are not known are passed over.

        Raises:
            ServerError: a member is missing or of a wrong type; the message names it.
        """
        return _decision(_Object(document, "decision"))


class _Object:
    """A JSON object whose members are taken out by type; a wrong one is named by its path."""

    def __init__(self, document: object, path: str) -> None:
        if not isinstance(document, dict):
            raise _unlike_contract(path, "an object", document)
        self._members = document
        self._path = path

    def text(self, name: str) -> str:
        """A string; null, which the server writes for no user, counts as empty."""
        value = self._member(name)
        if value is None:
            return ""
        return str(self._checked(name, value, str, "a string"))

    def integer(self, name: str) -> int:
        """An integer."""
        return int(self._checked(name, self._member(name), int, "an integer"))

    def number(self, name: str) -> float:
        """A number."""
        return float(self._checked(name, self._member(name), int | float, "a number"))

    def boolean(self, name: str) -> bool:
        """A boolean."""
        value = self._member(name)
        if not isinstance(value, bool):
            raise _unlike_contract(f"{self._path}.{name}", "true or false", value)
        return value

    def any(self, name: str) -> object:
        """Any value."""
        return self._member(name)

    def one_of(self, name: str, values: type[_E]) -> _E:
        """A string that is one of an enumeration's."""
        value = self._member(name)
        for each in values:
            if value == each.value:
                return each
        raise _unlike_contract(f"{self._path}.{name}", f"one of {', '.join(values)}", value)

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of strings."""
        values = self._checked(name, self._member(name), list, "a list")
        return tuple(self._checked(name, value, str, "a list of strings") for value in values)

    def objects(self, name: str, read: Callable[["_Object"], _T]) -> tuple[_T, ...]:
        """A list of objects, each taken over by *read*."""
        values = self._checked(name, self._member(name), list, "a list")
        return tuple(read(_Object(value, f"{self._path}.{name}[{row}]")) for row, value in enumerate(values))

    def _member(self, name: str) -> object:
        if name not in self._members:
            raise ServerError(f"The server's {self._path} lacks the member {name}.")
        return self._members[name]

    def _checked(self, name: str, value: object, kind: Any, wanted: str) -> Any:
        if not isinstance(value, kind) or isinstance(value, bool):
            raise _unlike_contract(f"{self._path}.{name}", wanted, value)
        return value


def _decision(members: _Object) -> Decision:
    return Decision(
        request_id=members.text("request_id"),
        method=members.text("method"),
        path=members.text("path"),
        status=members.integer("status"),
        error=members.text("error"),
        reason=members.text("reason"),
        design=members.text("design"),
        user=members.text("user"),
        checks=members.objects("checks", _check),
        grants=members.objects("grants", _grant),
        claims_read=members.texts("claims_read"),
        lookups=members.integer("lookups"),
        token_bytes=members.integer("token_bytes"),
        elapsed_us=members.number("elapsed_us"),
    )


def _check(members: _Object) -> Check:
    return Check(
        name=members.text("name"),
        outcome=members.one_of("outcome", CheckOutcome),
        detail=members.text("detail"),
        reads=members.texts("reads"),
        source=members.text("source"),
        elapsed_us=members.number("elapsed_us"),
    )


def _grant(members: _Object) -> GrantResult:
    return GrantResult(
        kind=members.text("kind"),
        granted=members.boolean("granted"),
        detail=members.text("detail"),
        reads=members.texts("reads"),
        flip=members.objects("flip", _flip),
    )


def _flip(members: _Object) -> Flip:
    return Flip(
        change=members.one_of("change", FlipChange),
        where=members.one_of("where", FlipWhere),
        target=members.text("target"),
        value=members.any("value"),
        sentence=members.text("sentence"),
    )


def _unlike_contract(path: str, wanted: str, value: object) -> ServerError:
    return ServerError(f"The server's {path} should be {wanted}, and is {type_name(value)}.")
