"""The listening socket: accepts connections, gives each a thread, and takes all of them down again."""

import selectors
import socket
from collections.abc import Callable
from threading import Event, Lock, Thread

from demo_server.http_server.connection import Connection, Limits, Respond

_REFUSED_AT_ONCE = 16
"""Connections over the limit that are told so; beyond them, connections are closed without a word."""


class Listener:
    """Accepts connections from `start` to `stop`.

    Args:
        host: address to listen on.
        port: port to listen on; 0 for a free one.
        respond: answers each request; called in the thread of the connection.
        limits: what a client may ask for; may be changed between two requests.

    Raises:
        OSError: the address or the port cannot be had; ``EADDRINUSE`` if the port is in use.
    """

    def __init__(self, host: str, port: int, respond: Respond, limits: Limits) -> None:
        self._respond = respond
        self.limits = limits
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._socket = socket.create_server((host, port), family=family, backlog=128)
        self._socket.setblocking(False)
        self._wake_receiver, self._wake_sender = socket.socketpair()
        self._stopping = Event()
        self._lock = Lock()
        self._threads: dict[Connection, Thread] = {}
        self._acceptor = Thread(target=self._accept, name="demo-server", daemon=True)

    @property
    def port(self) -> int:
        """The port that is listened on."""
        port: int = self._socket.getsockname()[1]
        return port

    def start(self) -> None:
        """Begin to accept."""
        self._acceptor.start()

    def stop(self) -> None:
        """Stop to accept, end all connections, and wait for all threads. Takes no longer than a request at work."""
        self._stopping.set()
        self._wake_sender.send(b"!")
        self._acceptor.join()
        with self._lock:
            threads = dict(self._threads)
        for connection in threads:
            connection.abort()
        for thread in threads.values():
            thread.join()
        for end in (self._socket, self._wake_receiver, self._wake_sender):
            end.close()

    def _accept(self) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(self._socket, selectors.EVENT_READ)
            selector.register(self._wake_receiver, selectors.EVENT_READ)
            while not self._stopping.is_set():
                selector.select()
                try:
                    peer, _ = self._socket.accept()
                except BlockingIOError:  # the client went before it was its turn, or `stop` woke us
                    continue
                except OSError:  # out of file descriptors: let some connections end first
                    self._stopping.wait(0.1)
                    continue
                self._serve(peer)

    def _serve(self, peer: socket.socket) -> None:
        peer.setblocking(True)
        connection = Connection(peer, self._respond, lambda: self.limits)
        with self._lock:
            open_now = len(self._threads)
            if open_now >= self.limits.connections + _REFUSED_AT_ONCE:
                peer.close()
                return
            work = connection.serve if open_now < self.limits.connections else connection.refuse
            thread = Thread(target=self._run, args=(connection, work), name="demo-server-connection", daemon=True)
            self._threads[connection] = thread
        try:
            thread.start()
        except RuntimeError:  # the system gives no more threads
            with self._lock:
                del self._threads[connection]
            peer.close()

    def _run(self, connection: Connection, work: Callable[[], None]) -> None:
        try:
            work()
        finally:
            with self._lock:
                del self._threads[connection]
