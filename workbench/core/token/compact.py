"""Compact JWS (RFC 7515 section 7.1), most often with a JWT inside: taken apart strictly, or read as far as it goes.

Nothing here verifies a signature; see ``signing``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from workbench.core.errors import MalformedTokenError
from workbench.core.strict_json import text as json_text
from workbench.core.token.foreign import ELLIPSES, foreign
from workbench.core.token.raw import raw_tokens
from workbench.core.token.segments import (
    BASE64_FAULTS,
    Fault,
    Segment,
    decode_object,
    decode_segment,
    decode_text,
    encode_segment,
)
from workbench.core.token.serialization import recognise_text

if TYPE_CHECKING:
    from workbench.core.claims.claim_set import ClaimSet

__all__ = [
    "Fault", "Jws", "Reading", "Segment", "Token", "encode_segment", "join", "parse_compact", "read", "signing_input",
]  # fmt: skip

MAX_CHARACTERS = 1024 * 1024
"""Length of a token that is read at all; no server takes a header of a tenth of it."""

_OPEN_NESTED = "Open it on the bench, or decode the payload and lint that."
_SD_JWT = Fault(Segment.TOKEN, "sd_jwt", "The token is an SD-JWT, with disclosures behind it, and not a JWT alone.")
_SURROUNDING = re.compile(r"\s*(?:Authorization\s*:\s*)?(?:(?:Bearer|DPoP)\s+)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Jws:
    """Anything signed in compact form, whatever its payload is, with the text it came from.

    Attributes:
        compact: the three segments as received; never re-encoded.
        header: the JOSE header (RFC 7515 section 4), decoded.
        signature: raw octets; 32 for HS256, 64 for ES256, none for an unsecured JWS.
    """

    compact: str = field(repr=False)
    header: Mapping[str, object] = field(compare=False)
    signature: bytes = field(compare=False, repr=False)

    @property
    def signing_input(self) -> bytes:
        """The octets that the signature is about: header and payload segment with the dot between."""
        return self.compact.rpartition(".")[0].encode("ascii")

    @property
    def alg(self) -> str | None:
        """The header's algorithm, or None where it names none."""
        return _string_parameter(self.header, "alg")

    @property
    def kid(self) -> str | None:
        """The header's key id, or None where it names none."""
        return _string_parameter(self.header, "kid")


@dataclass(frozen=True, slots=True)
class Token(Jws):
    """A signed JWT taken apart.

    Attributes:
        claims: the JWT Claims Set (RFC 7519 section 4), decoded.
        header_text: the header's JSON text as received.
        payload_text: the payload's JSON text as received.
    """

    claims: ClaimSet = field(compare=False)
    header_text: str = field(compare=False, repr=False)
    payload_text: str = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Reading:
    """What could be read of a text that is meant to be a token.

    Attributes:
        text: the text without what surrounds a token or breaks it into lines: white space,
            ``Authorization: Bearer`` (or ``DPoP``, RFC 9449 section 7.1).
        segments: the parts between the dots; of an SD-JWT those of the JWT that its issuer signed.
        header_text: the decoded header; with replacement characters where it is not UTF-8.
        header: the JOSE header; None where it is not a JSON object.
        header_members: the header's members in order, each with the text it came in; None as ``header``.
        payload_text: the decoded payload; with replacement characters where it is not UTF-8.
        claims: the claims set; None where the payload is not a JSON object.
        signature: raw octets, as far as they could be decoded.
        faults: everything that is wrong, the whole token first, then in the order of the segments.
        token: the token, if nothing is wrong.
        jws: the token, or what is signed without being a JWT: a payload of any kind.
        tail: of an SD-JWT, what follows the JWT, from the first ``~`` on (RFC 9901 section 4).
    """

    text: str = field(repr=False)
    segments: tuple[str, ...] = field(default=(), repr=False)
    header_text: str | None = field(default=None, repr=False)
    header: Mapping[str, object] | None = None
    payload_text: str | None = field(default=None, repr=False)
    claims: ClaimSet | None = None
    signature: bytes | None = field(default=None, repr=False)
    faults: tuple[Fault, ...] = ()
    token: Token | None = field(default=None, repr=False)
    header_members: ClaimSet | None = field(default=None, repr=False)
    jws: Jws | None = field(default=None, repr=False)
    tail: str = field(default="", repr=False)

    @property
    def nested(self) -> str:
        """The token that is the payload (a nested JWT, RFC 7519 section 3); empty if the payload is not one."""
        is_nested = any(fault.code == "nested" for fault in self.faults)
        return self.payload_text.strip() if is_nested and self.payload_text is not None else ""

    @property
    def opaque(self) -> bool:
        """Whether it looks like a token in which nothing can be read: only its issuer knows what it stands for."""
        return any(fault.code == "opaque" for fault in self.faults)

    def with_segments(self, segments: Sequence[str]) -> str:
        """The text with these segments in place of its own."""
        return f"{'.'.join(segments)}{self.tail}"


