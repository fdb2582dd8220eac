"""The parts of a strict server: no weakness is in any of them."""

from collections.abc import Sequence

from demo_server.checks import claim_checks, format_check, lookup_checks, proof_check, token_checks
from demo_server.checks.evidence import Evidence
from demo_server.checks.parts import Parts
from demo_server.decision import PROOF, VERIFICATION_CHECKS, Check
from demo_server.policy.kinds import GRANTS
from demo_server.policy.tenancy import within_tenant


def _order(evidence: Evidence) -> Sequence[str]:  # noqa: ARG001  the signature of every `Order`
    return VERIFICATION_CHECKS


def _refusal_text(failure: Check, evidence: Evidence) -> str:  # noqa: ARG001  the signature of every `RefusalText`
    return failure.detail


STRICT = Parts(
    decode=format_check.decode,
    parse=format_check.parse,
    find_key=token_checks.find_key,
    checks={
        "transport": token_checks.transport,
        "format": format_check.token_format,
        "algorithm": token_checks.algorithm,
        "key": token_checks.key,
        "signature": token_checks.signature,
        PROOF: proof_check.proof,
        "critical": token_checks.critical,
        "type": claim_checks.token_type,
        "expiry": claim_checks.expiry,
        "not_before": claim_checks.not_before,
        "issued_at": claim_checks.issued_at,
        "issuer": claim_checks.issuer,
        "audience": claim_checks.audience,
        "subject": claim_checks.subject,
        "revocation": lookup_checks.revocation,
        "account": lookup_checks.account,
    },
    order=_order,
    deny_list_id=lookup_checks.jti,
    grants=GRANTS,
    fence=within_tenant,
    refusal_text=_refusal_text,
)
