"""JWS in JSON (RFC 7515 section 7.2), recognised and, where it can be, turned into compact tokens."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from workbench.core.errors import JsonTextError
from workbench.core.strict_json import text as json_text
from workbench.core.token.segments import Segment, decode_segment


@dataclass(frozen=True, slots=True)
class Serialized:
    """A JWS or JWE that came as a JSON object.

    Attributes:
        form: what it is, in words, such as ``a JWS in flattened JSON serialization``.
        compact: the compact tokens that it holds, one a signature, as far as they can be written compactly.
        numbers: for each of them, which signature it is, from 1.
        total: how many signatures there are.
        notes: sentences on what a compact token cannot carry, and on what was wrong.
    """

    form: str
    compact: tuple[str, ...] = field(default=(), repr=False)
    notes: tuple[str, ...] = ()
    numbers: tuple[int, ...] = ()
    total: int = 0


def recognise(value: object) -> Serialized | None:
    """What *value*, a decoded JSON text, is as a JWS or JWE; None for any other JSON."""
    if not isinstance(value, Mapping):
        return None
    if "ciphertext" in value:
        note = "It is encrypted, and only its recipient can read the claims."
        return Serialized("a JWE in JSON serialization", notes=(note,))
    payload = value.get("payload")
    if not isinstance(payload, str):
        return None
    signatures = value.get("signatures")
    if isinstance(signatures, Sequence) and not isinstance(signatures, str):
        counted = "1 signature" if len(signatures) == 1 else f"{len(signatures)} signatures"
        return _compacted(f"a JWS in general JSON serialization with {counted}", payload, signatures)
    if "signature" in value:
        return _compacted("a JWS in flattened JSON serialization", payload, [value])
    return None


def recognise_text(text: str) -> Serialized | None:
    """The same for a JSON text; None for one that is not JSON either."""
    if not text.startswith("{"):
        return None
    try:
        return recognise(json_text.parse(text))
    except JsonTextError:
        return None


def _compacted(form: str, payload: str, signatures: Sequence[object]) -> Serialized:
    compact: list[str] = []
    notes: list[str] = []
    numbers: list[int] = []
    for number, each in enumerate(signatures, 1):
        where = f"Signature {number}" if len(signatures) > 1 else "Its signature"
        parts = each if isinstance(each, Mapping) else {}
        protected, signature = parts.get("protected"), parts.get("signature")
        if not isinstance(signature, str):
            notes.append(f"{where} is not a string, and was left out.")
        elif not isinstance(protected, str) or not protected:
            notes.append(f"{where} has no protected header, which a compact token needs.")
        elif _is_unencoded(protected):
            notes.append(f"{where} is over a payload that is not base64url (b64 false, RFC 7797), as no JWT may be.")
        else:
            compact.append(f"{protected}.{payload}.{signature}")
            numbers.append(number)
            notes += _lost_parameters(where, parts.get("header"))
    return Serialized(form, tuple(compact), tuple(notes), tuple(numbers), len(signatures))


def _lost_parameters(where: str, unprotected: object) -> list[str]:
    if not isinstance(unprotected, Mapping) or not unprotected:
        return []
    names = ", ".join(json_text.dump_string(str(name)) for name in list(unprotected)[:3])
    more = f" and {len(unprotected) - 3} more" if len(unprotected) > 3 else ""
    return [f"{where} has the unprotected header parameters {names}{more}, which a compact token cannot carry."]


def _is_unencoded(protected: str) -> bool:
    data, _ = decode_segment(protected, Segment.HEADER)
    try:
        header = json_text.parse(data.decode("utf-8", errors="replace"))
    except JsonTextError:
        return False
    return isinstance(header, Mapping) and header.get("b64", True) is not True
