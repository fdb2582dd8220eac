"""Compares header parameters and claims of two tokens; one row, in words, for each difference."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from workbench.core.claims.changes import Change, ChangeKind, differences
from workbench.core.claims.claim import Claim
from workbench.core.claims.claim_set import ClaimSet
from workbench.core.diff.alignment import gaps, longest_rising
from workbench.core.strict_json import text as json_text
from workbench.core.text.wording import counted, shortened
from workbench.core.token.compact import Reading

_MOST_PARTS = 6

_STATES = ("issued", "pasted", "edited")


class Part(StrEnum):
    """Where a member is."""

    HEADER = "header"
    CLAIMS = "claims"


class Kind(StrEnum):
    """How a member was changed."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    TYPE_CHANGED = "type changed"
    MOVED = "order changed"
    REWRITTEN = "written otherwise"


@dataclass(frozen=True, slots=True)
class Row:
    """One difference.

    Attributes:
        part: header or claims.
        name: the member's name.
        kind: what became of it.
        before: its JSON text, or its place if only that changed; None if it was not there.
        after: the same afterwards; None if it was removed.
        words: the difference in words.
    """

    part: Part
    name: str
    kind: Kind
    before: str | None
    after: str | None
    words: str


@dataclass(frozen=True, slots=True)
class TokenDiff:
    """How one token differs from another.

    Attributes:
        rows: the header's differences, then those of the claims: in the order of the later token, then what is gone,
            then what was moved.
        unread: what could not be compared member by member, and why, a sentence each.
    """

    rows: tuple[Row, ...]
    unread: tuple[str, ...] = ()


def compare(before: Reading, after: Reading, names: tuple[str, str] = ("issued", "edited")) -> TokenDiff:
    """Compare two readings member by member; *names* are what the two tokens are called."""
    rows: list[Row] = []
    unread: list[str] = []
    parts = (
        (Part.HEADER, 0, before.header_members, after.header_members),
        (Part.CLAIMS, 1, before.claims, after.claims),
    )
    for part, segment, old, new in parts:
        if old is not None and new is not None:
            rows += _rows(part, old, new)
        elif before.segments[segment : segment + 1] != after.segments[segment : segment + 1]:
            broken = [called(name) for name, members in zip(names, (old, new), strict=True) if members is None]
            unread.append(f"The {part} of {' and '.join(broken)} cannot be read: see the bytes.")
    return TokenDiff(tuple(rows), tuple(unread))


def called(name: str) -> str:
    """How a sentence calls a token: ``the issued token``, or by the name that a user gave it."""
    return f"the {name} token" if name in _STATES else f'"{name}"'


def _rows(part: Part, before: ClaimSet, after: ClaimSet) -> Iterator[Row]:
    if before.to_json() == after.to_json():
        return
    for change in differences(before, after):
        row = _row(part, change)
        if row is not None:
            yield row
    yield from _moves(part, before, after)


def _row(part: Part, change: Change) -> Row | None:
    name, before, after = change.name, change.before, change.after
    if before is None:
        return Row(part, name, Kind.ADDED, None, after.text if after is not None else None, "added")
    if after is None:
        return Row(part, name, Kind.REMOVED, before.text, None, "removed")
    if change.kind is ChangeKind.TYPE_CHANGED:
        words = f"{before.type_name}, now {after.type_name}"
        return Row(part, name, Kind.TYPE_CHANGED, before.text, after.text, words)
    if change.kind is ChangeKind.CHANGED:
        return Row(part, name, Kind.CHANGED, before.text, after.text, _changed(before, after))
    if (before.name_text, before.text) == (after.name_text, after.text):
        return None
    if before.text == after.text:
        return Row(part, name, Kind.REWRITTEN, before.name_text, after.name_text, "same name, written otherwise")
    words = "same value, other white space"
    if json_text.compact(before.text) != json_text.compact(after.text):
        words = "same value, written otherwise"
    return Row(part, name, Kind.REWRITTEN, before.text, after.text, words)


