"""How two tokens differ, for people: member by member of header and claims, and octet by octet of each segment."""

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.core.byte_diff import ByteDifference, compare_octets
from workbench.core.member_diff import Row, RowKind, member_rows
from workbench.core.segments import Segment, decode_segment
from workbench.core.token import Reading

__all__ = ["Row", "RowKind", "SegmentDifference", "TokenDifference", "compare_segments", "compare_tokens"]

PARTS = (Segment.HEADER, Segment.PAYLOAD, Segment.SIGNATURE)


@dataclass(frozen=True, slots=True)
class SegmentDifference:
    """One segment of both tokens.

    Attributes:
        part: which.
        octets: how the decoded octets differ.
        text: how the base64url texts differ, as ASCII.
    """

    part: Segment
    octets: ByteDifference
    text: ByteDifference

    @property
    def words(self) -> str:
        """``payload: 14 of 212 octets differ, from offset 96``."""
        if not self.octets.stretches and self.text.stretches:
            return f"{self.part}: the same octets, written otherwise in base64url"
        return f"{self.part}: {self.octets.words}"


@dataclass(frozen=True, slots=True)
class TokenDifference:
    """How two tokens differ.

    Attributes:
        rows: what differs in header parameters, then in claims; in the order in which they stand now.
        segments: header, payload and signature; empty where one of the texts has no three segments.
        unreadable: the parts that one of the tokens does not have as a JSON object, so that they have no rows.
    """

    rows: tuple[Row, ...]
    segments: tuple[SegmentDifference, ...]
    unreadable: tuple[Segment, ...]

    @property
    def is_empty(self) -> bool:
        """Whether the tokens are the same to the letter."""
        return not self.rows and not self.unreadable and not any(each.text.stretches for each in self.segments)

    @property
    def count(self) -> int:
        """How many header parameters and claims differ; not those that only are written otherwise."""
        return len({(row.part, row.name) for row in self._members})

    @property
    def _members(self) -> list[Row]:
        return [row for row in self.rows if row.depth == 0 and row.kind is not RowKind.REWRITTEN]

    @property
    def words(self) -> str:
        """The whole in one sentence."""
        if self.is_empty:
            return "The two are the same, to the last character."
        counts = [
            _counted([row for row in self._members if row.part is part], noun)
            for part, noun in ((Segment.HEADER, "header parameter"), (Segment.PAYLOAD, "claim"))
        ]
        said = " and ".join(filter(None, counts))
        if said:
            return f"{said} differ{'' if self.count > 1 else 's'}."
        if self.unreadable:
            parts = " and ".join(self.unreadable)
            return f"The {parts} cannot be compared by members: one of them is no JSON object. See the octets."
        changed = [each for each in self.segments if each.text.stretches]
        if [each.part for each in changed] == [Segment.SIGNATURE]:
            return "The same header and claims, another signature."
        if all(each.octets.space_only for each in changed if each.part is not Segment.SIGNATURE):
            return "The same header and claims, other white space: the signature still covers other octets."
        return "The same header and claims, other octets."


def compare_tokens(before: Reading, after: Reading) -> TokenDifference:
    """Compare two tokens as far as they could be read."""
    rows: list[Row] = []
    unreadable: list[Segment] = []
    for part, old, new in (
        (Segment.HEADER, before.header_members, after.header_members),
        (Segment.PAYLOAD, before.claims, after.claims),
    ):
        if old is not None and new is not None:
            rows += member_rows(part, old, new)
        elif _text_of(before, part) != _text_of(after, part):
            unreadable.append(part)
    return TokenDifference(tuple(rows), compare_segments(before, after), tuple(unreadable))


def compare_segments(before: Reading, after: Reading) -> tuple[SegmentDifference, ...]:
    """Compare the segments octet by octet; nothing where one of the texts has no three."""
    if len(before.segments) != len(PARTS) or len(after.segments) != len(PARTS):
        return ()
    return tuple(
        SegmentDifference(
            part, compare_octets(_octets(old, part), _octets(new, part)), compare_octets(_ascii(old), _ascii(new))
        )
        for part, old, new in zip(PARTS, before.segments, after.segments, strict=True)
    )


def _counted(rows: Sequence[Row], noun: str) -> str:
    count = len({row.name for row in rows})
    return f"{count} {noun}{'' if count == 1 else 's'}" if count else ""


def _text_of(reading: Reading, part: Segment) -> str | None:
    return reading.header_text if part is Segment.HEADER else reading.payload_text


def _octets(segment: str, part: Segment) -> bytes:
    return decode_segment(segment, part)[0]


def _ascii(segment: str) -> bytes:
    return segment.encode("utf-8", errors="replace")
