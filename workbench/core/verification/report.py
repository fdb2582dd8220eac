"""Everything that a strict verifier looks at in one token, as rows: what was found, and what was expected.

The verdicts themselves come from ``verification`` and ``validation``; here they are laid out, so that all failing
checks are seen at once.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from workbench.core.answers.outcome import CheckOutcome
from workbench.core.claims.claim_set import ClaimSet
from workbench.core.text.numeric_date import countdown, is_numeric_date, local_time
from workbench.core.text.wording import printable, quoted, shortened
from workbench.core.token.compact import Reading
from workbench.core.verification.claims_verdict import ClaimsVerdict, claims_verdict
from workbench.core.verification.key_verdict import SignatureFinding, SignatureResult

_NOT_REACHED = (SignatureResult.NO_KEY, SignatureResult.UNREADABLE)
_MISSING = "missing"


@dataclass(frozen=True, slots=True)
class ClaimExpectations:
    """What a verifier expects of the claims; None accepts any."""

    issuer: str | None = None
    audience: str | None = None
    token_type: str | None = None
    leeway_s: int = 0


@dataclass(frozen=True, slots=True)
class TokenCheck:
    """One check of a token.

    Attributes:
        name: the part that is checked: ``signature``, or the name of a claim or header parameter.
        outcome: pass, fail, off (it may be missing, and is) or not reached.
        found: the value in the token.
        expected: what was asked for.
        detail: a sentence where there is more to say.
    """

    name: str
    outcome: CheckOutcome
    found: str
    expected: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class VerificationReport:
    """A token verified: the two verdicts apart, and all checks."""

    signature: SignatureFinding
    claims: ClaimsVerdict
    checks: tuple[TokenCheck, ...]

    @property
    def failed(self) -> tuple[TokenCheck, ...]:
        """The checks that failed."""
        return tuple(check for check in self.checks if check.outcome is CheckOutcome.FAIL)


def report_on(
    reading: Reading, signature: SignatureFinding, expectations: ClaimExpectations, *, now: float
) -> VerificationReport:
    """Judge the claims at *now*, in seconds since 1970 UTC, and lay everything out."""
    verdict = claims_verdict(
        reading.claims,
        reading.header,
        now=now,
        issuer=expectations.issuer,
        audience=expectations.audience,
        leeway_s=expectations.leeway_s,
        token_type=expectations.token_type,
    )
    checks = (
        *_format_checks(reading),
        _signature_check(signature),
        *_claim_checks(reading, verdict, expectations, now),
    )
    return VerificationReport(signature, verdict, checks)


def _format_checks(reading: Reading) -> Iterator[TokenCheck]:
    expected = "three segments of base64url, two of them JSON objects"
    if not reading.faults:
        yield TokenCheck("format", CheckOutcome.PASS, "valid", expected)
    for fault in reading.faults:
        message = f"{fault.message} {fault.hint}".strip()
        yield TokenCheck("format", CheckOutcome.FAIL, fault.message, expected, message)


def _signature_check(signature: SignatureFinding) -> TokenCheck:
    if signature.ok:
        outcome = CheckOutcome.PASS
    else:
        outcome = CheckOutcome.NOT_REACHED if signature.result in _NOT_REACHED else CheckOutcome.FAIL
    found = signature.found or "nothing to verify"
    return TokenCheck("signature", outcome, found, signature.expected or "a key that made it", signature.detail)


def _claim_checks(
    reading: Reading, verdict: ClaimsVerdict, expectations: ClaimExpectations, now: float
) -> Iterator[TokenCheck]:
    if reading.claims is None:
        message = verdict.detail
        yield TokenCheck("claims", CheckOutcome.FAIL, "not readable", "a JSON object", message)
        return
    reasons: dict[str, list[str]] = {}
    for fault in verdict.faults:
        reasons.setdefault(fault.name, []).append(fault.message)
    for name, found, expected in _rows(reading.header or {}, reading.claims, expectations, now):
        yield _claim_check(name, found, expected, reasons.pop(name, []))
    for name, messages in reasons.items():
        yield TokenCheck(printable(shortened(name)), CheckOutcome.FAIL, "invalid", "see why", " ".join(messages))


def _claim_check(name: str, found: str, expected: str, reasons: list[str]) -> TokenCheck:
    if reasons:
        return TokenCheck(name, CheckOutcome.FAIL, found, expected, " ".join(reasons))
    return TokenCheck(name, CheckOutcome.OFF if found == _MISSING else CheckOutcome.PASS, found, expected)


def _rows(
    header: Mapping[str, object], claims: ClaimSet, expectations: ClaimExpectations, now: float
) -> Iterator[tuple[str, str, str]]:
    """Name, what was found and what is expected, in the order of the demo server's checks."""
    leeway = f" give or take {expectations.leeway_s:,} s" if expectations.leeway_s else ""
    moment = local_time(now, now=now)
    yield "crit", _parameter(header, "crit"), "none that this verifier does not know"
    typ = expectations.token_type
    yield "typ", _parameter(header, "typ"), typ if typ is not None else "any: JWT or at+jwt"
    yield "exp", _moment(claims, "exp", now), f"after {moment}{leeway}"
    yield "nbf", _moment(claims, "nbf", now), f"missing, or up to {moment}{leeway}"
    yield "iat", _moment(claims, "iat", now), f"missing, or up to {moment}{leeway}"
    issuer, audience = expectations.issuer, expectations.audience
    yield "iss", _value(claims, "iss"), "any, but required" if issuer is None else _text(issuer)
    yield (
        "aud",
        _value(claims, "aud"),
        "any, but required" if audience is None else f"{_text(audience)}, or an array with it",
    )
    yield "sub", _value(claims, "sub"), "a non-empty string"
    yield "jti", _value(claims, "jti"), "missing, or a string"


def _parameter(header: Mapping[str, object], name: str) -> str:
    return quoted(header[name]) if name in header else _MISSING


def _value(claims: ClaimSet, name: str) -> str:
    claim = claims.claim(name)
    return _MISSING if claim is None else printable(shortened(claim.text))


def _moment(claims: ClaimSet, name: str, now: float) -> str:
    value = claims.get(name)
    if not is_numeric_date(value):
        return _value(claims, name)
    return f"{local_time(value, now=now)}, {countdown(value, now)}"


def _text(value: str) -> str:
    return quoted(value)
