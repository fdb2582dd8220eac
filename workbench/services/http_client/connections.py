"""Connections to the demo server, kept open from one request to the next.

An experiment sends thousands of requests and waits for each: `http.client` needs a third of the time that the library
for other servers takes, and nothing of TLS, proxies, redirects, cookies or codings is wanted here.
"""

from __future__ import annotations

import re
import socket
from contextlib import suppress
from http.client import HTTPConnection, HTTPResponse, IncompleteRead
from threading import Lock
from time import perf_counter
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from workbench.core.errors import UnsendableTokenError
from workbench.services.http_client.received import Received

if TYPE_CHECKING:
    from workbench.core.requests.request import SentRequest

_Place = tuple[str, int]
"""Host and port."""

_MOST_IDLE = 4
"""Connections that are kept for later; those of servers that have ended give way to new ones."""

_OWN_HEADERS = (("Accept", "*/*"), ("Connection", "keep-alive"), ("User-Agent", "token-workbench"))
_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_VALUE = re.compile(r"[\t\x20-\x7e\x80-\xff]*")


class ClosedError(Exception):
    """Raised where a request is sent after `Connections.close`, or is interrupted by it."""


class NoAddressError(ValueError):
    """Raised where a URL is not that of an HTTP server."""


class Connections:
    """Sends requests and reads their answers; may be used from any thread."""

    def __init__(self, timeout_s: float) -> None:
        """Make it; *timeout_s* is how long a step may take: connecting, or the next octets."""
        self._timeout_s = timeout_s
        self._lock = Lock()
        self._closed = False
        self._idle: list[tuple[_Place, HTTPConnection]] = []  # the newest last
        self._busy: set[HTTPConnection] = set()

    def exchange(self, sent: SentRequest, most_bytes: int) -> Received:
        """Send, and read up to *most_bytes* of the body.

        Raises:
            ClosedError: the connections were closed.
            NoAddressError: the URL is not that of a server.
            UnsendableTokenError: a header cannot be sent as it is; the message does not quote it.
            OSError: no connection, or it broke off, or took too long (TimeoutError).
            HTTPException: what came is not an answer, or not a whole one.
        """
        place, target = _address(sent.url)
        headers = _headers(sent, place)
        connection = self._take(place)
        started, finished = perf_counter(), False
        try:
            connection.putrequest(sent.method, target, skip_host=True, skip_accept_encoding=True)
            for name, value in headers:
                connection.putheader(name, value.encode("latin-1"))
            # A server may refuse a request before it has read all of it.
            with suppress(BrokenPipeError, ConnectionResetError):
                connection.endheaders(None if sent.body is None else sent.body.encode())
            with connection.getresponse() as response:
                body = response.read(most_bytes)
                if response.length and len(body) < most_bytes:
                    raise IncompleteRead(b"", response.length)
                cut = len(body) == most_bytes and bool(response.read(1))
                finished = not cut and not response.will_close
            return _received(response, body, headers, cut=cut, elapsed_ms=(perf_counter() - started) * 1000)
        except Exception:
            if self._closed:
                raise ClosedError from None
            raise
        finally:
            self._give_back(place, connection, keep=finished)

    def close(self) -> None:
        """Close the connections, also those at work."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
            for connection in self._busy:
                _interrupt(connection)
        for _, connection in idle:
            connection.close()

    def _take(self, place: _Place) -> HTTPConnection:
        """A connection to *place* that was kept, or a new one, not connected yet."""
        with self._lock:
            if self._closed:
                raise ClosedError
            while (row := self._newest(place)) is not None:
                _, kept = self._idle.pop(row)
                if _is_quiet(kept):
                    self._busy.add(kept)
                    return kept
                kept.close()
            made = HTTPConnection(*place, timeout=self._timeout_s)
            self._busy.add(made)
            return made

    def _newest(self, place: _Place) -> int | None:
        return next((row for row in reversed(range(len(self._idle))) if self._idle[row][0] == place), None)

    def _give_back(self, place: _Place, connection: HTTPConnection, *, keep: bool) -> None:
        with self._lock:
            self._busy.discard(connection)
            out = connection
            if keep and not self._closed:
                self._idle.append((place, connection))
                if len(self._idle) <= _MOST_IDLE:
                    return
                _, out = self._idle.pop(0)
        out.close()


def _address(url: str) -> tuple[_Place, str]:
    """Host and port of the server, and what is asked of it: path and query."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise NoAddressError(url) from None
    if parts.scheme != "http" or not host:
        raise NoAddressError(url)
    return (host, port or 80), (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _headers(sent: SentRequest, place: _Place) -> tuple[tuple[str, str], ...]:
    """The headers of the request, after those of the client that it does not have itself."""
    if not all(_NAME.fullmatch(name) and _VALUE.fullmatch(value) for name, value in sent.headers):
        raise UnsendableTokenError("The token cannot be sent in an HTTP header.")
    host, port = place
    given = {name.lower() for name, _ in sent.headers}
    own = [("Host", f"[{host}]:{port}" if ":" in host else f"{host}:{port}"), *_OWN_HEADERS]
    if sent.body is not None:
        own.append(("Content-Length", str(len(sent.body.encode()))))
    return (*(each for each in own if each[0].lower() not in given), *sent.headers)


def _received(
    response: HTTPResponse, body: bytes, sent_headers: tuple[tuple[str, str], ...], *, cut: bool, elapsed_ms: float
) -> Received:
    return Received(
        status=response.status,
        reason_phrase=response.reason,
        http_version="HTTP/1.0" if response.version == 10 else "HTTP/1.1",
        headers=tuple((name.lower(), value) for name, value in response.getheaders()),
        charset=response.headers.get_content_charset(),
        sent_headers=sent_headers,
        elapsed_ms=elapsed_ms,
        body=body,
        cut=cut,
    )


def _is_quiet(connection: HTTPConnection) -> bool:
    """Whether the server has neither closed the connection nor sent what nobody asked for."""
    peer, timeout_s = connection.sock, connection.timeout
    try:
        peer.setblocking(False)
        peer.recv(1, socket.MSG_PEEK)
    except BlockingIOError:
        peer.settimeout(timeout_s)
        return True
    except OSError:
        pass
    return False


def _interrupt(connection: HTTPConnection) -> None:
    """End what another thread waits for; it closes the connection itself."""
    peer = connection.sock
    if peer is not None:
        with suppress(OSError):  # it may have ended already
            peer.shutdown(socket.SHUT_RDWR)
