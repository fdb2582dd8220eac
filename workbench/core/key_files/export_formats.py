"""The ways to write keys down, which of them a key has, and why it has not another one.

A shared secret is a private key that has no public part and no PKCS#8. Encrypted it would have to be a JWE (RFC 7517
section 7), which this program neither writes nor reads, so that no encrypted form is offered for it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from workbench.core.key_files.pkcs8_encryption import ROUNDS
from workbench.core.keys.signing_key import SigningKey

_SSH_CURVES = ("P-256", "P-384", "P-521", "Ed25519")
_LONGEST_STEM = 60
_RESERVED = {"con", "prn", "aux", "nul", *(f"{name}{digit}" for name in ("com", "lpt") for digit in range(10))}


class Part(StrEnum):
    """Which half of a key is asked for; a shared secret counts as private."""

    PUBLIC = "public"
    PRIVATE = "private"


class ExportFormat(StrEnum):
    """A way to write keys down."""

    PUBLIC_PEM = "public_pem"
    PUBLIC_JWK = "public_jwk"
    JWK_SET = "jwk_set"
    OPENSSH = "openssh"
    ENCRYPTED_PEM = "encrypted_pem"
    PRIVATE_JWK = "private_jwk"
    PRIVATE_PEM = "private_pem"
    SECRET_BASE64URL = "secret_base64url"  # noqa: S105  a name, not a secret
    SECRET_HEX = "secret_hex"  # noqa: S105  as above

    @property
    def part(self) -> Part:
        """Which half it holds."""
        return _FACTS[self].part

    @property
    def label(self) -> str:
        """What it is called."""
        return _FACTS[self].label

    @property
    def description(self) -> str:
        """What it holds and who reads it, in a sentence or two."""
        return _FACTS[self].description


@dataclass(frozen=True, slots=True)
class _Facts:
    part: Part
    label: str
    ending: str
    description: str


_FACTS: Mapping[ExportFormat, _Facts] = {
    ExportFormat.PUBLIC_PEM: _Facts(
        Part.PUBLIC, "PEM", ".public.pem", "SubjectPublicKeyInfo, read everywhere. It has neither kid nor algorithm."
    ),
    ExportFormat.PUBLIC_JWK: _Facts(Part.PUBLIC, "JWK", ".public.jwk", "One key as JSON, with kid and algorithm."),
    ExportFormat.JWK_SET: _Facts(
        Part.PUBLIC, "JWK set", ".jwks", "What a server publishes at /.well-known/jwks.json: chosen from by kid."
    ),
    ExportFormat.OPENSSH: _Facts(
        Part.PUBLIC, "OpenSSH", ".pub", "One line as in authorized_keys. It has neither kid nor algorithm."
    ),
    ExportFormat.ENCRYPTED_PEM: _Facts(
        Part.PRIVATE,
        "encrypted PEM",
        ".encrypted.pem",
        f"PKCS#8 under a password: PBES2 with PBKDF2-HMAC-SHA256, {ROUNDS:,} rounds, and AES-256-CBC. "
        "It has neither kid nor algorithm.",
    ),
    ExportFormat.PRIVATE_JWK: _Facts(
        Part.PRIVATE, "JWK, not encrypted", ".private.jwk", "The key as JSON, with kid and algorithm."
    ),
    ExportFormat.PRIVATE_PEM: _Facts(
        Part.PRIVATE, "PEM, not encrypted", ".private.pem", "Plain PKCS#8. It has neither kid nor algorithm."
    ),
    ExportFormat.SECRET_BASE64URL: _Facts(
        Part.PRIVATE, "base64url, not encrypted", ".secret.txt", "The bytes as text, without kid and algorithm."
    ),
    ExportFormat.SECRET_HEX: _Facts(
        Part.PRIVATE, "hex, not encrypted", ".secret.hex", "Two digits per byte, without kid and algorithm."
    ),
}

_OF_SECRETS = (ExportFormat.PRIVATE_JWK, ExportFormat.SECRET_BASE64URL, ExportFormat.SECRET_HEX)


@dataclass(frozen=True, slots=True)
class Offer:
    """A format, and why it is not available.

    Attributes:
        format: the format.
        why_not: a sentence; empty if the format is offered.
    """

    format: ExportFormat
    why_not: str = ""


def offers(keys: Sequence[SigningKey], part: Part) -> tuple[Offer, ...]:
    """The formats in which this half of *keys* is available, and why not in others; the usual one comes first."""
    formats = [each for each in ExportFormat if each.part is part]
    if part is Part.PRIVATE and len(keys) == 1 and keys[0].is_secret:
        return (Offer(ExportFormat.ENCRYPTED_PEM, _why_no_encrypted_secret()), *(Offer(each) for each in _OF_SECRETS))
    if part is Part.PRIVATE:
        formats = [each for each in formats if each not in _OF_SECRETS[1:]]
    return tuple(Offer(each, _why_not(keys, each)) for each in formats)


def file_name(keys: Sequence[SigningKey], export_format: ExportFormat) -> str:
    """A name for the file that every system takes: ``demo-es256.public.pem``."""
    name = keys[0].name if len(keys) == 1 else "keys"
    kept = "".join(each if each.isalnum() or each in "._-" else "-" for each in name)
    stem = kept[:_LONGEST_STEM].strip(".-") or "key"
    if stem.partition(".")[0].lower() in _RESERVED:  # Windows keeps them for devices, whatever comes after the dot
        stem = f"key-{stem}"
    return stem + _FACTS[export_format].ending


def how_to_read(export_format: ExportFormat, name: str) -> str:
    """A command of a well-known program that reads the file *name*; empty if there is none."""
    match export_format:
        case ExportFormat.PUBLIC_PEM:
            return f"openssl pkey -pubin -in {name} -noout -text"
        case ExportFormat.OPENSSH:
            return f"ssh-keygen -l -f {name}"
        case ExportFormat.ENCRYPTED_PEM | ExportFormat.PRIVATE_PEM:
            return f"openssl pkey -in {name} -pubout"
    return ""


def _why_not(keys: Sequence[SigningKey], export_format: ExportFormat) -> str:
    if not keys:
        return "No key is selected."
    if all(key.is_secret for key in keys) and export_format.part is Part.PUBLIC:
        return "A shared secret has no public part: anyone who can check its tokens can also make them."
    if len(keys) > 1:
        if export_format is ExportFormat.JWK_SET:
            return ""
        if export_format.part is Part.PRIVATE:
            return "Private keys leave one at a time: select one key."
        return "PEM, JWK and OpenSSH line hold one key each."
    return _why_no_openssh(keys[0]) if export_format is ExportFormat.OPENSSH else ""


def _why_no_openssh(key: SigningKey) -> str:
    curve = key.jwk_private.get("crv")
    if key.jwk_private["kty"] == "RSA" or curve in _SSH_CURVES:
        return ""
    return f"OpenSSH has no {curve or key.algorithm} keys; it has RSA, P-256, P-384, P-521 and Ed25519."


def _why_no_encrypted_secret() -> str:
    return (
        "A shared secret has no PKCS#8, the form that is encrypted here; its own would be a JWE (RFC 7517, 7), which "
        "this program does not write."
    )
