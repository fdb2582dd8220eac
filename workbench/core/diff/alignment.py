"""Aligns two sequences in bounded time: what was removed from one, and what replaced it."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple, TypeVar

# Elements of one side times elements of the other: so few are compared at once, so many if they cannot be cut.
_FEW_PAIRS = 2_500
_MOST_PAIRS = 200_000
_MOST_PAIRS_IN_ALL = 1_000_000
_MOST_LEVELS = 6

Element = TypeVar("Element", bound=Hashable)


class Gap(NamedTuple):
    """``old[start:end]`` became ``new[new_start:new_end]``; one of the two may be empty.

    Attributes:
        start: where it begins in the old sequence.
        end: where it ends there.
        new_start: where it begins in the new one.
        new_end: where it ends there.
        thorough: whether it was looked for what both sides have in common; if not, it was too much.
    """

    start: int
    end: int
    new_start: int
    new_end: int
    thorough: bool = True


def gaps(old: Sequence[Element], new: Sequence[Element]) -> list[Gap]:
    """What is different in two sequences, in order.

    Small ones are compared as ``difflib`` does. Larger ones are first cut at elements that each side has just once,
    in the same order; what lies between is small most often.
    """
    found: list[Gap] = []
    waiting = [(Gap(0, len(old), 0, len(new)), 0)]
    pairs_left = _MOST_PAIRS_IN_ALL
    while waiting:
        whole, level = waiting.pop()
        whole = _trimmed(old, new, whole)
        lengths = whole.end - whole.start, whole.new_end - whole.new_start
        pairs = lengths[0] * lengths[1]
        if lengths == (0, 0):
            continue
        if pairs < 2:
            found.append(whole)
        elif pairs > _FEW_PAIRS and level < _MOST_LEVELS and (parts := _cut(old, new, whole)):
            waiting += [(part, level + 1) for part in parts]
        elif pairs <= min(_MOST_PAIRS, pairs_left):
            pairs_left -= pairs
            found += _matched(old, new, whole)
        else:
            found.append(whole._replace(thorough=False))
    return sorted(found)


def longest_rising(numbers: Sequence[int]) -> list[int]:
    """The positions of a longest rising subsequence of *numbers*, which are all different."""
    ends: list[int] = []
    positions: list[int] = []
    earlier: list[int | None] = []
    for position, number in enumerate(numbers):
        length = bisect_left(ends, number)
        earlier.append(positions[length - 1] if length else None)
        if length == len(ends):
            ends.append(number)
            positions.append(position)
        else:
            ends[length], positions[length] = number, position
    found: list[int] = []
    at = positions[-1] if positions else None
    while at is not None:
        found.append(at)
        at = earlier[at]
    return found[::-1]


def _trimmed(old: Sequence[Element], new: Sequence[Element], whole: Gap) -> Gap:
    """*whole* without what both sides begin with and end with."""
    start, end, new_start, new_end, _ = whole
    while start < end and new_start < new_end and old[start] == new[new_start]:
        start, new_start = start + 1, new_start + 1
    while start < end and new_start < new_end and old[end - 1] == new[new_end - 1]:
        end, new_end = end - 1, new_end - 1
    return Gap(start, end, new_start, new_end)


def _matched(old: Sequence[Element], new: Sequence[Element], whole: Gap) -> list[Gap]:
    start, end, new_start, new_end, _ = whole
    matcher = SequenceMatcher(None, old[start:end], new[new_start:new_end], autojunk=False)
    return [
        Gap(start + old_from, start + old_to, new_start + new_from, new_start + new_to)
        for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes()
        if tag != "equal"
    ]


def _cut(old: Sequence[Element], new: Sequence[Element], whole: Gap) -> list[Gap]:
    """*whole* in parts, between elements that occur once on each side; empty if there are none."""
    start, end, new_start, new_end, _ = whole
    counts, new_counts = Counter(old[start:end]), Counter(new[new_start:new_end])
    new_places = {new[place]: place for place in range(new_start, new_end) if new_counts[new[place]] == 1}
    both = [
        (place, new_places[old[place]])
        for place in range(start, end)
        if counts[old[place]] == 1 and old[place] in new_places
    ]
    parts: list[Gap] = []
    for position in longest_rising([new_place for _, new_place in both]):
        place, new_place = both[position]
        parts.append(Gap(start, place, new_start, new_place))
        start, new_start = place + 1, new_place + 1
    return [*parts, Gap(start, end, new_start, new_end)] if parts else []
