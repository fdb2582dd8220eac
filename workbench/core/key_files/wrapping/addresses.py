"""Addresses pasted where keys belong: of a JWK set, or of a document that names one. Nothing is fetched."""

import re
from collections.abc import Mapping

from workbench.core.text.wording import printable, shortened

_URL = re.compile(r"[\"'<]?(?:https?://\S+|(?:[\w-]+\.)+[\w-]+(?::\d+)?/\S*)[\"'>]?", re.IGNORECASE)
_DISCOVERY = ("jwks_uri", "issuer")  # OpenID Connect Discovery 1.0 section 3, RFC 8414 section 2


def address_fault(text: str) -> tuple[str, str] | None:
    """What to say of a text that is an address, and what to do instead; None if it is not one."""
    if not _URL.fullmatch(text.strip()):
        return None
    return "Line 1: this is an address, not a key. Nothing is fetched.", "Download it, and paste what it answers."


def discovery_fault(value: object) -> tuple[str, str] | None:
    """What to say of a discovery document; None if *value* is not one."""
    if not isinstance(value, Mapping) or "keys" in value or "kty" in value:
        return None
    address = value.get("jwks_uri")
    if isinstance(address, str):
        where = printable(shortened(address))
        return (
            "This is a discovery document: it has the address of the keys, not the keys. Nothing is fetched.",
            f"Download {where}, and paste what it answers.",
        )
    if all(name in value or name == "jwks_uri" for name in _DISCOVERY) and any("endpoint" in name for name in value):
        return "This is a discovery document without jwks_uri: it does not name any keys.", "Ask its issuer for them."
    return None
