"""Tokens to look at: one that no rule has anything to say on, and changes of it."""

from workbench.core.claims.claim_set import ClaimSet
from workbench.core.lint.tokens import References, Subject
from workbench.core.strict_json import text as json_text
from workbench.core.token.compact import encode_segment, read
from workbench.core.token.header_limits import parse_limits
from workbench.ui.assets import asset

NOW = 1_764_000_000
HEADER = {"alg": "ES256", "typ": "at+jwt", "kid": "2025-11"}
CLAIMS = {
    "iss": "https://login.example",
    "sub": "u-1002",
    "aud": "documents",
    "client_id": "web-app",
    "iat": NOW,
    "exp": NOW + 1800,
    "jti": "6f1c2f0e-51b7-4c8e-9d0e-0a4f7e3b9c11",
}
REGISTERED = frozenset({"iss", "sub", "aud", "client_id", "iat", "exp", "jti", "scope", "roles", "groups", "nonce"})
REFERENCES = References(REGISTERED, limits=parse_limits(asset("header_limits.csv").read_text(encoding="utf-8")))
NEW_ID = "00112233-4455-4677-8899-aabbccddeeff"


def compact(header, payload, signature=b"\x01" * 64):
    """A token of any texts, or of objects, or of octets."""
    return ".".join(
        encode_segment(part if isinstance(part, bytes) else (part if isinstance(part, str) else dumped(part)).encode())
        for part in (header, payload, signature)
    )


def dumped(value):
    return value.to_json() if isinstance(value, ClaimSet) else json_text.dump_compact(value)


def changed(original, change):
    """An object with members set, or with ``...`` taken out."""
    return {name: value for name, value in (original | change).items() if value is not ...}


def subject(claims=None, header=None, *, text=None, **facts):
    """The sample with changes of its claims and its header, or any text in its stead."""
    if text is None:
        text = compact(changed(HEADER, header or {}), changed(CLAIMS, claims or {}))
    return Subject(read(text), **({"now": NOW, "references": REFERENCES, "new_id": lambda: NEW_ID} | facts))
