"""The strict checks from the request to the signature: RFC 6750, RFC 7515, RFC 8725."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, TypeVar

from demo_server.checks.time_text import apart, utc
from demo_server.checks.verification import Evidence, Rules
from demo_server.decision import Check, Source, failed, passed
from demo_server.segments import SegmentError, decode_base64url, parse_object, shorten
from demo_server.tokens.algorithms import ALGORITHMS

_Read = TypeVar("_Read")

_KEYS_IN_HEADER = ("jwk", "jku", "x5c", "x5u")
"""Header parameters by which a token brings its own key (RFC 7515 section 4.1). It never counts."""

_REGISTERED = frozenset({"alg", "jku", "jwk", "kid", "x5u", "x5c", "x5t", "x5t#S256", "typ", "cty", "crit"})
"""Header parameters of RFC 7515 itself, which ``crit`` must not name."""


def transport(evidence: Evidence, rules: Rules) -> Check:  # noqa: ARG001  the signature of every check
    """Take the bearer token out of the one Authorization header (RFC 6750 section 2)."""
    presented = evidence.presented
    if presented.in_query and not presented.authorization:
        return failed(
            "transport",
            "query",
            "the token came in the query as access_token, where logs and histories keep it; "
            'send it as "Authorization: Bearer TOKEN" instead',
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
            'no token was sent; log in, then send it as "Authorization: Bearer TOKEN"',
            Source.REQUEST,
        )
    scheme, _, token = presented.authorization[0].partition(" ")
    if scheme.lower() != "bearer":
        return failed(
            "transport",
            "scheme",
            f"the Authorization scheme is {shorten(scheme)}; this server takes Bearer",
            Source.REQUEST,
        )
    evidence.token = token.strip(" ")
    if not evidence.token:
        return failed(
            "transport", "empty", "the Authorization header says Bearer, but has no token after it", Source.REQUEST
        )
    return passed("transport", "the Authorization header holds one bearer token", Source.REQUEST)


def token_format(evidence: Evidence, rules: Rules) -> Check:  # noqa: ARG001  the signature of every check
    """Take a compact JWS apart (RFC 7515 section 7.1), as far as it goes: the rest is left for later checks to see."""
    token = evidence.token or ""
    segments = token.split(".")
    if len(segments) != 3:
        found = f"the token has {len(segments)} segment{'s' * (len(segments) > 1)} between dots, a signed one has three"
        if len(segments) == 5:
            found += "; five are an encrypted token (JWE), which this server does not take"
        return failed("format", "segments", found, Source.REQUEST)
    faults: list[tuple[str, str]] = []
    evidence.header = _attempt("header", _read_header, segments[0], faults)
    evidence.claims = _attempt("payload", _read_object, segments[1], faults)
    evidence.signature = _attempt("signature", decode_base64url, segments[2], faults) or b""
    if faults:
        return failed("format", faults[0][0], "; ".join(sentence for _, sentence in faults), Source.REQUEST)
    evidence.signing_input = token[: token.rindex(".")].encode("ascii")
    return passed("format", "three segments of base64url; header and payload are JSON objects", Source.REQUEST)


def algorithm(evidence: Evidence, rules: Rules) -> Check:
    """Accept only an algorithm that the server knows, and that is the named key's own (RFC 8725 section 3.1)."""
    header = evidence.header or {}
    alg = header.get("alg")
    if not isinstance(alg, str):
        return failed("algorithm", "missing", "the header has no alg, or one that is no text", Source.HEADER)
    if alg.lower() == "none":
        return failed("algorithm", "none", f"alg is {shorten(alg)}: the token is not signed", Source.HEADER)
    if alg not in ALGORITHMS:
        known = ", ".join(ALGORITHMS)
        return failed("algorithm", "unknown", f"alg is {shorten(alg)}; this server accepts {known}", Source.HEADER)
    kid = header.get("kid")
    key = rules.trust.get(kid, rules.now) if isinstance(kid, str) else None
    if key is not None and key.algorithm != alg:
        detail = f"alg is {alg}, but the key {shorten(kid)} is for {key.algorithm} only"
        return failed("algorithm", "mismatch", detail, Source.HEADER)
    evidence.key = key
    return passed("algorithm", f"{alg} is accepted", Source.HEADER)