def _moves(part: Part, before: ClaimSet, after: ClaimSet) -> Iterator[Row]:
    """The fewest members that must be moved to get from one order to the other."""
    places = {key: place for place, (key, _) in enumerate(before.numbered())}
    new_places = {key: place for place, (key, _) in enumerate(after.numbered())}
    kept = [(key, places[key]) for key in new_places if key in places]
    in_order = set(longest_rising([place for _, place in kept]))
    for position, (key, place) in enumerate(kept):
        if position in in_order:
            continue
        now = new_places[key]
        neighbour = f"behind {shortened(after[now - 1].name)}" if now else "first"
        was = f"{place + 1:,} of {len(before):,}", f"{now + 1:,} of {len(after):,}"
        yield Row(part, key[0], Kind.MOVED, f"place {was[0]}", f"place {was[1]}", f"order: now {neighbour}")


def _changed(before: Claim, after: Claim) -> str:
    """What is different within a value, in a few parts."""
    if before.name == "scope" and isinstance(before.value, str) and isinstance(after.value, str):
        parts = _list_parts(before.value.split(), after.value.split(), "word", "")
    else:
        parts = _parts(before.value, after.value, "")
        if not isinstance(before.value, list | Mapping):  # the two are shown side by side
            return "changed"
    described = list(islice(parts, _MOST_PARTS))
    more = sum(1 for _ in parts)
    return "; ".join(described) + (f"; and {more:,} more" if more else "")


def _parts(before: object, after: object, path: str) -> Iterator[str]:
    """The differences of two values; of objects member by member, of arrays element by element."""
    place = f"{path}: " if path else ""
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        yield from _object_parts(before, after, path)
    elif isinstance(before, list) and isinstance(after, list):
        yield from _list_parts(before, after, "element", place)
    elif json_text.type_name(before) != json_text.type_name(after):
        yield f"{place}was {_value(before)}, now {_value(after)}"
    elif (texts := (json_text.dump_compact(before), json_text.dump_compact(after)))[0] != texts[1]:
        yield f"{place}was {shortened(texts[0])}"


def _object_parts(before: Mapping[str, object], after: Mapping[str, object], path: str) -> Iterator[str]:
    for name, value in after.items():
        inner = f"{path}.{shortened(name)}" if path else shortened(name)
        if name in before:
            yield from _parts(before[name], value, inner)
        else:
            yield f"added {inner}"
    gone = [name for name in before if name not in after]
    for name in gone:
        yield (f"removed {path}.{shortened(name)}" if path else f"removed {shortened(name)}")
    if not gone and len(before) == len(after) and list(before) != list(after):
        yield f"{path}: order of members changed" if path else "order of members changed"


def _list_parts(before: Sequence[object], after: Sequence[object], noun: str, place: str) -> Iterator[str]:
    old, new = [json_text.dump_compact(each) for each in before], [json_text.dump_compact(each) for each in after]
    if old == new:
        return
    came, went = Counter(new) - Counter(old), Counter(old) - Counter(new)
    if not came and not went:
        yield f"{place}order of {noun}s changed"
        return
    found = gaps(old, new)
    if not all(gap.thorough for gap in found):
        for verb, elements in (("added", came), ("removed", went)):
            if count := elements.total():
                yield f"{place}{verb} {counted(count, noun)}"
        return
    for gap in found:
        taken, put = old[gap.start : gap.end], new[gap.new_start : gap.new_end]
        paired = min(len(taken), len(put))
        for number, (was, now) in enumerate(zip(taken, put, strict=False), gap.new_start + 1):
            yield f"{place}{noun} {number:,} was {shortened(was)}, now {shortened(now)}"
        # At the end of a list the place goes without saying.
        for number, each in enumerate(taken[paired:], gap.start + paired + 1):
            yield f"{place}removed {shortened(each)}" + (f", {noun} {number:,}" if gap.end < len(old) else "")
        for number, each in enumerate(put[paired:], gap.new_start + paired + 1):
            yield f"{place}added {shortened(each)}" + (f" as {noun} {number:,}" if gap.new_end < len(new) else "")


def _value(value: object) -> str:
    """A value for a sentence about its type, which arrays and objects do without."""
    if isinstance(value, Mapping | list):
        return "an object" if isinstance(value, Mapping) else "an array"
    return shortened(json_text.dump_compact(value))