def parse_compact(text: str) -> Token:
    """Take a compact JWS apart without verifying it.

    Args:
        text: ``header.payload.signature``; white space around it is ignored.

    Raises:
        MalformedTokenError: it is not exactly three segments of canonical base64url, or header or payload is not a
            strict JSON object in UTF-8.
    """
    reading = _read_cleaned(text.strip(), [])
    if reading.token is None or reading.tail:
        fault = reading.faults[0] if reading.faults else _SD_JWT
        raise MalformedTokenError(fault.message, segment=fault.segment, fault=fault.code, hint=fault.hint or None)
    return reading.token


def read(text: str) -> Reading:
    """Read whatever was pasted as a token, as far as it goes; never raises.

    White space around the token, ``Authorization:`` and ``Bearer`` or ``DPoP`` are removed silently. White space
    within it, as a mail program leaves, is removed as well, but is a fault of the text: ``read(reading.text)`` is free
    of it.
    """
    surrounding = _SURROUNDING.match(text)
    inner = text[surrounding.end() if surrounding else 0 :].rstrip()
    if inner.startswith("{"):
        return _read_cleaned(inner, [])  # a JSON serialization may have white space
    pieces = inner.split()
    if len(pieces) < 2:
        return _read_cleaned(inner, [])
    cleaned = "".join(pieces)
    message = f"The token has white space or line breaks inside, at first behind character {len(pieces[0]):,}."
    hint = "What is shown was read without them; take them out to use the token."
    return _read_cleaned(cleaned, [Fault(Segment.TOKEN, "white_space", message, hint)])


def signing_input(header: Mapping[str, object], claims: ClaimSet) -> bytes:
    """The octets to be signed for *header* and *claims*; the claims keep the text they came in."""
    header_segment = encode_segment(json_text.dump_compact(header).encode())
    return f"{header_segment}.{encode_segment(claims.to_json().encode())}".encode("ascii")


def join(header: Mapping[str, object], claims: ClaimSet, signature: bytes) -> str:
    """Put a compact JWS together; whether *signature* fits is not looked at."""
    return f"{signing_input(header, claims).decode('ascii')}.{encode_segment(signature)}"


def _read_cleaned(text: str, faults: list[Fault]) -> Reading:
    refusal = _refusal(text)
    if refusal is not None:
        return Reading(text, faults=(*faults, refusal))
    compact, tilde, disclosed = text.partition("~")
    tail = f"{tilde}{disclosed}" if compact.count(".") == 2 else ""
    compact = compact if tail else text
    segments = tuple(compact.split("."))
    not_a_jws = foreign(text)
    if not_a_jws is not None and text.endswith(ELLIPSES):
        # What is left is shown; that it cannot be read to its end is a consequence, and not worth a second sentence.
        rest = _read_cleaned(text.rstrip(".…"), [])
        return replace(rest, text=text, segments=segments, faults=(*faults, not_a_jws), token=None)
    if not_a_jws is not None:
        return Reading(text, segments, faults=(*faults, not_a_jws))
    if len(segments) != 3:
        faults.append(_segment_count_fault(segments))
    # Of an encrypted token only the header is JSON (RFC 7516 section 3.1).
    readable = segments[:1] if len(segments) == 5 else segments
    header_text, header_members = _read_object(readable, 0, Segment.HEADER, faults)
    payload_text, claims = _read_object(readable, 1, Segment.PAYLOAD, faults)
    signature = None
    if len(readable) > 2:
        signature, signature_faults = decode_segment(readable[2], Segment.SIGNATURE)
        faults += signature_faults
    header = None if header_members is None else MappingProxyType(header_members.to_dict())
    token: Token | None = None
    jws: Jws | None = None
    if header is not None and signature is not None and all(map(_leaves_a_jws, faults)):
        jws = Jws(compact, header, signature)
        if not faults and claims is not None:
            jws = token = Token(compact, header, signature, claims, header_text or "", payload_text or "")
    return Reading(
        text, segments, header_text, header, payload_text, claims, signature, tuple(faults), token, header_members, jws,
        tail,
    )  # fmt: skip


