"""Requests to servers of the user's own: real sockets, real TLS."""

import datetime as dt
import gzip
import socket
import ssl
from contextlib import contextmanager
from threading import Event, Thread

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from demo_server import DemoServer
from tests.services.http_client.scripted_server import HANG, answer, scripted
from workbench.core.errors import ForeignServerError
from workbench.core.requests.request import Request, TokenPlacement, TokenWhere
from workbench.services.http_client.client import HttpClient
from workbench.services.http_client.foreign import MOST_BODY_BYTES

DEMO = "http://127.0.0.1:1"
TOKEN = "eyJhbGciOiJub25lIn0.e30.c2VjcmV0LXNpZ25hdHVyZQ"


def ask(base_url, client=None, **fields):
    request = Request(**({"id": "own", "method": "GET", "path": "/x", "base_url": base_url} | fields))
    client = client or HttpClient(timeout_s=2)
    try:
        return client.replay(DEMO, request, TOKEN, "roles")
    finally:
        client.close()


def test_the_request_goes_to_its_own_server_as_it_was_typed_and_no_decision_is_asked_for():
    with scripted(answer('{"a":1}', status="418 Teapot", X_Request_Id="r1")) as server:
        outcome = ask(
            server.url,
            method="PATCH",
            path="/x?y=1",
            body='{"ü":1}',
            headers=(("X-One", "1"), ("X-One", "2")),
            placement=TokenPlacement(TokenWhere.COOKIE, "session"),
        )
    head, _, body = server.requests[0].partition(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    assert lines[0] == b"PATCH /x?y=1 HTTP/1.1"
    assert [line for line in lines if line.lower().startswith(b"x-one")] == [b"X-One: 1", b"X-One: 2"]
    assert f"Cookie: session={TOKEN}".encode() in lines
    assert b"Demo-Design" not in head
    assert body.decode() == '{"ü":1}'
    assert len(server.requests) == 1
    assert (outcome.status, outcome.reason_phrase, outcome.body) == (418, "Teapot", '{"a":1}')
    assert (outcome.decision, outcome.body_bytes, outcome.cut) == (None, 7, False)
    assert outcome.sent is not None
    assert "X-One: 2" in outcome.sent.shown
    assert "User-Agent: " in outcome.sent.shown or "user-agent: " in outcome.sent.shown.lower()
    assert TOKEN not in outcome.sent.shown
    assert TOKEN not in repr(outcome)


def test_a_redirect_is_an_answer_with_its_location_and_the_token_travels_no_further():
    with scripted() as elsewhere, scripted(answer(status="302 Found", Location=elsewhere.url)) as server:
        outcome = ask(server.url)
    assert (outcome.status, dict(outcome.headers)["location"]) == (302, elsewhere.url)
    assert elsewhere.requests == []


def test_a_cookie_that_a_server_sets_is_not_sent_back():
    client = HttpClient()
    with scripted(answer(Set_Cookie="s=1"), answer(Set_Cookie="s=1"), answer(), answer()) as server:
        for base_url in (server.url, None):
            for _ in range(2):
                client.replay(server.url, Request("r", "GET", "/", base_url=base_url), TOKEN, "")
    client.close()
    assert len(server.requests) == 4
    assert all(b"cookie" not in request.lower() for request in server.requests)


@pytest.mark.parametrize("packed", [False, True])
def test_of_an_endless_body_one_mebibyte_is_read_and_the_cut_is_told(packed):
    body = b"x" * (MOST_BODY_BYTES + 5)
    coding = ""
    if packed:
        body, coding = gzip.compress(body), "Content-Encoding: gzip\r\n"
    reply = f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\n{coding}\r\n".encode() + body
    with scripted(reply) as server:
        outcome = ask(server.url)
    assert (outcome.body_bytes, outcome.cut) == (MOST_BODY_BYTES, True)


def test_a_request_for_another_server_is_never_sent_where_nobody_is_asked():
    client = HttpClient()
    with scripted() as server, pytest.raises(ForeignServerError, match="was not sent"):
        client.send(DEMO, Request("r", "GET", "/", base_url=server.url), TOKEN, "roles")
    client.close()
    assert server.requests == []


@contextmanager
def greeter(words):
    """Speaks before it is spoken to."""
    listener = socket.create_server(("127.0.0.1", 0))

    def greet():
        connection, _ = listener.accept()
        with connection:
            connection.sendall(words)
            connection.recv(65536)

    thread = Thread(target=greet)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        thread.join()
        listener.close()


def unused_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def failure(base_url, **choices):
    with pytest.raises(ForeignServerError) as caught:
        ask(base_url, HttpClient(**({"timeout_s": 2} | choices)))
    assert TOKEN not in str(caught.value)
    assert caught.value.__cause__ is None
    return caught.value


def test_every_way_to_get_no_answer_is_told_with_what_to_look_at():
    port = unused_port()
    assert str(failure(f"http://127.0.0.1:{port}")) == f"127.0.0.1:{port} refused the connection."
    unknown = failure("https://no-such-host.invalid")
    assert "no such host is known" in str(unknown)
    assert "spelling" in unknown.hint
    with scripted(HANG) as server:
        assert "nothing came within 0.05 s" in str(failure(server.url, timeout_s=0.05))
    with scripted(b"") as server:
        assert "broke off" in str(failure(server.url))
    with scripted(b"SSH-2.0-OpenSSH_9.6\r\n") as server:
        assert "HTTP" in failure(server.url).hint
    with scripted(answer("not packed", Content_Encoding="gzip")) as server:
        assert "cannot be unpacked" in str(failure(server.url))
    with greeter(b"220 ready\r\n") as port:
        assert "no TLS connection" in str(failure(f"https://127.0.0.1:{port}"))


def test_a_server_that_goes_on_with_a_few_octets_at_a_time_is_given_up():
    over = Event()
    listener = socket.create_server(("127.0.0.1", 0))

    def drip():
        connection, _ = listener.accept()
        with connection:
            connection.sendall(b"HTTP/1.1 200 OK\r\nX: ")
            try:
                while not over.wait(0.01):
                    connection.sendall(b"x")
            except OSError:
                pass

    thread = Thread(target=drip)
    thread.start()
    try:
        assert "nothing whole came within 0.2 s" in str(
            failure(f"http://127.0.0.1:{listener.getsockname()[1]}", timeout_s=5, whole_s=0.2)
        )
    finally:
        over.set()
        thread.join()
        listener.close()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for 127.0.0.1 that nobody knows, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "a server of one's own")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + dt.timedelta(hours=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "server.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


@contextmanager
def tls_server(certificate):
    """Answers one TLS connection; yields its port and what it heard."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    listener, heard = socket.create_server(("127.0.0.1", 0)), []

    def serve():
        connection, _ = listener.accept()
        try:
            with context.wrap_socket(connection, server_side=True) as encrypted:
                heard.append(encrypted.recv(65536))
                encrypted.sendall(answer("over TLS"))
        except OSError:
            connection.close()

    thread = Thread(target=serve)
    thread.start()
    try:
        yield listener.getsockname()[1], heard
    finally:
        thread.join()
        listener.close()


def test_a_certificate_of_an_unknown_authority_is_refused_before_the_token_is_sent(certificate):
    with tls_server(certificate) as (port, heard):
        refused = failure(f"https://localhost:{port}")
    assert "self-signed certificate" in str(refused)
    assert "cannot be switched off" in refused.hint
    assert heard == []


def test_a_certificate_for_another_name_is_refused_before_the_token_is_sent(certificate):
    roots = ssl.create_default_context(cafile=certificate)
    with tls_server(certificate) as (port, heard):
        refused = failure(f"https://127.0.0.1:{port}", roots=roots)
    assert "not valid for '127.0.0.1'" in str(refused)
    assert heard == []


def test_a_certificate_that_is_trusted_lets_the_request_through(certificate):
    roots = ssl.create_default_context(cafile=certificate)
    with tls_server(certificate) as (port, heard):
        outcome = ask(f"https://localhost:{port}", HttpClient(roots=roots))
    assert (outcome.status, outcome.body) == (200, "over TLS")
    assert f"Authorization: Bearer {TOKEN}".encode() in heard[0]


def test_the_demo_server_says_why_a_token_elsewhere_than_in_authorization_does_not_count():
    client = HttpClient()
    with DemoServer() as server:
        token = client.login(server.url, "bob", "bob-pass", "roles").access_token
        for placement in (TokenPlacement(TokenWhere.COOKIE, "session"), TokenPlacement(TokenWhere.NOWHERE)):
            outcome = client.replay(server.url, Request("r", "GET", "/me", placement=placement), token, "roles")
            assert outcome.decision is not None
            assert (outcome.status, outcome.decision.reason) == (401, "transport.missing")
        query = TokenPlacement(TokenWhere.QUERY, "access_token")
        outcome = client.replay(server.url, Request("r", "GET", "/me", placement=query), token, "roles")
        assert outcome.decision.reason == "transport.query"
    client.close()
