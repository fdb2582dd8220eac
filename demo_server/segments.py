"""Strict reading of a token's segments: canonical base64url, and JSON that two readers cannot read differently.

With a lenient decoder, one token can be written in several ways: with padding, spare bits (RFC 4648 section 3.5),
UTF-16 or duplicate members. Two programs can then read one signed token differently, so all of them are refused here.
"""

import binascii
import json
import math
import re
from json.encoder import encode_basestring_ascii as _quoted
from typing import Any

MAX_DEPTH = 100
"""Levels of nesting; no claim needs more, and deeper text exhausts the stack of some reader along the way."""

_ALPHABET = re.compile(r"[A-Za-z0-9_-]*")
_CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_LAST_CHARACTERS = {0: _CHARACTERS, 2: _CHARACTERS[::16], 3: _CHARACTERS[::4]}
"""By length modulo 4: the characters that a segment may end with, so that its spare bits are zero."""


class SegmentError(ValueError):
    """A segment is not what RFC 7515 requires.

    Attributes:
        code: ``base64``, ``json`` or ``duplicate``.
    """

    def __init__(self, code: str, problem: str) -> None:
        super().__init__(problem)
        self.code = code


def encode_base64url(octets: bytes) -> str:
    """Write octets as one segment."""
    return binascii.b2a_base64(octets, newline=False).decode("ascii").rstrip("=").replace("+", "-").replace("/", "_")


def decode_base64url(text: str) -> bytes:
    """Decode one segment (RFC 7515 section 2: base64url, all trailing ``=`` omitted).

    Raises:
        SegmentError: with code ``base64``; also for text that another decoder would accept as a second encoding
            of the same octets.
    """
    if "=" in text:
        raise SegmentError("base64", "has '=' padding, which a token never has")
    if not _ALPHABET.fullmatch(text) or len(text) % 4 == 1:
        raise SegmentError("base64", "is not base64url (only A-Z a-z 0-9 - _, and no length of 4n + 1)")
    if text and text[-1] not in _LAST_CHARACTERS[len(text) % 4]:
        raise SegmentError("base64", "is not canonical base64url: another text decodes to the same bytes")
    return binascii.a2b_base64(text.replace("-", "+").replace("_", "/") + "==")  # superfluous padding is ignored


def parse_object(octets: bytes) -> dict[str, Any]:
    """Read a JSON object: the JOSE header, the claims set or the body of a request.

    Raises:
        SegmentError: ``json`` for anything that is not one UTF-8 JSON object of at most `MAX_DEPTH` levels,
            ``duplicate`` for a member that occurs twice at any depth.
    """
    try:
        text = octets.decode("utf-8")
    except UnicodeDecodeError as error:
        raise SegmentError("json", f"is not UTF-8: byte {error.start + 1} is not valid") from None
    if text.startswith("\ufeff"):
        raise SegmentError("json", "begins with a byte order mark, which JSON must not (RFC 8259 section 8.1)")
    if _may_be_deep(text) and _depth(text) > MAX_DEPTH:
        raise SegmentError("json", f"is nested more than {MAX_DEPTH} levels deep")
    try:
        value = _DECODER.decode(text)
    except json.JSONDecodeError as error:
        problem = error.msg[:1].lower() + error.msg[1:]
        raise SegmentError("json", f"is not JSON: {problem} at line {error.lineno}, column {error.colno}") from None
    if not isinstance(value, dict):
        raise SegmentError("json", "is JSON, but not an object")
    if "\\u" in text:
        _refuse_lone_surrogates(value)
    return value


def _unique_members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        seen: set[str] = set()
        for name, _ in pairs:
            if name in seen:
                raise SegmentError("duplicate", f"has a duplicate member {shorten(name)} (RFC 7519 section 4)")
            seen.add(name)
    return members


def _refuse_constant(name: str) -> Any:
    raise SegmentError("json", f"contains {name}, which is not a JSON number")


def _finite_float(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise SegmentError("json", f"contains the number {shorten_text(text)}, which is too large to represent")
    return number


def _bounded_int(text: str) -> int:
    try:
        return int(text)
    except ValueError:  # more digits than sys.get_int_max_str_digits()
        raise SegmentError("json", f"contains a number of {len(text)} digits, which is too long") from None


_DECODER = json.JSONDecoder(
    object_pairs_hook=_unique_members,
    parse_constant=_refuse_constant,
    parse_float=_finite_float,
    parse_int=_bounded_int,
)


def _may_be_deep(text: str) -> bool:
    """Whether the text may be too deep. Two fast counts spare most texts the exact `_depth`."""
    return text.count("[") + text.count("{") > MAX_DEPTH


def _depth(text: str) -> int:
    """Count the levels of nesting without recursion; brackets inside strings do not count."""
    deepest = level = 0
    in_string = escaped = False
    for character in text:
        if in_string:
            if escaped:
                escaped = False
            elif character == "\\":
                escaped = True
            elif character == '"':
                in_string = False
        elif character == '"':
            in_string = True
        elif character in "[{":
            level += 1
            deepest = max(deepest, level)
        elif character in "]}":
            level -= 1
    return deepest


def _refuse_lone_surrogates(value: dict[str, Any]) -> None:
    try:
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        raise SegmentError("json", "contains half of a surrogate pair, which is not a character") from None


def shorten(value: Any, length: int = 60) -> str:
    """Show a JSON value in a sentence: as JSON text, cut to *length* characters, with no control characters."""
    # json.dumps writes a string in the same way, after five calls that matter where each request shows a kid and a sub.
    return shorten_text(_quoted(value) if isinstance(value, str) else json.dumps(value), length)


def shorten_text(text: str, length: int = 60) -> str:
    """Cut *text* to *length* characters, the last of them an ellipsis where something was left out."""
    return text if len(text) <= length else text[: length - 1] + "…"
