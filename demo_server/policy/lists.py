"""Lists: a route that answers with records shows those that the subject may read, and says by what it was filtered.

Whether the list is open at all, the grants decide that can speak about a route which names no record: a role, a scope,
a flag, a whole service. Opened by one of them, a list may be empty, which is honest. Where none opens it, the list has
the records that a grant on records lets the subject read, such as an access list or ids in the token; and where there
is not one of these, the request is refused: this kind of record is closed to the subject.

A record is in the list if the subject may read it by itself. So a list never shows a record whose own route is refused.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from demo_server.decision import Filtered, GrantResult
from demo_server.policy.grants import Access, GrantFunction, GrantRule, Listing, Readable, Scope, counted
from demo_server.policy.kinds import KINDS


@dataclass(frozen=True, slots=True)
class FilteredList:
    """The records of a list that the subject may read.

    Attributes:
        records: their ids, in the order of the scenario.
        filtered: what the Decision says about it.
        on_records: results of the grants that tell one record from another, in the order of the design; the first one
            that granted is the last, so that it can decide.
        reads: names of the claims that were read.
    """

    records: tuple[str, ...]
    filtered: Filtered
    on_records: tuple[GrantResult, ...]
    reads: tuple[str, ...]


def filter_list(
    access: Access,
    listing: Listing,
    rules: Sequence[GrantRule],
    grants: Mapping[str, GrantFunction],
    tried: Mapping[GrantRule, GrantResult],
) -> FilteredList:
    """Ask the grants which records of a list the subject may read, until it is all of them.

    Args:
        access: the request for the list.
        listing: the list.
        rules: the grants of the design.
        grants: the function for each grant kind.
        tried: results of those that were asked whether the list is open; the same question is not asked twice.
    """
    reading = replace(access, permission=listing.permission)
    everything = frozenset(listing.records)
    shown: AbstractSet[str] = frozenset()
    asked: list[Readable] = []
    on_records: list[GrantResult] = []
    for rule in rules:
        if rule.scope is Scope.NO_RECORD:
            continue
        known = tried.get(rule) if access.permission == listing.permission or KINDS[rule.kind].is_same_for_all else None
        found = _readable(reading, rule, listing, grants, known)
        asked.append(found)
        is_on_records = rule.scope is Scope.RECORD or KINDS[rule.kind].readable is not None
        if is_on_records and not any(result.granted for result in on_records):
            on_records.append(found.result)
        # The lists of a service can be long, and most grants let in all of it or nothing.
        shown = everything if found.records is listing.records else shown | everything.intersection(found.records)
        if len(shown) == len(everything) and found.result.granted:
            break
    whole = len(shown) == len(everything)
    records = listing.records if whole else tuple(record for record in listing.records if record in shown)
    return FilteredList(
        records,
        _describe(records, listing, asked),
        tuple(on_records),
        tuple(dict.fromkeys(name for each in asked for name in each.result.reads)),
    )


def _readable(
    access: Access, rule: GrantRule, listing: Listing, grants: Mapping[str, GrantFunction], known: GrantResult | None
) -> Readable:
    readable = KINDS[rule.kind].readable
    if readable is not None:
        return readable(access, rule, listing)
    result = known or grants[rule.kind](access, rule)
    return Readable(result, listing.records if result.granted else ())


def _describe(records: tuple[str, ...], listing: Listing, asked: list[Readable]) -> Filtered:
    letting_in = [each.result for each in asked if each.result.granted]
    by = letting_in or [each.result for each in asked]
    why = "; ".join(dict.fromkeys(result.detail for result in by)) or "no grant is about records"
    return Filtered(
        by=tuple(dict.fromkeys(result.kind for result in by)),
        shown=len(records),
        of=len(listing.records),
        detail=f"the list shows {counted(records, listing)}: {why}",
    )
