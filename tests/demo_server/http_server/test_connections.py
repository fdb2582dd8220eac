"""What arrives on the socket: malformed, oversized, slow and hostile requests. Raw octets over real connections."""

import errno
import logging
import socket
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from itertools import count
from pathlib import Path

import httpx
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from demo_server import DemoServer, crash_log
from demo_server.http_server.connection import Limits, Respond
from demo_server.http_server.hosts import answers_to, is_loopback
from demo_server.http_server.messages import MalformedRequestError, Request, RequestHead, Response, parse_head
from demo_server.http_server.server import HttpServer
from tests.demo_server.clients import client_for

HOST = b"Host: localhost\r\n"
GET = b"GET /healthz HTTP/1.1\r\n" + HOST
POST = b"POST /login HTTP/1.1\r\n" + HOST
EVERYWHERE = "0.0.0.0"  # noqa: S104  the address that is to be refused


def connect(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=20)


def read_all(peer: socket.socket) -> bytes:
    answer = b""
    while octets := peer.recv(65536):
        answer += octets
    return answer


def exchange(port: int, octets: bytes, *, finish: bool = False) -> bytes:
    """Send *octets*, and return all that comes until the server closes; *finish* ends the sending side first."""
    with closing(connect(port)) as peer:
        try:
            peer.sendall(octets)
            if finish:
                peer.shutdown(socket.SHUT_WR)
        except OSError:  # the server has answered and closed before everything was sent
            pass
        return read_all(peer)


def status_of(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


@pytest.mark.parametrize(
    ("octets", "status", "reason"),
    [
        (b"GET /healthz HTTP/1.1\r\n\r\n", 400, "http.host"),
        (b"GET /healthz HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", 400, "http.host"),
        (b"GET /healthz\r\n" + HOST + b"\r\n", 400, "http.request_line"),
        (b"GET  /healthz HTTP/1.1\r\n" + HOST + b"\r\n", 400, "http.request_line"),
        (b"GET /heal thz HTTP/1.1\r\n" + HOST + b"\r\n", 400, "http.request_line"),
        (b"GET /\xff HTTP/1.1\r\n" + HOST + b"\r\n", 400, "http.request_line"),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400, "http.request_line"),  # TLS
        (b"GET /healthz HTTP/2.0\r\n" + HOST + b"\r\n", 505, "http.version"),
        (b"GET healthz HTTP/1.1\r\n" + HOST + b"\r\n", 400, "http.target"),
        (b"GET * HTTP/1.1\r\n" + HOST + b"\r\n", 400, "http.target"),
        (b"CONNECT localhost:80 HTTP/1.1\r\n" + HOST + b"\r\n", 400, "http.target"),
        (b"GET /" + b"a" * 5000 + b" HTTP/1.1\r\n" + HOST + b"\r\n", 414, "http.target_too_long"),
        (GET + b"X : 1\r\n\r\n", 400, "http.header"),
        (GET + b"X\r\n\r\n", 400, "http.header"),
        (GET + b": 1\r\n\r\n", 400, "http.header"),
        (GET + b"X: a\x00b\r\n\r\n", 400, "http.header"),
        (GET + b"X: a\nY: b\r\n\r\n", 400, "http.header"),
        (GET + b"X: a\r\n folded\r\n\r\n", 400, "http.header"),
        (GET + b"X: a\rContent-Length: 9\r\n\r\n", 400, "http.header"),  # github.com/python/cpython/issues/114782
        (POST + b"X: a\nContent-Length: 9\r\n\r\n", 400, "http.header"),  # github.com/twisted/twisted/issues/12754
        (b"GET /healthz HTTP/1.1\r\n X: 1\r\n" + HOST + b"\r\n", 400, "http.header"),  # cpp-httplib issue 2096
        (POST + b"Content-Length:\r\n\r\n", 400, "http.content_length"),  # github.com/golang/go/issues/61679
        (POST + b"Content-Length: 1_0\r\n\r\n", 400, "http.content_length"),
        (POST + b"Transfer-Encoding : chunked\r\n\r\n", 400, "http.header"),  # github.com/ohler55/agoo/issues/88
        (POST + b"tRANSFER-ENCODING: xchunked\r\n\r\n", 501, "http.transfer_encoding"),
        # An upload that is too large is refused before it is asked for: github.com/seanmonstar/warp/issues/383
        (POST + b"Content-Length: 65537\r\nExpect: 100-continue\r\n\r\n", 413, "http.body_too_large"),
        (b"GET /healthz HTTP/1.1\nHost: localhost\n\n", 400, "http.line_ending"),
        (GET + b"X: " + b"a" * 17_000 + b"\r\n\r\n", 431, "http.header_block_too_large"),
        (b"a" * 20_000, 431, "http.header_block_too_large"),
        (POST + b"Content-Length: 65537\r\n\r\n", 413, "http.body_too_large"),
        (POST + b"Content-Length: 1\r\nContent-Length: 1\r\n\r\nx", 400, "http.content_length"),
        (POST + b"Content-Length: -1\r\n\r\n", 400, "http.content_length"),
        (POST + b"Content-Length: +1\r\n\r\nx", 400, "http.content_length"),
        (POST + b"Content-Length: 1, 1\r\n\r\nx", 400, "http.content_length"),
        (POST + b"Content-Length: \xb2\r\n\r\n", 400, "http.content_length"),
        (POST + b"Content-Length: " + b"9" * 5000 + b"\r\n\r\n", 400, "http.content_length"),
        (POST + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 501, "http.transfer_encoding"),
        (
            POST + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            501,
            "http.transfer_encoding",
        ),
    ],
    ids=lambda value: ascii(value)[:50],
)  # fmt: skip
def test_a_request_that_could_be_understood_in_two_ways_ends_the_connection(
    server: DemoServer, octets: bytes, status: int, reason: str
) -> None:
    answer = exchange(server.port, octets)
    assert status_of(answer) == status
    assert f'"reason": "{reason}"'.encode() in answer
    assert b"\r\nX-Request-Id: " in answer
    assert b"\r\nConnection: close\r\n" in answer


