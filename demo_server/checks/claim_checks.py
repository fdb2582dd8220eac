"""The strict checks of the header's type and of the claims: RFC 7519 section 4.1, RFC 8725, RFC 9068."""

from typing import Any

from demo_server.checks.evidence import Evidence
from demo_server.checks.parts import Rules
from demo_server.decision import Check, Source, failed, passed
from demo_server.segments import shorten
from demo_server.time_text import apart

LEEWAY_S = 0
"""Seconds by which clocks may differ. Zero: issuer and server share one clock here."""


def token_type(evidence: Evidence, rules: Rules) -> Check:
    """Compare ``typ`` with the type of the design, as media types (RFC 7515 section 4.1.9).

    A missing ``typ`` counts as ``JWT``: RFC 7519 section 5.1 makes it optional, and ``JWT`` does not distinguish kinds
    of token anyway. A design with an explicit type of its own requires it (RFC 8725 section 3.11).
    """
    header = evidence.header or {}
    if "typ" not in header:
        if rules.token_type == "JWT":  # noqa: S105  a media type
            return passed("type", "the header has no typ, which counts as JWT", Source.HEADER)
        return failed(
            "type", "missing", f"the header has no typ; this design requires {rules.token_type}", Source.HEADER
        )
    typ = header["typ"]
    if not isinstance(typ, str) or typ.lower().removeprefix("application/") != rules.token_type.lower():
        return failed(
            "type", "unexpected", f"typ is {shorten(typ)}; this design requires {rules.token_type}", Source.HEADER
        )
    return passed("type", f"typ is {rules.token_type}", Source.HEADER)


def expiry(evidence: Evidence, rules: Rules) -> Check:
    """Refuse a token on or after its ``exp`` (RFC 7519 section 4.1.4), and one without ``exp``."""
    claims = evidence.claims or {}
    if "exp" not in claims:
        return _failed("expiry", "exp", "missing", "the token has no exp, so it would never expire")
    expires_at = claims["exp"]
    if not _is_numeric_date(expires_at):
        return _not_a_number("expiry", "exp", expires_at)
    if expires_at <= rules.now - LEEWAY_S:
        return _failed(
            "expiry", "exp", "expired", f"exp was {apart(rules.now, expires_at)} ago; log in for a new token"
        )
    return _passed("expiry", "exp", f"exp is in {apart(expires_at, rules.now)}")


def not_before(evidence: Evidence, rules: Rules) -> Check:
    """Refuse a token before its ``nbf`` (RFC 7519 section 4.1.5); the claim may be missing."""
    return _not_in_future("not_before", "nbf", evidence, rules)


def issued_at(evidence: Evidence, rules: Rules) -> Check:
    """Refuse a token whose ``iat`` (RFC 7519 section 4.1.6) is in the future; the claim may be missing."""
    return _not_in_future("issued_at", "iat", evidence, rules)


def issuer(evidence: Evidence, rules: Rules) -> Check:
    """Compare ``iss`` with the one issuer, character by character (RFC 7519 section 4.1.1)."""
    claims = evidence.claims or {}
    if "iss" not in claims:
        return _failed("issuer", "iss", "missing", f"the token has no iss; expected {shorten(rules.issuer)}")
    if claims["iss"] != rules.issuer:
        return _failed(
            "issuer", "iss", "unexpected", f"iss is {shorten(claims['iss'])}; expected {shorten(rules.issuer)}"
        )
    return _passed("issuer", "iss", "iss is the issuer that this server expects")


def audience(evidence: Evidence, rules: Rules) -> Check:
    """Look for this service in ``aud``, a string or an array of strings (RFC 7519 section 4.1.3)."""
    claims = evidence.claims or {}
    if "aud" not in claims:
        return _failed("audience", "aud", "missing", f"the token has no aud; expected {shorten(rules.audience)}")
    named = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
    if not all(isinstance(name, str) for name in named):
        return _failed(
            "audience", "aud", "malformed", f"aud is {shorten(claims['aud'])}; expected a string or an array of strings"
        )
    if rules.audience not in named:
        detail = f"the token is meant for {shorten(claims['aud'])}, not for {shorten(rules.audience)}"
        return _failed("audience", "aud", "unexpected", detail)
    return _passed("audience", "aud", "the token is meant for this service")


def subject(evidence: Evidence, rules: Rules) -> Check:
    """Require a ``sub`` to act for (RFC 7519 section 4.1.2)."""
    claims = evidence.claims or {}
    if "sub" not in claims:
        return _failed("subject", "sub", "missing", "the token has no sub")
    if not isinstance(claims["sub"], str) or not claims["sub"]:
        return _failed("subject", "sub", "malformed", f"sub is {shorten(claims['sub'])}; expected a non-empty string")
    username = rules.username(evidence)
    whose = "which no user has under this design" if username is None else f"the user {username}"
    return _passed("subject", "sub", f"sub is {shorten(claims['sub'])}, {whose}")


def _not_in_future(name: str, claim: str, evidence: Evidence, rules: Rules) -> Check:
    claims = evidence.claims or {}
    if claim not in claims:
        return _passed(name, claim, f"the token has no {claim}, which is optional")
    moment = claims[claim]
    if not _is_numeric_date(moment):
        return _not_a_number(name, claim, moment)
    if moment > rules.now + LEEWAY_S:
        return _failed(name, claim, "future", f"{claim} is in the future, by {apart(moment, rules.now)}")
    return _passed(name, claim, f"{claim} is in the past")


def _is_numeric_date(value: Any) -> bool:
    """Whether *value* is a NumericDate (RFC 7519 section 2); `parse_object` lets only finite numbers through."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def _not_a_number(name: str, claim: str, value: Any) -> Check:
    detail = f"{claim} is {shorten(value)}; expected a number of seconds since 1970, without quotes"
    return _failed(name, claim, "not_a_number", detail)


def _passed(name: str, claim: str, detail: str) -> Check:
    return passed(name, detail, Source.CLAIMS, (claim,))


def _failed(name: str, claim: str, code: str, detail: str) -> Check:
    return failed(name, code, detail, Source.CLAIMS, (claim,))
