"""What a session file never holds: passwords, keys, and, unless the user chose so, tokens.

A token on the bench is kept as header and payload without its signature; see `saved_token`. Here it is about requests,
in which the user may have written a credential by hand.
"""

import re
from dataclasses import replace

from workbench.core.requests.request import Request

LEFT_OUT = "(left out)"
"""What replaces a secret."""

# A JSON object in base64url begins so: a brace, then a quotation mark or white space.
_TOKEN = re.compile(r"\be[wy][A-Za-z0-9_-]{6,}\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*")
_PRIVATE_KEY = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)", re.DOTALL)
_NAMES = r"[A-Za-z_-]*(?:passw(?:or)?d|passphrase|secret|api[_-]?key|private[_-]?key|credential)s?"
# A member of a JSON object, and a pair of a form or a query. The private members of a JWK: RFC 7518 section 6.
_IN_JSON = re.compile(rf'("(?:{_NAMES}|d|k|p|q|dp|dq|qi|priv)"\s*:\s*)"(?:[^"\\]|\\.)*"', re.IGNORECASE)
_IN_FORM = re.compile(rf"((?:^|[?&])(?:{_NAMES})=)[^&#\s]+", re.IGNORECASE)
_TOKEN_IN_FORM = re.compile(r"((?:^|[?&])(?:access_|id_|refresh_)?token=)[^&#\s]+", re.IGNORECASE)
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


def _text(text: str, *, tokens: bool) -> str:
    text = _PRIVATE_KEY.sub(LEFT_OUT, text)
    text = _IN_JSON.sub(rf'\1"{LEFT_OUT}"', text)
    text = _IN_FORM.sub(rf"\1{LEFT_OUT}", text)
    if not tokens:
        text = _TOKEN_IN_FORM.sub(rf"\1{LEFT_OUT}", _TOKEN.sub(LEFT_OUT, text))
    return text
