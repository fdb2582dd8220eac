"""The HTTP contract: how each request is answered. `connection` takes care of the sockets."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from urllib.parse import parse_qsl, unquote

from demo_server.checks.evidence import Presented
from demo_server.clock import Clock
from demo_server.crash_log import write_crash_log
from demo_server.decision import Decision
from demo_server.decision_log import DecisionLog
from demo_server.gatekeeper import Gatekeeper, Ruling
from demo_server.http_server.answers import AnswerError, answer
from demo_server.http_server.challenges import REALM, TEMPORARY, refusal, unavailable
from demo_server.http_server.hosts import answers_to
from demo_server.http_server.messages import Request, Response, json_response, problem
from demo_server.http_server.openapi import describe
from demo_server.http_server.senders import Senders, refused_proof
from demo_server.http_server.token_endpoints import TokenEndpoints, token_body
from demo_server.log_text import printable
from demo_server.policy.designs import ClaimDesign
from demo_server.policy.revocation import Revocation
from demo_server.questions import Questions, UnavailableError
from demo_server.segments import SegmentError, parse_object
from demo_server.tokens.dpop import ProofLog, ProofRefusedError
from demo_server.tokens.issuer import Issuer, LoginRefusedError
from demo_server.tokens.trust import TrustStore
from demo_server.world.directory import Directory
from demo_server.world.lookups import DirectorySession
from demo_server.world.routing import Match, MethodNotAllowed, ResponseKind, Route, Router
from demo_server.world.scenario import Scenario

_log = logging.getLogger("demo_server")

LOGOUT = Match(
    Route(
        "POST",
        "/logout",
        permission=None,
        service=None,
        resource=None,
        user=None,
        answer=ResponseKind.ACKNOWLEDGE,
        body=None,
    )
)
_DECISIONS = "/debug/decisions/"


class Handler:
    """Answers requests.

    Args:
        questions: makes the counter of a request's questions.
        bound_host: the address that the server listens on; decides which Host headers are its own.
        default_design: id of the design for requests that do not name one.
        proofs: the proofs of possession that were used.
    """

    def __init__(
        self,
        *,
        scenario: Scenario,
        directory: Directory,
        designs: Mapping[str, ClaimDesign],
        default_design: str,
        issuer: Issuer,
        trust: TrustStore,
        router: Router,
        gatekeeper: Gatekeeper,
        decisions: DecisionLog,
        questions: Callable[[], Questions],
        bound_host: str,
        clock: Clock,
        proofs: ProofLog,
    ) -> None:
        self._scenario = scenario
        self._directory = directory
        self._designs = designs
        self._unavailable = {each.id: each.unavailable for each in designs.values() if each.unavailable}
        self._default_design = default_design
        self._issuer = issuer
        self._trust = trust
        self._gatekeeper = gatekeeper
        self._decisions = decisions
        self._questions = questions
        self._bound_host = bound_host
        self._clock = clock
        self._router = router
        self._senders = Senders(clock, proofs)
        endpoints = TokenEndpoints(issuer, scenario.services, questions, self._senders)
        self._own: Mapping[str, tuple[str, Callable[[Request, str], Response]]] = {
            "/login": ("POST", self._log_in),
            "/logout": ("POST", self._log_out),
            "/token": ("POST", endpoints.renew),
            "/introspect": ("POST", endpoints.introspect),
            "/.well-known/jwks.json": ("GET", self._show_jwks),
            "/openapi.json": ("GET", self._show_openapi),
            "/healthz": ("GET", self._show_health),
            _DECISIONS: ("GET", self._show_decision),
        }

    def respond(self, request: Request, request_id: str) -> Response:
        """Answer one request. Never raises: a defect is logged and answered with 500."""
        try:
            return self._respond(request, request_id)
        except Exception as error:  # noqa: BLE001  no request may stop the server; a file keeps the traceback
            what = printable(f"{request.head.method} {request.head.path}")
            _log.error("defect while answering %s (%s): %s", what, request_id, write_crash_log(error))
            detail = "the server has a defect; its log has the details under this request id"
            return problem(500, "server_error", "server.defect", detail, request_id)

    def _respond(self, request: Request, request_id: str) -> Response:
        head = request.head
        if not answers_to(head.host, self._bound_host):
            detail = "the Host header names another server; use the address of this one"
            return problem(421, "invalid_request", "http.foreign_host", detail, request_id)
        method = "GET" if head.method == "HEAD" else head.method  # the connection leaves out the body of the response
        match = self._router.find(method, head.path)
        if isinstance(match, Match):
            return self._answer_protected(request, match, request_id)
        if isinstance(match, MethodNotAllowed):
            return _method_not_allowed(match.allowed, request_id)
        own = self._own.get(_DECISIONS if head.path.startswith(_DECISIONS) else head.path)
        if own is None:
            detail = "this path does not exist; /openapi.json lists those that do"
            return problem(404, "invalid_request", "http.not_found", detail, request_id)
        allowed, respond = own
        if method != allowed:
            return _method_not_allowed((allowed,), request_id)
        try:
            return respond(request, request_id)
        except UnavailableError as error:
            return unavailable(error.reason, str(error), request_id)

    def _answer_protected(self, request: Request, match: Match, request_id: str) -> Response:
        ruling = self._decide(request, match, request_id)
        if isinstance(ruling, Response):
            return ruling
        decision = ruling.decision
        if decision.status != 200:
            self._decisions.add(decision)
            return refusal(decision, match.route.permission)
        try:
            directory, records = self._open_directory, ruling.records
            body = answer(match, decision.user, ruling.claims, request.body, self._scenario, directory, records)
        except AnswerError as error:
            self._decisions.add(replace(decision, status=error.status, error="invalid_request", reason=error.reason))
            return problem(error.status, "invalid_request", error.reason, str(error), request_id)
        except UnavailableError as error:
            self._decisions.add(_without_answer(decision, error))
            return unavailable(error.reason, str(error), request_id)
        self._decisions.add(decision)
        return json_response(200, body, reason=decision.reason)

    def _open_directory(self) -> DirectorySession:
        """Open the directory for an answer; what is asked there is uncounted, since the decision does not need it."""
        return self._directory.session(Questions(failing=self._questions().failing))

    def _decide(self, request: Request, match: Match, request_id: str) -> Ruling | Response:
        """Decide by the design that the request names, or answer that it is unknown."""
        head = request.head
        wanted = head.headers.get("demo-design", (self._default_design,))
        if len(wanted) > 1 or wanted[0] not in self._designs:
            named = " and ".join(wanted)
            self._decisions.add(self._gatekeeper.turn_away(400, "design.unknown", match, named, request_id, head.path))
            return self._unknown_design(named, "the Demo-Design header", request_id)
        if wanted[0] in self._unavailable:
            reason = "design.unavailable"
            self._decisions.add(self._gatekeeper.turn_away(503, reason, match, wanted[0], request_id, head.path))
            return self._unavailable_design(wanted[0], request_id)
        presented = Presented(
            authorization=head.headers.get("authorization", ()),
            in_query=bool(head.query) and any(name == "access_token" for name, _ in _query(head.query)),
        )
        proofs = head.headers.get("dpop")
        if proofs is not None:
            presented = replace(presented, proofs=proofs, method=head.method, url=head.url)
        return self._gatekeeper.decide(presented, match, self._designs[wanted[0]], request_id, head.path)

    def _log_in(self, request: Request, request_id: str) -> Response:
        try:
            sent = parse_object(request.body)
        except SegmentError as error:
            return problem(400, "invalid_request", "login.malformed", f"the body {error}", request_id)
        username, password = sent.get("username"), sent.get("password")
        design = sent.get("design", self._default_design)
        if not isinstance(username, str) or not isinstance(password, str) or not isinstance(design, str):
            detail = 'log in with a JSON object of strings: "username", "password" and, if you like, "design"'
            return problem(400, "invalid_request", "login.malformed", detail, request_id)
        if design not in self._designs:
            return self._unknown_design(design, '"design" in the body', request_id)
        if design in self._unavailable:
            return self._unavailable_design(design, request_id)
        try:
            key = self._senders.key(request) if self._designs[design].confirms else ""
            issued = self._issuer.log_in(username, password, self._designs[design], key)
        except ProofRefusedError as error:
            return refused_proof(error, request_id)
        except LoginRefusedError as error:
            headers = {"WWW-Authenticate": REALM}
            return problem(401, "invalid_grant", error.reason, str(error), request_id, headers=headers)
        return json_response(200, token_body(issued, design))

    def _log_out(self, request: Request, request_id: str) -> Response:
        ruling = self._decide(request, LOGOUT, request_id)
        if isinstance(ruling, Response):
            return ruling
        decision = ruling.decision
        if decision.status != 200:
            self._decisions.add(decision)
            return refusal(decision, None)
        design = self._designs[decision.design]
        if ruling.deny_list_id is None and design.revocation is Revocation.DENY_LIST:
            self._decisions.add(replace(decision, status=400, error="invalid_request", reason="revocation.no_jti"))
            detail = "the token has no jti, so it cannot be revoked; it works until exp"
            return problem(400, "invalid_request", "revocation.no_jti", detail, request_id)
        try:
            self._issuer.log_out(ruling.deny_list_id, decision.user, design)
        except UnavailableError as error:
            self._decisions.add(_without_answer(decision, error))
            raise
        self._decisions.add(replace(decision, status=204))
        return Response(204, reason="revoked")

    def _show_jwks(self, request: Request, request_id: str) -> Response:  # noqa: ARG002  the signature of every answer
        return json_response(200, self._trust.jwks())

    def _show_openapi(self, request: Request, request_id: str) -> Response:  # noqa: ARG002  as above
        return json_response(200, describe(self._scenario, self._designs))

    def _show_health(self, request: Request, request_id: str) -> Response:  # noqa: ARG002  as above
        return json_response(200, {"status": "ok", "scenario": self._scenario.id, "time": int(self._clock.now())})

    def _show_decision(self, request: Request, request_id: str) -> Response:
        wanted = unquote(request.head.path.removeprefix(_DECISIONS))
        decision = self._decisions.get(wanted)
        if decision is None:
            detail = f"no decision has this request id; the log keeps at most the newest {self._decisions.capacity}"
            return problem(404, "invalid_request", "decision.unknown", detail, request_id)
        return json_response(200, decision.to_json())

    def _unavailable_design(self, design: str, request_id: str) -> Response:
        """Say what has to be installed; when to try again, nobody knows."""
        return problem(503, TEMPORARY, "design.unavailable", self._unavailable[design], request_id)

    def _unknown_design(self, wanted: str, place: str, request_id: str) -> Response:
        known = ", ".join(self._designs)
        detail = f'{place} names the design "{wanted}", which is unknown; choose one of {known}'
        return problem(
            400, "invalid_request", "design.unknown", detail, request_id, headers={"WWW-Authenticate": REALM}
        )


def _without_answer(decision: Decision, error: UnavailableError) -> Decision:
    """Return the decision on an allowed request that cannot be answered, because somebody else does not answer."""
    return replace(decision, status=503, error=TEMPORARY, reason=error.reason, detail=str(error))


def _query(query: str) -> list[tuple[str, str]]:
    return parse_qsl(query, keep_blank_values=True, errors="replace", max_num_fields=None)


def _method_not_allowed(allowed: tuple[str, ...], request_id: str) -> Response:
    methods = ", ".join(sorted([*allowed, "HEAD"] if "GET" in allowed else allowed))
    detail = f"this path does not support the method of the request; it supports {methods}"
    return problem(405, "invalid_request", "http.method", detail, request_id, headers={"Allow": methods})