def test_a_large_body_is_refused_although_it_is_still_on_its_way(server: DemoServer) -> None:
    head = POST + b"Content-Length: 2000000\r\n\r\n"
    assert status_of(exchange(server.port, head + b"x" * 2_000_000)) == 413


@pytest.mark.parametrize(("size", "status"), [(16_384, 200), (16_385, 431)])
def test_the_header_limit_holds_to_the_byte(server: DemoServer, size: int, status: int) -> None:
    start = GET + b"Connection: close\r\nX: "
    block = start + b"a" * (size - len(start) - 4) + b"\r\n\r\n"
    assert len(block) == size
    assert status_of(exchange(server.port, block)) == status


def test_the_header_limit_can_be_set() -> None:
    with DemoServer(header_limit=300) as server, client_for(server) as client:
        assert client.get("/healthz").status_code == 200
        assert client.get("/healthz", headers={"Authorization": f"Bearer {'a' * 300}"}).status_code == 431


@pytest.mark.parametrize(
    ("octets", "statuses"),
    [
        (GET + b"\r\n", [200]),
        (b"\r\n\r\nGET /healthz HTTP/1.1\r\n" + HOST + b"\r\n", [200]),
        (b"GET /healthz HTTP/1.0\r\n\r\n", [421]),  # no host at all
        (b"GET /healthz HTTP/1.0\r\n" + HOST + b"\r\nGET /healthz HTTP/1.1\r\n" + HOST + b"\r\n", [200]),
        (b"GET http://localhost/healthz HTTP/1.1\r\nHost: evil.example\r\n\r\n", [200]),
        (b"GET http://evil.example/healthz HTTP/1.1\r\n" + HOST + b"\r\n", [421]),
        (2 * (GET + b"\r\n"), [200, 200]),
        (POST + b"Content-Length: 2\r\n\r\n{}GET /me HTTP/1.1\r\n" + HOST + b"\r\n", [400, 401]),
        (GET + b"Connection: Close\r\n\r\nGET /me HTTP/1.1\r\n" + HOST + b"\r\n", [200]),
        (POST + b"Content-Length: 9\r\n\r\n{}", []),  # the client gave up
        (b"GET /heal", []),
        (b"", []),
    ],
    ids=lambda value: ascii(value)[:60],
)  # fmt: skip
def test_requests_on_one_connection_are_answered_in_turn(
    server: DemoServer, octets: bytes, statuses: list[int]
) -> None:
    answers = exchange(server.port, octets, finish=True).split(b"HTTP/1.1 ")[1:]
    assert [int(answer[:3]) for answer in answers] == statuses


