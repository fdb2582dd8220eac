"""DER (X.690), read and written: tags, lengths and contents.

Reading shows what a file is before a library opens it: nothing is computed and nothing is decrypted. What is not whole
is refused with the place. Writing is for the few structures that no library here writes as they are needed.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from workbench.core.keys.private_value import PrivateValue

INTEGER, BIT_STRING, OCTET_STRING, NULL, OBJECT_ID, SEQUENCE = 0x02, 0x03, 0x04, 0x05, 0x06, 0x30

_CONSTRUCTED = 0x20
_MOST_LEVELS = 32
_MOST_VALUES = 20_000


class DerError(ValueError):
    """Octets are not DER; ``str(error)`` is half a sentence that says why, and quotes nothing."""


@dataclass(frozen=True, slots=True)
class DerValue(PrivateValue):
    """One value.

    Attributes:
        tag: its identifier octet.
        content: its content octets.
        parts: the values inside, if it is constructed.
    """

    tag: int
    content: bytes = field(repr=False)
    parts: tuple["DerValue", ...] = ()

    @property
    def tags(self) -> tuple[int, ...]:
        """The tags of the values inside."""
        return tuple(part.tag for part in self.parts)

    @property
    def number(self) -> int:
        """The value of an INTEGER, taken as not negative."""
        return int.from_bytes(self.content)

    @property
    def object_id(self) -> str:
        """An OBJECT IDENTIFIER with its dots; empty for another value."""
        if self.tag != OBJECT_ID or not self.content:
            return ""
        arcs, arc = list[int](), 0
        for octet in self.content:
            arc = arc << 7 | octet & 0x7F
            if not octet & 0x80:
                arcs.append(arc)
                arc = 0
        first = min(arcs[0] // 40, 2) if arcs else 0
        return ".".join(map(str, (first, arcs[0] - 40 * first, *arcs[1:]))) if arcs else ""

    def inside(self) -> Iterator["DerValue"]:
        """This value and all within it, also those that an OCTET STRING wraps."""
        yield self
        for part in self.parts or self._wrapped():
            yield from part.inside()

    def _wrapped(self) -> tuple["DerValue", ...]:
        if self.tag != OCTET_STRING or self.content[:1] != bytes([SEQUENCE]):
            return ()
        try:
            return (parse(self.content),)
        except DerError:
            return ()


def parse(data: bytes) -> DerValue:
    """The one value that *data* is.

    Raises:
        DerError: it is cut off, longer than its value, deeper than 32 levels, or no DER at all.
    """
    count = [0]
    value, end = _value(data, 0, len(data), 0, count)
    if end < len(data):
        raise DerError(f"the value ends after {end:,} bytes, and {len(data) - end:,} more follow")
    return value


def _value(data: bytes, at: int, end: int, level: int, count: list[int]) -> tuple[DerValue, int]:
    count[0] += 1
    if level > _MOST_LEVELS or count[0] > _MOST_VALUES:
        raise DerError("it holds more values within each other than a key does")
    start, length = _head(data, at, end)
    if length > end - start:
        raise DerError(f"a value should end after byte {start + length:,}, and there are {end:,}")
    content_end = start + length
    parts: list[DerValue] = []
    if data[at] & _CONSTRUCTED:
        position = start
        while position < content_end:
            part, position = _value(data, position, content_end, level + 1, count)
            parts.append(part)
    return DerValue(data[at], data[start:content_end], tuple(parts)), content_end


def _head(data: bytes, at: int, end: int) -> tuple[int, int]:
    """Where the content of the value at *at* begins, and how many octets it has."""
    if at + 2 > end:
        raise DerError(f"a value is cut off after byte {end:,}")
    if data[at] & 0x1F == 0x1F:
        raise DerError(f"byte {at + 1:,} begins a value of a kind that no key has")
    first = data[at + 1]
    if first < 0x80:
        return at + 2, first
    octets = first & 0x7F
    if not octets:
        raise DerError("it is BER of indefinite length")
    if octets > 4:
        raise DerError(f"the length at byte {at + 2:,} is not valid")
    if at + 2 + octets > end:
        raise DerError(f"a length is cut off after byte {end:,}")
    return at + 2 + octets, int.from_bytes(data[at + 2 : at + 2 + octets])


def encode(tag: int, content: bytes = b"") -> bytes:
    """Tag, length and content (X.690 sections 8.1 and 10.1)."""
    length = len(content)
    if length < 0x80:
        return bytes((tag, length)) + content
    octets = length.to_bytes((length.bit_length() + 7) // 8)
    return bytes((tag, 0x80 | len(octets))) + octets + content


def sequence(*parts: bytes) -> bytes:
    """A SEQUENCE of values that are DER already."""
    return encode(SEQUENCE, b"".join(parts))


def octet_string(octets: bytes) -> bytes:
    """An OCTET STRING."""
    return encode(OCTET_STRING, octets)


def integer(number: int) -> bytes:
    """An INTEGER that is not negative."""
    # One bit more than the number has: the first is the sign.
    return encode(INTEGER, number.to_bytes(number.bit_length() // 8 + 1))


def object_id(dotted: str) -> bytes:
    """An OBJECT IDENTIFIER (X.690 section 8.19): seven bits an octet, and the first two numbers in one."""
    first, second, *rest = (int(part) for part in dotted.split("."))
    content = b""
    for number in (40 * first + second, *rest):
        octets = [number & 0x7F]
        while number := number >> 7:
            octets.append(0x80 | number & 0x7F)
        content += bytes(reversed(octets))
    return encode(OBJECT_ID, content)
