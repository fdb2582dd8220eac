"""The grant that reads ``authorization_details`` (RFC 9396): an array of objects, each of which is a right by itself.

RFC 9396 leaves what an object means to its type. Here the type is the noun of a permission, and an object has

- ``type``: such as ``documents``;
- ``actions``: what it allows, such as ``["read", "write"]``;
- ``identifier``: the record that it is about. An object without one is about no single record: it opens lists, reports
  and administration, and never a record;
- ``locations``: the servers that it is for, by their audience; without it, all that accept the token.

An object allows what all of its members allow together (section 2.2), and several objects what any of them allows.
Texts are compared character by character (section 12). Objects of another type are for somebody else, whatever they
hold. Unknown members are ignored: refusing them is up to the authorization server (section 5). ``datatypes`` and
``privileges`` are not unknown, they narrow an object; so an object with one of them allows nothing here, where records
are read and written as a whole.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from demo_server.decision import Flip, GrantResult
from demo_server.policy.grants import Access, GrantRule, Listing, Readable, are_strings, counted, quoted
from demo_server.segments import shorten

_NARROWING = ("datatypes", "privileges")
_MOST_PROBLEMS = 3

_Detail = Mapping[str, Any]
"""One object of the array."""


def authorization_details(access: Access, rule: GrantRule) -> GrantResult:
    """Grant what one of the objects allows: on the record that the route names, or where it names none."""
    claim, wanted = rule.options["claim"], _Wanted.of(access, access.record)
    present, found = _objects(access, claim)
    allowing: list[_Detail] = []
    problems: list[str] = []
    for place, each in enumerate(present or ()):
        problem = wanted.problem(each, f"{claim}[{place}]")
        if problem is None:
            allowing.append(each)
        elif problem:
            problems.append(problem)
    if allowing:
        detail = f"{claim} has an object {wanted} that allows {wanted.action}"
        flips = tuple(
            Flip("remove", "claim", claim, dict(each), f"remove the object {wanted} from {claim}") for each in allowing
        )
        return GrantResult(rule.kind, granted=True, detail=detail, reads=(claim,), flip=flips)
    if present is not None:
        found = "; ".join(problems[:_MOST_PROBLEMS]) or f"{claim} has no object {wanted}"
    return GrantResult(
        rule.kind, granted=False, detail=found, reads=(claim,), flip=(_addition(claim, present, wanted),)
    )


def readable_by_details(access: Access, rule: GrantRule, listing: Listing) -> Readable:
    """Find the records for which there is an object that lets the subject read them."""
    claim = rule.options["claim"]
    present, found = _objects(access, claim)
    listed = frozenset(listing.records)
    records: set[str] = set()
    rest: list[_Detail] = []
    for each in present or ():
        record = each.get("identifier")
        if isinstance(record, str) and record in listed and _Wanted.of(access, record).problem(each, claim) is None:
            records.add(record)
        else:
            rest.append(each)
    if records:
        detail = f"{claim} has objects that allow {access.action} on {counted(records, listing)}"
        flip = Flip("set", "claim", claim, rest, f"remove the objects for records of {listing.service} from {claim}")
        return Readable(GrantResult(rule.kind, granted=True, detail=detail, reads=(claim,), flip=(flip,)), records)
    if present is not None:
        found = f"{claim} has no object that allows {access.action} on a record of {listing.service}"
    flips = tuple(_addition(claim, present, _Wanted.of(access, record)) for record in listing.records[:1])
    return Readable(GrantResult(rule.kind, granted=False, detail=found, reads=(claim,), flip=flips))


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What an object has to allow.

    Attributes:
        type: the noun of the permission.
        action: its verb.
        record: the record; None where the route names none.
        location: the audience of this server.
    """

    type: str
    action: str
    record: str | None
    location: str

    @classmethod
    def of(cls, access: Access, record: str | None) -> "_Wanted":
        """What the request wants to do, with *record* or with none."""
        return cls(access.permission.partition(":")[0], access.action, record, access.audience)

    def __str__(self) -> str:
        return f"of type {self.type}" + ("" if self.record is None else f" for {self.record}")

    def problem(self, detail: _Detail, where: str) -> str | None:
        """Say why an object does not allow it: None if it does, and nothing if it is about something else.

        Args:
            detail: the object.
            where: its place: ``authorization_details[2]``.
        """
        for name in ("type", "identifier"):
            if name in detail and not isinstance(detail[name], str):
                return f"{where}.{name} is {shorten(detail[name])}, not a string"
        if "type" not in detail:
            return f"{where} has no type"
        if detail["type"] != self.type or detail.get("identifier") != self.record:
            return ""
        for name in ("actions", "locations"):
            if name in detail and not are_strings(detail[name]):
                return f"{where}.{name} is {shorten(detail[name])}, not an array of strings"
        narrowing = [name for name in _NARROWING if name in detail]
        if narrowing:
            return f"{where} is limited by {' and '.join(narrowing)}, which this server does not tell apart"
        if "locations" in detail and self.location not in detail["locations"]:
            return f"{where} is for the locations {shorten(detail['locations'])}, not for {shorten(self.location)}"
        allowed = detail.get("actions", [])
        if self.action in allowed:
            return None
        return f"{where} {self} allows {quoted(allowed) if allowed else 'no action'}, not {shorten(self.action)}"


def _objects(access: Access, claim: str) -> tuple[list[_Detail] | None, str]:
    """Return the array of objects in *claim*; otherwise None, and a sentence that says what is there instead."""
    if claim not in access.claims:
        return None, f"the token has no {claim}"
    value = access.claims[claim]
    if not isinstance(value, list) or not all(isinstance(each, Mapping) for each in value):
        return None, f"{claim} is {shorten(value)}, not an array of objects"
    return value, ""


def _addition(claim: str, present: list[_Detail] | None, wanted: _Wanted) -> Flip:
    detail: dict[str, Any] = {"type": wanted.type, "actions": [wanted.action]}
    what = f"an object of type {wanted.type} with action {wanted.action}"
    if wanted.record is not None:
        detail["identifier"] = wanted.record
        what += f" and identifier {wanted.record}"
    if present is None:
        return Flip("set", "claim", claim, [detail], f"set {claim} to {what}")
    return Flip("add", "claim", claim, detail, f"add {what} to {claim}")
