"""What is copied is what is sent: the commands are really run, and the server compares."""

import os
import re
import subprocess
import sys

import pytest

from tests.requirements import CURL
from tests.services.http_client.scripted_server import answer, scripted
from workbench.core.errors import CopyError
from workbench.core.requests.copy_form import CopyForm
from workbench.core.requests.curl import parse_curl
from workbench.core.requests.export import export
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


# Models of the two shells of Windows, written from their documentation, and of how a program there reads its line.


def arguments_of_a_windows_program(line):
    """What the C library makes of a command line: blanks part, quotes keep together, backslashes before quotes."""
    words, word, inside, at = [], None, False, 0
    while at < len(line):
        if line[at] == "\\":
            end = at
            while end < len(line) and line[end] == "\\":
                end += 1
            count, at = end - at, end
            if at < len(line) and line[at] == '"':
                word = (word or "") + "\\" * (count // 2)
                if count % 2:
                    word, at = word + '"', at + 1
            else:
                word = (word or "") + "\\" * count
        elif line[at] == '"' and inside and line[at + 1 : at + 2] == '"':
            word, at = (word or "") + '"', at + 2
        elif line[at] == '"':
            inside, word, at = not inside, word or "", at + 1
        elif line[at] in " \t" and not inside:
            words, word, at = ([*words, word] if word is not None else words), None, at + 1
        else:
            word, at = (word or "") + line[at], at + 1
    assert not inside
    return words if word is None else [*words, word]


def handed_on_by_the_command_prompt(text, variables):
    """Variables first, then carets; outside quotes an operator or a line end would end the command."""
    first, *others = text.split("%")
    text, left = first, others
    while left:  # a name that is not known stays, and the next percent sign may begin one
        known = variables.get(left[0]) if len(left) > 1 else None
        text, left = (text + known + left[1], left[2:]) if known is not None else (f"{text}%{left[0]}", left[1:])
    line, quoted, at = "", False, 0
    while at < len(text):
        character = text[at]
        if character == "^" and not quoted:
            if text[at + 1] == "\n":
                line += text[at + 2]
                at += 3
            else:
                line += text[at + 1]
                at += 2
            continue
        assert quoted or character not in "&|<>()\n\r\t", f"{character!r} would end the command"
        quoted ^= character == '"'
        line, at = line + character, at + 1
    assert not quoted
    return line


SINGLE = "'\u2018\u2019\u201a\u201b"  # PowerShell takes each of them for a single quote


def handed_on_by_powershell(text, variables):
    """Assignments, then one line behind ``--%`` that is handed on as it stands, with variables put in."""
    known, at = dict(variables), 0
    while text.startswith("$env:", at):
        name, _, rest = text[at:].partition(" = ")
        value, end = "", len(name) + 3
        while True:
            if rest.startswith("$env:TOKEN"):
                value, taken = value + known["TOKEN"], len("$env:TOKEN")
            else:
                string = re.match(f"'((?:[^{SINGLE}]|([{SINGLE}])\\2)*)'", rest)
                assert string is not None, rest
                value += re.sub(f"([{SINGLE}])\\1", r"\1", string[1])
                taken = string.end()
            rest, end = rest[taken:], end + taken
            if not rest.startswith(" + "):
                break
            rest, end = rest[3:], end + 3
        known[name.removeprefix("$env:")] = value
        at += end
        assert text[at] == "\n"
        at += 1
    line, _, after = text[at:].partition("\n")
    assert after in ("", "Remove-Item Env:CURL_*")
    assert line.startswith("curl.exe --% ")
    quoted = False
    for position, character in enumerate(line):
        quoted ^= character in '"\u201c\u201d\u201e'
        assert quoted or (character != "|" and line[position : position + 2] != "&&"), "PowerShell would go on itself"
    line = line.replace(" --%", "")
    return re.sub(r"%(\w+)%", lambda found: known.get(found[1], found[0]), line)


def handed_on_by_sh(text):
    """The arguments that the real shell hands on."""
    shown = 'curl() { printf "%s\\0" "$@"; }\n'
    done = subprocess.run(["sh", "-c", shown + text], capture_output=True, timeout=60, check=True)
    return done.stdout.decode().split("\0")[:-1]


WINDOWS = {
    CopyForm.CURL_COMMAND_PROMPT: handed_on_by_the_command_prompt,
    CopyForm.CURL_POWERSHELL: handed_on_by_powershell,
}
HARD = [
    "{}", '{"a": 1}', '{"a b": "c d"}', "it's", "\\", '\\"', 'a\\\\"b', "ends in \\", "%PATH%", "%20%20", "a^b", "!x!",
    "a&b", "a&&b", "a|b", "<x>", "(y)", "`x`", "$env:PATH ${x} $(y)", "two\nlines", '"', '""', "'", "''", "@file",
    "ü \u2018smart\u2019 \u201cquotes\u201d", "--%", "a;b,c=d", " blank ", "%TOKEN%",
    '{"q": "say \\"hi\\" \\\\ 50% ^ & | it\'s"}',
]  # fmt: skip


@pytest.mark.parametrize("with_variable", [False, True])
@pytest.mark.parametrize("body", HARD, ids=range(len(HARD)))
@pytest.mark.parametrize("form", WINDOWS)
def test_a_copied_command_hands_curl_on_windows_what_it_gets_in_a_posix_shell(form, body, with_variable):
    CURL.require()
    ascii_body = body if body.isascii() and "\n" not in body else "x"
    headers = (("X-One", ascii_body), ("X-Empty", ""), ("X-Token", "v1_{{token}}"))
    request = Request("r", "POST", "/a%20b?q=1&r=[x]", f"{body}{{{{token}}}}", headers)
    posix = export(request, TOKEN, "http://h:1", "roles", CopyForm.CURL)
    text = export(request, TOKEN, "http://h:1", "roles", form, with_variable=with_variable)
    assert (TOKEN in text) is not with_variable
    name, *found = arguments_of_a_windows_program(WINDOWS[form](text, {"TOKEN": TOKEN, "PATH": "expanded"}))
    wanted = handed_on_by_sh(posix)
    assert name.removesuffix(".exe") == "curl"
    assert found == wanted


@pytest.mark.parametrize("name", ["plain", "cookie", "query", "header", "data that looks like a file"])
@pytest.mark.parametrize("form", WINDOWS)
def test_a_command_that_was_copied_for_windows_is_imported_as_the_same_request(name, form):
    wanted = parse_curl(export(REQUESTS[name], TOKEN, "http://h:1", "", CopyForm.CURL), "r", "http://h:1")
    got = parse_curl(export(REQUESTS[name], TOKEN, "http://h:1", "", form), "r", "http://h:1")
    assert (got.request, got.token) == (wanted.request, wanted.token)


@pytest.mark.parametrize("body", HARD, ids=range(len(HARD)))
@pytest.mark.parametrize("form", WINDOWS)
def test_a_body_that_was_copied_for_windows_is_imported_unchanged(form, body):
    text = export(Request("r", "POST", "/x", f"x{body}"), TOKEN, "http://h:1", "", form)
    assert parse_curl(text, "r", "http://h:1").request.body == f"x{body}"


@pytest.mark.parametrize(
    ("body", "form", "words"),
    [
        ("a\tb", CopyForm.CURL_COMMAND_PROMPT, "a tab in it"),
        ("a\r\nb", CopyForm.CURL_COMMAND_PROMPT, "a carriage return in it"),
        ("x" * 9_000, CopyForm.CURL_COMMAND_PROMPT, "the command prompt takes at most 8,191"),
        ("x" * 40_000, CopyForm.CURL_POWERSHELL, "more than Windows hands to a program"),
    ],
)
def test_what_a_shell_of_windows_cannot_take_is_refused(body, form, words):
    with pytest.raises(CopyError, match=words):
        export(Request("r", "POST", "/x", body), TOKEN, "http://h:1", "", form)
