"""Lays octets out in the lines of a hex dump: offset, digits, and ASCII characters."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from workbench.core.diff.octets import Range, SegmentDiff

CONTEXT = 4
"""Octets shown before and behind what differs."""

MOST_LINES = 60
MOST_PLACES = 200
"""Lines shown of one place that differs, and such places shown of one segment."""


@dataclass(frozen=True, slots=True)
class DumpLine:
    """A line of octets.

    Attributes:
        side: 0 of the earlier token, 1 of the later one.
        offset: where it begins.
        octets: what it shows.
        marked: first and last octet that differ in the line, and so on; the last is not included.
    """

    side: int
    offset: int
    octets: bytes = field(repr=False)
    marked: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class More:
    """A line of words between the octets."""

    words: str


def digits(octets: bytes) -> str:
    """``7b 22 73``."""
    return octets.hex(" ")


def ascii_text(octets: bytes) -> str:
    """The octets as ASCII characters, with a dot for every other one and for what cannot be seen."""
    return "".join(chr(octet) if 0x20 <= octet < 0x7F else "." for octet in octets)


def excerpt(diff: SegmentDiff, width: int) -> Iterator[DumpLine | More]:
    """The places of a segment that differ, *width* octets a line: first as they were, then as they are now."""
    places = _places(diff.ranges)
    for ranges in places[:MOST_PLACES]:
        first, last = ranges[0], ranges[-1]
        old = _lines(0, diff.before, first.start, last.end, [(each.start, each.end) for each in ranges], width)
        new = _lines(
            1, diff.after, first.new_start, last.new_end, [(each.new_start, each.new_end) for each in ranges], width
        )
        yield from old
        yield from new
    if len(places) > MOST_PLACES:
        yield More(f"{len(places) - MOST_PLACES:,} more places differ")


def _places(ranges: Sequence[Range]) -> list[list[Range]]:
    """Ranges whose surroundings touch are merged."""
    places: list[list[Range]] = []
    for each in ranges:
        if places and each.start - places[-1][-1].end <= 2 * CONTEXT:
            places[-1].append(each)
        else:
            places.append([each])
    return places


def _lines(
    side: int, octets: bytes, start: int, end: int, marked: Sequence[tuple[int, int]], width: int
) -> Iterator[DumpLine | More]:
    first, last = max(0, start - CONTEXT), min(len(octets), end + CONTEXT)
    shown_until = first + MOST_LINES * width
    marked = [each for each in marked if each[0] < shown_until]  # there may be very many
    for offset in range(first, last, width)[:MOST_LINES]:
        until = min(offset + width, last)
        inside = [(max(begin, offset), min(stop, until)) for begin, stop in marked if begin < until and stop > offset]
        spans = tuple((begin - offset, stop - offset) for begin, stop in inside)
        yield DumpLine(side, offset, octets[offset:until], spans)
    left = last - first - MOST_LINES * width
    if left > 0:
        yield More(f"{left:,} bytes more")
