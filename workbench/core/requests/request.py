"""A request, and what goes over the wire when it is sent with a token.

`compose` is the one place that says where the token goes: the HTTP client sends what it returns, and a command copied
from the window is written from it, so that what is copied is what is sent. The client's own headers (``Host``,
``User-Agent``, ``Accept``, ``Content-Length`` and the like) are left to the sender.
"""

import re
from dataclasses import dataclass, field, replace
from enum import StrEnum

from workbench.core.errors import UnsendableTokenError
from workbench.core.requests.token_mark import TOKEN_MARK, with_base64
from workbench.core.strict_json import text as json_text

# What a URL may hold unescaped (RFC 3986 section 2); brackets, which it allows in the host alone, are encoded too.
_NOT_IN_A_URL = re.compile(r"[^A-Za-z0-9\-._~!$&'()*+,;=:@/?%]")
_NOT_IN_A_QUERY_VALUE = re.compile(r"[^A-Za-z0-9\-._~]")
_NO_HEADER_VALUE = re.compile(r"[^\t\x20-\x7e\x80-\xff]")
_NO_COOKIE_VALUE = re.compile(r"[\t \",;\\\x80-\xff]")

_ENDS_SHOWN = 6


class TokenWhere(StrEnum):
    """Where a request carries the token."""

    AUTHORIZATION = "authorization"
    HEADER = "header"
    COOKIE = "cookie"
    QUERY = "query"
    NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True)
class TokenPlacement:
    """Where in a request the token is sent.

    Attributes:
        where: the kind of place.
        name: of the header, the cookie or the query parameter; ignored for ``Authorization`` and for no token.
        scheme: the word in front of the token in a header, such as ``Bearer`` (RFC 6750 section 2.1); may be empty.
    """

    where: TokenWhere
    name: str = ""
    scheme: str = ""


AUTHORIZATION = TokenPlacement(TokenWhere.AUTHORIZATION, "Authorization", "Bearer")
"""Where a bearer token belongs (RFC 6750 section 2.1)."""


@dataclass(frozen=True, slots=True)
class Request:
    """A request to replay: one of the scenario, or the user's own.

    Attributes:
        id: stable name; unique in a list of requests.
        method: HTTP method.
        path: path and query, from the slash on.
        body: text to send, if any; JSON unless `headers` says otherwise.
        headers: names and values to send beside those that the token and the body ask for.
        placement: where the token is sent.
        base_url: scheme and host of a server of the user's own, such as ``https://api.example.org``; None for the demo
            server, whatever its address is at the moment.
    """

    id: str
    method: str
    path: str
    body: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    placement: TokenPlacement = AUTHORIZATION
    base_url: str | None = None

    @property
    def carries_token(self) -> bool:
        """Whether the token is sent with it, in whatever place."""
        texts = (self.path, self.body or "", *(value for _, value in self.headers))
        return self.placement.where is not TokenWhere.NOWHERE or any(TOKEN_MARK in text for text in texts)

    @property
    def label(self) -> str:
        """Method and path, with the host if it is not the demo server: ``GET /documents/doc-1``."""
        host = self.base_url.partition("://")[2] if self.base_url is not None else ""
        return f"{self.method} {host}{self.path}"


@dataclass(frozen=True, slots=True)
class SentRequest:
    """What goes over the wire.

    Attributes:
        method: HTTP method.
        url: the whole URL, in the characters of RFC 3986.
        headers: names and values in order; the values in Latin-1.
        body: text that is sent as UTF-8; None for no body.
        token: the token inside, to be left out wherever the request is only shown.
        in_base64: texts in base64 with the token inside, to be left out likewise.
    """

    method: str
    url: str = field(repr=False)
    headers: tuple[tuple[str, str], ...] = field(repr=False)
    body: str | None = field(repr=False)
    token: str = field(repr=False)
    in_base64: tuple[str, ...] = field(default=(), repr=False)

    def with_headers(self, headers: tuple[tuple[str, str], ...]) -> "SentRequest":
        """The same with these headers."""
        return replace(self, headers=headers)

    @property
    def shown(self) -> str:
        """The request as text with the token's first and last characters only."""
        lines = [f"{self.method} {self.url}", *(f"{name}: {value}" for name, value in self.headers)]
        text = "\n".join(lines) if self.body is None else "\n".join([*lines, "", self.body])
        for hidden in filter(None, (*self.in_base64, self.token)):
            text = text.replace(hidden, elided(hidden))
        return text


def elided(token: str) -> str:
    """The token's first and last characters with an ellipsis between; a short token is hidden wholly."""
    if len(token) <= 4 * _ENDS_SHOWN:
        return "…"
    return f"{token[:_ENDS_SHOWN]}…{token[-_ENDS_SHOWN:]}"


