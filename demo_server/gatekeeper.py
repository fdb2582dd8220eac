"""From a request to its Decision: the checks of the token, then those of the directory and the design."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from time import perf_counter_ns
from typing import Any

from demo_server.checks.verification import CheckFunction, Presented, Rules, Verification, verify
from demo_server.clock import Clock
from demo_server.decision import (
    CHECK_NAMES,
    Check,
    CheckOutcome,
    Decision,
    GrantResult,
    Source,
    not_reached,
    switched_off,
)
from demo_server.policy.designs import ClaimDesign
from demo_server.policy.grants import Access
from demo_server.policy.policy import ANY_SIGNED_IN, Permission, authorize, check_account
from demo_server.policy.tenancy import Fence
from demo_server.tokens.issuer import DenyList
from demo_server.tokens.trust import TrustStore
from demo_server.world.directory import Directory
from demo_server.world.lookups import DirectorySession
from demo_server.world.routing import Match
from demo_server.world.scenario import Scenario

_ACCOUNT_OFF = switched_off(
    "account", "this design trusts the token alone and does not ask for the account", Source.DESIGN
)
_NOTHING_CHECKED = tuple(not_reached(name) for name in CHECK_NAMES)
_PERMISSION_NOT_REACHED = not_reached("permission")
_ERRORS = {200: "", 400: "invalid_request", 401: "invalid_token", 403: "insufficient_scope"}
"""RFC 6750 section 3.1."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """A decision with the claims that it rests on.

    Attributes:
        claims: the verified claims set; empty if the token was not accepted.
    """

    decision: Decision
    claims: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SurveyResult:
    """How one of many requests would be answered.

    Attributes:
        match: the route that the request means.
        status: 200, or that of the refusal.
        reason: stable code of the first failure, or ``granted``.
        grant: the grant that lets the request through; None if it is refused, or the route asks for no permission.
    """

    match: Match
    status: int
    reason: str
    grant: GrantResult | None


@dataclass(frozen=True, slots=True)
class _AccessHalf:
    """The checks after those of the token, with the microseconds that they took."""

    account: Check
    permission: Check
    account_us: float = 0.0
    permission_us: float = 0.0
    grants: tuple[GrantResult, ...] = ()


_ACCESS_NOT_REACHED = _AccessHalf(not_reached("account"), _PERMISSION_NOT_REACHED)


class Gatekeeper:
    """Decides on protected requests.

    Args:
        deny_list: the revoked tokens, or None where revocation is switched off.
        checks: the function for each check of a token.
    """

    def __init__(
        self,
        *,
        scenario: Scenario,
        directory: Directory,
        trust: TrustStore,
        clock: Clock,
        deny_list: DenyList | None,
        checks: Mapping[str, CheckFunction],
    ) -> None:
        self._scenario = scenario
        self._directory = directory
        self._trust = trust
        self._clock = clock
        self._is_revoked = None if deny_list is None else deny_list.__contains__
        self._checks = checks

    def decide(self, presented: Presented, match: Match, design: ClaimDesign, request_id: str, path: str) -> Ruling:
        """Run every check that can be reached, and put the outcome together.

        Args:
            presented: how the token came.
            match: the route that the request means.
            design: by which the request is decided.
            request_id: the id that the answer carries.
            path: the path as requested, without the query.
        """
        started = perf_counter_ns()
        session = self._directory.session()
        verification = self._verify(presented, design)
        access = self._decide_access(verification, match, design, session)
        checks = (*verification.checks, access.account, access.permission)
        status, reason = _answer(checks)
        claims = verification.claims if verification.accepted and verification.claims is not None else {}
        decision = Decision(
            request_id=request_id,
            method=match.route.method,
            path=path,
            status=status,
            error=_ERRORS[status],
            reason=reason,
            design=design.id,
            user=claims.get("sub"),
            checks=checks,
            checks_us=(*verification.checks_us, access.account_us, access.permission_us),
            grants=access.grants,
            lookups=session.lookups,
            lookups_us=session.elapsed_us,
            token_bytes=verification.token_bytes,
            elapsed_us=(perf_counter_ns() - started) / 1000,
        )
        return Ruling(decision, claims)

    def survey(self, presented: Presented, matches: Iterable[Match], design: ClaimDesign) -> Iterator[SurveyResult]:
        """Tell of many requests with one token how each would be decided, as at the moment of the first.

        The token is verified once; everything after that is asked anew for each request, as `decide` does.

        Args:
            presented: how the token would come.
            matches: the routes that the requests mean.
            design: by which the requests would be decided.
        """
        verification = self._verify(presented, design)
        for match in matches:
            access = self._decide_access(verification, match, design, self._directory.session())
            status, reason = _answer((*verification.checks, access.account, access.permission))
            granted = status == 200 and bool(access.grants)
            yield SurveyResult(match, status, reason, access.grants[-1] if granted else None)

    def turn_away(self, reason: str, match: Match, design: str, request_id: str, path: str) -> Decision:
        """Record a request that no design decides: nothing was checked."""
        return Decision(
            request_id=request_id,
            method=match.route.method,
            path=path,
            status=400,
            error="invalid_request",
            reason=reason,
            design=design,
            user=None,
            checks=_NOTHING_CHECKED,
            checks_us=(0.0,) * len(_NOTHING_CHECKED),
            grants=(),
            lookups=0,
            lookups_us=0.0,
            token_bytes=0,
            elapsed_us=0.0,
        )

    def _verify(self, presented: Presented, design: ClaimDesign) -> Verification:
        rules = Rules(
            trust=self._trust,
            issuer=self._scenario.issuer,
            audience=self._scenario.audience,
            token_type=design.token_type,
            now=self._clock.now(),
            is_revoked=self._is_revoked,
        )
        return verify(presented, rules, self._checks)

    def _decide_access(
        self, verification: Verification, match: Match, design: ClaimDesign, session: DirectorySession
    ) -> _AccessHalf:
        if not verification.accepted or verification.claims is None:
            return _ACCESS_NOT_REACHED
        started = perf_counter_ns()
        account = check_account(verification.claims["sub"], session) if design.account_check else _ACCOUNT_OFF
        account_us = (perf_counter_ns() - started) / 1000
        if account.outcome is CheckOutcome.FAIL:
            return _AccessHalf(account, _PERMISSION_NOT_REACHED, account_us)
        started = perf_counter_ns()
        permission = self._ask_permission(verification.claims, match, design, session)
        permission_us = (perf_counter_ns() - started) / 1000
        return _AccessHalf(account, permission.check, account_us, permission_us, permission.grants)

    def _ask_permission(
        self, claims: Mapping[str, Any], match: Match, design: ClaimDesign, session: DirectorySession
    ) -> Permission:
        route = match.route
        if route.permission is None:
            return ANY_SIGNED_IN
        access = Access(
            claims=claims,
            subject=claims["sub"],
            permission=route.permission,
            service=route.service,
            record=match.resource,
            roles=self._scenario.roles,
            directory=session,
            break_glass=route.break_glass,
        )
        fence = None
        if self._scenario.tenants:
            fence = Fence(design.tenant_claim, match.tenant, self._scenario.operator_roles)
        return authorize(access, design.grants, fence)


def _answer(checks: tuple[Check, ...]) -> tuple[int, str]:
    """Return the status and the reason that the first failed check asks for."""
    failure = next((check for check in checks if check.outcome is CheckOutcome.FAIL), None)
    if failure is None:
        return 200, "granted"
    if failure.reason in {"transport.duplicate", "transport.query"}:  # RFC 6750 section 3.1, invalid_request
        return 400, failure.reason
    return (403 if failure.name == "permission" else 401), failure.reason
