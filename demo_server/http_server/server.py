"""Listens, gives each connection a thread, and ends them all again."""

import logging
import os
import selectors
import socket
import sys
from contextlib import suppress
from http.server import ThreadingHTTPServer
from socketserver import TCPServer
from threading import Event, Lock, Thread
from time import monotonic
from typing import Any

from demo_server.crash_log import write_crash_log
from demo_server.http_server.connection import Connection, Limits, Place, Respond

_log = logging.getLogger("demo_server")

_REFUSED_AT_ONCE = 16
"""Connections over the limit that get a 503 at the same time; further ones are closed without a response."""

_GIVES_WAY_AFTER_S = 1.0
"""Seconds that a client may think between two requests before its connection can be ended for a new one."""


class HttpServer(ThreadingHTTPServer):
    """Accepts connections from `start` to `stop`.

    Args:
        host: address to listen on.
        port: port to listen on; 0 for a free one.
        respond: answers each request; called in the thread of the connection.
        limits: what a client may ask for; can be changed between two requests.

    Raises:
        OSError: the address or the port cannot be used; ``EADDRINUSE`` if the port is in use.
    """

    request_queue_size = 128
    allow_reuse_address = os.name == "posix"  # on Windows the option would let two servers share a port

    def __init__(self, host: str, port: int, respond: Respond, limits: Limits) -> None:
        self.limits = limits
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._respond = respond
        self._stopping = Event()
        self._lock = Lock()
        self._open: dict[socket.socket, Place] = {}
        super().__init__((host, port), self._serve)
        self._acceptor = Thread(target=self.serve_forever, args=(0.1,), name="demo-server", daemon=True)

    def start(self) -> None:
        """Begin to accept."""
        self._acceptor.start()

    def stop(self) -> None:
        """Stop accepting, end all connections, and wait for all threads. Takes no longer than a request at work."""
        self._stopping.set()
        with suppress(OSError):  # wakes the acceptor on Linux; elsewhere it looks up within its poll interval
            self.socket.shutdown(socket.SHUT_RDWR)
        if self._acceptor.is_alive():
            self.shutdown()
            self._acceptor.join()
        with self._lock:
            places = list(self._open.values())
        for place in places:
            place.abort()
        for place in places:
            place.thread.join()
        self.server_close()

    def server_bind(self) -> None:
        """Bind without a lookup of the host's name, which the standard library makes and which can take seconds."""
        if self.address_family == socket.AF_INET6:
            self.socket.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        TCPServer.server_bind(self)
        self.socket.setblocking(False)  # a client may go away between the notice of its connection and `accept`
        host, self.server_port = self.socket.getsockname()[:2]
        self.server_name = host

    def get_request(self) -> tuple[socket.socket, Any]:
        """Accept a connection."""
        try:
            return super().get_request()
        except BlockingIOError:
            raise
        except OSError:  # out of file descriptors: let some connections end first
            self._stopping.wait(0.1)
            raise

    def process_request(self, request: Any, client_address: Any) -> None:
        """Give a connection a thread, in which it is served or refused."""
        thread = Thread(
            target=self.process_request_thread,
            args=(request, client_address),
            name="demo-server-connection",
            daemon=True,
        )
        with self._lock:
            if len(self._open) >= self.limits.connections + _REFUSED_AT_ONCE:
                self.shutdown_request(request)
                return
            self._open[request] = Place(request, thread, is_counted=self._make_room())
        try:
            thread.start()
        except RuntimeError:  # the system has no more threads
            self._forget(request)
            raise

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Serve a connection, and free its place."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._forget(request)

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002  the signature of the base class
        """Log what ended a connection, unless it is that the client went away or the server is being stopped."""
        error = sys.exception()
        if error is not None and not isinstance(error, OSError):
            _log.error("a connection ended: %s", write_crash_log(error))

    def _serve(self, request: Any, client_address: Any, server: "HttpServer") -> Connection:
        """Serve a connection until it ends; called by `finish_request` in the thread of the connection."""
        place = self._open[request]
        return Connection(
            request, client_address, server, place=place, respond=self._respond, limits=lambda: self.limits
        )

    def _make_room(self) -> bool:
        """Return whether there is a place for one more connection; an idle connection gives way to it."""
        counted = [place for place in self._open.values() if place.is_counted]
        if len(counted) < self.limits.connections:
            return True
        for place in sorted(counted, key=lambda place: place.idle_since):
            if monotonic() - place.idle_since < _GIVES_WAY_AFTER_S:
                break
            if not _has_sent(place.peer):
                place.is_counted = False
                place.abort()
                return True
        return False

    def _forget(self, request: socket.socket) -> None:
        with self._lock:
            del self._open[request]


def _has_sent(peer: socket.socket) -> bool:
    """Return whether octets are waiting that the thread of the connection has not read yet."""
    with selectors.DefaultSelector() as selector:
        selector.register(peer, selectors.EVENT_READ)
        return bool(selector.select(0))