def compose(request: Request, compact: str, demo_url: str, design: str = "") -> SentRequest:
    """What is sent when *request* is sent with the token *compact*.

    Args:
        request: what is asked, and where the token goes.
        compact: the token; outer blanks are ignored.
        demo_url: base URL of the demo server, for requests that name no server.
        design: by which the demo server decides; not sent to any other server.

    Raises:
        UnsendableTokenError: the token cannot be sent there. The message does not quote it.
    """
    token = compact.strip(" \t")
    placement = request.placement
    path, hidden = with_base64(request.path, token, _encode)
    headers = []
    for name, value in request.headers:
        filled, in_base64 = with_base64(value, token)
        headers.append((name, _filled_header(filled, token)))
        hidden += in_base64
    first, *others = path.split(TOKEN_MARK)
    url = encode_url((request.base_url or demo_url) + first)
    if others:  # else the token, which may have millions of characters, need not be encoded
        url = _encode(token).join((url, *map(_encode_path, others)))
    match placement.where:
        case TokenWhere.AUTHORIZATION:
            headers.insert(0, ("Authorization", _header_value(placement, token)))
        case TokenWhere.HEADER:
            headers.insert(0, (placement.name, _header_value(placement, token)))
        case TokenWhere.COOKIE:
            _refuse(_NO_HEADER_VALUE.search(token) or _NO_COOKIE_VALUE.search(token), "a cookie")
            headers = _with_cookie(headers, f"{placement.name}={token}")
        case TokenWhere.QUERY:
            url += f"{'&' if '?' in url else '?'}{_encode(placement.name)}={_encode(token)}"
    if request.base_url is None and design:
        headers.append(("Demo-Design", design.encode("latin-1", "replace").decode("latin-1")))
    if request.body is not None and not any(name.lower() == "content-type" for name, _ in headers):
        headers.append(("Content-Type", "application/json"))
    # Clients write methods in capitals, whatever they are given.
    body = request.body
    if body is not None:
        body, in_base64 = _filled_body(body, token, headers)
        hidden += in_base64
    return SentRequest(request.method.upper(), url, tuple(headers), body, token, hidden)


def encode_url(url: str) -> str:
    """*url* with each character percent-encoded, as UTF-8, that is not allowed outside the host."""
    scheme, separator, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme}{separator}{host}{slash}{_encode_path(path)}"


def _encode_path(path: str) -> str:
    return _NOT_IN_A_URL.sub(_percent, path)


def _encode(text: str) -> str:
    return _NOT_IN_A_QUERY_VALUE.sub(_percent, text)


def _percent(found: re.Match[str]) -> str:
    # A lone surrogate has no UTF-8; it becomes the replacement character rather than an error.
    octets = found[0].encode("utf-8", "replace")
    return "".join(f"%{octet:02X}" for octet in octets)


def _header_value(placement: TokenPlacement, token: str) -> str:
    _refuse(_NO_HEADER_VALUE.search(token), "an HTTP header")
    return f"{placement.scheme} {token}".strip(" \t")


def _filled_header(value: str, token: str) -> str:
    if TOKEN_MARK not in value:
        return value
    _refuse(_NO_HEADER_VALUE.search(token), "an HTTP header")
    return value.replace(TOKEN_MARK, token)


def _filled_body(body: str, token: str, headers: list[tuple[str, str]]) -> tuple[str, tuple[str, ...]]:
    """The body with the token in place of its marks, written as the content type asks for, and what is in base64."""
    content_type = next((value.lower() for name, value in headers if name.lower() == "content-type"), "json")
    is_form = "urlencoded" in content_type
    body, in_base64 = with_base64(body, token, _encode if is_form else str)
    if is_form:
        return body.replace(TOKEN_MARK, _encode(token)), in_base64
    written = json_text.dump_string(token)[1:-1] if "json" in content_type else token
    return body.replace(TOKEN_MARK, written), in_base64


def _refuse(found: re.Match[str] | None, place: str) -> None:
    if found:
        code = f"U+{ord(found[0]):04X}"
        raise UnsendableTokenError(f"The token cannot be sent in {place}: it has the character {code} in it.")


def _with_cookie(headers: list[tuple[str, str]], pair: str) -> list[tuple[str, str]]:
    """The headers with *pair* in their one Cookie header (RFC 6265 section 5.4)."""
    others = [value for name, value in headers if name.lower() == "cookie" and value]
    rest = [(name, value) for name, value in headers if name.lower() != "cookie"]
    return [("Cookie", "; ".join([*others, pair])), *rest]
