"""HTTP: log in and out at the demo server, and replay requests with a token there and elsewhere."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from http.client import HTTPException, InvalidURL
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from workbench.core.answers.outcome import Decision, Outcome, Request
from workbench.core.errors import (
    ForeignServerError,
    JsonTextError,
    LoginRefusedError,
    ServerError,
    ServerUnreachableError,
)
from workbench.core.requests.request import SentRequest, compose
from workbench.core.requests.sender import Sender
from workbench.core.server.login import LoginAnswer
from workbench.core.signing.possession import PROOF_HEADER, carries_bearer_token, with_proof
from workbench.core.strict_json import text as json_text
from workbench.core.strict_json.members import Members
from workbench.core.text.wording import capitalized
from workbench.services.http_client.client_keys import ClientKeys
from workbench.services.http_client.connections import ClosedError, Connections, NoAddressError

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable

    from workbench.services.http_client.foreign import ForeignServers
    from workbench.services.http_client.received import Received

_LONGEST_DETAIL = 500
_PROOF_MISSING = "proof.missing"
_LOGOUT = Request("logout", "POST", "/logout")

_MOST_DEMO_BYTES = 64 * 1024 * 1024
"""Octets of an answer of the demo server: the token of a user who may read 100,000 records has some three million."""


class HttpClient:
    """Speaks HTTP with the demo server, and in `replay` with any other; its methods may be called from any thread.

    It ignores proxies of the environment, redirects and cookies: a token goes only where the user sent it.
    """

    def __init__(self, timeout_s: float = 5, whole_s: float = 20, roots: ssl.SSLContext | None = None) -> None:
        """Make a client; for *whole_s* and *roots* see `ForeignServers`."""
        self._timeout_s = timeout_s
        self._whole_s = whole_s
        self._roots = roots
        self._connections = Connections(timeout_s)
        self._foreign: ForeignServers | None = None
        self._keys = ClientKeys()

    def login(self, base_url: str, username: str, password: str, design: str) -> LoginAnswer:
        """Log in; *design* chooses the claims.

        Raises:
            LoginRefusedError: the server refused; with its own words, if it says why.
            ServerUnreachableError: no answer came.
            ServerError: the answer is not one of a demo server.
        """
        body = {"username": username, "password": password, "design": design}
        form = (("Content-Type", "application/json"),)
        answer = self._ask_for_token(
            base_url, SentRequest("POST", base_url + "/login", form, json_text.dump_compact(body), token="")
        )
        if answer.status == HTTPStatus.UNAUTHORIZED:
            raise _login_refused(answer)
        if answer.status != HTTPStatus.OK:
            raise _server_error(answer, "login")
        return self.hold(_login_answer(_json(answer, "login")))

    def renew(self, base_url: str, refresh_token: str) -> LoginAnswer:
        """Exchange a refresh token for a new access token (RFC 6749 section 6).

        Raises:
            LoginRefusedError: the refresh token does not count any more; with the server's own words.
            ServerUnreachableError: no answer came.
            ServerError: the answer is not one of a demo server.
        """
        form = (("Content-Type", "application/x-www-form-urlencoded"),)
        body = f"grant_type=refresh_token&refresh_token={quote(refresh_token, safe='')}"
        sent = SentRequest("POST", base_url + "/token", form, body, token=refresh_token)
        answer = self._ask_for_token(base_url, sent)
        if answer.status == HTTPStatus.BAD_REQUEST:
            raise _login_refused(answer)
        if answer.status != HTTPStatus.OK:
            raise _server_error(answer, "renewal")
        return self.hold(_login_answer(_json(answer, "renewal")))

    @property
    def thumbprint(self) -> str:
        """The thumbprint of this client's key (RFC 7638), to which a server can bind a token."""
        return self._keys.thumbprint

    def hold(self, answer: LoginAnswer) -> LoginAnswer:
        """Send the token of *answer* with a proof from now on, if it is bound to this client's key; return *answer*."""
        if answer.is_bound:
            self._keys.hold(answer.access_token)
        return answer

    def logout(self, base_url: str, compact: str, design: str = "") -> Outcome:
        """Revoke the token *compact*; also a refusal is an answer.

        Args:
            base_url: of the running server.
            compact: the token.
            design: by which the token is checked; empty for the server's own. A token of another type needs its own.

        Raises:
            ServerUnreachableError: no answer came.
            UnsendableTokenError: the text cannot be sent in a header.
        """
        return self.send(base_url, _LOGOUT, compact, design)

    def jwks(self, base_url: str) -> dict[str, object]:
        """Read the JWK set that the demo server publishes at this moment.

        Raises:
            ServerUnreachableError: no answer came.
            ServerError: the answer is not a JSON object.
        """
        answer = self._send("GET", base_url + "/.well-known/jwks.json", {}, None)
        if answer.status != HTTPStatus.OK:
            raise ServerError(f"The server answered the question for its JWK set with {answer.status}.")
        return _object(answer, "JWK set")

    def proven(self, sent: SentRequest, sender: Sender, now: Callable[[], float]) -> SentRequest:
        """The request with the proof that its token needs, unless its sender has none or it brings its own.

        Args:
            sent: without a proof.
            sender: whose key makes it.
            now: the server's clock, in seconds since 1970 UTC; asked only where a proof is made.
        """
        if sender is Sender.WITHOUT_PROOF or not self._keys.is_bound(sent.token) or not carries_bearer_token(sent):
            return sent
        return with_proof(sent, self._keys.prove(sender, sent.method, sent.url, token=sent.token, now=int(now())))

    def send(
        self, base_url: str, request: Request, compact: str, design: str, sender: Sender = Sender.HOLDER
    ) -> Outcome:
        """Send *request* with the token *compact*, and let *design* decide; the answer comes without its decision.

        Only to the demo server: experiments send without asking the user. A token that is bound to a key goes with a
        proof for this request, by the key of *sender*.

        Raises:
            ForeignServerError: the request is for another server; nothing was sent.
            ServerUnreachableError: no answer came.
            UnsendableTokenError: the token cannot be sent where the request places it.
        """
        if request.base_url is not None:
            raise ForeignServerError(f"{request.label} is for another server than the demo server; it was not sent.")
        sent = self.proven(compose(request, compact, base_url, design), sender, lambda: self._time_of(base_url))
        return self._perform(sent).outcome(request, sent)

    def replay(
        self, base_url: str, request: Request, compact: str, design: str, sender: Sender = Sender.HOLDER
    ) -> Outcome:
        """Do as `send`, and ask the demo server in a second request why it answered so.

        A request that names another server goes there: the caller has asked the user. That server is not asked why.

        Raises:
            ForeignServerError: no answer came from another server.
            ServerUnreachableError: no answer came from the demo server.
            ServerError: the decision does not follow the contract.
            UnsendableTokenError: the token cannot be sent where the request places it.
        """
        if request.base_url is not None:
            return self._foreign_servers().send(request, compose(request, compact, base_url))
        outcome = self.send(base_url, request, compact, design, sender)
        if not outcome.request_id:
            return outcome
        answer = self._send("GET", f"{base_url}/debug/decisions/{quote(outcome.request_id, safe='')}", {}, None)
        if answer.status != HTTPStatus.OK:
            return outcome
        return replace(outcome, decision=Decision.from_json(_json(answer, "decision")))

    def close(self) -> None:
        """Close the connections; calls after this find no server."""
        self._connections.close()

    def _foreign_servers(self) -> ForeignServers:
        """Made by the first request to one: the library for them takes a while to import."""
        from workbench.services.http_client.foreign import ForeignServers

        if self._foreign is None:
            self._foreign = ForeignServers(self._timeout_s, self._whole_s, self._roots)
        return self._foreign

    def _ask_for_token(self, base_url: str, sent: SentRequest) -> Received:
        """Send a request for a token; once more with a proof of this client's key, if the server asks for one."""
        answer = self._perform(sent)
        if answer.status != HTTPStatus.BAD_REQUEST or _member(answer, "reason") != _PROOF_MISSING:
            return answer
        proof = self._keys.prove(Sender.HOLDER, sent.method, sent.url, token="", now=self._time_of(base_url))
        return self._perform(sent.with_headers((*sent.headers, (PROOF_HEADER, proof))))

    def _time_of(self, base_url: str) -> int:
        """The clock of the demo server, in seconds since 1970 UTC: it can be moved, and a proof must have its time."""
        members = Members(
            _json(self._send("GET", base_url + "/healthz", {}, None), "health"),
            "health",
            error=lambda sentence: ServerError(f"The server's {sentence}"),
        )
        return int(members.number("time"))

    def _send(self, method: str, url: str, headers: dict[str, str], body: str | None) -> Received:
        if body is not None:
            headers = headers | {"Content-Type": "application/json"}
        return self._perform(SentRequest(method, url, tuple(headers.items()), body, token=""))

    def _perform(self, sent: SentRequest) -> Received:
        try:
            return self._connections.exchange(sent, _MOST_DEMO_BYTES)
        except (OSError, HTTPException, NoAddressError) as error:
            reason = _reason(error, self._timeout_s)
            raise ServerUnreachableError(f"No answer from {_place(sent.url)}: {reason}.") from error
        except ClosedError as error:
            raise ServerUnreachableError(f"No answer from {_place(sent.url)}: the program is ending.") from error


