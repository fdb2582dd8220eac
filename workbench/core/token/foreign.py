"""Names in one sentence what was pasted as a token and is not a JWS."""

import re

from workbench.core.token.raw import is_header
from workbench.core.token.segments import Fault, Segment

_PASETO = re.compile(r"(?P<version>v[1-4])\.(?P<purpose>public|local)\.[\w-]+", re.ASCII)
_BRANCA_OR_HEX = re.compile(r"[0-9A-Fa-f]{16,}")
_KNOWN = {
    "ya29.": "a Google access token",
    "1//": "a Google refresh token",
    "ghp_": "a GitHub personal access token",
    "gho_": "a GitHub OAuth token",
    "ghs_": "a GitHub installation token",
    "github_pat_": "a GitHub personal access token",
    "glpat-": "a GitLab personal access token",
    "xoxb-": "a Slack bot token",
    "xoxp-": "a Slack user token",
    "sk_live_": "a Stripe key",
    "sk_test_": "a Stripe key",
    "AKIA": "an AWS access key id",
    "AIza": "a Google API key",
}
_OPAQUE = "It is opaque: only the server that issued it can read it."
ELLIPSES = ("...", "…")
"""What is written behind a text that was cut off."""

_ONE_WORD = re.compile(r"[\w.~+/=:-]+", re.ASCII)
_SHORTEST_OPAQUE = 16


def foreign(text: str) -> Fault | None:
    """What *text*, without white space around it, is instead of a JWS; None if it may be one."""
    paseto = _PASETO.match(text)
    if paseto is not None:
        message = f"This is a PASETO token ({paseto['version']}.{paseto['purpose']}), not a JWT."
        return _fault("paseto", message, "Its payload has another format and another signature; use a PASETO tool.")
    for beginning, name in _KNOWN.items():
        if text.startswith(beginning) and _ONE_WORD.fullmatch(text):
            return _fault("opaque", f"This is {name}, not a JWT. {_OPAQUE}", _ASK)
    segments = text.split(".")
    if is_header(segments[0]):
        if text.endswith(ELLIPSES):
            message = "The token is cut off: a JWT has three segments, header, payload and signature."
            return _fault("cut_off", message, "Copy the whole token; logs and terminals shorten long lines.")
        return None
    if _ONE_WORD.fullmatch(text) and len(text) >= _SHORTEST_OPAQUE and len(segments) not in (3, 5):
        kind = f"{len(text)} hexadecimal digits" if _BRANCA_OR_HEX.fullmatch(text) else "one word without a JOSE header"
        return _fault("opaque", f"This is not a JWT: {kind}. {_OPAQUE}", _ASK)
    return None


_ASK = "Ask the server's introspection endpoint (RFC 7662) what it stands for, or paste the ID token."


def _fault(code: str, message: str, hint: str) -> Fault:
    return Fault(Segment.TOKEN, code, message, hint)
