"""Decides on a request: the checks of the token and the account, then the permission by the design's grants."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from time import perf_counter_ns
from typing import Any

from demo_server.answer_cache import AnswerCache
from demo_server.checks.evidence import Presented
from demo_server.checks.lookup_checks import version
from demo_server.checks.parts import Parts, Rules
from demo_server.checks.proof_check import is_about_proof
from demo_server.checks.reference_checks import for_reference_tokens
from demo_server.checks.verification import Verification, verify
from demo_server.clock import Clock
from demo_server.decision import (
    CHECK_NAMES,
    Check,
    Decision,
    Filtered,
    GrantResult,
    first_failure,
    not_reached,
    unanswered,
)
from demo_server.policy.claim_paths import in_claims, with_paths
from demo_server.policy.designs import ClaimDesign
from demo_server.policy.grants import Access, Listing
from demo_server.policy.mechanisms import Mechanisms, TokenForm
from demo_server.policy.policy import ANY_USER, Permission, authorize
from demo_server.policy.revocation import Revocation
from demo_server.policy.tenancy import Fence
from demo_server.questions import UNAVAILABLE, Asked, Questions, UnavailableError
from demo_server.tokens.digests import digest
from demo_server.tokens.dpop import ProofLog
from demo_server.tokens.issuer import DenyList
from demo_server.tokens.reference_tokens import ReferenceTokens
from demo_server.tokens.trust import TrustStore
from demo_server.world.directory import Directory
from demo_server.world.lookups import DirectorySession, unknown_user
from demo_server.world.routing import Match, ResponseKind
from demo_server.world.scenario import Scenario

_NOTHING_CHECKED = tuple(not_reached(name) for name in CHECK_NAMES)
_PERMISSION_NOT_REACHED = Permission(not_reached("permission"))
_ERRORS = {
    200: "",
    400: "invalid_request",
    401: "invalid_token",
    403: "insufficient_scope",
    503: "temporarily_unavailable",
}
"""RFC 6750 section 3.1, and RFC 6749 section 4.1.2.1 where a question got no answer: no fault of the token."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """A decision with the claims that it is based on.

    Attributes:
        claims: the verified claims set; empty if the token was not accepted.
        deny_list_id: what the deny-list knows the token by; None if it was not accepted or cannot be revoked.
        records: ids of the records that the subject may read, where the answer is a list of them.
    """

    decision: Decision
    claims: Mapping[str, Any]
    deny_list_id: str | None
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SurveyResult:
    """How one of many requests would be answered.

    Attributes:
        match: the route of the request.
        status: 200, or that of the refusal.
        reason: stable code of the first failure, or ``granted``.
        grant: the grant that lets the request through; None if it is refused, or the route requires no permission.
        filtered: how the list is filtered; None where the answer is not a list of records.
    """

    match: Match
    status: int
    reason: str
    grant: GrantResult | None
    filtered: Filtered | None = None


class Gatekeeper:
    """Decides on protected requests.

    Args:
        deny_list: the revoked tokens, or None where revocation is switched off.
        questions: makes the counter of a request's questions.
        references: what the reference tokens stand for.
        designs: every design that can decide, by id.
        usernames: the users by their ``sub``, for each design by its id.
        parts: the functions that decide: the strict ones, or those that weaknesses made of them.
        proofs: the proofs of possession that were used.
    """

    def __init__(
        self,
        *,
        scenario: Scenario,
        directory: Directory,
        trust: TrustStore,
        clock: Clock,
        deny_list: DenyList | None,
        references: ReferenceTokens,
        questions: Callable[[], Questions],
        designs: Mapping[str, ClaimDesign],
        usernames: Mapping[str, Mapping[str, str]],
        parts: Parts,
        proofs: ProofLog,
    ) -> None:
        self._scenario = scenario
        self._directory = directory
        self._trust = trust
        self._clock = clock
        self._deny_list = deny_list
        self._questions = questions
        self._references = references
        self._usernames = usernames
        self._parts = parts
        self._proofs = proofs
        self._parts_of = {each.id: _parts_for(each.mechanisms, parts) for each in designs.values()}
        self._directory_caches = {
            each.id: directory.cache(each.id, each.mechanisms.directory_cache_s) for each in designs.values()
        }
        self._introspection_caches = {
            each.id: AnswerCache(each.mechanisms.introspection_cache_s) for each in designs.values()
        }

    def decide(self, presented: Presented, match: Match, design: ClaimDesign, request_id: str, path: str) -> Ruling:
        """Run every check that can be reached, and return their outcome.

        Args:
            presented: how the token came.
            match: the route of the request.
            design: decides on the request.
            request_id: the id that the answer carries.
            path: the path as requested, without the query.
        """
        started = perf_counter_ns()
        questions = self._questions()
        session = self._directory.session(questions, self._directory_caches[design.id])
        verification = self._verify(presented, design, session, questions, self._introspection_caches[design.id])
        permission_started = perf_counter_ns()
        permission = self._check_permission(verification, match, design, session, questions)
        permission_us = (perf_counter_ns() - permission_started) / 1000 if verification.accepted else 0.0
        checks = (*verification.checks, permission.check)
        failure = first_failure(checks)
        status, reason = _answer(failure)
        detail = "" if failure is None else self._parts.refusal_text(failure, verification.evidence)
        if failure is not None and verification.evidence.noted:
            flawed = failure.by_weakness(*verification.evidence.noted)
            checks = tuple(flawed if check is failure else check for check in checks)
        claims = verification.claims if verification.accepted and verification.claims is not None else {}
        decision = Decision(
            request_id=request_id,
            method=match.route.method,
            path=path,
            status=status,
            error=_error(status, reason),
            reason=reason,
            detail=detail,
            design=design.id,
            user=verification.user,
            checks=checks,
            checks_us=(*verification.checks_us, permission_us),
            grants=permission.grants,
            filtered=permission.filtered,
            asked=questions.asked,
            token_bytes=verification.token_bytes,
            elapsed_us=(perf_counter_ns() - started) / 1000,
        )
        deny_list_id = self._parts.deny_list_id(verification.evidence) if verification.accepted else None
        return Ruling(decision, claims, deny_list_id, permission.records)

    def survey(self, presented: Presented, matches: Iterable[Match], design: ClaimDesign) -> Iterator[SurveyResult]:
        """Decide on many requests with one token, as at the moment of the first, and without answers of a cache.

        The token is verified once; the permission is checked for each request, as `decide` does.

        Args:
            presented: how the token would come.
            matches: the routes of the requests.
            design: would decide on the requests.
        """
        questions = Questions(failing=self._questions().failing)  # without the delay: nobody waits for these answers
        session = self._directory.session(questions)
        verification = self._verify(presented, design, session, questions)
        for match in matches:
            permission = self._check_permission(verification, match, design, session, questions)
            status, reason = _answer(first_failure((*verification.checks, permission.check)))
            granted = status == 200 and bool(permission.grants)
            grant = permission.grants[-1] if granted else None
            yield SurveyResult(match, status, reason, grant, permission.filtered)

    def turn_away(self, status: int, reason: str, match: Match, design: str, request_id: str, path: str) -> Decision:
        """Return the decision on a request that names a design which cannot decide: nothing was checked."""
        return Decision(
            request_id=request_id,
            method=match.route.method,
            path=path,
            status=status,
            error=_ERRORS[status],
            reason=reason,
            detail="",
            design=design,
            user=None,
            checks=_NOTHING_CHECKED,
            checks_us=(0.0,) * len(_NOTHING_CHECKED),
            grants=(),
            filtered=None,
            asked=(),
            token_bytes=0,
            elapsed_us=0.0,
        )

    def _verify(
        self,
        presented: Presented,
        design: ClaimDesign,
        session: DirectorySession,
        questions: Questions,
        cache: AnswerCache | None = None,
    ) -> Verification:
        deny_list = self._deny_list if design.revocation is Revocation.DENY_LIST else None
        references = self._references
        rules = Rules(
            trust=self._trust,
            issuer=self._scenario.issuer,
            audience=design.service(self._scenario),
            token_type=design.token_type,
            now=self._clock.now(),
            revocation=design.revocation,
            is_revoked=None
            if deny_list is None
            else lambda token_id: questions.ask(Asked.DENY_LIST, lambda: token_id in deny_list, about="the token"),
            directory=session if design.account_check else None,
            usernames=self._usernames[design.id],
            introspect=lambda token: questions.ask(
                Asked.INTROSPECTION, lambda: references.introspect(token), cache, digest(token), "the token"
            ),
            version_claim=design.mechanisms.version_claim,
            current_version=session.permission_version,
            questions=questions,
            confirms=design.confirms,
            proofs=self._proofs,
            parts=self._parts_of[design.id],
        )
        return verify(presented, rules)

    def _check_permission(
        self,
        verification: Verification,
        match: Match,
        design: ClaimDesign,
        session: DirectorySession,
        questions: Questions,
    ) -> Permission:
        try:
            found = self._ask_permission(verification, match, design, session)
        except UnavailableError as error:
            found = Permission(unanswered("permission", error))
        kept = questions.take_kept()
        return replace(found, check=found.check.by_kept(kept)) if kept else found

    def _ask_permission(
        self, verification: Verification, match: Match, design: ClaimDesign, session: DirectorySession
    ) -> Permission:
        if not verification.accepted:
            return _PERMISSION_NOT_REACHED
        route = match.route
        if route.permission is None:
            return ANY_USER
        claims = verification.claims or {}
        access = Access(
            claims=with_paths(claims, design.paths),
            subject=verification.username or unknown_user(verification.evidence.subject),
            permission=route.permission,
            service=route.service,
            record=match.resource,
            roles=self._scenario.roles,
            directory=session,
            break_glass=route.break_glass,
            listing=self._listing(match, route.permission),
            tenant=match.tenant,
            audience=design.service(self._scenario),
        )
        fence = None
        if self._scenario.tenants:
            roles, by_tenant = self._scenario.operator_roles, design.tenants_by_roles
            fence = Fence(design.tenant_claim, match.tenant, roles, by_tenant)
        found = authorize(
            access, design.grants, fence, design.limits, grants=self._parts.grants, is_within=self._parts.fence
        )
        return in_claims(found, claims, design.paths)

    def _listing(self, match: Match, permission: str) -> Listing | None:
        """Return the list that the route answers with, if it does: what is in it depends on who may read a record."""
        service = match.route.service
        if match.route.answer is not ResponseKind.RECORDS or service is None:
            return None
        records = self._scenario.records_of(service, match.tenant)
        return Listing(service, records, self._scenario.read_permission(service) or permission)


def _parts_for(mechanisms: Mechanisms, parts: Parts) -> Parts:
    """Return what decides under a design with these mechanisms: some checks have nothing to read, or ask elsewhere."""
    if mechanisms.form is TokenForm.REFERENCE:
        return replace(parts, checks=for_reference_tokens(parts))
    if mechanisms.revocation is Revocation.VERSION:
        return replace(parts, checks={**parts.checks, "revocation": version})
    return parts


def _answer(failure: Check | None) -> tuple[int, str]:
    """Return the status and the reason that follow from the first failed check, if any failed."""
    if failure is None:
        return 200, "granted"
    if failure.reason in UNAVAILABLE:
        return 503, failure.reason
    if failure.reason in {"transport.duplicate", "transport.query"}:  # RFC 6750 section 3.1, invalid_request
        return 400, failure.reason
    return (403 if failure.name == "permission" else 401), failure.reason


def _error(status: int, reason: str) -> str:
    """Return the error code of an answer."""
    return "invalid_dpop_proof" if status == 401 and is_about_proof(reason) else _ERRORS[status]
