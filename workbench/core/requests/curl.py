"""Imports a curl command, as developer tools copy it and people write it, as a request.

What cannot be imported is refused or named; nothing is dropped silently. No file is read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from workbench.core.errors import CurlImportError
from workbench.core.requests.draft import RequestDraft
from workbench.core.requests.placeholders import placeholders
from workbench.core.requests.token_place import take_token_out
from workbench.core.text.base64_runs import encoded
from workbench.core.text.command_line import command_line
from workbench.core.text.wording import listed, shortened
from workbench.core.token.raw import raw_tokens

if TYPE_CHECKING:
    from workbench.core.requests.request import Request

_FORM = "application/x-www-form-urlencoded"
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_CURL = frozenset({"curl", "curl.exe"})
_ESCAPED_BRACKET = re.compile(r"\\([\[\]{}])")
_GLOB = re.compile(r"(?<![\\{])\{[^{}\\]*,[^{}]*\}|(?<!\\)\[(?:\d+-\d+|[a-zA-Z]-[a-zA-Z])(?::\d+)?\]")
_VARIABLE = re.compile(r"\$env:(\w+)|\$\{?(\w+)\}?|%(\w+)%", re.IGNORECASE)
_END = frozenset({"|", "||", "&&", ";", ">", ">>", "2>", "<", "&"})

_SHORT = {
    "X": "--request", "H": "--header", "d": "--data", "b": "--cookie", "u": "--user", "A": "--user-agent",
    "e": "--referer", "G": "--get", "I": "--head", "k": "--insecure", "L": "--location", "F": "--form",
    "T": "--upload-file", "o": "--output", "m": "--max-time", "w": "--write-out", "x": "--proxy", "c": "--cookie-jar",
    "D": "--dump-header", "E": "--cert", "K": "--config", "r": "--range",
    "s": "--silent", "S": "--show-error", "v": "--verbose", "i": "--include", "f": "--fail", "g": "--globoff",
    "N": "--no-buffer", "O": "--remote-name", "#": "--progress-bar", "4": "--ipv4", "6": "--ipv6", "q": "--disable",
    "0": "--http1.0", "n": "--netrc", "j": "--junk-session-cookies",
}  # fmt: skip

# These change what is printed or how it is fetched, not what is asked.
_IGNORED = frozenset({
    "--compressed", "--silent", "--show-error", "--verbose", "--include", "--fail", "--fail-with-body", "--globoff",
    "--no-buffer", "--progress-bar", "--no-progress-meter", "--ipv4", "--ipv6", "--disable", "--http1.0", "--http1.1",
    "--http2", "--http2-prior-knowledge", "--http3", "--path-as-is", "--remote-name", "--no-keepalive", "--tcp-nodelay",
    "--tlsv1", "--tlsv1.2", "--tlsv1.3", "--ssl-reqd", "--junk-session-cookies", "--styled-output",
    "--no-styled-output",
})  # fmt: skip
_IGNORED_WITH_VALUE = frozenset({
    "--output", "--write-out", "--max-time", "--connect-timeout", "--retry", "--retry-delay", "--retry-max-time",
    "--dump-header", "--stderr", "--trace", "--trace-ascii", "--keepalive-time", "--speed-limit", "--speed-time",
})  # fmt: skip
_TOLD = {
    "--insecure": "-k was left out: TLS certificates stay verified.",
    "--location": "-L was left out: a redirect is shown and not followed, so that the token goes no further.",
    "--location-trusted": "--location-trusted was left out: a redirect is shown and not followed.",
    "--netrc": "-n was left out: no password file is read.",
}
_TOLD_WITH_VALUE = {
    "--proxy": "-x was left out: requests go straight to the server.",
    "--cookie-jar": "-c was left out: cookies of answers are not kept.",
}
_REFUSED = {
    "--form": "-F sends a form of several parts, which this editor has no field for.",
    "--form-string": "--form-string sends a form of several parts, which this editor has no field for.",
    "--upload-file": "-T sends a file, and no file is read here.",
    "--config": "-K reads options from a file, and no file is read here.",
    "--cert": "-E reads a client's certificate from a file, which is not done here.",
}


@dataclass(frozen=True, slots=True)
class ImportedCurl:
    """A request imported from a curl command, and notes on what was changed.

    Attributes:
        request: the request, without its token.
        token: the token that the command had; empty if none.
        notes: what was left out and what was found, a sentence each.
    """

    request: Request = field(repr=False)
    token: str = field(repr=False)
    notes: tuple[str, ...]


def parse_curl(text: str, request_id: str, demo_url: str = "") -> ImportedCurl:
    """Read a curl command.

    Args:
        text: the command.
        request_id: id of the request that comes of it.
        demo_url: where the demo server answers now; a command for it becomes one of the demo server.

    Raises:
        CurlImportError: it is not a curl command, reads a file, or has an unknown option.
        ShellTextError: a quote is open.
        RequestError: a part of the request is not valid.
    """
    line = command_line(text)
    if line is None:
        hint = "Paste a command that begins with curl; developer tools have it as Copy as cURL."
        raise CurlImportError("That is not a curl command.", hint=hint)
    command = _Command(line.notes)
    command.read([_with_variables(word, line.variables) for word in line.words])
    return command.imported(request_id, demo_url, line.variables)


def _with_variables(word: str, variables: Mapping[str, str]) -> str:
    """*word* with what was assigned in front of the command; a token's variable is left for the bench's token."""

    def value(found: re.Match[str]) -> str:
        name = next(each for each in found.groups() if each)
        return found[0] if any(placeholders(found[0])) else variables.get(name, found[0])

    return _VARIABLE.sub(value, word) if variables else word


class _Command:
    """Collects what the options say."""

    def __init__(self, notes: tuple[str, ...] = ()) -> None:
        self._method = ""
        self._urls: list[str] = []
        self._headers: list[tuple[str, str]] = []
        self._data: list[str] = []
        self._cookies: list[str] = []
        self._notes: list[str] = list(notes)
        self._query = False
        self._head = False
        self._json = False
        self._globs = True
        self._valued: dict[str, Callable[[str], None]] = {
            "--request": self._take_method,
            "--url": self._urls.append,
            "--header": self._take_header,
            "--data": self._take_data,
            "--data-ascii": self._take_data,
            "--data-binary": self._take_data,
            "--data-raw": self._data.append,
            "--data-urlencode": self._take_encoded,
            "--json": self._take_json,
            "--cookie": self._take_cookie,
            "--user-agent": lambda value: self._headers.append(("User-Agent", value)),
            "--referer": lambda value: self._headers.append(("Referer", value)),
            "--range": lambda value: self._headers.append(("Range", f"bytes={value}")),
            "--user": self._take_user,
            "--oauth2-bearer": lambda value: self._headers.append(("Authorization", f"Bearer {value}")),
        }

    def read(self, words: list[str]) -> None:
        """Read the words after ``curl``."""
        left = list(words)
        while left:
            word = left.pop(0)
            if word in _END:
                if left:
                    self._notes.append(f"What follows after {word} is another command and was left out.")
                return
            if word in _CURL:
                self._notes.append("There is another curl command behind it, which was left out: import it by itself.")
                return
            if word == "--next":
                raise CurlImportError("The command holds several requests (--next).", hint="Import one at a time.")
            if word.startswith("--") and len(word) > 2:
                self._option(word, left)
            elif word.startswith("-") and len(word) > 1:
                self._short_options(word, left)
            else:
                self._urls.append(word)

    def _short_options(self, word: str, left: list[str]) -> None:
        """``-sSXPOST``: letters in one word, of which the last may be followed by its value."""
        for position, letter in enumerate(word[1:], start=2):
            name = _SHORT.get(letter)
            if name is None:
                raise _unknown(f"-{letter}")
            if self._takes_value(name):
                rest = word[position:]
                self._option(name, [rest] if rest else left, shown=f"-{letter}")
                return
            self._option(name, left, shown=f"-{letter}")

    def _takes_value(self, name: str) -> bool:
        return name in self._valued or name in _IGNORED_WITH_VALUE or name in _TOLD_WITH_VALUE or name in _REFUSED

    def _option(self, name: str, left: list[str], *, shown: str = "") -> None:
        shown = shown or name
        name, equals, value = name.partition("=")
        if name in _REFUSED:
            raise CurlImportError(_REFUSED[name], hint="Take the option out of the command, then import it again.")
        if name in _IGNORED:
            self._globs = self._globs and name != "--globoff"
            return
        if name == "--get":
            self._query = True
        elif name == "--head":
            self._head = True
        elif name in _TOLD:
            self._notes.append(_TOLD[name])
        elif self._takes_value(name):
            if not equals:
                if not left:
                    raise CurlImportError(f"{shown} has no value behind it.")
                value = left.pop(0)
            if name in self._valued:
                self._valued[name](value)
            elif name in _TOLD_WITH_VALUE:
                self._notes.append(_TOLD_WITH_VALUE[name])
        else:
            raise _unknown(shown)

    def _take_method(self, value: str) -> None:
        self._method = value

    def _take_header(self, value: str) -> None:
        if value.startswith("@"):
            raise _file("-H", value)
        name, colon, content = value.partition(":")
        if colon and not content.strip():
            self._notes.append(f"-H '{name}:' takes a header of curl's own away; there is nothing to take away here.")
        elif colon:
            self._headers.append((name.strip(), content.strip()))
        elif value.endswith(";"):
            self._headers.append((value[:-1].strip(), ""))
        else:
            raise CurlImportError(f"The header {value[:40]!r} has no colon.")

    def _take_data(self, value: str) -> None:
        if value.startswith("@"):
            raise _file("-d", value)
        if _VARIABLE.fullmatch(value):
            self._notes.append(f"The body is {value}, a variable of the shell: put its value in its place.")
        self._data.append(value)

    def _take_json(self, value: str) -> None:
        self._take_data(value)
        self._json = True

    def _take_user(self, value: str) -> None:
        """``name:password``; some servers take a token as one of them."""
        if any(raw_tokens(value)) or any(placeholders(value)):
            self._headers.append(("Authorization", f"Basic {encoded(value, url_safe=False)}"))
        else:
            self._notes.append("-u was left out: this bench sends tokens, not a user name and a password.")

    def _take_encoded(self, value: str) -> None:
        """``name=content``, ``=content`` or ``content``; the content is encoded."""
        name, equals, content = value.partition("=")
        if not equals:
            name, at, _ = value.partition("@")
            if at:
                raise _file("--data-urlencode", value)
            name, content = "", value
        encoded = "".join(
            each if each in _UNRESERVED else "".join(f"%{octet:02X}" for octet in each.encode("utf-8", "replace"))
            for each in content
        )
        self._data.append(f"{name}={encoded}" if name else encoded)

    def _take_cookie(self, value: str) -> None:
        if "=" not in value:
            raise _file("-b", value)
        self._cookies.append(value)

    def imported(self, request_id: str, demo_url: str, variables: Mapping[str, str]) -> ImportedCurl:
        """The request of all that was read."""
        placed = take_token_out(self._draft(), variables)
        request = placed.draft.request(request_id, demo_url)
        self._notes += placed.notes
        if placed.token:
            note = f"Its token was removed from {placed.place}: replaying sends the one on the bench."
        elif placed.placeholder:
            named = shortened(placed.placeholder)
            note = f"{named} in {placed.place} is a placeholder: the bench's token takes its place."
        elif placed.place:
            note = f"There is no token in {placed.place}: the bench's will be sent there."
        else:
            note = "The command has no token: the bench's will be sent in Authorization."
        self._notes.append(note)
        return ImportedCurl(request, placed.token, tuple(dict.fromkeys(self._notes)))

    def _unglobbed(self, url: str) -> str:
        """*url* as curl sends it: a backslash keeps a bracket from standing for several URLs."""
        if self._globs and _GLOB.search(url):
            self._notes.append("curl would send several requests for what is in brackets in the URL; here it is one.")
        return _ESCAPED_BRACKET.sub(r"\1", url) if self._globs else url

    def _draft(self) -> RequestDraft:
        if not self._urls:
            raise CurlImportError("The command names no URL.")
        if len(self._urls) > 1:
            addresses = listed(tuple(shortened(each.partition("?")[0]) or '""' for each in self._urls))
            raise CurlImportError(f"The command asks for several URLs: {addresses}.", hint="Import one at a time.")
        url = self._unglobbed(self._urls[0]).partition("#")[0]
        if "://" not in url and not url.startswith("/"):
            url = f"http://{url}"  # as curl guesses
        headers = list(self._headers)
        if self._cookies:
            headers.append(("Cookie", "; ".join(each.strip("; ") for each in self._cookies)))
        body = ("" if self._json else "&").join(self._data)
        if self._query and body:
            url, body = f"{url}{'&' if '?' in url else '?'}{body}", ""
        if body or (self._data and not self._query):
            default = "application/json" if self._json else _FORM
            if not any(name.lower() == "content-type" for name, _ in headers):
                headers.append(("Content-Type", default))
        if self._json and not any(name.lower() == "accept" for name, _ in headers):
            headers.append(("Accept", "application/json"))
        kept = []
        for name, value in headers:
            if name.lower() in ("content-length", "host", "connection", "transfer-encoding", "te"):
                self._notes.append(f"The header {name} was left out: it is made from the URL and the body.")
            elif name.lower() == "accept-encoding":
                continue  # this client says itself what it can unpack
            else:
                kept.append((name, value))
        method = self._method or ("HEAD" if self._head else "POST" if body else "GET")
        return RequestDraft(method, url, tuple(kept), body)


def _unknown(option: str) -> CurlImportError:
    hint = "Take it out of the command if the request does not need it."
    return CurlImportError(f"The option {option[:40]} is not known here, so what it changes would be lost.", hint=hint)


def _file(option: str, value: str) -> CurlImportError:
    hint = "Put the content itself into the command, or into the field after importing."
    return CurlImportError(f"{option} reads the file {value.lstrip('@')[:60]!r}, and no file is read here.", hint=hint)
