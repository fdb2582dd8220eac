"""Runs the checks of a token: in which order, and which of them still run after one has failed."""

from collections.abc import Mapping
from dataclasses import dataclass
from time import perf_counter_ns
from typing import Any

from demo_server.checks.evidence import Evidence, Presented
from demo_server.checks.parts import Rules
from demo_server.checks.proof_check import is_awaited
from demo_server.decision import PROOF, VERIFICATION_CHECKS, Check, CheckOutcome, not_reached, unanswered
from demo_server.questions import UnavailableError

HEADER_CHECKS = frozenset({"critical", "type"})
"""Run after a failure too, if the header could be read."""

CLAIM_CHECKS = frozenset({"expiry", "not_before", "issued_at", "issuer", "audience"})
"""Run after a failure too, if the claims could be read, so that a user sees every fault at once."""


@dataclass(frozen=True, slots=True)
class Verification:
    """All checks of one token.

    Attributes:
        checks: one for each of `VERIFICATION_CHECKS`, and perhaps for `PROOF`, in the order in which they ran.
        checks_us: microseconds that each of them took.
        evidence: what they found.
        username: the user whom the token is about, accepted or not; None if no user has its ``sub``.
    """

    checks: tuple[Check, ...]
    checks_us: tuple[float, ...]
    evidence: Evidence
    username: str | None

    @property
    def accepted(self) -> bool:
        """Whether no check failed."""
        return not self.evidence.failed

    @property
    def user(self) -> str | None:
        """The username if the token itself was accepted, even where the user's account was not."""
        if self.evidence.failed and any(
            check.outcome in (CheckOutcome.FAIL, CheckOutcome.NOT_REACHED)
            for check in self.checks
            if check.name != "account"
        ):
            return None
        return self.username

    @property
    def claims(self) -> Mapping[str, Any] | None:
        """The claims set if it could be read; to be trusted only if the token is `accepted`."""
        return self.evidence.claims

    @property
    def token_bytes(self) -> int:
        """Length of the token; 0 if the request carried none."""
        return len(self.evidence.token or "")


_NOT_REACHED = {name: not_reached(name) for name in (*VERIFICATION_CHECKS, PROOF)}


def verify(presented: Presented, rules: Rules) -> Verification:
    """Run all checks that can be reached.

    Args:
        presented: how the token came.
        rules: what it is checked against, and the checks to run.
    """
    evidence = Evidence(presented)
    checks = rules.parts.checks
    fail = CheckOutcome.FAIL
    noted, kept = evidence.noted, rules.questions.kept
    results: list[Check] = []
    times_us: list[float] = []
    started = perf_counter_ns()
    order = list(rules.parts.order(evidence))
    if rules.confirms:
        _add_proof(order)
    for name in order:
        if evidence.failed and not _within_reach(name, evidence):
            results.append(_NOT_REACHED[name])
            times_us.append(0.0)
            continue
        try:
            check = checks[name](evidence, rules)
        except UnavailableError as error:  # a question that the check asks got no answer
            check = unanswered(name, error)
        if kept:
            check = check.by_kept(rules.questions.take_kept())
        if noted:
            check = check.by_weakness(*noted)
            noted.clear()
        if check.outcome is fail:
            evidence.failed = True
        if name == "format" and not rules.confirms and is_awaited(evidence):
            _add_proof(order)
        results.append(check)
        ended = perf_counter_ns()
        times_us.append((ended - started) / 1000)
        started = ended
    return Verification(tuple(results), tuple(times_us), evidence, rules.username(evidence))


def _add_proof(order: list[str]) -> None:
    """Let the proof be checked once the claims can be believed."""
    order.insert(max(order.index("format"), order.index("signature")) + 1, PROOF)


def _within_reach(name: str, evidence: Evidence) -> bool:
    """Whether a check can still run after an earlier one failed."""
    if name in HEADER_CHECKS:
        return evidence.header is not None
    return name in CLAIM_CHECKS and evidence.claims is not None
