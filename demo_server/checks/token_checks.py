"""The strict checks of how the token was sent, its header and its signature: RFC 6750, RFC 7515, RFC 8725."""

from collections.abc import Mapping
from typing import Any

from demo_server.checks.evidence import Evidence
from demo_server.checks.parts import Rules
from demo_server.decision import Check, Source, failed, passed
from demo_server.segments import shorten
from demo_server.time_text import apart, utc
from demo_server.tokens.algorithms import ALGORITHMS
from demo_server.tokens.dpop import ProofRefusedError, only_proof
from demo_server.tokens.trust import VerificationKey

_KEYS_IN_HEADER = ("jwk", "jku", "x5c", "x5u")
"""Header parameters by which a token brings its own key (RFC 7515 section 4.1). Such a key is never used."""

_REGISTERED = frozenset({"alg", "jku", "jwk", "kid", "x5u", "x5c", "x5t", "x5t#S256", "typ", "cty", "crit"})
"""Header parameters of RFC 7515 itself, which ``crit`` must not name."""


def transport(evidence: Evidence, rules: Rules) -> Check:
    """Read the token from the one Authorization header (RFC 6750 section 2.1, RFC 9449 section 7.1)."""
    presented = evidence.presented
    expected = "DPoP" if rules.confirms else "Bearer"
    if presented.in_query and not presented.authorization:
        return failed(
            "transport",
            "query",
            "the token was sent in the query as access_token, where logs and histories keep it; "
            f'send it as "Authorization: {expected} TOKEN" instead',
            Source.REQUEST,
        )
    if len(presented.authorization) + presented.in_query > 1:
        return failed(
            "transport", "duplicate", "more than one token was sent, or one in two places; send one", Source.REQUEST
        )
    if not presented.authorization:
        return failed(
            "transport",
            "missing",
            f'no token was sent; log in, then send it as "Authorization: {expected} TOKEN"',
            Source.REQUEST,
        )
    scheme, _, token = presented.authorization[0].partition(" ")
    kind = scheme.lower()
    if kind != "bearer" or rules.confirms:
        refusal = _refused_scheme(kind, scheme, evidence, rules)
        if refusal is not None:
            return refusal
    evidence.token = token.strip(" ")
    if not evidence.token:
        return failed("transport", "empty", f"the Authorization header has no token after {expected}", Source.REQUEST)
    if evidence.with_proof:
        return passed("transport", "the request has one token, and one proof in the DPoP header", Source.REQUEST)
    return passed("transport", "the Authorization header holds one bearer token", Source.REQUEST)


def _refused_scheme(kind: str, scheme: str, evidence: Evidence, rules: Rules) -> Check | None:
    """Refuse a request without the scheme and the one proof that it needs; whether the token is bound is seen later."""
    presented = evidence.presented
    if kind not in {"bearer", "dpop"}:
        detail = f"the Authorization scheme is {shorten(scheme)}; expected {'DPoP' if rules.confirms else 'Bearer'}"
        return failed("transport", "scheme", detail, Source.REQUEST)
    if presented.holds_key:
        return None
    if kind == "bearer":
        detail = (
            "the token was sent as Bearer; this design binds tokens to a key: "
            'send it as "Authorization: DPoP TOKEN", and a proof in the header DPoP'
        )
        return failed("transport", "bearer", detail, Source.REQUEST)
    try:
        only_proof(presented.proofs)
    except ProofRefusedError as error:
        return failed("transport", f"{error.code}_proof", str(error), Source.REQUEST)
    evidence.with_proof = True
    return None


def algorithm(evidence: Evidence, rules: Rules) -> Check:
    """Accept only an algorithm that the server knows, and that is the named key's own (RFC 8725 section 3.1)."""
    header = evidence.header or {}
    alg = header.get("alg")
    if not isinstance(alg, str):
        return failed("algorithm", "missing", "the header has no alg that is a string", Source.HEADER)
    if alg.lower() == "none":
        return failed("algorithm", "none", f"alg is {shorten(alg)}: the token is not signed", Source.HEADER)
    if alg not in ALGORITHMS:
        known = ", ".join(ALGORITHMS)
        return failed("algorithm", "unknown", f"alg is {shorten(alg)}; this server accepts {known}", Source.HEADER)
    key = rules.parts.find_key(evidence, rules)
    if key is not None and key.algorithm != alg:
        detail = f"alg is {alg}, but the key {shorten(key.kid)} is for {key.algorithm} only"
        return failed("algorithm", "mismatch", detail, Source.HEADER)
    evidence.key = key
    return passed("algorithm", f"{alg} is accepted", Source.HEADER)


