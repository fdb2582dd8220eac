"""What a pasted text is as key material: PEM, JWK, JWK set; or the octets of a secret, read in one of three ways."""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from enum import StrEnum

from workbench.core.errors import JsonTextError, KeyTextError
from workbench.core.key_files.jwk_public import key_of_jwk, keys_of_set
from workbench.core.key_files.pem_public import read_pem
from workbench.core.key_files.wrapping.addresses import address_fault, discovery_fault
from workbench.core.key_files.wrapping.json_shapes import inner_jwk, key_member, texts_by_kid
from workbench.core.key_files.wrapping.pasted_text import unwrapped
from workbench.core.keys.verification_key import VerificationKey, of_secret
from workbench.core.strict_json import text as json_text
from workbench.core.text.wording import counted
from workbench.core.token.segments import Segment, decode_segment

MAX_CHARACTERS = 1024 * 1024
"""Length of a text that is read as keys; a set of a thousand has half of it."""

PASTE_IT = "Choose to verify with a pasted key."
"""What to do with a key that was pasted as a secret, in the view Verify."""

_HEX = re.compile(r"[0-9A-Fa-f]*")
_SSH = re.compile(r"(?:ssh-(?:rsa|ed25519|dss)|ecdsa-sha2-\S+|sk-\S+) AAAA")
_BARE_BASE64 = re.compile(r"MII[A-Za-z0-9+/=\s]+")


@dataclass(frozen=True, slots=True)
class KeyText:
    """Keys that a text holds.

    Attributes:
        form: what the text is, in words: ``a public key (SPKI)``, ``a JWK set of 3 keys``.
        keys: the keys, one or more.
        notes: sentences on what was left out, and on what the user should know.
    """

    form: str
    keys: tuple[VerificationKey, ...] = field(repr=False)
    notes: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """What was recognised, and all notes."""
        only = self.keys[0] if len(self.keys) == 1 else None
        what = f"Recognized {self.form}" + (f": {only.type_words}." if only is not None else ".")
        return " ".join((what, *self.notes, *(note for key in self.keys[:1] for note in key.notes)))


class SecretReading(StrEnum):
    """How a typed secret becomes octets."""

    TEXT = "text"
    BASE64URL = "base64url"
    HEX = "hex"


def read_keys(text: str) -> KeyText:
    """Recognise the keys in *text*.

    Raises:
        KeyTextError: it is neither PEM, JWK nor JWK set; the message says which line is wrong and what was expected.
    """
    stripped = text.strip()
    if not stripped:
        raise KeyTextError("There is no key here.", hint="Paste a PEM, a JWK or a JWK set, open a file, or drop one.")
    if len(text) > MAX_CHARACTERS:
        raise KeyTextError(f"The text has {len(text):,} characters; more than {MAX_CHARACTERS:,} are not read.")
    pasted = unwrapped(text)
    found = _read_plain(pasted.text)
    return replace(found, notes=(*pasted.notes, *found.notes))


def _read_plain(text: str) -> KeyText:
    stripped = text.strip()
    if stripped.startswith(("{", "[")):
        return _read_json(text)
    if "-----BEGIN" in stripped:
        pem = read_pem(text)
        name = "the certificate's key" if "certificate" in pem.form else "the PEM's key"
        return KeyText(pem.form, (VerificationKey(name, pem.jwk, limited_to=pem.algorithms),), pem.notes)
    raise _unknown(stripped)


def read_secret(text: str, reading: SecretReading) -> VerificationKey:
    """The secret that *text* is in this reading.

    Raises:
        KeyTextError: the text is empty, cannot be read so, or is a public key: an HMAC under that could be made by
            anybody who has the public key.
    """
    return of_secret(secret_octets(text, reading), _other_readings(text, reading))


def line_end_note(text: str, reading: SecretReading) -> str:
    """A sentence on the line end of a typed secret that does not count; empty if it has none."""
    is_left_out = reading is SecretReading.TEXT and _without_line_end(text) != text
    return "The line end behind the secret is not part of it." if is_left_out else ""


def _without_line_end(text: str) -> str:
    return text.removesuffix("\n").removesuffix("\r")


def _other_readings(text: str, chosen: SecretReading) -> dict[str, bytes]:
    """What the secret would be in every other reading, by its words; readings that it does not allow are left out."""
    readings: dict[str, bytes] = {}
    plain = _without_line_end(text)
    if plain != text:
        readings["as text, with the line end behind it"] = text.encode("utf-8", "surrogatepass")
    else:
        readings["as text, with a line end behind it"] = f"{text}\n".encode("utf-8", "surrogatepass")
    if plain.strip() != plain:
        readings["as text, without the white space around it"] = plain.strip().encode("utf-8", "surrogatepass")
    for reading in SecretReading:
        if reading is not chosen:
            with suppress(KeyTextError):
                readings[f"as {reading}"] = secret_octets(plain, reading)
    return readings


