"""Everything that a strict verifier looks at in one token, as rows: what was found, and what was expected.

The verdicts themselves come from ``verification`` and ``validation``; here they are laid out, so that all failing
checks are seen at once.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from workbench.core.answers.check_outcome import CheckOutcome
from workbench.core.claims.claim_set import ClaimSet
from workbench.core.signing.jose import verifies_with_members
from workbench.core.text.numeric_date import countdown, is_numeric_date, local_time
from workbench.core.text.wording import joined, named, printable, quoted, shortened
from workbench.core.token.compact import Reading
from workbench.core.token.sd_jwt import take_apart
from workbench.core.verification.claim_expectations import ClaimExpectations
from workbench.core.verification.claims_verdict import ClaimsVerdict, claims_verdict
from workbench.core.verification.key_verdict import SignatureFinding, SignatureResult

_NOT_REACHED = (SignatureResult.NO_KEY, SignatureResult.UNREADABLE)
_MISSING = "missing"


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
    reading: Reading, signature: SignatureFinding, expectations: ClaimExpectations, *, now: float, user: str = ""
) -> VerificationReport:
    """Judge the claims at *now*, in seconds since 1970 UTC, and lay everything out; *user* is shown beside ``sub``."""
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
        *_disclosure_checks(reading),
        *_claim_checks(reading, verdict, expectations, now, user),
    )
    return VerificationReport(signature, verdict, checks)


def _format_checks(reading: Reading) -> Iterator[TokenCheck]:
    expected = "three segments of base64url, two of them JSON objects"
    if not reading.faults:
        yield TokenCheck("format", CheckOutcome.PASS, "valid", expected)
    if reading.nested:
        yield TokenCheck("format", CheckOutcome.PASS, "a token as payload", expected, "Open the payload to check it.")
        return
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


def _disclosure_checks(reading: Reading) -> Iterator[TokenCheck]:
    """What follows the JWT of an SD-JWT: every disclosure has a signed digest, and the holder has proven its key."""
    found = take_apart(reading)
    if found is None:
        return
    problems = [*found.problems, *(each.problem for each in found.disclosures if each.problem)]
    outcome = CheckOutcome.FAIL if problems else CheckOutcome.PASS
    yield TokenCheck("disclosures", outcome, found.summary, "a digest in the claims for each", " ".join(problems))
    binding, expected = found.key_binding, "a JWT by the key in cnf"
    if binding is None:
        outcome = CheckOutcome.OFF
        detail = "Nothing shows that who presents this holds the key." if "cnf" in (reading.claims or ()) else ""
        yield TokenCheck("key binding", outcome, _MISSING, expected, detail)
        return
    reasons = list(binding.problems)
    cnf = reading.claims.get("cnf") if reading.claims is not None else None
    key = cnf.get("jwk") if isinstance(cnf, Mapping) else None
    if key is None and isinstance(cnf, Mapping) and not reasons:
        by = joined(list(map(named, cnf))) or "nothing"
        detail = f"cnf names its key by {by}, and not as a jwk to verify with."
        yield TokenCheck("key binding", CheckOutcome.NOT_REACHED, "not verified", expected, detail)
        return
    if key is None:
        reasons.append("The claims have no cnf.jwk to verify its signature with.")
    elif binding.reading.jws is not None and not verifies_with_members(binding.reading.jws, key):
        reasons.append("The key in cnf.jwk did not sign it.")
    outcome = CheckOutcome.FAIL if reasons else CheckOutcome.PASS
    yield TokenCheck("key binding", outcome, "signed" if not reasons else "not valid", expected, " ".join(reasons))


def _claim_checks(
    reading: Reading, verdict: ClaimsVerdict, expectations: ClaimExpectations, now: float, user: str
) -> Iterator[TokenCheck]:
    if reading.nested:
        message = "The claims are in the token that is the payload: open it."
        yield TokenCheck("claims", CheckOutcome.NOT_REACHED, "a token inside", "a JSON object", message)
        return
    if reading.claims is None:
        message = verdict.detail
        yield TokenCheck("claims", CheckOutcome.FAIL, "not readable", "a JSON object", message)
        return
    reasons: dict[str, list[str]] = {}
    for fault in verdict.faults:
        reasons.setdefault(fault.name, []).append(fault.message)
    for name, found, expected in _rows(reading.header or {}, reading.claims, expectations, now):
        shown = f"{found} ({user})" if name == "sub" and user else found
        yield _claim_check(name, shown, expected, reasons.pop(name, []))
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