def find_key(evidence: Evidence, rules: Rules) -> VerificationKey | None:
    """Return the trusted key that ``kid`` names. Nothing else in the header is looked at."""
    kid = (evidence.header or {}).get("kid")
    return rules.trust.get(kid, rules.now) if isinstance(kid, str) else None


def key(evidence: Evidence, rules: Rules) -> Check:
    """Accept only a key that ``kid`` names and that the server trusts; a key inside the token is never used."""
    header = evidence.header or {}
    brought = [name for name in _KEYS_IN_HEADER if name in header]
    ignored = (
        f"; {' and '.join(brought)} in the header is ignored: a key inside the token is never used" if brought else ""
    )
    if "kid" not in header:
        return failed("key", "missing_kid", f"the header has no kid to say which key signed{ignored}", Source.HEADER)
    kid = header["kid"]
    if not isinstance(kid, str):
        return failed("key", "malformed_kid", f"kid is {shorten(kid)}; expected a string{ignored}", Source.HEADER)
    if evidence.key is None:
        code, why = _absence(kid, rules)
        return failed("key", code, f"kid {shorten(kid)} {why}{ignored}", Source.TRUST_STORE)
    return passed("key", f"kid {shorten(kid)} is a key that this server trusts{ignored}", Source.TRUST_STORE)


def signature(evidence: Evidence, rules: Rules) -> Check:  # noqa: ARG001  the signature of every check
    """Verify the signature with PyJWT (RFC 7515 section 5.2)."""
    trusted = evidence.key
    if trusted is None or not trusted.verifies(evidence.signing_input, evidence.signature):
        detail = "the signature does not match header and payload: they were changed, or another key signed"
        return failed("signature", "invalid", detail, Source.TRUST_STORE)
    return passed("signature", f"the {trusted.algorithm} signature matches header and payload", Source.TRUST_STORE)


def critical(evidence: Evidence, rules: Rules) -> Check:  # noqa: ARG001  the signature of every check
    """Refuse extensions that must be understood (RFC 7515 section 4.1.11): this server understands none."""
    header = evidence.header or {}
    if header.get("b64", True) is not True:
        return failed(
            "critical", "b64", "b64 is not true, which is not allowed in a JWT (RFC 7797 section 7)", Source.HEADER
        )
    if "crit" not in header:
        return passed("critical", "the header requires no extension", Source.HEADER)
    crit = header["crit"]
    if not isinstance(crit, list) or not crit or not all(isinstance(name, str) for name in crit):
        return failed(
            "critical", "malformed", f"crit is {shorten(crit)}; expected a non-empty array of strings", Source.HEADER
        )
    misplaced = _misplaced(crit, header)
    if misplaced:
        return failed("critical", "malformed", f"crit is {shorten(crit)}: {misplaced}", Source.HEADER)
    return failed(
        "critical", "unknown", f"crit names {shorten(crit)}, which this server does not understand", Source.HEADER
    )


def _absence(kid: str, rules: Rules) -> tuple[str, str]:
    """Return why the key is not accepted: a code, and the rest of a sentence that begins with its kid."""
    tenure = rules.trust.tenure(kid)
    if tenure is None:
        refusal = rules.trust.refusal(kid)
        if refusal is not None:
            return "refused", f"is a key that this server was asked to trust and refused: {refusal}"
        return "unknown", "is not one of the keys this server trusts"
    if rules.now < tenure.since:
        when = f"{utc(tenure.since)}, in {apart(tenure.since, rules.now)}"
        return "not_published", f"is a key that this server publishes at {when}; until then its tokens are refused"
    when = f"{utc(tenure.until)}, {apart(rules.now, tenure.until)} ago"
    return (
        "retired",
        f"was retired at {when}: its tokens are refused since then, expired or not; log in for a new token",
    )


def _misplaced(crit: list[str], header: Mapping[str, Any]) -> str:
    if len(set(crit)) < len(crit):
        return "a name is a duplicate"
    if any(name in _REGISTERED for name in crit):
        return "a name is defined by RFC 7515 itself"
    if any(name not in header for name in crit):
        return "a name is not in the header"
    return ""