def test_a_client_that_asks_first_gets_100_continue(server: DemoServer) -> None:
    with closing(connect(server.port)) as peer:
        peer.sendall(POST + b"Content-Length: 2\r\nExpect: 100-continue\r\n\r\n")
        assert peer.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
        peer.sendall(b"{}")
        assert status_of(peer.recv(65536)) == 400


def test_a_client_of_http_1_0_does_not_get_an_interim_response(server: DemoServer) -> None:
    head = b"POST /login HTTP/1.0\r\n" + HOST + b"Content-Length: 2\r\nExpect: 100-continue\r\n\r\n"
    assert status_of(exchange(server.port, head + b"{}")) == 400


def test_the_answer_to_head_has_no_body(server: DemoServer) -> None:
    answer = exchange(server.port, b"HEAD /healthz HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n")
    assert status_of(answer) == 200
    assert answer.endswith(b"\r\n\r\n")


def test_head_gets_the_headers_of_get_and_the_connection_stays_in_step(server: DemoServer) -> None:
    head = b"HEAD /healthz HTTP/1.1\r\n" + HOST + b"\r\n"
    answers = exchange(server.port, head + GET + b"\r\n", finish=True).split(b"HTTP/1.1 ")[1:]
    (head_lines, head_body), (get_lines, get_body) = (answer.split(b"\r\n\r\n") for answer in answers)
    own = (b"Date", b"X-Request-Id")
    assert [line for line in head_lines.split(b"\r\n") if not line.startswith(own)] == [
        line for line in get_lines.split(b"\r\n") if not line.startswith(own)
    ]
    assert f"Content-Length: {len(get_body)}".encode() in head_lines
    assert head_body == b""


@pytest.mark.parametrize(
    "host",
    [
        "evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "10.0.0.1", "[::2]", "", "a b",
        "[::1].evil.example", "[::1]evil.example", "[::1]:evil.example", "[::1", "::1", "[127.0.0.1]", "[localhost]",
        "127.0.0.1:evil.example", "localhost:80:80", "localhost:+80", "user@localhost", "localhost@evil.example:80",
        "localhost/", "localhost, evil.example",
    ],
)  # fmt: skip
def test_a_foreign_host_is_refused(client: httpx.Client, host: str) -> None:
    answer = client.get("/healthz", headers={"Host": host})
    assert (answer.status_code, answer.json()["reason"]) == (421, "http.foreign_host")


@pytest.mark.parametrize(
    ("host", "bound", "answered"),
    [
        ("localhost", "127.0.0.1", True),
        ("LOCALHOST:8000", "127.0.0.1", True),
        ("127.0.0.1:1", "127.0.0.1", True),
        ("[::1]:8000", "::1", True),
        ("[0:0:0:0:0:0:0:1]", "127.0.0.1", True),
        ("localhost:", "127.0.0.1", True),  # RFC 3986 section 3.2.3: a port may be empty
        ("evil.example:80", "127.0.0.1", False),
        ("192.0.2.7:8000", "127.0.0.1", False),
        ("192.0.2.7:8000", EVERYWHERE, True),  # an address cannot be rebound
        ("[2001:db8::1]", "::", True),
        ("evil.example", EVERYWHERE, False),
        (socket.gethostname(), EVERYWHERE, True),
    ],
)  # fmt: skip
def test_only_names_that_no_web_page_can_take_are_answered_to(host: str, bound: str, answered: bool) -> None:
    assert answers_to(host, bound) == answered


@pytest.mark.parametrize(
    ("host", "loopback"),
    [("127.0.0.1", True), ("127.9.9.9", True), ("::1", True), ("localhost", True), (EVERYWHERE, False), ("::", False),
     ("192.0.2.7", False), ("evil.example", False), ("", False)],
)  # fmt: skip
def test_loopback_is_distinguished_from_open_addresses_without_asking_the_network(host: str, loopback: bool) -> None:
    assert is_loopback(host) == loopback


def test_only_loopback_is_listened_on_unless_allowed() -> None:
    with pytest.raises(ValueError, match="open to other machines"):
        DemoServer(host=EVERYWHERE)
    with DemoServer(host=EVERYWHERE, allow_remote=True) as server, client_for(server) as client:
        assert client.get("/healthz").status_code == 200
    with pytest.raises(ValueError, match="a weakness cannot be switched on"):
        DemoServer(allow_remote=True, weaknesses=["alg-none"])


def test_an_unknown_weakness_is_refused() -> None:
    with pytest.raises(ValueError, match='unknown weakness "alg-non"; the known ones are alg-none, '):
        DemoServer(weaknesses=["alg-non"])