def _reason(error: Exception, timeout_s: float) -> str:
    if isinstance(error, TimeoutError):
        return f"nothing came within {timeout_s:g} s"
    if isinstance(error, ConnectionRefusedError):
        return "connection refused"
    if isinstance(error, NoAddressError | InvalidURL):
        return "that is not the address of a server"
    if isinstance(error, HTTPException | ConnectionError):
        return "the connection broke off"
    return "no connection"


def _place(url: str) -> str:
    try:
        return urlsplit(url).netloc or url
    except ValueError:
        return url


def _json(answer: Received, what: str) -> object:
    try:
        return json_text.parse(answer.text())
    except JsonTextError as error:
        raise ServerError(f"The server's {what} is not JSON: {error}") from error


def _object(answer: Received, what: str) -> dict[str, object]:
    document = _json(answer, what)
    if not isinstance(document, dict):
        raise ServerError(f"The server's {what} must be an object, not {json_text.type_words(document)}.")
    return document


def _login_refused(answer: Received) -> LoginRefusedError:
    detail, reason = _detail(answer), _member(answer, "reason") or "login.refused"
    if detail:
        return LoginRefusedError(detail, reason=reason, hint="")  # the server says itself what to do
    return LoginRefusedError("The server does not know this user name with this password.", reason=reason)


def _server_error(answer: Received, request: str) -> ServerError:
    """How to report an answer that gives no token, although the credentials were not refused."""
    detail = _detail(answer)
    if detail:
        return ServerError(detail, hint="")  # the server says itself what to do
    return ServerError(f"The server answered the {request} with {answer.status}.")


def _detail(answer: Received) -> str:
    """The detail of a problem document as a sentence; empty if it has none."""
    text = _member(answer, "detail")[:_LONGEST_DETAIL]
    return text and capitalized(text) + ("" if text.endswith((".", "!", "?")) else ".")


def _member(answer: Received, name: str) -> str:
    """A text of a problem document (RFC 9457 section 3.1), without outer white space; empty if there is none."""
    try:
        value = _object(answer, "answer").get(name)
    except ServerError:
        return ""
    return value.strip() if isinstance(value, str) else ""


def _login_answer(document: object) -> LoginAnswer:
    members = Members(document, "login", error=lambda sentence: ServerError(f"The server's {sentence}"))
    return LoginAnswer(
        members.text("access_token"),
        members.text("token_type"),
        members.whole("expires_in"),
        members.text("design"),
        members.text("refresh_token", ""),
    )
