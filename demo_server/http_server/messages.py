"""HTTP/1.1 messages (RFC 9112): requests, read strictly, and responses."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

MAX_BODY_BYTES = 64 * 1024
MAX_TARGET_CHARACTERS = 4096

_REQUEST_LINE = re.compile(r"([!#$%&'*+.^_`|~0-9A-Za-z-]{1,32}) ([\x21-\x7e]+) HTTP/([0-9])\.([0-9])")
_HEADER_LINE = re.compile(r"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([\t\x20-\x7e\x80-\xff]*)")


class MalformedRequestError(Exception):
    """A request that cannot be read safely; the connection ends with the answer.

    Attributes:
        status: HTTP status of the answer.
        reason: stable code, such as ``http.header_block_too_large``.
    """

    def __init__(self, status: int, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.status = status
        self.reason = reason


@dataclass(frozen=True, slots=True)
class RequestHead:
    """Everything of a request before its body.

    Attributes:
        path: the path of the target, percent-encoded.
        query: what follows the question mark, percent-encoded; empty if there is none.
        headers: all values of each header, in their order, by lower-case name.
        content_length: octets of the body.
        keep_alive: whether the client wants to go on with this connection.
        expects_continue: whether the client waits for a go-ahead before it sends the body (RFC 9110 section 10.1.1).
    """

    method: str
    path: str
    query: str
    headers: Mapping[str, tuple[str, ...]]
    content_length: int
    keep_alive: bool
    expects_continue: bool

    @property
    def host(self) -> str:
        """The Host header."""
        return self.headers["host"][0]

    @property
    def url(self) -> str:
        """The URL of the request, without the query, as its client wrote it."""
        return f"http://{self.host}{self.path}"


@dataclass(frozen=True, slots=True)
class Request:
    """A whole request."""

    head: RequestHead
    body: bytes


@dataclass(frozen=True, slots=True)
class Response:
    """A response.

    Attributes:
        reason: stable code for the log; empty if there is none.
    """

    status: int
    body: bytes = b""
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""


def json_response(status: int, value: Any, headers: Mapping[str, str] | None = None, reason: str = "") -> Response:
    """Make a response whose body is *value* as JSON."""
    return Response(status, json.dumps(value).encode("ascii"), headers=headers or {}, reason=reason)


def problem(
    status: int,
    error: str,
    reason: str,
    detail: str,
    request_id: str,
    *,
    headers: Mapping[str, str] | None = None,
    more: Mapping[str, Any] | None = None,
) -> Response:
    """Make a refusal in the form of RFC 9457.

    Args:
        status: HTTP status.
        error: code of RFC 6750, such as ``invalid_token``.
        reason: stable code, such as ``expiry.expired``.
        detail: one sentence for the user.
        request_id: the id that the answer carries.
        headers: further headers.
        more: further members of the body.
    """
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "error": error,
        "reason": reason,
        "request_id": request_id,
        **(more or {}),
    }
    return Response(status, json.dumps(body).encode("ascii"), "application/problem+json", headers or {}, reason)


def parse_head(block: bytes) -> RequestHead:
    """Read the request line and the headers.

    Args:
        block: from the request line to the last header, without the empty line.

    Raises:
        MalformedRequestError: anything that two readers could understand differently, or that is not supported.
    """
    request_line, *header_lines = block.decode("latin-1").split("\r\n")
    found = _REQUEST_LINE.fullmatch(request_line)
    if found is None:
        raise MalformedRequestError(400, "http.request_line", "the request line must be METHOD TARGET HTTP/1.1")
    method, target, major, minor = found.groups()
    if major != "1":
        raise MalformedRequestError(505, "http.version", f"HTTP/{major}.{minor} is not supported; use HTTP/1.1")
    if len(target) > MAX_TARGET_CHARACTERS:
        limit = f"the limit is {MAX_TARGET_CHARACTERS} characters"
        raise MalformedRequestError(414, "http.target_too_long", f"the request target is too long; {limit}")
    headers = _parse_headers(header_lines)
    authority, path, query = _split_target(target)
    hosts = headers.get("host", ())
    if len(hosts) > 1 or (not hosts and minor != "0"):
        raise MalformedRequestError(400, "http.host", "a request must have exactly one Host header")
    headers["host"] = (authority or "".join(hosts),)  # RFC 9112 section 3.2.2: the target goes before the header
    options = {option.strip().lower() for value in headers.get("connection", ()) for option in value.split(",")}
    keep_alive = "close" not in options and (minor != "0" or "keep-alive" in options)
    length = _content_length(headers)
    expects = (value.lower() for value in headers.get("expect", ()))
    expects_continue = length > 0 and minor != "0" and "100-continue" in expects
    return RequestHead(method, path, query, headers, length, keep_alive, expects_continue)


def _parse_headers(lines: list[str]) -> dict[str, tuple[str, ...]]:
    headers: dict[str, tuple[str, ...]] = {}
    for line in lines:
        found = _HEADER_LINE.fullmatch(line)
        if found is None:
            raise MalformedRequestError(400, "http.header", "a header line is not of the form NAME: VALUE on one line")
        name, value = found[1].lower(), found[2].rstrip(" \t")
        headers[name] = (*headers[name], value) if name in headers else (value,)
    return headers


def _split_target(target: str) -> tuple[str, str, str]:
    """Split a target into authority (only of the absolute form), path and query."""
    authority = ""
    if target.lower().startswith("http://"):
        authority, slash, rest = target[len("http://") :].partition("/")
        target = slash + rest or "/"
    if not target.startswith("/"):
        raise MalformedRequestError(400, "http.target", "the request target must be a path that begins with /")
    path, _, query = target.partition("?")
    return authority, path, query


def _content_length(headers: Mapping[str, tuple[str, ...]]) -> int:
    if "transfer-encoding" in headers:
        raise MalformedRequestError(
            501, "http.transfer_encoding", "Transfer-Encoding is not supported; send the body with a Content-Length"
        )
    lengths = headers.get("content-length", ())
    if not lengths:
        return 0
    if len(lengths) > 1 or not re.fullmatch(r"[0-9]{1,18}", lengths[0]):
        raise MalformedRequestError(400, "http.content_length", "Content-Length must be one decimal number of bytes")
    length = int(lengths[0])
    if length > MAX_BODY_BYTES:
        raise MalformedRequestError(413, "http.body_too_large", f"the body is over the limit of {MAX_BODY_BYTES} bytes")
    return length