def key(evidence: Evidence, rules: Rules) -> Check:
    """Find the key that ``kid`` names among the trusted ones; a key inside the token never counts."""
    header = evidence.header or {}
    brought = [name for name in _KEYS_IN_HEADER if name in header]
    remark = (
        f"; {' and '.join(brought)} in the header is ignored: a key inside the token never counts" if brought else ""
    )
    if "kid" not in header:
        return failed("key", "missing_kid", f"the header has no kid to say which key signed{remark}", Source.HEADER)
    kid = header["kid"]
    if not isinstance(kid, str):
        return failed("key", "malformed_kid", f"kid is {shorten(kid)}, which is no text{remark}", Source.HEADER)
    if evidence.key is None:
        code, why = _absence(kid, rules)
        return failed("key", code, f"kid {shorten(kid)} {why}{remark}", Source.TRUST_STORE)
    return passed("key", f"kid {shorten(kid)} is a key that this server trusts{remark}", Source.TRUST_STORE)


def signature(evidence: Evidence, rules: Rules) -> Check:  # noqa: ARG001  the signature of every check
    """Verify the signature with PyJWT (RFC 7515 section 5.2)."""
    trusted = evidence.key
    if trusted is None or not trusted.verifies(evidence.signing_input, evidence.signature):
        detail = "the signature does not fit header and payload: they were changed, or another key signed"
        return failed("signature", "invalid", detail, Source.TRUST_STORE)
    return passed("signature", f"the {trusted.algorithm} signature fits header and payload", Source.TRUST_STORE)


def critical(evidence: Evidence, rules: Rules) -> Check:  # noqa: ARG001  the signature of every check
    """Refuse extensions that must be understood (RFC 7515 section 4.1.11): this server understands none."""
    header = evidence.header or {}
    if header.get("b64", True) is not True:
        return failed(
            "critical", "b64", "b64 is not true, which a JWT must not ask for (RFC 7797 section 7)", Source.HEADER
        )
    if "crit" not in header:
        return passed("critical", "the header asks for no extension", Source.HEADER)
    crit = header["crit"]
    if not isinstance(crit, list) or not crit or not all(isinstance(name, str) for name in crit):
        return failed(
            "critical", "malformed", f"crit is {shorten(crit)}, not a list of one or more texts", Source.HEADER
        )
    misplaced = _misplaced(crit, header)
    if misplaced:
        return failed("critical", "malformed", f"crit names {shorten(crit)}, {misplaced}", Source.HEADER)
    return failed(
        "critical", "unknown", f"crit names {shorten(crit)}, which this server does not understand", Source.HEADER
    )


def _absence(kid: str, rules: Rules) -> tuple[str, str]:
    """Say why the key is not accepted: a code, and the rest of a sentence that begins with its kid."""
    tenure = rules.trust.tenure(kid)
    if tenure is None:
        refusal = rules.trust.refusal(kid)
        if refusal is not None:
            return "refused", f"is a key that this server was asked to trust, and refused: {refusal}"
        return "unknown", "is not one of the keys this server trusts"
    if rules.now < tenure.since:
        when = f"{utc(tenure.since)}, in {apart(tenure.since, rules.now)}"
        return "not_published", f"is a key that this server publishes at {when}; it accepts nothing signed with it yet"
    when = f"{utc(tenure.until)}, {apart(rules.now, tenure.until)} ago"
    return (
        "retired",
        f"was retired at {when}: what it signed is refused since then, expired or not; log in for a new token",
    )


def _misplaced(crit: list[str], header: Mapping[str, Any]) -> str:
    if len(set(crit)) < len(crit):
        return "one of them twice"
    if any(name in _REGISTERED for name in crit):
        return "of which one is of RFC 7515 itself"
    if any(name not in header for name in crit):
        return "of which one is not in the header"
    return ""


def _attempt(name: str, read: Callable[[str], _Read], segment: str, faults: list[tuple[str, str]]) -> _Read | None:
    """Read one segment, or note in *faults* why it cannot be read."""
    try:
        return read(segment)
    except SegmentError as error:
        faults.append((error.code, f"the {name} {error}"))
        return None


def _read_object(segment: str) -> Mapping[str, Any]:
    return parse_object(decode_base64url(segment))


@lru_cache(maxsize=64)
def _read_header(segment: str) -> Mapping[str, Any]:
    """Read a header. All tokens of one key have the same, so it is seldom read twice."""
    return _read_object(segment)
