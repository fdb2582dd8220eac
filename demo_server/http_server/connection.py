"""One connection: requests in, responses out, within the limits of bytes and time."""

import io
import logging
import math
import secrets
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from email.utils import formatdate
from functools import lru_cache
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from socketserver import BaseServer
from threading import Thread
from time import monotonic, perf_counter
from typing import Any

from demo_server.http_server.messages import MalformedRequestError, Request, Response, parse_head, problem
from demo_server.http_server.timed_input import TimedInput

Respond = Callable[[Request, str], Response]
"""Answers a request, given the id of the exchange. Never raises."""

_log = logging.getLogger("demo_server.exchanges")

_LINGER_S = 1.0
_LINGER_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What a client may ask of the server.

    Attributes:
        header_bytes: request line and headers, with the empty line after them.
        request_s: seconds from the first octet of a request to its last.
        idle_s: seconds that a connection may wait for its next request, or for the client to read a response.
        connections: connections at once.
    """

    header_bytes: int = 16 * 1024
    request_s: float = 10.0
    idle_s: float = 30.0
    connections: int = 64


@dataclass(eq=False, slots=True)
class Place:
    """What the server knows about an open connection.

    Attributes:
        thread: the thread that serves it.
        is_counted: whether it is within the limit of connections. If not, it is one too many, or gave way to another.
        idle_since: when it began to wait for its next request, in seconds of the monotonic clock. Minus infinity before
            its first request, infinity while it has one.
    """

    peer: socket.socket
    thread: Thread
    is_counted: bool = True
    idle_since: float = -math.inf

    def abort(self) -> None:
        """End the connection from another thread."""
        with suppress(OSError):  # it may have ended already
            self.peer.shutdown(socket.SHUT_RDWR)


class Connection(BaseHTTPRequestHandler):
    """Serves one client until it goes, is too slow, or sends something that cannot be understood.

    The standard library owns the streams, the keep-alive loop and the answer to ``Expect``. Reading is stricter here
    (see `parse_head`), and a response is written at once.

    Args:
        place: where the server sees what this connection does.
        respond: answers each request.
        limits: returns the present limits; asked for each request, since they can change between two.
    """

    protocol_version = request_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else a second response waits for the client's delayed ACK

    def __init__(
        self,
        peer: Any,
        address: Any,
        server: BaseServer,
        *,
        place: Place,
        respond: Respond,
        limits: Callable[[], Limits],
    ) -> None:
        self._place = place
        self._respond = respond
        self._present_limits = limits
        super().__init__(peer, address, server)

    def setup(self) -> None:
        """Prepare the streams; the one that reads keeps the time."""
        super().setup()
        self.rfile.close()
        self._input = TimedInput(self.connection)
        self.rfile = self._reader = io.BufferedReader(self._input)

    def handle(self) -> None:
        """Answer requests as long as the connection is kept alive."""
        if not self._place.is_counted:
            detail = f"{self._limits.connections} connections are open, which is the limit; close one and try again"
            self._refuse(MalformedRequestError(503, "http.too_many_connections", detail), {"Retry-After": "1"})
        else:
            super().handle()

    def handle_one_request(self) -> None:
        """Answer one request, whatever its method: which methods a path has is decided where its route is known."""
        self.close_connection = True
        if not self._await_request() or not self.parse_request():
            return
        started = perf_counter()
        request, head = self._request, self._request.head
        request_id = new_request_id()
        response = self._respond(request, request_id)
        if _log.isEnabledFor(logging.INFO):  # before the response, so that the lines are in the order clients see
            elapsed_ms = (perf_counter() - started) * 1000
            _log_exchange(f"{head.method} {head.path}", response, f"{request_id} {elapsed_ms:.1f} ms")
        self.close_connection = not head.keep_alive
        self._input.set_timeout(self._limits.idle_s)
        self._send(response, request_id, with_body=head.method != "HEAD")
        self._place.idle_since = monotonic()

    def parse_request(self) -> bool:
        """Read a whole request, strictly.

        Returns:
            Whether there is one to answer. If not, the client gave up or got a refusal.
        """
        try:
            block = self._read_head()
            if block is None:
                return False
            head = parse_head(block)
            if head.expects_continue:
                self.handle_expect_100()
            body = self._reader.read(head.content_length) if head.content_length else b""
        except MalformedRequestError as error:
            self._refuse(error)
            return False
        except TimeoutError:
            detail = f"the request did not arrive within {self._limits.request_s:g} s; send it again"
            self._refuse(MalformedRequestError(408, "http.too_slow", detail))
            return False
        self._request = Request(head, body)
        return len(body) == head.content_length

    @property
    def _limits(self) -> Limits:
        return self._present_limits()

    def _await_request(self) -> bool:
        """Wait for the first octet of a request, and start its time; return False if none comes."""
        self._input.deadline = None
        self._input.set_timeout(self._limits.idle_s)
        try:
            has_arrived = bool(self._reader.peek())
        except TimeoutError:
            return False
        self._place.idle_since = math.inf
        self._input.deadline = monotonic() + self._limits.request_s
        return has_arrived

    def _read_head(self) -> bytes | None:
        """Read from the request line to the last header; return None if the client gave up before."""
        limit = self._limits.header_bytes
        lines: list[bytes] = []
        size = 0
        while True:
            line = self._reader.readline(limit - size + 1)
            if line == b"\r\n" and not lines:
                continue  # RFC 9112 section 2.2: empty lines before a request do not count
            size += len(line)
            if size > limit:
                detail = f"the header block is over the limit of {limit} bytes"
                raise MalformedRequestError(431, "http.header_block_too_large", detail)
            if line == b"\r\n":
                return b"".join(lines)[:-2]
            if line == b"\n":
                raise MalformedRequestError(400, "http.line_ending", "lines must end with CR LF, not with LF alone")
            if not line.endswith(b"\n"):
                return None
            lines.append(line)

    def _send(self, response: Response, request_id: str, *, with_body: bool = True) -> None:
        """Write the response in one piece; by `send_header` and a buffered stream it takes three times as long."""
        head = (
            f"HTTP/1.1 {response.status} {self.responses[response.status][0]}\r\n"
            f"Date: {_http_date(int(time.time()))}\r\n"
            f"X-Request-Id: {request_id}\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n"
            f"Connection: {'close' if self.close_connection else 'keep-alive'}\r\n"
        )
        if response.status != HTTPStatus.NO_CONTENT:
            head += f"Content-Type: {response.content_type}\r\nContent-Length: {len(response.body)}\r\n"
        for name, value in response.headers.items():
            head += f"{name}: {value}\r\n"
        self.wfile.write(f"{head}\r\n".encode("latin-1") + (response.body if with_body else b""))

    def _refuse(self, error: MalformedRequestError, headers: dict[str, str] | None = None) -> None:
        """Send a refusal, then wait for the client to read it before the connection ends."""
        self.close_connection = True
        request_id = new_request_id()
        kind = "temporarily_unavailable" if error.status == 503 else "invalid_request"
        response = problem(error.status, kind, error.reason, str(error), request_id, headers=headers)
        _log_exchange("-", response, request_id)
        self._input.set_timeout(_LINGER_S)
        self._send(response, request_id)
        # Closing with unread octets resets the connection, and the client might never see the response.
        self.connection.shutdown(socket.SHUT_WR)
        self._input.deadline = monotonic() + _LINGER_S
        received = 0
        while received < _LINGER_BYTES and (octets := self._reader.read1(65536)):
            received += len(octets)


def new_request_id() -> str:
    """Return a new id for an exchange: 64 random bits."""
    return secrets.token_hex(8)


def _log_exchange(what: str, response: Response, rest: str) -> None:
    _log.info("%s -> %d %s %s", what, response.status, response.reason or "ok", rest)


@lru_cache(maxsize=4)
def _http_date(second: int) -> str:
    return formatdate(second, usegmt=True)
