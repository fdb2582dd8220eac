"""How two runs of octets differ: which stretches, and how many octets; in bounded time, whatever their length.

Common beginning and end are left out first. What lies between is compared piece by piece, a piece ending with a comma,
so that two changes far apart in a JSON text are found as two; where there are too many pieces, as one stretch.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from workbench.core.splice import common_ends

_MOST_LIKENESSES = 1_000_000
"""Pairs of like pieces that are weighed against each other; beyond, all between the ends counts as one stretch."""

_MOST_OCTETS = 400
"""A stretch of no more than so many octets on either side is compared octet by octet."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Octets *start* to before *end* that became *new_start* to before *new_end*; either may be empty."""

    start: int
    end: int
    new_start: int
    new_end: int

    @property
    def octets(self) -> int:
        """How many octets differ: of the side that has more."""
        return max(self.end - self.start, self.new_end - self.new_start)


@dataclass(frozen=True, slots=True)
class ByteDifference:
    """Two runs of octets and the stretches in which they differ, in order.

    Attributes:
        before: the octets that there were.
        after: what they became.
        stretches: where they differ; empty if they are the same.
        space_only: whether nothing but white space of JSON differs.
    """

    before: bytes
    after: bytes
    stretches: tuple[Stretch, ...]
    space_only: bool

    @property
    def octets(self) -> int:
        """How many octets differ."""
        return sum(each.octets for each in self.stretches)

    @property
    def _is_coarse(self) -> bool:
        """Whether a stretch was too long to be compared octet by octet, so that some of its octets may be the same."""
        return any(min(each.end - each.start, each.new_end - each.new_start) > _MOST_OCTETS for each in self.stretches)

    @property
    def words(self) -> str:
        """``14 of 212 octets differ, from offset 96``; counted in the longer of the two."""
        if not self.stretches:
            return f"the same {_counted(len(self.after))}"
        longer = max(len(self.before), len(self.after))
        differ = "differs" if self.octets == 1 else "differ"
        most = "at most " if self._is_coarse else ""
        words = f"{most}{self.octets:,} of {_counted(longer)} {differ}, from offset {self.stretches[0].new_start:,}"
        return f"{words}: white space only" if self.space_only else words


def compare_octets(before: bytes, after: bytes) -> ByteDifference:
    """Find the stretches in which *before* and *after* differ."""
    if before == after:
        return ByteDifference(before, after, (), space_only=False)
    head, tail = common_ends(before, after)
    old, new = before[head : len(before) - tail], after[head : len(after) - tail]
    found = tuple(
        Stretch(head + each.start, head + each.end, head + each.new_start, head + each.new_end)
        for each in _joined(_between(old, new))
    )
    return ByteDifference(before, after, found, space_only=_without_outer_space(before) == _without_outer_space(after))


def _between(old: bytes, new: bytes) -> Iterator[Stretch]:
    if _is_short(old, new):
        yield from _octet_by_octet(old, new, 0, 0)
        return
    old_pieces, new_pieces = _pieces(old), _pieces(new)
    if _likenesses(old_pieces, new_pieces) > _MOST_LIKENESSES:
        yield Stretch(0, len(old), 0, len(new))
        return
    old_starts, new_starts = _starts(old_pieces), _starts(new_pieces)
    for _, first, last, new_first, new_last in _changes(SequenceMatcher(None, old_pieces, new_pieces)):
        start, end = old_starts[first], old_starts[last]
        new_start, new_end = new_starts[new_first], new_starts[new_last]
        yield from _refined(old[start:end], new[new_start:new_end], start, new_start)


def _refined(old: bytes, new: bytes, start: int, new_start: int) -> Iterator[Stretch]:
    head, tail = common_ends(old, new)
    inner, new_inner = old[head : len(old) - tail], new[head : len(new) - tail]
    if _is_short(inner, new_inner):
        yield from _octet_by_octet(inner, new_inner, start + head, new_start + head)
    else:
        yield Stretch(start + head, start + head + len(inner), new_start + head, new_start + head + len(new_inner))


def _octet_by_octet(old: bytes, new: bytes, start: int, new_start: int) -> Iterator[Stretch]:
    for _, first, last, new_first, new_last in _changes(SequenceMatcher(None, old, new, autojunk=False)):
        yield Stretch(start + first, start + last, new_start + new_first, new_start + new_last)


def _changes(matcher: SequenceMatcher) -> Iterator[tuple[str, int, int, int, int]]:  # type: ignore[type-arg]
    return (code for code in matcher.get_opcodes() if code[0] != "equal")


def _joined(stretches: Iterator[Stretch]) -> Iterator[Stretch]:
    """Stretches with fewer than three equal octets between them as one: a chance likeness tells nothing."""
    pending: Stretch | None = None
    for each in stretches:
        if pending is not None and each.start - pending.end < 3 and each.new_start - pending.new_end < 3:
            pending = Stretch(pending.start, each.end, pending.new_start, each.new_end)
            continue
        if pending is not None:
            yield pending
        pending = each
    if pending is not None:
        yield pending


def _is_short(old: bytes, new: bytes) -> bool:
    return max(len(old), len(new)) <= _MOST_OCTETS or not old or not new


def _likenesses(old: list[bytes], new: list[bytes]) -> int:
    counts = Counter(old), Counter(new)
    return sum(count * counts[1][piece] for piece, count in counts[0].items())


def _pieces(data: bytes) -> list[bytes]:
    *closed, rest = data.split(b",")
    return [*(piece + b"," for piece in closed), rest]


def _starts(pieces: list[bytes]) -> list[int]:
    starts = [0]
    for piece in pieces:
        starts.append(starts[-1] + len(piece))
    return starts


def _without_outer_space(data: bytes) -> bytes:
    """JSON text without the white space between its parts; what stands in strings is kept."""
    parts = data.replace(rb"\\", b"\0\0").replace(rb"\"", b"\0\1").split(b'"')
    return b'"'.join(part if number % 2 else part.translate(None, b" \t\r\n") for number, part in enumerate(parts))


def _counted(octets: int) -> str:
    return f"{octets:,} octet{'' if octets == 1 else 's'}"
