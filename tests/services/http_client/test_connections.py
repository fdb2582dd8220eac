"""Connections to the demo server: which are kept, and what is sent over them."""

import socket
from concurrent.futures import ThreadPoolExecutor

import pytest

from demo_server import DemoServer
from tests.services.http_client.scripted_server import HANG, answer, scripted
from workbench.core.errors import UnsendableTokenError
from workbench.core.requests.request import SentRequest
from workbench.services.http_client.connections import ClosedError, Connections, NoAddressError

MOST = 1024 * 1024


@pytest.fixture
def connections():
    made = Connections(timeout_s=5)
    yield made
    made.close()


def get(url, *headers, method="GET", body=None):
    return SentRequest(method, url, headers, body, token="")


def test_one_connection_serves_one_request_after_the_other(connections, monkeypatch):
    made = []
    connect = socket.create_connection
    monkeypatch.setattr(socket, "create_connection", lambda *args, **more: made.append(args) or connect(*args, **more))
    with DemoServer() as server:
        for _ in range(5):
            assert connections.exchange(get(f"{server.url}/healthz"), MOST).status == 200
    assert len(made) == 1


def test_a_server_that_has_ended_is_forgotten_when_others_are_spoken_to(connections):
    for _ in range(6):
        with DemoServer() as server:
            assert connections.exchange(get(f"{server.url}/healthz"), MOST).status == 200
    assert len(connections._idle) <= 4


def test_the_headers_of_the_client_come_first_and_give_way_to_those_of_the_request(connections):
    with scripted(answer("a")) as server:
        sent = get(f"{server.url}/x?y=1", ("user-agent", "mine"), ("X", "Ü"), method="PUT", body="Ä")
        received = connections.exchange(sent, MOST)
    (request,) = server.requests
    head, _, body = request.decode("latin-1").partition("\r\n\r\n")
    host = server.url.partition("//")[2]
    lines = [f"Host: {host}", "Accept: */*", "Connection: keep-alive", "Content-Length: 2", "user-agent: mine", "X: Ü"]
    assert head.split("\r\n") == ["PUT /x?y=1 HTTP/1.1", *lines]
    assert body.encode("latin-1") == "Ä".encode()
    assert [": ".join(each) for each in received.sent_headers] == lines


@pytest.mark.parametrize("header", [("X Y", "7"), ("X:", "7"), ("", "7"), ("X", "a\nb"), ("X", "a\r\n b"), ("X", "€")])
def test_a_header_that_would_break_the_request_is_not_sent(connections, header):
    with scripted() as server, pytest.raises(UnsendableTokenError) as caught:
        connections.exchange(get(server.url, header), MOST)
    assert server.requests == []
    assert header[1] not in str(caught.value)


@pytest.mark.parametrize("length", [0, 9, 10, 11, 500])
def test_no_more_of_a_body_is_read_than_was_asked_for(connections, length):
    with scripted(answer("x" * length)) as server:
        received = connections.exchange(get(server.url), 10)
    assert (len(received.body), received.cut) == (min(length, 10), length > 10)


def test_a_body_in_chunks_is_put_together_and_one_without_a_length_ends_with_the_connection(connections):
    chunks = (
        b"HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
    )
    with scripted(chunks, b"HTTP/1.0 200 OK\r\nContent-Type: text/plain; charset=latin-1\r\n\r\n\xe4") as server:
        assert connections.exchange(get(server.url), MOST).text() == "abcde"
        received = connections.exchange(get(server.url), MOST)
    assert (received.text(), received.http_version) == ("ä", "HTTP/1.0")


@pytest.mark.parametrize("url", ["", "x", "https://127.0.0.1/", "http://", "http://h:x/", "http://[::1"])
def test_what_is_no_address_is_not_connected_to(connections, url):
    with pytest.raises(NoAddressError):
        connections.exchange(get(url), MOST)


def test_closing_ends_a_request_that_waits_for_its_answer(connections):
    with scripted(HANG) as server, ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(connections.exchange, get(server.url), MOST)
        while not (server.requests or waiting.done()):
            continue
        connections.close()
        assert isinstance(waiting.exception(), ClosedError)
    with pytest.raises(ClosedError):
        connections.exchange(get("http://127.0.0.1:9/"), MOST)


def test_a_refusal_that_comes_before_the_request_was_read_is_an_answer(connections):
    with DemoServer() as server:
        received = connections.exchange(get(f"{server.url}/documents", ("X", "x" * 3_000_000)), MOST)
    assert received.status == 431