def secret_octets(text: str, reading: SecretReading) -> bytes:
    """The octets of a secret; see ``read_secret``."""
    if not _without_line_end(text):
        raise KeyTextError("There is no secret here.", hint="Type or paste the secret that both sides share.")
    _refuse_public_key(text)
    match reading:
        case SecretReading.TEXT:
            return _without_line_end(text).encode("utf-8", "surrogatepass")
        case SecretReading.BASE64URL:
            # Secrets come in either alphabet, padded or not: how they were written changes no octet.
            digits = text.strip().rstrip("=").replace("+", "-").replace("/", "_")
            octets, faults = decode_segment(digits, Segment.TOKEN)
            if faults:
                reason = faults[0].message.replace("The token", "It", 1).replace("It's", "Its", 1)
                raise KeyTextError(f"The secret is not base64url. {reason}", hint="Choose another reading.")
            return octets
        case SecretReading.HEX:
            digits = text.strip().removeprefix("0x").replace(":", "").replace(" ", "")
            known = _HEX.match(digits)
            end = known.end() if known else 0
            if end < len(digits):
                raise KeyTextError(
                    f"The secret is not hexadecimal: character {end + 1} is not a hexadecimal digit.",
                    hint="Choose another reading.",
                )
            if len(digits) % 2:
                raise KeyTextError(
                    f"The secret has {len(digits)} hexadecimal digits; a byte has two.",
                    hint="Choose another reading.",
                )
            return bytes.fromhex(digits)


def readings_in_words(text: str) -> str:
    """How many octets the secret has in each reading that it allows: ``32 octets as text, 24 as base64url``."""
    parts: list[str] = []
    for reading in SecretReading:
        try:
            octets = len(secret_octets(text, reading))
        except KeyTextError:
            continue
        unit = "" if parts else " byte" if octets == 1 else " bytes"
        parts.append(f"{octets}{unit} as {reading}")
    return ", ".join(parts)


def _read_json(text: str) -> KeyText:
    try:
        value = json_text.parse(text)
    except JsonTextError as error:
        message = (
            f"The text looks like a JWK, but is not JSON: line {error.line}, column {error.column}: {error.problem}."
        )
        raise KeyTextError(message, hint="Correct it at this place, or copy it again.") from None
    _refuse_discovery(value)
    member, inner = key_member(value)
    if member:
        found = read_keys(inner)
        return replace(found, notes=(f"It was in the member {member}.", *found.notes))
    by_kid = texts_by_kid(value)
    if by_kid:
        return _read_by_kid(by_kid)
    jwk, where = inner_jwk(value)
    if isinstance(jwk, Mapping) and "keys" in jwk:
        keys, left_out = keys_of_set(jwk)
        notes = (*_left_out(left_out), *filter(None, (where,)))
        return KeyText(f"a JWK set of {counted(len(keys), 'key')}", keys, notes)
    key = key_of_jwk(jwk)
    return KeyText("a JWK with a shared secret" if key.is_secret else "a JWK", (key,), (where,) if where else ())


def _left_out(reasons: Sequence[str]) -> tuple[str, ...]:
    return (f"{len(reasons)} left out: {reasons[0]}",) if reasons else ()


def _refuse_discovery(value: object) -> None:
    fault = discovery_fault(value)
    if fault is not None:
        raise KeyTextError(fault[0], hint=fault[1])


def _read_by_kid(texts: Mapping[str, str]) -> KeyText:
    """The keys of a JSON object that has a certificate or a public key for each kid."""
    keys: list[VerificationKey] = []
    reasons: list[str] = []
    for number, (kid, text) in enumerate(texts.items(), 1):
        try:
            pem = read_pem(unwrapped(text).text)
        except KeyTextError as error:
            reasons.append(f"Key {number} of the object: {error}")
        else:
            keys.append(
                VerificationKey(f"key {number} of the object", pem.jwk, kid, limited_to=pem.algorithms, in_set=True)
            )
    if not keys:
        raise KeyTextError(reasons[0])
    return KeyText(f"a JSON object of {counted(len(keys), 'key')} by kid", tuple(keys), _left_out(reasons))


def _refuse_public_key(text: str) -> None:
    try:
        found = read_keys(text)
    except KeyTextError:
        if "-----BEGIN" not in text:
            return
        form = "a PEM"
    else:
        form = found.form
        if all(key.is_secret for key in found.keys):
            raise KeyTextError(f"This is {form}.", hint=PASTE_IT)
    raise KeyTextError(
        f"This is {form}, not a secret. A verifier that takes a public key as an HMAC secret accepts what anybody "
        "signed with that public key (algorithm confusion, RFC 8725, 2.1).",
        hint=PASTE_IT,
    )


def _unknown(text: str) -> KeyTextError:
    address = address_fault(text)
    if address is not None:
        return KeyTextError(address[0], hint=address[1])
    if _SSH.match(text):
        return KeyTextError(
            "Line 1: this is an OpenSSH public key; expected PEM, JWK or JWK set.",
            hint="Convert it: ssh-keygen -e -m PKCS8 -f key.pub",
        )
    if text.startswith("eyJ") and text.count(".") == 2:
        return KeyTextError("Line 1: this is a token, not a key.", hint="Paste it into the token field.")
    if _BARE_BASE64.fullmatch(text):
        return KeyTextError(
            "Line 1: this looks like a key in base64 without the lines around it, but it is not whole.",
            hint="Copy the whole key again, with its first and last line.",
        )
    return KeyTextError(
        "Line 1: expected -----BEGIN … of a PEM, or the { of a JWK or JWK set.",
        hint="If it is a shared secret, choose to verify with a secret.",
    )
