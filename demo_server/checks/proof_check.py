"""The check of a proof of possession: that the sender holds the key which the token is bound to (RFC 9449)."""

from typing import Any

from demo_server.checks.evidence import Evidence
from demo_server.checks.parts import Rules
from demo_server.decision import PROOF, Check, Source, failed, passed
from demo_server.segments import shorten
from demo_server.tokens.dpop import ProofRefusedError, only_proof, read_proof

_CLAIM = ("cnf",)
_ABOUT_THE_TOKEN = frozenset(f"{PROOF}.{code}" for code in ("unbound", "malformed_cnf", "bearer", "other_key"))
_ABOUT_ITS_HEADER = frozenset({"transport.missing_proof", "transport.duplicate_proof"})


def is_awaited(evidence: Evidence) -> bool:
    """Whether the token is bound to a key, or was sent as one that is."""
    return evidence.with_proof or _is_bound((evidence.claims or {}).get("cnf"))


def is_about_proof(reason: str) -> bool:
    """Whether a refusal for *reason* is due to the proof, and not to the token (RFC 9449 section 7.1)."""
    return reason in _ABOUT_ITS_HEADER or (reason.startswith(f"{PROOF}.") and reason not in _ABOUT_THE_TOKEN)


def proof(evidence: Evidence, rules: Rules) -> Check:
    """Accept a token only from the holder of the key that ``cnf.jkt`` names (RFC 9449 sections 4.3 and 7.1)."""
    cnf = (evidence.claims or {}).get("cnf")
    if cnf is None or not _is_bound(cnf):
        detail = "the token is not bound to a key: it has no cnf.jkt; log in again with a proof"
        return failed(PROOF, "unbound", detail, Source.CLAIMS, _CLAIM)
    key = cnf["jkt"]
    if not isinstance(key, str):
        detail = f"cnf.jkt is {shorten(key)}; expected the thumbprint of a key, a string"
        return failed(PROOF, "malformed_cnf", detail, Source.CLAIMS, _CLAIM)
    presented = evidence.presented
    if presented.holds_key:
        return passed(PROOF, "the sender is taken to hold the key of cnf.jkt: no request is sent", Source.NONE, _CLAIM)
    if not evidence.with_proof:
        detail = (
            "the token is bound to a key by cnf.jkt and was sent as Bearer, without a proof; "
            'send it as "Authorization: DPoP TOKEN", and a proof in the header DPoP'
        )
        return failed(PROOF, "bearer", detail, Source.CLAIMS, _CLAIM)
    try:
        found = read_proof(
            only_proof(presented.proofs),
            method=presented.method,
            url=presented.url,
            now=rules.now,
            token=evidence.token or "",
        )
        if found.key != key:
            detail = "the proof was made with another key than the one that the token is bound to by cnf.jkt"
            return failed(PROOF, "other_key", detail, Source.REQUEST, _CLAIM)
        rules.proofs.use(found)
    except ProofRefusedError as error:
        return failed(PROOF, error.code, str(error), Source.REQUEST)
    return passed(PROOF, "the proof is for this request, by the key that cnf.jkt names", Source.REQUEST, _CLAIM)


def _is_bound(cnf: Any) -> bool:
    return isinstance(cnf, dict) and "jkt" in cnf
