"""One connection: requests in, answers out, within the limits of bytes and time."""

import logging
import secrets
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic, perf_counter

from demo_server.http_server.messages import MalformedRequestError, Request, RequestHead, Response, parse_head, problem

Respond = Callable[[Request, str], Response]
"""Answers a request, given the id of the exchange. Never raises."""

_log = logging.getLogger("demo_server.exchanges")

_END_OF_HEAD = b"\r\n\r\n"
_LINGER_S = 1.0
_LINGER_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What a client may ask of the server.

    Attributes:
        header_bytes: request line and headers, with the empty line after them.
        request_s: seconds from the first octet of a request to its last.
        idle_s: seconds that a connection may wait for its next request, or for the client to take an answer.
        connections: connections at once.
    """

    header_bytes: int = 16 * 1024
    request_s: float = 10.0
    idle_s: float = 30.0
    connections: int = 64


class Connection:
    """Serves one client until either side has had enough.

    Args:
        limits: tells the limits of this moment; asked again for each request, since they may be changed between two.
    """

    def __init__(self, peer: socket.socket, respond: Respond, limits: Callable[[], Limits]) -> None:
        self._peer = peer
        self._respond = respond
        self._present_limits = limits
        self._buffer = bytearray()
        self._timeout_s: float | None = None

    def serve(self) -> None:
        """Answer requests until the client goes, is too slow, or sends something that cannot be understood."""
        try:
            self._peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            while self._exchange():
                pass
        except OSError:  # the client went away, or the server is being stopped
            pass
        finally:
            self._peer.close()

    def refuse(self) -> None:
        """Answer that there are too many connections, whatever the client sends."""
        detail = f"{self._limits.connections} connections are open, the limit; close one and try again"
        try:
            self._send_last(MalformedRequestError(503, "http.too_many_connections", detail))
        except OSError:  # the client has gone already
            pass
        finally:
            self._peer.close()

    def abort(self) -> None:
        """End the connection at once, from another thread."""
        with suppress(OSError):  # it may have ended already
            self._peer.shutdown(socket.SHUT_RDWR)

    @property
    def _limits(self) -> Limits:
        return self._present_limits()

    def _exchange(self) -> bool:
        """Answer one request; return whether another may follow."""
        try:
            request = self._read_request()
        except MalformedRequestError as error:
            self._send_last(error)
            return False
        if request is None:
            return False
        started = perf_counter()
        request_id = new_request_id()
        response = self._respond(request, request_id)
        head = request.head
        self._limit_time(self._limits.idle_s)
        self._peer.sendall(
            response.encode(request_id, keep_alive=head.keep_alive, with_body=head.method != "HEAD"),
        )
        if _log.isEnabledFor(logging.INFO):
            elapsed_ms = (perf_counter() - started) * 1000
            _log_exchange(f"{head.method} {head.path}", response, f"{request_id} {elapsed_ms:.1f} ms")
        return head.keep_alive

    def _read_request(self) -> Request | None:
        """Read the next request, or return None if the client has no more."""
        if not self._buffer and not self._receive(self._limits.idle_s):
            return None
        deadline = monotonic() + self._limits.request_s
        block = self._read_head(deadline)
        if block is None:
            return None
        head = parse_head(block)
        if len(self._buffer) < head.content_length and head.expects_continue:
            self._peer.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
        return self._read_body(head, deadline)

    def _read_head(self, deadline: float) -> bytes | None:
        limit = self._limits.header_bytes
        while True:
            while self._buffer.startswith(b"\r\n"):  # RFC 9112 section 2.2: empty lines before a request do not count
                del self._buffer[:2]
            end = self._buffer.find(_END_OF_HEAD)
            received = len(self._buffer) if end < 0 else end + len(_END_OF_HEAD)
            if received > limit:
                raise MalformedRequestError(
                    431, "http.header_block_too_large", f"the header block is over the limit of {limit} bytes"
                )
            if end >= 0:
                break
            if b"\n\n" in self._buffer:
                raise MalformedRequestError(400, "http.line_ending", "lines have to end with CR LF, not with LF alone")
            if not self._receive_by(deadline):
                return None
        block = bytes(self._buffer[:end])
        del self._buffer[: end + len(_END_OF_HEAD)]
        return block

    def _read_body(self, head: RequestHead, deadline: float) -> Request | None:
        while len(self._buffer) < head.content_length:
            if not self._receive_by(deadline):
                return None
        body = bytes(self._buffer[: head.content_length])
        del self._buffer[: head.content_length]
        return Request(head, body)

    def _receive_by(self, deadline: float) -> bool:
        remaining_s = deadline - monotonic()
        try:
            if remaining_s > 0:
                return self._receive(remaining_s)
        except TimeoutError:
            pass
        limit = f"{self._limits.request_s:g} s"
        raise MalformedRequestError(408, "http.too_slow", f"the request did not arrive within {limit}; send it again")

    def _receive(self, timeout_s: float) -> bool:
        """Take what has arrived; return False at the end of the stream."""
        self._limit_time(timeout_s)
        octets = self._peer.recv(65536)
        self._buffer += octets
        return bool(octets)

    def _limit_time(self, timeout_s: float) -> None:
        """Set the time-out of the socket, a system call that the usual request in one piece does without."""
        if timeout_s != self._timeout_s:
            self._timeout_s = timeout_s
            self._peer.settimeout(timeout_s)

    def _send_last(self, error: MalformedRequestError) -> None:
        """Send a refusal, then wait for the client to read it before the connection goes."""
        request_id = new_request_id()
        kind = "temporarily_unavailable" if error.status == 503 else "invalid_request"
        response = problem(error.status, kind, error.reason, str(error), request_id)
        self._limit_time(_LINGER_S)
        self._peer.sendall(response.encode(request_id, keep_alive=False))
        _log_exchange("-", response, request_id)
        # Closing with unread octets resets the connection, and the client might never see the answer.
        self._peer.shutdown(socket.SHUT_WR)
        deadline = monotonic() + _LINGER_S
        received = 0
        while received < _LINGER_BYTES and (remaining_s := deadline - monotonic()) > 0:
            self._limit_time(remaining_s)
            octets = self._peer.recv(65536)
            if not octets:
                break
            received += len(octets)


def new_request_id() -> str:
    """Return a new id for an exchange: 64 random bits."""
    return secrets.token_hex(8)


def _log_exchange(what: str, response: Response, rest: str) -> None:
    _log.info("%s -> %d %s %s", what, response.status, response.reason or "ok", rest)
