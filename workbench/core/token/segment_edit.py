"""A segment edited by its octets: as text, as hex digits, or in base64url, with nothing lost that was not touched."""

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from workbench.core.errors import JsonTextError, SegmentEditError
from workbench.core.strict_json import text as json_text
from workbench.core.token.compact import MAX_CHARACTERS, Reading
from workbench.core.token.segments import Segment, decode_segment, encode_segment

SEGMENTS = (Segment.HEADER, Segment.PAYLOAD, Segment.SIGNATURE)

# Characters that a text field would swallow, change, or take for the end of a line: shown as pictures of themselves.
_PICTURES = {code: chr(0x2400 + code) for code in range(0x20) if code not in (0x09, 0x0A)}
_PICTURES |= {0x7F: "\u2421", 0x2028: "\u2424", 0x2029: "\u2424", 0xFDD0: "\ufffd", 0xFDD1: "\ufffd"}
# Octets that are not UTF-8, one character each.
_PICTURES |= dict.fromkeys(range(0xDC80, 0xDD00), "\ufffd")

_HEX = re.compile(r"[0-9A-Fa-f]*")
_MOST_MEMBERS_OCTETS = 50_000  # more take too long to be read between two keystrokes


@dataclass(frozen=True, slots=True)
class SegmentOctets:
    """One segment of a token.

    Attributes:
        segment: which.
        encoded: its text in the token.
        octets: the octets that the text encodes, as far as it can be decoded.
    """

    segment: Segment
    encoded: str = field(repr=False)
    octets: bytes = field(repr=False)

    @property
    def shown(self) -> str:
        """The octets as UTF-8, each character or undecodable octet as just one character that can be seen."""
        return _characters(self.octets).translate(_PICTURES)

    def offset_of(self, position: int) -> int:
        """The offset of the octet at which the character *position* of ``shown`` begins."""
        return len(_octets(_characters(self.octets)[:position]))

    def position_of(self, offset: int) -> int:
        """The character of ``shown`` that the octet at *offset* is part of, or precedes."""
        return len(_characters(self.octets[:offset]))

    def with_characters(self, start: int, removed: int, typed: str) -> bytes:
        """The octets with *typed* in the place of *removed* characters of ``shown`` from *start* on.

        All others stay unchanged, also those that are not UTF-8.
        """
        characters = _characters(self.octets)
        head, tail = characters[:start], characters[start + removed :]
        return _octets(head) + typed.encode("utf-8", errors="replace") + _octets(tail)


def segment_octets(reading: Reading, index: int) -> SegmentOctets:
    """The segment *index* of a token; empty if the token has none there."""
    encoded = reading.segments[index] if index < len(reading.segments) else ""
    return SegmentOctets(SEGMENTS[index], encoded, decode_segment(encoded, SEGMENTS[index])[0])


def checked_text(reading: Reading, index: int, text: str) -> str:
    """*text*, if it can replace the segment *index*, whatever it holds.

    Raises:
        SegmentEditError: it would be cut in two, lose characters, or make the token too long to be read.
    """
    dot = text.find(".")
    if dot >= 0:
        message = f"The dot at position {dot + 1:,} would begin another segment."
        raise SegmentEditError(message, hint="Take it out.")
    space = re.search(r"\s", text)
    if space:
        message = f"Position {space.start() + 1:,} holds white space, which a token cannot."
        raise SegmentEditError(message, hint="Take it out.")
    now = reading.segments[index] if index < len(reading.segments) else ""
    length = len(reading.text) - len(now) + len(text)
    if length > MAX_CHARACTERS:
        message = f"The token would have {length:,} characters, and one of more than {MAX_CHARACTERS:,} is not read."
        raise SegmentEditError(message, hint="Put in less.")
    return text


def checked_octets(reading: Reading, index: int, octets: bytes) -> str:
    """The text that puts *octets* in the place of the segment *index*. Raises SegmentEditError as `checked_text`."""
    return checked_text(reading, index, encode_segment(octets))


def parse_hex(typed: str) -> bytes:
    """The octets of ``7b22`` or ``7b 22``.

    Raises:
        SegmentEditError: there is another character, or half an octet.
    """
    digits = "".join(typed.split()).removeprefix("0x")
    known = _HEX.match(digits)
    end = known.end() if known else 0
    hint = "A byte is two digits from 00 to ff."
    if end < len(digits):
        raise SegmentEditError(f'"{digits[end]}" is not a hexadecimal digit.', hint=hint)
    if end % 2:
        raise SegmentEditError(f"{end} digits are not a whole number of bytes.", hint=hint)
    return bytes.fromhex(digits)


class MemberPlaces:
    """Finds the member that an offset in the text of a JSON object is in."""

    def __init__(self, octets: bytes) -> None:
        """Read *octets*; where they are not a JSON object, or very many, no member is known."""
        self._names: list[str] = []
        self._offsets: list[int] = []
        if len(octets) > _MOST_MEMBERS_OCTETS:
            return
        try:
            text = octets.decode()
            members = json_text.members(text)
        except (UnicodeDecodeError, JsonTextError):
            return
        lines = text.split("\n")
        starts = [0]
        for line in lines:
            starts.append(starts[-1] + len(line.encode()) + 1)
        for member in members:
            before = lines[member.line - 1][: member.column - 1]
            self._names.append(member.name)
            self._offsets.append(starts[member.line - 1] + len(before.encode()))

    def at(self, offset: int) -> str | None:
        """The name of the member whose name or value the octet at *offset* is in; None before the first."""
        found = bisect_right(self._offsets, offset)
        return self._names[found - 1] if found else None


def _characters(octets: bytes) -> str:
    return octets.decode("utf-8", errors="surrogateescape")


def _octets(characters: str) -> bytes:
    return characters.encode("utf-8", errors="surrogateescape")
