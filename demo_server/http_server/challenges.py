"""Refusals of protected requests as RFC 6750 section 3 requires: a problem body and WWW-Authenticate."""

import re

from demo_server.checks.proof_check import is_about_proof
from demo_server.decision import PROOF, Decision
from demo_server.http_server.messages import Response, problem
from demo_server.questions import RETRY_AFTER_S, UNAVAILABLE
from demo_server.segments import shorten_text
from demo_server.tokens.dpop import PROOF_ALGORITHMS

REALM = 'Bearer realm="demo"'
"""The challenge of an answer to a request without credentials: it says no more than where to go."""

DPOP_REALM = f'DPoP realm="demo", algs="{" ".join(PROOF_ALGORITHMS)}"'
"""The same where a proof is asked for (RFC 9449 section 7.1)."""


TEMPORARY = "temporarily_unavailable"
"""The error code where a question got no answer (RFC 6749 section 4.1.2.1): another login would not help."""


def unavailable(reason: str, detail: str, request_id: str) -> Response:
    """Answer a request that cannot be decided or answered, because somebody who was asked does not answer.

    There is no challenge: the token is not at fault, so a client that throws it away would be wrong.
    """
    headers = {"Retry-After": str(RETRY_AFTER_S)}
    return problem(503, TEMPORARY, reason, detail, request_id, headers=headers)


def refusal(decision: Decision, permission: str | None) -> Response:
    """Answer a protected request that its decision refuses.

    Args:
        decision: with a status other than 200.
        permission: what the route asks for, if anything.
    """
    if decision.reason in UNAVAILABLE:
        return unavailable(decision.reason, decision.detail, decision.request_id)
    detail = decision.detail
    more = {}
    if decision.status == 403:
        flips = [flip.sentence for grant in decision.grants for flip in grant.flip]
        if flips:
            detail += f". Any one of these would let it through: {'; '.join(flips)}"
        more["grants"] = [grant.to_json() for grant in decision.grants]
    # RFC 9449 section 7.1: in that scheme, where the design or the token asks for a proof.
    wants_proof = is_about_proof(decision.reason) or any(check.name == PROOF for check in decision.checks)
    challenge = DPOP_REALM if wants_proof else REALM
    # RFC 6750 section 3.1: no error code for a request that brought no bearer token, or another scheme.
    if decision.reason not in {"transport.missing", "transport.scheme"}:
        challenge += f', error="{decision.error}", error_description="{_header_safe(decision.detail)}"'
    if decision.status == 403 and permission is not None:
        challenge += f', scope="{permission}"'
    return problem(
        decision.status,
        decision.error,
        decision.reason,
        detail,
        decision.request_id,
        headers={"WWW-Authenticate": challenge},
        more=more,
    )


def _header_safe(text: str) -> str:
    """Keep to the characters of an error_description (RFC 6750 section 3), whatever the token contained."""
    characters = re.sub(r"[^\x20-\x7e]", "?", text.replace('"', "'").replace("\\", "/"))
    return shorten_text(characters, 300).replace("…", "...")
