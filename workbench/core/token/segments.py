"""The segments of a compact JWS: base64url (RFC 7515 section 2) and the JSON objects inside, with every fault named.

Decoding goes as far as it can, so that a broken token can be shown; whether there were faults decides if it counts.
"""

import base64
import re
from dataclasses import dataclass
from enum import StrEnum

from workbench.core.claims.claim_set import ClaimSet
from workbench.core.errors import JsonTextError
from workbench.core.strict_json import text as json_text
from workbench.core.text.wording import with_article

_ALPHABET = re.compile(r"[A-Za-z0-9_-]*")
_STANDARD = re.compile(r"[+/]")
_STRANGE = re.compile(r"[^A-Za-z0-9_-]")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"

BASE64_FAULTS = frozenset({"alphabet", "padding", "truncated", "spare_bits"})
"""Codes of what is wrong with the text of a segment, whatever its octets hold."""


class Segment(StrEnum):
    """A part of a token that a fault can be in; TOKEN is the whole."""

    HEADER = "header"
    PAYLOAD = "payload"
    SIGNATURE = "signature"
    TOKEN = "token"  # noqa: S105  a name, not a secret


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a token, and where.

    Attributes:
        segment: the part it is in.
        code: stable name: ``empty too_long white_space json_serialization segment_count encrypted alphabet padding
            truncated spare_bits byte_order_mark utf8 json duplicate not_object opaque paseto cut_off
            nested sd_jwt``.
        message: one sentence that names the segment, and the place in it where there is one.
        hint: what the user can do about it; may be empty.
    """

    segment: Segment
    code: str
    message: str
    hint: str = ""


def encode_segment(data: bytes) -> str:
    """Write octets as base64url without padding (RFC 7515 section 2)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def decode_segment(text: str, segment: Segment) -> tuple[bytes, list[Fault]]:
    """Read base64url as far as it goes.

    There is exactly one text for any octets: no padding, and the unused bits of the last character are zero.
    Otherwise the same signature would fit many texts, and a deny-list of tokens could be evaded.

    Returns:
        the octets, up to the first character that has no meaning, and what is wrong with the text.
    """
    faults: list[Fault] = []
    digits = text.rstrip("=")
    if len(digits) < len(text):
        message = f"The {segment} ends in '=' at position {len(digits) + 1:,}, which base64url in a token leaves out."
        faults.append(Fault(segment, "padding", message))
    standard = _STANDARD.search(digits)
    if standard:
        message = (
            f"The {segment} is standard base64: it has '{standard[0]}' at position {standard.start() + 1:,}; "
            "a token uses '-' and '_' for '+' and '/'."
        )
        faults.append(Fault(segment, "alphabet", message))
        digits = digits.replace("+", "-").replace("/", "_")
    known = _ALPHABET.match(digits)
    end = known.end() if known else 0
    if end < len(digits):
        others = len(_STRANGE.findall(digits, end)) - 1
        more = f", and {others:,} more such" if others else ""
        message = (
            f"The {segment} has {character_named(digits[end])} at position {end + 1:,}{more}: no base64url character."
        )
        faults.append(Fault(segment, "alphabet", message))
        digits = digits[:end]
    if len(digits) % 4 == 1:
        if end == len(text.rstrip("=")):
            message = f"The {segment} is cut off: {len(digits):,} base64url characters are not a whole number of bytes."
            faults.append(Fault(segment, "truncated", message, "Copy the whole token again."))
        digits = digits[:-1]
    data = base64.urlsafe_b64decode(digits + "=" * (-len(digits) % 4))
    # Only the last one to three octets can have bits to spare.
    if not faults and encode_segment(data[len(data) // 3 * 3 :]) != digits[len(digits) // 4 * 4 :]:
        message = (
            f"The {segment}'s last character, at position {len(digits):,}, has bits set that are not part of any byte."
        )
        faults.append(Fault(segment, "spare_bits", message, "The token was altered, or copied with a mistake."))
    return data, faults


def decode_text(data: bytes, segment: Segment) -> tuple[str, list[Fault]]:
    """Read UTF-8 (RFC 7515 section 5.2, step 3), with replacement characters where it is not."""
    faults: list[Fault] = []
    if data.startswith(_BYTE_ORDER_MARK):
        message = f"The {segment} begins with a byte order mark (U+FEFF), which JSON forbids."
        faults.append(Fault(segment, "byte_order_mark", message))
        data = data.removeprefix(_BYTE_ORDER_MARK)
    try:
        return data.decode("utf-8"), faults
    except UnicodeDecodeError as error:
        message = f"The {segment} is not UTF-8: byte {error.start + 1:,} is 0x{data[error.start]:02x}."
        faults.append(Fault(segment, "utf8", message))
        return data.decode("utf-8", errors="replace"), faults


def decode_object(text: str, segment: Segment) -> tuple[ClaimSet | None, list[Fault]]:
    """Read a JSON object, also one with a duplicate member, which is still a fault (RFC 7519 section 4)."""
    if not text:
        return None, [Fault(segment, "empty", f"The {segment} is empty.")]
    try:
        members = json_text.members(text)
    except JsonTextError as error:
        try:
            value = json_text.parse(text)
        except JsonTextError:
            place = f"line {error.line}, column {error.column}"
            message = f"The {segment} is not JSON: {place}: {error.problem}."
            return None, [Fault(segment, "json", message)]
        message = f"The {segment} is JSON, but not an object: it is {with_article(json_text.type_name(value))}."
        return None, [Fault(segment, "not_object", message)]
    claims = ClaimSet.from_members(members, text)
    if not claims.duplicates and not any(member.ambiguous for member in members):
        return claims, []
    try:
        json_text.parse(text)
    except JsonTextError as error:
        message = f"The {segment} is ambiguous: line {error.line}, column {error.column}: {error.problem}."
        hint = "Two readers of this token may each take another value; leave one of them out."
        return claims, [Fault(segment, "duplicate", message, hint)]
    return claims, []


def character_named(character: str) -> str:
    """The character itself if it can be seen, and its code point."""
    code = f"U+{ord(character):04X}"
    return f"'{character}' ({code})" if character.isprintable() and not character.isspace() else code