def greet(request: Request, request_id: str) -> Response:
    return Response(200, b"hello")


@contextmanager
def listening(limits: Limits, respond: Respond = greet) -> Iterator[int]:
    server = HttpServer("127.0.0.1", 0, respond, limits)
    server.start()
    try:
        yield server.server_port
    finally:
        server.stop()


def test_a_request_that_takes_too_long_is_ended() -> None:
    with listening(Limits(request_s=0.05)) as port:
        answer = exchange(port, b"GET / HTTP/1.1\r\n")
        assert status_of(answer) == 408
        assert b"http.too_slow" in answer


def test_an_idle_connection_is_closed_without_a_word() -> None:
    with listening(Limits(idle_s=0.05)) as port:
        assert exchange(port, b"") == b""


def test_too_many_connections_get_503_and_room_is_used_again() -> None:
    request = b"GET / HTTP/1.1\r\n" + HOST + b"\r\n"
    with listening(Limits(connections=2)) as port:
        first, second = connect(port), connect(port)
        for peer in (first, second):
            peer.sendall(request)
            assert status_of(peer.recv(65536)) == 200
        refused = exchange(port, request, finish=True)
        assert status_of(refused) == 503
        assert b"http.too_many_connections" in refused
        first.close()
        # The server notices in a moment of its own that there is room again.
        later = (status_of(exchange(port, request, finish=True)) for _ in range(1000))
        assert 200 in later
        second.close()


def test_a_connection_that_sends_nothing_gives_way_when_all_places_are_taken() -> None:
    request = b"GET / HTTP/1.1\r\n" + HOST + b"\r\n"
    with listening(Limits(connections=2)) as port, closing(connect(port)) as silent, closing(connect(port)) as served:
        served.sendall(request)
        assert status_of(served.recv(65536)) == 200
        assert status_of(exchange(port, request, finish=True)) == 200
        assert has_ended(silent)
        served.sendall(request)  # it was asked only a moment ago
        assert status_of(served.recv(65536)) == 200


def test_a_connection_that_waits_for_a_response_does_not_give_way() -> None:
    arrived, released = threading.Event(), threading.Event()

    def respond(request: Request, request_id: str) -> Response:
        arrived.set()
        released.wait(20)
        return Response(200, b"hello")

    request = b"GET / HTTP/1.1\r\n" + HOST + b"\r\n"
    with listening(Limits(connections=1), respond) as port, closing(connect(port)) as busy:
        busy.sendall(request)
        assert arrived.wait(20)
        refused = exchange(port, request, finish=True)
        released.set()
        assert status_of(busy.recv(65536)) == 200
    assert status_of(refused) == 503
    assert b"\r\nRetry-After: 1\r\n" in refused


def server_threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name.startswith("demo-server")]


def has_ended(peer: socket.socket) -> bool:
    try:
        return peer.recv(1) == b""
    except ConnectionResetError:
        return True


def test_stopping_ends_open_connections_and_leaves_no_thread() -> None:
    server = DemoServer()
    server.start()
    server.start()
    busy, idle, half = connect(server.port), connect(server.port), connect(server.port)
    busy.sendall(GET + b"\r\n")
    assert status_of(busy.recv(65536)) == 200
    half.sendall(b"GET /healthz HT")
    server.stop()
    server.stop()
    assert server_threads() == []
    for peer in (busy, idle, half):
        with closing(peer):
            assert has_ended(peer)
    with pytest.raises(ConnectionRefusedError):
        connect(server.port)
    with pytest.raises(RuntimeError, match="make a new DemoServer"):
        server.start()


def test_a_port_in_use_is_an_error_of_start(server: DemoServer) -> None:
    second = DemoServer(port=server.port)
    with pytest.raises(OSError, match="in use") as caught:
        second.start()
    assert caught.value.errno == errno.EADDRINUSE
    second.stop()
    with pytest.raises(OSError, match="in use"), DemoServer(port=server.port):
        pass


def test_many_clients_at_once_get_answers_of_their_own(server: DemoServer) -> None:
    found: dict[int, list[str]] = {}

    def ask(number: int) -> None:
        with client_for(server) as client:
            found[number] = [client.get(f"/nothing/{number}").headers["X-Request-Id"] for _ in range(20)]

    clients = [threading.Thread(target=ask, args=(number,)) for number in range(16)]
    for thread in clients:
        thread.start()
    for thread in clients:
        thread.join()
    assert len({request_id for ids in found.values() for request_id in ids}) == 16 * 20


