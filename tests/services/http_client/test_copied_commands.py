"""What is copied is what is sent: the commands are really run, and the server compares."""

import os
import subprocess
import sys

import pytest

from tests.requirements import CURL
from tests.services.http_client.scripted_server import answer, scripted
from workbench.core.errors import CopyError
from workbench.core.requests.curl import parse_curl
from workbench.core.requests.export import CopyForm, export
from workbench.core.requests.request import Request, TokenPlacement, TokenWhere
from workbench.services.http_client.client import HttpClient

TOKEN = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJib2IifQ.c2VjcmV0LXNpZ25hdHVyZQ"
BODY = '{"title": "it\'s \\"ü\\" $HOME `x` %PATH% \\\\ \n\ttwo"}'
REQUESTS = {
    "plain": Request("r", "GET", "/documents/doc-1"),
    "body": Request("r", "PUT", "/a b?q='x'&r=[1]{2}$HOME", BODY, (("X-One", 'it\'s $HOME "q"'), ("X-One", "2"))),
    "cookie": Request("r", "POST", "/x", "a=1", (("content-type", "x/y"),), TokenPlacement(TokenWhere.COOKIE, "sid")),
    "query": Request("r", "DELETE", "/x?y=1", None, (("X-Empty", ""),), TokenPlacement(TokenWhere.QUERY, "t")),
    "header": Request("r", "get-it", "/x", None, (), TokenPlacement(TokenWhere.HEADER, "X-T", "Token")),
    "data that looks like a file": Request("r", "POST", "/x", "@/etc/passwd"),
}
# What each client writes for itself.
OWN = {b"host", b"user-agent", b"accept", b"accept-encoding", b"connection", b"content-length"}


def essence(raw):
    """Request line, the headers that the request is about, and the body."""
    head, _, body = raw.partition(b"\r\n\r\n")
    line, *headers = head.split(b"\r\n")
    named = [(name.lower(), value.strip()) for name, _, value in (each.partition(b":") for each in headers)]
    return line, [each for each in named if each[0] not in OWN], body


def replayed(request, server_answer=None):
    with scripted(server_answer or answer()) as server:
        client = HttpClient()
        client.send(server.url, request, TOKEN, "roles")
        client.close()
    return essence(server.requests[0])


def run(request, form, command, *, with_variable=False):
    with scripted(answer()) as server:
        text = export(request, TOKEN, server.url, "roles", form, with_variable=with_variable)
        assert (TOKEN in text) is not with_variable
        done = subprocess.run(
            [*command, text],
            env=os.environ | {"TOKEN": TOKEN, "HOME": "/expanded"},
            capture_output=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stderr
    return essence(server.requests[0])


@pytest.mark.parametrize("with_variable", [False, True])
@pytest.mark.parametrize("name", REQUESTS)
def test_the_copied_curl_command_sends_what_the_replay_sends(name, with_variable):
    CURL.require()
    assert run(REQUESTS[name], CopyForm.CURL, ["sh", "-c"], with_variable=with_variable) == replayed(REQUESTS[name])


@pytest.mark.parametrize("with_variable", [False, True])
@pytest.mark.parametrize("name", ["body", "query"])
def test_the_copied_python_program_sends_what_the_replay_sends(name, with_variable):
    command = [sys.executable, "-c"]
    assert run(REQUESTS[name], CopyForm.PYTHON, command, with_variable=with_variable) == replayed(REQUESTS[name])


@pytest.mark.parametrize("name", REQUESTS)
def test_a_copied_curl_command_that_is_imported_is_the_same_request(name):
    request = REQUESTS[name]
    text = export(request, TOKEN, "http://h:1", "", CopyForm.CURL)
    got = parse_curl(text, "r", "http://h:1")
    assert got.token == TOKEN
    again = export(got.request, TOKEN, "http://h:1", "", CopyForm.CURL)
    assert essence_of_text(again) == essence_of_text(text)


def essence_of_text(command):
    return sorted(command.replace(" \\", "").splitlines())


def test_httpie_gets_method_url_headers_and_body():
    request = Request("r", "PUT", "/x", "{}", (("X-Empty", ""),))
    text = export(request, TOKEN, "http://h:1", "roles", CopyForm.HTTPIE, with_variable=True)
    assert text.replace(" \\\n ", "") == (
        "http --ignore-stdin PUT http://h:1/x 'Authorization:Bearer '\"$TOKEN\" 'X-Empty;' Demo-Design:roles "
        "Content-Type:application/json --raw '{}'"
    )


@pytest.mark.parametrize(
    ("request_", "token", "form"),
    [
        (Request("r", "POST", "/x", "a\0b"), TOKEN, CopyForm.CURL),
        (Request("r", "GET", "/x"), "ÿ", CopyForm.CURL),
        (Request("r", "GET", "/x", None, (("X", "a\\=b"),)), TOKEN, CopyForm.HTTPIE),
        (Request("r", "GET", "/x", None, (("X", "@file"),)), TOKEN, CopyForm.HTTPIE),
    ],
)
def test_what_a_form_cannot_write_is_refused_rather_than_written_wrong(request_, token, form):
    with pytest.raises(CopyError):
        export(request_, token, "http://h", "", form)
