"""Weaknesses of logout: a revoked token works on.

A deny-list by the hash of the token's text fails where one token has several texts. The strict server reads canonical
base64url only, which leaves ECDSA: if (r, s) is a signature then (r, n - s) is one too, n being the order of the curve,
and anyone can compute it (RFC 8725 does not mention it; Bitcoin calls it transaction malleability).
"""

import hashlib

from demo_server.checks.evidence import Evidence
from demo_server.checks.parts import DenyListId
from demo_server.weaknesses.weakness import Weakness


def _by_token_hash(inner: DenyListId) -> DenyListId:  # noqa: ARG001  the jti is not read at all
    def flawed(evidence: Evidence) -> str | None:
        evidence.note("denylist-by-token-hash")
        return hashlib.sha256((evidence.token or "").encode("utf-8")).hexdigest()

    return flawed


WEAKNESSES = (Weakness(id="denylist-by-token-hash", deny_list_id=_by_token_hash),)
