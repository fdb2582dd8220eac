"""How two objects of claims or header parameters differ, member by member and element by element."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from workbench.core import json_text
from workbench.core.claims import Change, ChangeKind, Claim, ClaimSet, differences
from workbench.core.segments import Segment

_MOST_ROWS = 500
"""Rows below one member; of a list that has more changes, the rest is counted."""

_MOST_COMPARED = 4_000
"""Elements of a list that are compared one by one."""


class RowKind(StrEnum):
    """What became of a member or an element."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    TYPE_CHANGED = "type changed"
    MOVED = "moved"
    REWRITTEN = "written otherwise"


@dataclass(frozen=True, slots=True)
class Row:
    """One difference.

    Attributes:
        part: header or payload.
        name: the member; an element as ``[1]``, a member of an object by its name.
        depth: 0 for a member of header or claims, 1 and more for what is inside.
        kind: what became of it.
        before: its JSON text before; empty where there was none.
        after: its JSON text now; empty where it is gone.
        words: the difference in words: ``added admin``, ``now a number``, ``from place 4 to 1``.
    """

    part: Segment
    name: str
    depth: int
    kind: RowKind
    before: str
    after: str
    words: str


def moved(before: Sequence[str], after: Sequence[str]) -> frozenset[str]:
    """The fewest names that were put elsewhere, of those that stand once in both."""
    counts = Counter(before), Counter(after)
    common = [name for name in after if counts[0][name] == counts[1][name] == 1]
    places = {name: place for place, name in enumerate(before)}
    order = [places[name] for name in common]
    if order == sorted(order):
        return frozenset()
    kept = _longest_rise(order)
    return frozenset(name for name, place in zip(common, order, strict=True) if place not in kept)


def member_rows(part: Segment, before: ClaimSet, after: ClaimSet) -> Iterator[Row]:
    """What differs between two objects, in the order in which the members stand now; what is gone comes last."""
    if before == after:
        return
    elsewhere = moved(before.names, after.names)
    for change in differences(before, after):
        old, new = change.before, change.after
        texts = (old.text if old is not None else "", new.text if new is not None else "")
        if change.kind is not ChangeKind.SAME:
            yield Row(part, change.name, 0, _KINDS[change.kind], *texts, _words(change))
            if old is not None and new is not None:
                yield from _inner_rows(part, old.value, new.value, 1)
        elif old is not None and new is not None and _is_rewritten(old, new):
            yield Row(part, change.name, 0, RowKind.REWRITTEN, *texts, "the same value, written otherwise")
        if change.name in elsewhere:
            places = before.names.index(change.name) + 1, after.names.index(change.name) + 1
            words = f"from place {places[0]} to {places[1]}"
            yield Row(part, change.name, 0, RowKind.MOVED, *texts, words)


_KINDS = {
    ChangeKind.ADDED: RowKind.ADDED,
    ChangeKind.REMOVED: RowKind.REMOVED,
    ChangeKind.CHANGED: RowKind.CHANGED,
    ChangeKind.TYPE_CHANGED: RowKind.TYPE_CHANGED,
}


def _words(change: Change) -> str:
    if change.kind is ChangeKind.TYPE_CHANGED and change.before is not None and change.after is not None:
        return f"{change.before.type_name} became {change.after.type_name}"
    return "value changed" if change.words.startswith("was ") else change.words


def _is_rewritten(old: Claim, new: Claim) -> bool:
    return old.text != new.text or old.name_text != new.name_text


def _inner_rows(part: Segment, before: object, after: object, depth: int) -> Iterator[Row]:
    """What differs inside a list or an object that is one on both sides."""
    found: list[Row] = []
    if isinstance(before, list) and isinstance(after, list):
        found += _element_rows(part, before, after, depth)
    elif isinstance(before, Mapping) and isinstance(after, Mapping):
        for name in dict.fromkeys([*after, *before]):
            found += _value_rows(part, name, before.get(name, _ABSENT), after.get(name, _ABSENT), depth)
    yield from found[:_MOST_ROWS]
    if len(found) > _MOST_ROWS:
        yield Row(part, "…", depth, RowKind.CHANGED, "", "", f"and {len(found) - _MOST_ROWS:,} more differences")


def _element_rows(part: Segment, before: list[object], after: list[object], depth: int) -> Iterator[Row]:
    old, new = list(map(json_text.dump_compact, before)), list(map(json_text.dump_compact, after))
    for kind, first, last, new_first, new_last in _opcodes(old, new):
        if kind == "equal":
            continue
        pairs = min(last - first, new_last - new_first)
        for number in range(pairs):
            yield from _value_rows(
                part, f"[{new_first + number}]", before[first + number], after[new_first + number], depth
            )
        for place in range(first + pairs, last):
            yield from _value_rows(part, f"[{place}]", before[place], _ABSENT, depth)
        for place in range(new_first + pairs, new_last):
            yield from _value_rows(part, f"[{place}]", _ABSENT, after[place], depth)


def _opcodes(old: list[str], new: list[str]) -> Iterator[tuple[str, int, int, int, int]]:
    """What `SequenceMatcher` finds between the common beginning and end, if that is not too much to compare."""
    head = next((place for place, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), None)
    head = min(len(old), len(new)) if head is None else head
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    inner, new_inner = old[head : len(old) - tail], new[head : len(new) - tail]
    if len(inner) + len(new_inner) > _MOST_COMPARED:
        yield "replace", head, head + len(inner), head, head + len(new_inner)
        return
    for kind, first, last, new_first, new_last in SequenceMatcher(None, inner, new_inner).get_opcodes():
        yield kind, head + first, head + last, head + new_first, head + new_last


_ABSENT = object()


def _value_rows(part: Segment, name: str, before: object, after: object, depth: int) -> Iterator[Row]:
    old = "" if before is _ABSENT else json_text.dump_compact(before)
    new = "" if after is _ABSENT else json_text.dump_compact(after)
    if old == new:
        return
    if before is _ABSENT:
        yield Row(part, name, depth, RowKind.ADDED, old, new, "added")
    elif after is _ABSENT:
        yield Row(part, name, depth, RowKind.REMOVED, old, new, "removed")
    elif json_text.type_name(before) != json_text.type_name(after):
        words = f"{json_text.type_name(before)} became {json_text.type_name(after)}"
        yield Row(part, name, depth, RowKind.TYPE_CHANGED, old, new, words)
    else:
        yield Row(part, name, depth, RowKind.CHANGED, old, new, "value changed")
        yield from _inner_rows(part, before, after, depth + 1)


def _longest_rise(order: Sequence[int]) -> frozenset[int]:
    """The longest rising run that can be picked out of *order*, whose numbers are all different."""
    ends: list[int] = []
    before: dict[int, int | None] = {}
    for number in order:
        place = bisect_left(ends, number)
        before[number] = ends[place - 1] if place else None
        ends[place : place + 1] = [number]
    kept: set[int] = set()
    last: int | None = ends[-1] if ends else None
    while last is not None:
        kept.add(last)
        last = before[last]
    return frozenset(kept)