def _leaves_a_jws(fault: Fault) -> bool:
    """Whether what is wrong is the kind of the payload alone, not the octets that were signed."""
    return fault.segment is Segment.PAYLOAD and fault.code not in BASE64_FAULTS


def _refusal(text: str) -> Fault | None:
    if not text:
        return Fault(Segment.TOKEN, "empty", "There is no token here.", "Log in to get a token, or paste one.")
    if len(text) > MAX_CHARACTERS:
        message = f"The text has {len(text):,} characters; a token of more than {MAX_CHARACTERS:,} is not read."
        return Fault(Segment.TOKEN, "too_long", message, "Paste the token alone.")
    serialized = recognise_text(text)
    if serialized is not None:
        message = f"This is {serialized.form}, not a compact token. {' '.join(serialized.notes)}".strip()
        hint = "Cut it out and paste it again: it is then written as a compact token." if serialized.compact else ""
        return Fault(Segment.TOKEN, "json_serialization", message, hint)
    return None


def _segment_count_fault(segments: tuple[str, ...]) -> Fault:
    count = len(segments)
    if count == 5 and "enc" in _names_in(segments[0]):
        message = "The token has five segments: it is encrypted (JWE), and only its recipient can read the claims."
        return Fault(Segment.TOKEN, "encrypted", message, "Paste the signed token that is inside.")
    found = "one segment" if count == 1 else f"{count} segments"
    message = f"A token has three segments separated by dots: header, payload, signature; this text has {found}."
    return Fault(Segment.TOKEN, "segment_count", message, "Copy the whole token again.")


def _names_in(header: str) -> tuple[str, ...]:
    """The names of the header parameters, as far as the segment can be read."""
    members = _decoded(header, Segment.HEADER)[1]
    return () if members is None else members.names


def _read_object(
    segments: tuple[str, ...], position: int, segment: Segment, faults: list[Fault]
) -> tuple[str | None, ClaimSet | None]:
    """Decode one segment down to its members, and add what is wrong with it to *faults*."""
    if position >= len(segments):
        return None, None
    text, members, found = _decoded(segments[position], segment)
    faults += found
    return text, members


# An edit changes one segment; the others, and those of the token as issued, need not be decoded again.
@lru_cache(maxsize=8)
def _decoded(encoded: str, segment: Segment) -> tuple[str, ClaimSet | None, tuple[Fault, ...]]:
    """The text of a segment, its members, and what is wrong with it."""
    data, base64_faults = decode_segment(encoded, segment)
    text, text_faults = decode_text(data, segment)
    members, object_faults = decode_object(text, segment)
    faults = (*base64_faults, *text_faults)
    if (
        segment is Segment.PAYLOAD
        and members is None
        and next(raw_tokens(text.strip()), None) == (0, len(text.strip()))
    ):
        # A nested JWT (RFC 7519 section 3): the payload of the outer one is not meant to be JSON.
        return text, None, (*faults, Fault(segment, "nested", "The payload is a token: open it.", _OPEN_NESTED))
    # No JSON because of an earlier fault is a consequence, and not worth a second sentence.
    if members is not None or not faults:
        faults += tuple(object_faults)
    return text, members, faults


def _string_parameter(header: Mapping[str, object], name: str) -> str | None:
    value = header.get(name)
    return value if isinstance(value, str) else None
