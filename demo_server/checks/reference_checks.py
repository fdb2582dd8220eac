"""The checks of a reference token: nothing can be read from it, so introspection (RFC 7662) answers for it."""

from collections.abc import Mapping

from demo_server.checks.evidence import Evidence
from demo_server.checks.parts import CheckFunction, Parts, Rules
from demo_server.decision import PROOF, TOKEN_CHECKS, Check, Source, failed, passed, switched_off

_NOTHING_TO_READ = ("algorithm", "key", "signature", "critical", "type")
"""The checks that a token without header and signature leaves no room for."""

_OFF = {
    name: switched_off(
        name, "a reference token has no header and no signature; introspection answers for it", Source.DESIGN
    )
    for name in _NOTHING_TO_READ
}
_UNSAID = {
    name: switched_off(name, "introspection says nothing about a token that is not active", Source.INTROSPECTION)
    for name in (*TOKEN_CHECKS, PROOF)
}


def for_reference_tokens(parts: Parts) -> Mapping[str, CheckFunction]:
    """Return the checks to run in place of *parts.checks*."""
    claims = ("expiry", "not_before", "issued_at", "issuer", "audience", "subject", PROOF)
    return {
        **parts.checks,
        "format": _format,
        **{name: _off(name) for name in _NOTHING_TO_READ},
        **{name: _where_active(name, parts.checks[name]) for name in claims},
        "revocation": _active,
    }


def _format(evidence: Evidence, rules: Rules) -> Check:
    """Ask what the token stands for; any text is a possible token."""
    token = evidence.token or ""
    answer = rules.introspect(token)
    evidence.claims = answer.claims if answer.active else None
    return passed(
        "format", f"a reference token of {len(token)} characters: nothing can be read from it", Source.REQUEST
    )


def _off(name: str) -> CheckFunction:
    return lambda _evidence, _rules: _OFF[name]


def _where_active(name: str, check: CheckFunction) -> CheckFunction:
    return lambda evidence, rules: _UNSAID[name] if evidence.claims is None else check(evidence, rules)


def _active(evidence: Evidence, rules: Rules) -> Check:  # noqa: ARG001  the signature of every check
    """Accept only a token that introspection calls active."""
    if evidence.claims is None:
        detail = "introspection says that the token is not active: it was revoked, has expired, or was never issued"
        return failed("revocation", "inactive", detail, Source.INTROSPECTION)
    return passed("revocation", "introspection says that the token is active", Source.INTROSPECTION)
