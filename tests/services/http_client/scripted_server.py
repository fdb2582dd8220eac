"""A server that answers with the very octets it was told to, to see how a client takes them."""

import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Thread

HANG = b"HANG"
"""In place of an answer: keep the connection open and say nothing."""


class ScriptedServer:
    """Answers one connection after the other, each with the next of its answers; an empty one hangs up."""

    def __init__(self, answers: Sequence[bytes]) -> None:
        self.requests: list[bytes] = []
        self._answers = answers
        self._kept: list[socket.socket] = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self._thread = Thread(target=self._serve)
        self._thread.start()

    def close(self) -> None:
        # A blocked accept is not woken by closing its socket, but by a last visitor.
        with socket.socket() as visitor:
            visitor.connect(self._socket.getsockname())
        self._thread.join()
        self._socket.close()
        for each in self._kept:
            each.close()

    def _serve(self) -> None:
        for answer in self._answers:
            connection, _ = self._socket.accept()
            request = _read_request(connection)
            if not request:
                connection.close()
                return
            self.requests.append(request)
            if answer == HANG:
                self._kept.append(connection)
                continue
            connection.sendall(answer)
            connection.close()
        self._socket.accept()[0].close()


def _read_request(connection: socket.socket) -> bytes:
    data = b""
    while b"\r\n\r\n" not in data:
        received = connection.recv(65536)
        if not received:
            return data
        data += received
    head, _, body = data.partition(b"\r\n\r\n")
    lengths = [line.partition(b":")[2] for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")]
    while lengths and len(body) < int(lengths[0]):
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body


@contextmanager
def scripted(*answers: bytes) -> Iterator[ScriptedServer]:
    server = ScriptedServer(answers)
    try:
        yield server
    finally:
        server.close()


def answer(body: str = "", status: str = "200 OK", **headers: str) -> bytes:
    """The octets of an HTTP answer; ``X_Request_Id="r1"`` makes a header of that name."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body.encode())}", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()
