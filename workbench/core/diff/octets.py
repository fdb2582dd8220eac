"""Two tokens compared octet by octet, segment by segment, in bounded time for tokens of a mebibyte."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from workbench.core.claims.claim_set import ClaimSet
from workbench.core.diff.alignment import gaps
from workbench.core.diff.common_affixes import common_affixes
from workbench.core.errors import JsonTextError
from workbench.core.strict_json import text as json_text
from workbench.core.text.wording import counted
from workbench.core.token.compact import Reading
from workbench.core.token.segments import Segment, decode_segment

# What a JSON text is made of; other texts are split too.
_PIECE = re.compile(rb'"(?:[^"\\]|\\.)*+"?|[ \t\r\n]++|[-+.0-9A-Za-z]++|.', re.DOTALL)

_SEGMENTS = (Segment.HEADER, Segment.PAYLOAD, Segment.SIGNATURE)


class Likeness(StrEnum):
    """How much the same two segments are."""

    SAME = "same"
    SAME_OCTETS = "same bytes, other base64url text"
    WHITE_SPACE = "white space only"
    SAME_MEMBERS = "same members, other bytes"
    OTHER_ORDER = "same members in another order"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Range:
    """Octets that were replaced: ``before[start:end]`` and their replacement, from 0.

    Attributes:
        start: where it begins in the earlier octets.
        end: where it ends there; the same as ``start`` if something was put in.
        new_start: where it begins in the later octets.
        new_end: where it ends there.
    """

    start: int
    end: int
    new_start: int
    new_end: int


@dataclass(frozen=True, slots=True)
class SegmentDiff:
    """How one segment differs.

    Attributes:
        segment: which.
        before: its octets in the earlier token, as far as they can be decoded.
        after: the same in the later one.
        likeness: how much both are the same.
        ranges: what is different, in order.
        thorough: whether everything that both have in common was looked for; in segments that are long and have
            little in common, that takes too much time.
    """

    segment: Segment
    before: bytes = field(repr=False)
    after: bytes = field(repr=False)
    likeness: Likeness
    ranges: tuple[Range, ...] = ()
    thorough: bool = True

    @property
    def is_same(self) -> bool:
        """Whether nothing differs, not even the base64url text."""
        return self.likeness is Likeness.SAME

    @property
    def words(self) -> str:
        """The difference in one line: ``payload: 14 of 212 bytes differ, from offset 96``."""
        size = f"{counted(len(self.before), 'byte')}"
        if self.is_same:
            return f"{self.segment}: no difference, {size}"
        if self.likeness is Likeness.SAME_OCTETS:
            return f"{self.segment}: {self.likeness}, {size}"
        note = "" if self.likeness is Likeness.DIFFERENT else f"{self.likeness}; "
        return f"{self.segment}: {note}{self._counted()}, from offset {self.ranges[0].start:,}"

    def _counted(self) -> str:
        altered = added = removed = 0
        for each in self.ranges:
            old, new = each.end - each.start, each.new_end - each.new_start
            altered += min(old, new)
            added += max(0, new - old)
            removed += max(0, old - new)
        most = "" if self.thorough else "up to "
        parts = [f"{most}{altered:,} of {len(self.before):,} bytes differ"] if altered else []
        for count, verb in ((added, "added"), (removed, "removed")):
            if count:
                octets = "" if parts else f" byte{'s' * (count != 1)}"
                parts.append(f"{count:,}{octets} {verb}")
        return ", ".join(parts)


def compare(before: Reading, after: Reading) -> tuple[SegmentDiff, ...]:
    """Compare header, payload and signature of two readings."""
    return tuple(_compare_segment(before, after, index) for index in range(len(_SEGMENTS)))


def _compare_segment(before: Reading, after: Reading, index: int) -> SegmentDiff:
    segment = _SEGMENTS[index]
    texts = [reading.segments[index] if index < len(reading.segments) else "" for reading in (before, after)]
    old = decode_segment(texts[0], segment)[0]
    if texts[0] == texts[1]:
        return SegmentDiff(segment, old, old, Likeness.SAME)
    new = decode_segment(texts[1], segment)[0]
    if old == new:
        return SegmentDiff(segment, old, new, Likeness.SAME_OCTETS)
    if segment is Segment.SIGNATURE:  # as good as random: what matches elsewhere does so by chance
        return SegmentDiff(segment, old, new, Likeness.DIFFERENT, ranges_in_place(old, new))
    members = (before.header_members, after.header_members) if index == 0 else (before.claims, after.claims)
    return SegmentDiff(segment, old, new, _likeness(*members), *changed_ranges(old, new))


def _likeness(before: ClaimSet | None, after: ClaimSet | None) -> Likeness:
    if before is None or after is None or len(before) != len(after):
        return Likeness.DIFFERENT
    pairs = list(zip(before, after, strict=True))
    if all(old.text == new.text or _same(old.text, new.text) for old, new in pairs) and all(
        old.name == new.name for old, new in pairs
    ):
        compact = [json_text.compact(each.to_json()) for each in (before, after)]
        return Likeness.WHITE_SPACE if compact[0] == compact[1] else Likeness.SAME_MEMBERS
    by_name = [sorted((each.name, each.text) for each in claims) for claims in (before, after)]
    return Likeness.OTHER_ORDER if by_name[0] == by_name[1] else Likeness.DIFFERENT


def _same(before: str, after: str) -> bool:
    """Whether two JSON texts are the same value; a name twice within makes a text of its own."""
    if json_text.compact(before) == json_text.compact(after):
        return True
    try:
        return json_text.dump_compact(json_text.parse(before)) == json_text.dump_compact(json_text.parse(after))
    except JsonTextError:
        return False


def changed_ranges(before: bytes, after: bytes) -> tuple[tuple[Range, ...], bool]:
    """What is different in two texts of JSON, piece by piece.

    Returns:
        the ranges, and whether they were found as thoroughly as it goes; see `SegmentDiff`.
    """
    start, same = common_affixes(before, after)
    end, new_end = len(before) - same, len(after) - same
    if start in (end, new_end):
        return (Range(start, end, start, new_end),), True
    # Pieces are cut from where one begins, or half a string would be compared with another half.
    begin = _piece_start(before, start)
    old, new = _PIECE.findall(before, begin, end), _PIECE.findall(after, begin, new_end)
    places, new_places = _places(old, begin), _places(new, begin)
    found = gaps(old, new)
    ranges = []
    for gap in found:
        was = before[places[gap.start] : places[gap.end]]
        now = after[new_places[gap.new_start] : new_places[gap.new_end]]
        first, last = common_affixes(was, now)
        ranges.append(
            Range(
                places[gap.start] + first,
                places[gap.end] - last,
                new_places[gap.new_start] + first,
                new_places[gap.new_end] - last,
            )
        )
    return tuple(ranges), all(gap.thorough for gap in found)


def ranges_in_place(before: bytes, after: bytes) -> tuple[Range, ...]:
    """What is different where each octet is compared with the one at the same offset; the rest is one range more."""
    least = min(len(before), len(after))
    ranges: list[Range] = []
    start: int | None = None
    for place in range(least):
        if before[place] != after[place]:
            start = place if start is None else start
        elif start is not None:
            ranges.append(Range(start, place, start, place))
            start = None
    if start is not None or len(before) != len(after):
        begin = least if start is None else start
        ranges.append(Range(begin, len(before), begin, len(after)))
    return tuple(ranges)


def _piece_start(data: bytes, place: int) -> int:
    """Where the piece begins that *place* is in, as far as the octets just before it show."""
    quote = data.rfind(b'"', 0, place)
    other = max(data.rfind(sign, 0, place) for sign in (b",", b":", b"[", b"{"))
    return quote if quote > other else other + 1


def _places(pieces: Sequence[bytes], begin: int) -> list[int]:
    """Where each piece begins, and where the last ends."""
    places = [begin]
    for piece in pieces:
        places.append(places[-1] + len(piece))
    return places
