"""``python -m tests.benchmarks.server_rate``: requests a second, beside an empty http.server and FastAPI.

Every server runs in a process of its own, on loopback, and answers the same request: ``GET /me`` with a bearer token,
signed with HS256. The demo server checks it in full and records the decision; FastAPI under uvicorn verifies it with
PyJWT; the handler of http.server reads the request and answers "ok". Client and servers take turns on one kept-alive
connection, in rounds that alternate between the servers. Rates are those of the machine; the ratios can be compared
between machines.
"""

import logging
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from statistics import median
from threading import Event
from time import perf_counter, time
from typing import Annotated

import jwt

from demo_server import DemoServer, IssuerKey

_ROUNDS = 40
_REQUESTS = 200  # a round
_SECRET = sha256(b"server_rate").digest()
_KID = "benchmark"
_ISSUER, _AUDIENCE = "https://demo.example", "documents"

EMPTY, DEMO, DEMO_LOGGED, FASTAPI = "empty http.server", "demo server", "demo server, logging", "FastAPI, uvicorn"
LEAST = {EMPTY: 0.5, FASTAPI: 1.5}


def main() -> None:
    """Measure and print."""
    if len(sys.argv) > 1:
        _SERVERS[sys.argv[1]]()
        return
    missing = [name for name in ("fastapi", "uvicorn") if find_spec(name) is None]
    if missing:
        print(f"{' and '.join(missing)} not installed; for the comparison: pip install 'token-workbench[benchmark]'")
    names = [name for name in _SERVERS if not (missing and name == FASTAPI)]
    rates: dict[str, list[float]] = {name: [] for name in names}
    with ExitStack() as stack:
        clients = {name: stack.enter_context(_connected(name)) for name in names}
        for client in clients.values():
            client.send_requests(_REQUESTS)  # a round that does not count
        for _ in range(_ROUNDS):
            for name, client in clients.items():
                rates[name].append(client.send_requests(_REQUESTS))
    _report(rates)


def _report(rates: dict[str, list[float]]) -> None:
    print(f"GET /me, one connection, {_ROUNDS} rounds of {_REQUESTS} requests each; medians, and the range of rounds")
    for name, found in rates.items():
        print(f"  {name:<22}{median(found):8,.0f} requests/s   {min(found):,.0f} to {max(found):,.0f}")
    for peer, least in LEAST.items():
        if peer in rates:
            # Round by round, so that a busy moment of the machine counts for both.
            ratio = median(ours / theirs for ours, theirs in zip(rates[DEMO], rates[peer], strict=True))
            print(f"  demo server / {peer}: {ratio:.2f}, goal {least:g} or more: {'yes' if ratio >= least else 'NO'}")


class Client:
    """Sends one request again and again over one connection; cheap, so that the server is what is measured."""

    def __init__(self, peer: socket.socket, port: int) -> None:
        self._peer = peer
        now = int(time())
        claims = {"iss": _ISSUER, "aud": _AUDIENCE, "sub": "bob", "iat": now, "nbf": now, "exp": now + 1800}
        claims |= {"jti": "c6c86ca0a71fb33bdf1b1a6c", "roles": ["viewer"]}
        token = jwt.encode(claims, _SECRET, "HS256", {"kid": _KID})
        lines = ("GET /me HTTP/1.1", f"Host: 127.0.0.1:{port}", f"Authorization: Bearer {token}", "Accept: */*")
        self._request = "\r\n".join([*lines, "", ""]).encode()
        self._length = len(self._answer())

    def send_requests(self, count: int) -> float:
        """Return the requests a second."""
        started = perf_counter()
        for _ in range(count):
            self._peer.sendall(self._request)
            received = len(self._receive())
            while received < self._length:
                received += len(self._receive())
        return count / (perf_counter() - started)

    def _answer(self) -> bytes:
        """Receive one response whole. All have the same length, so that later only octets need to be counted."""
        self._peer.sendall(self._request)
        answer = b""
        while b"\r\n\r\n" not in answer:
            answer += self._receive()
        head, _, body = answer.partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200 "), answer
        length = int(head.lower().split(b"\r\ncontent-length:")[1].split(b"\r\n")[0])
        while len(body) < length:
            body += self._receive()
        return head + b"\r\n\r\n" + body

    def _receive(self) -> bytes:
        octets = self._peer.recv(65536)
        if not octets:
            raise ConnectionResetError("the server closed the connection")
        return octets


@contextmanager
def _connected(name: str) -> Iterator[Client]:
    """Start a server in a process of its own and connect to it; end both afterwards."""
    command = (sys.executable, "-m", __spec__.name if __spec__ else __name__, name)
    errors = subprocess.DEVNULL if name == DEMO_LOGGED else None
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True) as process:
        try:
            assert process.stdout is not None
            port = int(process.stdout.readline())
            with socket.create_connection(("127.0.0.1", port), timeout=20) as peer:
                peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                yield Client(peer, port)
        finally:
            process.kill()


def _serve_empty() -> None:
    class Empty(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/plain")
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"ok")

        def log_message(self, *args: object) -> None:
            """Write no log, as the other servers here."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Empty)
    _announce(server.server_port)
    server.serve_forever()


def _serve_demo() -> None:
    jwk = {"kty": "oct", "k": jwt.utils.base64url_encode(_SECRET).decode(), "kid": _KID, "alg": "HS256"}
    with DemoServer(issuer_key=IssuerKey.from_jwk(jwk)) as server:
        _announce(server.port)
        Event().wait()


def _serve_demo_logged() -> None:
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(message)s")
    _serve_demo()


def _serve_fastapi() -> None:
    import uvicorn  # noqa: PLC0415  of the extra "benchmark": the others are measured without it
    from fastapi import FastAPI, Header  # noqa: PLC0415  as above

    app = FastAPI()

    @app.get("/me")
    async def me(authorization: Annotated[str, Header()]) -> dict[str, object]:
        token = authorization.removeprefix("Bearer ")
        claims = jwt.decode(token, _SECRET, ["HS256"], issuer=_ISSUER, audience=_AUDIENCE)
        return {"username": claims["sub"], "claims": claims}

    # asyncio sets TCP_NODELAY only where the protocol is named; without it, 22 requests a second are left.
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        _announce(listener.getsockname()[1])
        config = uvicorn.Config(app, log_level="critical", access_log=False, timeout_keep_alive=600)
        uvicorn.Server(config).run([listener])


def _announce(port: int) -> None:
    print(port, flush=True)


_SERVERS: dict[str, Callable[[], None]] = {
    EMPTY: _serve_empty,
    DEMO: _serve_demo,
    DEMO_LOGGED: _serve_demo_logged,
    FASTAPI: _serve_fastapi,
}


if __name__ == "__main__":
    main()
