"""The header to sign: kept to the octet, or changed in the members that were asked for and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from workbench.core.errors import JsonTextError, SigningError
from workbench.core.signing.header_update import HeaderUpdate
from workbench.core.strict_json import edits
from workbench.core.strict_json import text as json_text
from workbench.core.token.segments import Segment, decode_object, decode_segment, decode_text, encode_segment

if TYPE_CHECKING:
    from workbench.core.keys.signing_key import SigningKey

Header = Mapping[str, object] | str
"""The members of a header, or its segment."""

_BYTE_ORDER_MARK = "\ufeff"


def updated_header(segment: str, key: SigningKey, update: HeaderUpdate) -> str:
    """The segment of the header to sign with *key*.

    White space, escapes, duplicates and the order of the members stay, and so does the segment where nothing changes.

    Raises:
        SigningError: the header is to be changed and is not a JSON object.
    """
    text = _text_of(segment)
    wanted: dict[str, str] = {}
    if update is not HeaderUpdate.KEEP:
        wanted["alg"] = key.algorithm
    if update is HeaderUpdate.SET_ALG_AND_KID:
        wanted["kid"] = key.kid
    changed = text
    for name, value in wanted.items():
        changed = _with_member(changed, name, value)
    return segment if changed == text else encode_segment(changed.encode("utf-8", "surrogateescape"))


def header_segment(header: Header) -> str:
    """The segment of *header*."""
    return header if isinstance(header, str) else encode_segment(json_text.dump_compact(header).encode())


def members_of(segment: str) -> Mapping[str, object]:
    """The members of a header's segment; of a duplicate name the last. Empty where it is not a JSON object."""
    data, _ = decode_segment(segment, Segment.HEADER)
    text, _ = decode_text(data, Segment.HEADER)
    members, _ = decode_object(text, Segment.HEADER)
    return {} if members is None else members.to_dict()


def _text_of(segment: str) -> str:
    """The header's octets as a text that encodes to the same octets again."""
    data, _ = decode_segment(segment, Segment.HEADER)
    return data.decode("utf-8", "surrogateescape")


def _with_member(text: str, name: str, value: str) -> str:
    """*text* with *value* in each member *name*: readers differ in which of two they take."""
    mark = _BYTE_ORDER_MARK if text.startswith(_BYTE_ORDER_MARK) else ""
    text = text.removeprefix(mark)
    written = json_text.dump_string(value)
    try:
        for position, member in enumerate(edits.tree(text).children):
            if member.name == name and json_text.parse(text[member.start : member.end]) != value:
                return mark + _with_member(edits.replaced(text, (position,), written), name, value)
        names = [member.name for member in edits.tree(text).children]
        return mark + (text if name in names else edits.added(text, (), written, name))
    except (LookupError, JsonTextError) as error:
        raise SigningError("The header is not a JSON object, so alg cannot be set in it.") from error
