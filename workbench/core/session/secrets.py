"""What a session file never holds: passwords, keys, and, unless the user chose so, tokens.

A token on the bench is kept as header and payload without its signature; see `saved_token`. Here it is about requests,
in which the user may have written a credential by hand. A credential is found however it is delimited, and also where
it is percent-encoded or a string inside JSON, once or several times.
"""

import base64
import re
from collections.abc import Iterator
from dataclasses import replace

from workbench.core.requests.request import Request
from workbench.core.text.base64_runs import base64_runs
from workbench.core.text.escapes import Level, levels
from workbench.core.token.raw import raw_tokens

LEFT_OUT = "(left out)"
"""What replaces a secret."""

_PRIVATE_KEY = re.compile(
    r"(?P<value>-----BEGIN[A-Z +]*PRIVATE[ +]KEY-----.*?(?:-----END[A-Z +]*PRIVATE[ +]KEY-----|\Z))", re.DOTALL
)
_NAMES = (
    r"(?:[A-Za-z_-]*(?:passw(?:or)?d|pwd|passphrase|passcode|secret|api[_-]?key|private[_-]?key|credential)s?"
    r"|(?:[A-Za-z]+[_-])?(?:pin|otp))"
)
_OF_TOKENS = r"(?:[A-Za-z_-]+[_-])?(?:access|id|refresh|session|auth)?_?token|jwt|assertion"
_IN_A_JWK = "d|k|p|q|dp|dq|qi|priv"  # private members: RFC 7518 section 6
_STRING = r'"(?P<value>(?:[^"\\]|\\.)*)"'
# What parts the pairs of a form, a query, a cookie or a header.
_PAIR = r"""(?:^|[?&#;,\s"'])(?:{})=(?P<value>[^&#;,\s"'<>]+)"""
_NUMBER_IN_JSON = re.compile(rf'"{_NAMES}"\s*:\s*(?P<value>-?[0-9][0-9.eE+-]*)', re.IGNORECASE)
_BASIC = re.compile(r"Basic[ \t+]+(?P<value>[A-Za-z0-9+/_-]{4,}={0,2})", re.IGNORECASE)
_SECRETS = (
    _PRIVATE_KEY,
    re.compile(rf'"(?:{_NAMES}|{_IN_A_JWK})"\s*:\s*{_STRING}', re.IGNORECASE),
    re.compile(_PAIR.format(_NAMES), re.IGNORECASE),
    # YAML, a header, GraphQL and XML, and a part of a form.
    re.compile(
        rf"""(?:^|[\s,;{{('"]){_NAMES}['"]?:[ \t]*['"]?(?P<value>[^\s"'{{}}\[\](),;&<>]+)""",
        re.IGNORECASE | re.MULTILINE,
    ),
    re.compile(rf"<(?:\w+:)?{_NAMES}(?:\s[^<>]*)?>(?P<value>[^<]+)<", re.IGNORECASE),
    re.compile(rf'name="?{_NAMES}"?[^\n]*\n(?:[^\r\n]+\r?\n)*\r?\n(?P<value>[^\r\n]+)', re.IGNORECASE),
    re.compile(r"[a-z][a-z0-9+.-]{0,31}://(?P<value>[^\s/?#@\"']+)@", re.IGNORECASE),
)
_TOKENS = (
    re.compile(rf'"(?:{_OF_TOKENS})"\s*:\s*{_STRING}', re.IGNORECASE),
    re.compile(_PAIR.format(_OF_TOKENS), re.IGNORECASE),
    re.compile(r"(?:Bearer|DPoP)[ \t+]+(?P<value>[A-Za-z0-9._~+/-]{8,}=*)", re.IGNORECASE),
)
_MOST_BASE64 = 2
"""How often a text is decoded that was encoded in base64 once more."""

_SECRET_HEADER = re.compile(rf"proxy-authorization|{_NAMES}|.*-key", re.IGNORECASE)
_TOKEN_HEADER = re.compile(r"authorization|cookie|.*token.*", re.IGNORECASE)
_PASSWORD_SCHEME = re.compile(r"\s*basic\b", re.IGNORECASE)


def without_secrets(request: Request, *, tokens: bool) -> Request:
    """*request* as a session file may hold it.

    Args:
        request: what the user made.
        tokens: whether tokens may stay; passwords and keys never do.
    """
    headers = tuple((name, _header_value(name, value, tokens=tokens)) for name, value in request.headers)
    body = None if request.body is None else _text(request.body, tokens=tokens)
    return replace(request, path=_text(request.path, tokens=tokens), headers=headers, body=body)


def _header_value(name: str, value: str, *, tokens: bool) -> str:
    if value and (_SECRET_HEADER.fullmatch(name) or _PASSWORD_SCHEME.match(value)):
        return LEFT_OUT
    if value and not tokens and _TOKEN_HEADER.fullmatch(name):
        return LEFT_OUT
    return _text(value, tokens=tokens)


def _text(text: str, *, tokens: bool, depth: int = 0) -> str:
    found: list[tuple[int, int, str]] = []
    for level in levels(text):
        for start, end, instead in (
            *_secrets(level, tokens=tokens),
            *_in_base64(level.text, tokens=tokens, depth=depth),
        ):
            found.append((*level.span(start, end), instead))
    kept: list[str] = []
    done = 0
    # The longest of those that begin at one place first: what is inside another is replaced with it.
    for start, end, instead in sorted(found, key=lambda each: (each[0], -each[1])):
        if start >= done:
            kept += [text[done:start], instead]
        done = max(done, end)
    return "".join((*kept, text[done:]))


def _secrets(level: Level, *, tokens: bool) -> Iterator[tuple[int, int, str]]:
    """Where in *level* secrets are, and what replaces each."""
    text = level.text
    for pattern in _SECRETS if tokens else (*_SECRETS, *_TOKENS):
        for found in pattern.finditer(text):
            if found["value"]:
                yield *found.span("value"), LEFT_OUT
    for found in _NUMBER_IN_JSON.finditer(text):
        yield *found.span("value"), LEFT_OUT if level.depth else f'"{LEFT_OUT}"'
    for found in _BASIC.finditer(text):
        if b":" in _decoded(found["value"]):
            yield *found.span("value"), LEFT_OUT
    if not tokens:
        yield from ((start, end, LEFT_OUT) for start, end in raw_tokens(text))


def _in_base64(text: str, *, tokens: bool, depth: int) -> Iterator[tuple[int, int, str]]:
    """Texts in base64 with a secret inside; the segments of tokens are left alone where tokens may stay."""
    if depth == _MOST_BASE64:
        return
    kept = list(raw_tokens(text)) if tokens else []
    for run in base64_runs(text):
        inside_token = any(start <= run.start < end for start, end in kept)
        if not inside_token and _text(run.text, tokens=tokens, depth=depth + 1) != run.text:
            yield run.start, run.end, LEFT_OUT


def _decoded(text: str) -> bytes:
    digits = text.rstrip("=").replace("+", "-").replace("/", "_")
    return base64.urlsafe_b64decode(digits[: len(digits) - (len(digits) % 4 == 1)] + "==")
