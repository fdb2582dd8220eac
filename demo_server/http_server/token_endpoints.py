"""The endpoints of the authorization server beside the login: renewing a token, and introspection."""

import binascii
from base64 import b64decode
from collections.abc import Callable, Mapping
from hmac import compare_digest

from demo_server.http_server.forms import FormError, read_form
from demo_server.http_server.messages import Request, Response, json_response, problem
from demo_server.http_server.senders import Senders, refused_proof
from demo_server.questions import Asked, Questions
from demo_server.tokens.dpop import ProofRefusedError
from demo_server.tokens.issuer import IssuedToken, Issuer
from demo_server.tokens.refresh_tokens import RefreshRefusedError

_BASIC = {"WWW-Authenticate": 'Basic realm="demo", charset="UTF-8"'}


def api_secret(service: str) -> str:
    """Return the secret by which an API of the scenario identifies itself; as simple as the passwords of the users."""
    return f"{service}-secret"


def token_body(issued: IssuedToken, design: str) -> dict[str, object]:
    """Return the body of the answer to a login or a renewal (RFC 6749 section 5.1)."""
    body: dict[str, object] = {
        "access_token": issued.access_token,
        "token_type": issued.token_type,
        "expires_in": issued.expires_in,
        "design": design,
    }
    if issued.refresh_token is not None:
        body["refresh_token"] = issued.refresh_token
    return body


class TokenEndpoints:
    """Answers ``POST /token`` and ``POST /introspect``.

    Args:
        issuer: issues and knows the tokens.
        services: title by id of the scenario's APIs, which may ask for introspection.
        questions: makes the counter of a request's questions.
        senders: says which key a client has.
    """

    def __init__(
        self, issuer: Issuer, services: Mapping[str, str], questions: Callable[[], Questions], senders: Senders
    ) -> None:
        self._issuer = issuer
        self._services = services
        self._questions = questions
        self._senders = senders

    def renew(self, request: Request, request_id: str) -> Response:
        """Exchange a refresh token for a new access token (RFC 6749 section 6)."""
        try:
            form = read_form(request)
        except FormError as error:
            return _refusal("invalid_request", "token.malformed", f"the body {error}", request_id)
        if "grant_type" not in form:
            return _refusal("invalid_request", "token.malformed", "the body has no grant_type", request_id)
        if form["grant_type"] != "refresh_token":
            detail = "grant_type is not refresh_token; for a first token use /login"
            return _refusal("unsupported_grant_type", "token.grant_type", detail, request_id)
        if "refresh_token" not in form:
            return _refusal("invalid_request", "token.malformed", "the body has no refresh_token", request_id)
        try:
            issued, design = self._issuer.renew(form["refresh_token"], lambda: self._senders.key(request))
        except ProofRefusedError as error:
            return refused_proof(error, request_id)
        except RefreshRefusedError as error:
            return _refusal("invalid_grant", error.reason, str(error), request_id)
        return json_response(200, token_body(issued, design))

    def introspect(self, request: Request, request_id: str) -> Response:
        """Say whether a token still counts, and for whom (RFC 7662), to an API that identifies itself."""
        if not self._is_api(request):
            detail = "introspection is for the scenario's APIs: send HTTP Basic with the id of a service and its secret"
            return problem(401, "invalid_client", "introspection.client", detail, request_id, headers=_BASIC)
        try:
            form = read_form(request)
        except FormError as error:
            return _refusal("invalid_request", "introspection.malformed", f"the body {error}", request_id)
        if "token" not in form:
            return _refusal("invalid_request", "introspection.malformed", "the body has no token", request_id)
        self._questions().require(Asked.INTROSPECTION)
        return json_response(200, self._issuer.references.introspect(form["token"]).to_json())

    def _is_api(self, request: Request) -> bool:
        """Whether the request has the credentials of an API (RFC 7617)."""
        sent = request.head.headers.get("authorization", ())
        if len(sent) != 1:
            return False
        scheme, _, credentials = sent[0].partition(" ")
        if scheme.lower() != "basic":
            return False
        try:
            name, _, secret = b64decode(credentials.strip(), validate=True).decode("utf-8").partition(":")
        except (binascii.Error, UnicodeDecodeError, ValueError):
            return False
        # Compared for an unknown name as well, so that the time does not tell whether the name is right.
        right = compare_digest(secret.encode("utf-8"), api_secret(name).encode("utf-8"))
        return name in self._services and right


def _refusal(error: str, reason: str, detail: str, request_id: str) -> Response:
    return problem(400, error, reason, detail, request_id)