def test_a_defect_is_answered_and_logged_and_ends_nothing(
    server: DemoServer,
    client: httpx.Client,
    caplog: pytest.LogCaptureFixture,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(crash_log, "_logs", count(100))
    server.directory.close()  # a defect such as a lost database
    answer = client.post("/login", json={"username": "bob", "password": "bob-pass"})
    assert (answer.status_code, answer.json()["reason"]) == (500, "server.defect")
    assert answer.headers["X-Request-Id"] in caplog.text
    assert "bob-pass" not in caplog.text
    assert "Traceback" not in caplog.text
    [path] = tmp_path.iterdir()
    assert str(path) in caplog.text
    assert path.read_text().endswith("sqlite3.ProgrammingError\n")
    assert client.get("/healthz").status_code == 200
    client.post("/login", json={"username": "bob", "password": "bob-pass"})
    assert list(tmp_path.iterdir()) == [path], "a defect in every request fills no disk"


def test_an_exchange_is_logged_in_one_line_without_token_query_or_password(
    server: DemoServer, client: httpx.Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, logger="demo_server.exchanges"):
        client.post("/login", json={"username": "bob", "password": "bob-pass"})
        client.get("/me?access_token=from-the-query", headers={"Authorization": "Bearer from.the.header"})
    lines = [record.getMessage() for record in caplog.records]
    assert lines[0].startswith("POST /login -> 200 ok ")
    assert lines[1].startswith("GET /me -> 400 transport.duplicate ")
    assert not [word for word in ("bob-pass", "from-the-query", "from.the.header") if word in caplog.text]


TEXTS = (
    "GET|POST| |/|/me|/login|/documents/doc-1| HTTP/1.1| HTTP/1.0|\r\n|\r\n\r\n|\n|Host: localhost|..|%|?|: |\0|5|{}|"
    "Authorization: Bearer |Content-Length: |Expect: 100-continue|Demo-Design: |identity|Connection: close|eyJhbGciOi"
)
pieces = st.sampled_from(TEXTS.encode().split(b"|")) | st.binary(max_size=6)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(st.lists(pieces, max_size=25).map(b"".join))
@example(b"GET /me HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + b"." * 5000 + b"\r\n\r\n")
@example(b"GET /debug/decisions/%00%ff HTTP/1.1\r\nHost: localhost\r\n\r\n")
@example(b"GET http:/// HTTP/1.1\r\nHost: localhost\r\n\r\n")
def test_arbitrary_octets_break_nothing(
    server: DemoServer, client: httpx.Client, caplog: pytest.LogCaptureFixture, octets: bytes
) -> None:
    answer = exchange(server.port, octets, finish=True)
    assert answer == b"" or answer.startswith(b"HTTP/1.1 ")
    assert client.get("/healthz").status_code == 200
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


@given(st.binary(max_size=120))
def test_reading_a_head_raises_only_what_can_be_answered(block: bytes) -> None:
    with suppress(MalformedRequestError):
        assert isinstance(parse_head(block), RequestHead)


def test_the_header_limit_can_be_changed_while_a_connection_is_open(server: DemoServer) -> None:
    with client_for(server) as client:
        heavy = {"Authorization": f"Bearer {'a' * 9_000}"}
        assert client.get("/healthz", headers=heavy).status_code == 200
        server.set_header_limit(8192)
        refused = client.get("/healthz", headers=heavy)  # on the connection of the first
        assert (refused.status_code, refused.json()["reason"]) == (431, "http.header_block_too_large")
        assert "8192 bytes" in refused.json()["detail"]
        assert client.get("/healthz").status_code == 200
        server.set_header_limit(16_384)
        assert client.get("/healthz", headers=heavy).status_code == 200
    assert server.header_limit == 16_384


def test_a_header_limit_that_admits_no_request_is_refused_and_the_earlier_one_stays(server: DemoServer) -> None:
    with pytest.raises(ValueError, match="a header limit of 0 bytes admits no request"):
        server.set_header_limit(0)
    assert server.header_limit == 16_384


def test_a_header_limit_set_before_the_start_counts() -> None:
    server = DemoServer()
    server.set_header_limit(300)
    with server, client_for(server) as client:
        assert client.get("/healthz", headers={"X": "a" * 300}).status_code == 431
        assert server.copy().header_limit == 300
