"""The texts of an export: the warning before a private key is exported, and the result."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from workbench.core.key_files.export_formats import ExportFormat, Offer, Part
from workbench.core.text.wording import counted

if TYPE_CHECKING:
    from workbench.core.keys.signing_key import SigningKey

_SHORT_PASSWORD = 12
_NAMED = 3


def caution(key: SigningKey, export_format: ExportFormat) -> str:
    """The warning before a private key is exported; empty for public keys."""
    if export_format.part is Part.PUBLIC:
        return ""
    if export_format is ExportFormat.ENCRYPTED_PEM:
        return (
            f"Anyone who has the file and the password can sign tokens as {key.name}: send them separately. A "
            "lost password cannot be recovered."
        )
    does = "sign and verify tokens with" if key.is_secret else "sign tokens as"
    return f"Anyone who reads it, on this computer or in a backup, can {does} {key.name}; no password protects it."


def confirmation(key: SigningKey, export_format: ExportFormat) -> str:
    """What the user has to tick."""
    what = "the secret" if key.is_secret else "the private key"
    if export_format is ExportFormat.ENCRYPTED_PEM:
        return f"Yes, let {what} leave the key ring, encrypted"
    return f"I insist: let {what} leave the key ring without encryption"


def password_note(password: str) -> str:
    """A warning about a password that can be used; empty if it needs none."""
    if 0 < len(password) < _SHORT_PASSWORD:
        return "A short password: anyone who has the file can try thousands a second. Five random words are better."
    return ""


def who_reads(key: SigningKey, export_format: ExportFormat) -> str:
    """A note about programs that cannot read it yet; empty if there are none."""
    is_pem = export_format in (ExportFormat.PUBLIC_PEM, ExportFormat.ENCRYPTED_PEM, ExportFormat.PRIVATE_PEM)
    is_new = is_pem and key.jwk_private["kty"] == "AKP"
    return f"OpenSSL knows {key.algorithm} from version 3.5 on." if is_new else ""


def left_out(names: Sequence[str]) -> str:
    """That secrets are not in the set."""
    if not names:
        return ""
    listed = ", ".join(names[:_NAMED]) + (" and others" if len(names) > _NAMED else "")
    are = "a shared secret, which has" if len(names) == 1 else "shared secrets, which have"
    return f"Left out: {listed}, {are} no public part."


def not_offered(offers: Sequence[Offer]) -> str:
    """Why there are not more formats to choose from, each reason once."""
    reasons = dict.fromkeys(each.why_not for each in offers if each.why_not)
    return " ".join(reasons)


def exported(keys: Sequence[SigningKey], export_format: ExportFormat) -> str:
    """What was exported: ``the private key of mine, encrypted``."""
    if export_format is ExportFormat.JWK_SET:
        count = sum(not key.is_secret for key in keys)
        return counted(count, "public key")
    (key,) = keys
    if export_format.part is Part.PUBLIC:
        return f"the public key of {key.name}"
    what = "the secret" if key.is_secret else "the private key"
    return f"{what} of {key.name}, {'' if export_format is ExportFormat.ENCRYPTED_PEM else 'not '}encrypted"
