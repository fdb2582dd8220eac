"""HTTP with servers of the user's own: so much of the body, so much time, no redirect, no cookie kept, TLS verified."""

from __future__ import annotations

import socket
import ssl
from http.cookiejar import CookieJar, DefaultCookiePolicy
from threading import Event, Timer
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import httpx

from workbench.core.errors import ForeignServerError
from workbench.services.http_client.received import Received

if TYPE_CHECKING:
    from workbench.core.answers.outcome import Outcome, Request
    from workbench.core.requests.request import SentRequest

MOST_BODY_BYTES = 1024 * 1024
"""So much of a body is read, and no more."""

_SILENT = "Check host, port and network, and that the port speaks the scheme of the URL; then replay."
_REFUSED_BY_CLIENT = (httpx.LocalProtocolError, UnicodeEncodeError)


def _open_client(timeout_s: float, verify: ssl.SSLContext) -> httpx.Client:
    """A client that goes nowhere by itself: no proxy or netrc of the environment, no redirect, no cookie kept."""
    jar = CookieJar(DefaultCookiePolicy(allowed_domains=[]))
    return httpx.Client(timeout=timeout_s, trust_env=False, follow_redirects=False, verify=verify, cookies=jar)


def trusted_roots() -> ssl.SSLContext:
    """Verifies certificates and host names, by the roots of the browsers and by those that this system trusts."""
    context = httpx.create_ssl_context(trust_env=False)
    context.load_default_certs()
    return context


def _exchange(client: httpx.Client, sent: SentRequest) -> Received:
    """Send, and read what comes up to `MOST_BODY_BYTES` of the body. Raises what httpx raises."""
    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in sent.headers]
    content = None if sent.body is None else sent.body.encode()
    with client.stream(sent.method, sent.url, headers=headers, content=content) as response:
        body, cut = bytearray(), False
        for piece in response.iter_bytes():
            body += piece
            if len(body) > MOST_BODY_BYTES:
                cut = True
                break
    raw = response.request.headers.raw
    sent_headers = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in raw)
    return Received(
        status=response.status_code,
        reason_phrase=response.reason_phrase,
        http_version=response.http_version,
        headers=tuple(response.headers.multi_items()),
        charset=response.charset_encoding,
        sent_headers=sent_headers,
        elapsed_ms=response.elapsed.total_seconds() * 1000,
        body=bytes(body[:MOST_BODY_BYTES]),
        cut=cut,
    )


class ForeignServers:
    """Speaks with servers of the user's own, each time over a connection of its own: nothing is carried between them.

    Whoever calls has asked the user: a token leaves the machine here.
    """

    def __init__(self, timeout_s: float, whole_s: float, roots: ssl.SSLContext | None = None) -> None:
        """Make it.

        Args:
            timeout_s: how long a step may take: connecting, or the next octets.
            whole_s: how long the whole exchange may take, however steadily a few octets come.
            roots: what certificates are verified by; None for `trusted_roots`.
        """
        self._timeout_s = timeout_s
        self._whole_s = whole_s
        self._roots = roots

    def send(self, request: Request, sent: SentRequest) -> Outcome:
        """Send to the server that *request* names; any status is an answer.

        Raises:
            ForeignServerError: no answer came; the hint says what to look at.
        """
        client, over = _open_client(self._timeout_s, self._verified_by(sent.url)), Event()

        def give_up() -> None:
            over.set()
            client.close()

        watch = Timer(self._whole_s, give_up)
        watch.daemon = True
        watch.start()
        try:
            with client:
                return _exchange(client, sent).outcome(request, sent)
        except Exception as error:  # noqa: BLE001  what a closed connection raises depends on where it was
            if over.is_set():
                raise _silent(sent.url, f"nothing whole came within {self._whole_s:g} s") from None
            raise _translated(error, sent.url, self._timeout_s) from None  # a cause might quote the token
        finally:
            watch.cancel()

    def _verified_by(self, url: str) -> ssl.SSLContext:
        """What certificates are verified by; to read the roots takes a while, and only TLS needs them."""
        if self._roots is None:
            if not url.startswith("https:"):
                return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            self._roots = trusted_roots()
        return self._roots


def _translated(error: Exception, url: str, timeout_s: float) -> Exception:
    """What went wrong with a foreign server, and what to do about it."""
    refused = _cause(error, ssl.SSLCertVerificationError)
    if isinstance(refused, ssl.SSLCertVerificationError):
        words = (refused.verify_message or "it cannot be verified").rstrip(".")
        hint = (
            "Verification cannot be switched off. Let this system trust the authority that issued the certificate, "
            "or ask for the name that it is issued to."
        )
        return ForeignServerError(f"{_host(url)} was not sent anything. Its certificate: {words}.", hint=hint)
    if _cause(error, ssl.SSLError) is not None:
        hint = "Check scheme and port: this one may speak http, not https, or no TLS of today."
        return ForeignServerError(f"{_host(url)} was not sent anything: there is no TLS connection.", hint=hint)
    if _cause(error, socket.gaierror) is not None:
        hint = "Check the spelling of the host, and this computer's connection."
        return ForeignServerError(f"{_host(url)} was not sent anything: no such host is known.", hint=hint)
    if _cause(error, ConnectionRefusedError) is not None:
        hint = "Check the port, and that the server runs."
        return ForeignServerError(f"{_host(url)} refused the connection.", hint=hint)
    if isinstance(error, httpx.TimeoutException):
        return _silent(url, f"nothing came within {timeout_s:g} s")
    if isinstance(error, _REFUSED_BY_CLIENT):
        hint = "Look at the method, the headers and the token for characters that HTTP has no place for."
        return ForeignServerError("The request cannot be written as HTTP; nothing was sent.", hint=hint)
    if isinstance(error, httpx.InvalidURL | httpx.UnsupportedProtocol):
        return ForeignServerError("That is not a valid URL; nothing was sent.")
    if isinstance(error, httpx.DecodingError):
        hint = "The server says that the body is compressed, and it is not; ask for it with Accept-Encoding: identity."
        return ForeignServerError(f"The answer of {_host(url)} cannot be unpacked.", hint=hint)
    if isinstance(error, httpx.HTTPError):
        hint = "Check that the port speaks HTTP, then replay."
        return ForeignServerError(f"{_host(url)} gave no whole answer: the connection broke off.", hint=hint)
    return error


def _silent(url: str, words: str) -> ForeignServerError:
    return ForeignServerError(f"No answer from {_host(url)}: {words}.", hint=_SILENT)


def _cause(error: BaseException | None, kind: type[BaseException]) -> BaseException | None:
    while error is not None:
        if isinstance(error, kind):
            return error
        error = error.__cause__ or error.__context__
    return None


def _host(url: str) -> str:
    return urlsplit(url).netloc
