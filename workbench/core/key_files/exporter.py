"""Keys as texts for other programs: PEM (RFC 7468), JWK and JWK set (RFC 7517), OpenSSH lines (RFC 4253), secrets."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from workbench.core.errors import KeyExportError
from workbench.core.key_files.export_formats import ExportFormat, offers
from workbench.core.key_files.pkcs8_encryption import LONGEST_PASSWORD, encrypted_pem
from workbench.core.keys.private_value import PrivateValue
from workbench.core.keys.signing_key import SigningKey
from workbench.core.signing import jose as signing
from workbench.core.token.segments import Segment, decode_segment


@dataclass(frozen=True, slots=True)
class ExportedText(PrivateValue):
    """Keys written down.

    Attributes:
        text: all of the file, in ASCII but for the name at the end of an OpenSSH line.
        left_out: names of keys that have no place in it.
    """

    text: str = field(repr=False)
    left_out: tuple[str, ...] = ()


def export(keys: Sequence[SigningKey], export_format: ExportFormat, *, password: str = "") -> ExportedText:
    """Write *keys* down. An encrypted format takes a moment, on purpose.

    Raises:
        KeyExportError: they have no such form, or the password is missing or too long.
        SigningError: the material of a key is unusable.
    """
    offered = next((each for each in offers(keys, export_format.part) if each.format is export_format), None)
    if offered is None or offered.why_not:
        raise KeyExportError(offered.why_not if offered else f"No {export_format.label} is offered for these keys.")
    if export_format is ExportFormat.JWK_SET:
        jwks = [key.public_jwk() for key in keys if not key.is_secret]
        return ExportedText(_json({"keys": jwks}), tuple(key.name for key in keys if key.is_secret))
    (key,) = keys
    if export_format is ExportFormat.ENCRYPTED_PEM:
        _check_password(password)
        return ExportedText(encrypted_pem(_key_info(key, Encoding.DER), password))
    return ExportedText(_text(key, export_format))


def password_fault(password: str) -> str:
    """Why a key cannot be encrypted with *password*, in one sentence; empty if it can."""
    if not password:
        return "Give a password for the file."
    try:
        octets = len(password.encode())
    except UnicodeEncodeError:
        return "The password holds half a character (a lone surrogate)."
    if octets > LONGEST_PASSWORD:
        return f"The password has {octets:,} bytes; more than {LONGEST_PASSWORD:,} are not read by every program."
    return ""


def _check_password(password: str) -> None:
    fault = password_fault(password)
    if fault:
        raise KeyExportError(fault, hint="Type another one.")


def _text(key: SigningKey, export_format: ExportFormat) -> str:
    match export_format:
        case ExportFormat.PUBLIC_PEM:
            encoded: bytes = signing.public_key(key).public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
            return encoded.decode("ascii")
        case ExportFormat.PUBLIC_JWK:
            return _json(key.public_jwk())
        case ExportFormat.OPENSSH:
            line: bytes = signing.public_key(key).public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH)
            return f"{line.decode('ascii')} {_comment(key.name)}".rstrip() + "\n"
        case ExportFormat.PRIVATE_JWK:
            return _json(key.private_jwk() | key.stated)
        case ExportFormat.PRIVATE_PEM:
            return _key_info(key, Encoding.PEM).decode("ascii")
    octets, _ = decode_segment(key.jwk_private["k"], Segment.TOKEN)
    # Without a line break at the end: a program that reads the file unchanged would count it to the secret.
    return octets.hex() if export_format is ExportFormat.SECRET_HEX else key.jwk_private["k"]


def _key_info(key: SigningKey, encoding: Encoding) -> bytes:
    info: bytes = signing.private_key(key).private_bytes(encoding, PrivateFormat.PKCS8, NoEncryption())
    return info


def _json(value: Mapping[str, object]) -> str:
    # ASCII alone: a kid may hold what no file in UTF-8 can, or what turns the text around on the screen.
    return json.dumps(value, indent=2) + "\n"


def _comment(name: str) -> str:
    """The name as the comment of a line: without what would end the line, or cannot be written."""
    return " ".join("".join(each if each.isprintable() else " " for each in name).split())
