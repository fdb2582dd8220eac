"""The checks of a token: which there are, in what order they run, and when one can no longer be reached.

The checks themselves stand in `token_checks` (how the token came, its form, its signature) and `claim_checks`. All of
them are strict. They form a table, name by name, in which a weakness may one day replace a single entry.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from time import perf_counter_ns
from typing import Any

from demo_server.decision import TOKEN_CHECKS, Check, CheckOutcome, not_reached
from demo_server.tokens.trust import TrustStore, VerificationKey

HEADER_CHECKS = frozenset({"critical", "type"})
"""Run after a failure too, as long as the header could be read."""

CLAIM_CHECKS = frozenset({"expiry", "not_before", "issued_at", "issuer", "audience"})
"""Run after a failure too, as long as the claims could be read: a user shall see every fault at once."""


@dataclass(frozen=True, slots=True)
class Presented:
    """How a request brought its token.

    Attributes:
        authorization: the values of all Authorization headers.
        in_query: whether the query has an ``access_token``.
    """

    authorization: tuple[str, ...]
    in_query: bool = False


@dataclass(frozen=True, slots=True)
class Rules:
    """What a token is held against.

    Attributes:
        issuer: the ``iss`` that it must have.
        audience: the ``aud`` that it must name.
        token_type: the ``typ`` that the design asks for.
        now: seconds since 1970 UTC.
        is_revoked: asks the deny-list for a ``jti``; None where revocation is switched off.
    """

    trust: TrustStore
    issuer: str
    audience: str
    token_type: str
    now: float
    is_revoked: Callable[[str], bool] | None


@dataclass(slots=True)
class Evidence:
    """What the checks have found out so far, each for those after it.

    Attributes:
        token: the compact token as received; None before ``transport`` has passed.
        header: the JOSE header; None as long as it could not be read.
        claims: the claims set; None as long as it could not be read.
        signing_input: the octets that the signature covers.
        signature: raw octets.
        key: the key that the header's ``kid`` names; None if the server does not trust it.
        failed: whether any check failed.
    """

    presented: Presented
    token: str | None = None
    header: Mapping[str, Any] | None = None
    claims: Mapping[str, Any] | None = None
    signing_input: bytes = b""
    signature: bytes = field(default=b"", repr=False)
    key: VerificationKey | None = None
    failed: bool = False


CheckFunction = Callable[[Evidence, Rules], Check]
"""Looks at the evidence, adds what it finds out, and tells what came of it."""


@dataclass(frozen=True, slots=True)
class Verification:
    """All checks of one token.

    Attributes:
        checks: one for each of `TOKEN_CHECKS`, in that order.
        checks_us: microseconds that each of them took.
        claims: the claims set as far as it could be read; to be believed only if `accepted`.
        accepted: whether no check failed.
        token_bytes: length of the token; 0 if none came.
    """

    checks: tuple[Check, ...]
    checks_us: tuple[float, ...]
    claims: Mapping[str, Any] | None
    accepted: bool
    token_bytes: int


_NOT_REACHED = {name: not_reached(name) for name in TOKEN_CHECKS}


def verify(presented: Presented, rules: Rules, checks: Mapping[str, CheckFunction]) -> Verification:
    """Run all checks that can be reached.

    Args:
        presented: how the token came.
        rules: what it is held against.
        checks: one function for each of `TOKEN_CHECKS`.
    """
    evidence = Evidence(presented)
    results: list[Check] = []
    times_us: list[float] = []
    started = perf_counter_ns()
    for name in TOKEN_CHECKS:
        if evidence.failed and not _within_reach(name, evidence):
            results.append(_NOT_REACHED[name])
            times_us.append(0.0)
            continue
        check = checks[name](evidence, rules)
        if check.outcome is CheckOutcome.FAIL:
            evidence.failed = True
        results.append(check)
        ended = perf_counter_ns()
        times_us.append((ended - started) / 1000)
        started = ended
    token_bytes = len(evidence.token or "")
    return Verification(tuple(results), tuple(times_us), evidence.claims, not evidence.failed, token_bytes)


def _within_reach(name: str, evidence: Evidence) -> bool:
    """Tell whether a check can still be run after an earlier one failed."""
    if name in HEADER_CHECKS:
        return evidence.header is not None
    return name in CLAIM_CHECKS and evidence.claims is not None
