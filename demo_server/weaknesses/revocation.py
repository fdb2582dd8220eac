"""Weaknesses of logout: a revoked token works on.

A deny-list of the hashes of tokens fails where one token can be written in several ways. The strict server reads
canonical base64url only, but an ECDSA signature always has a second form: where (r, s) is valid, so is (r, n - s), n
being the order of the curve, and anyone can compute it. RFC 7515 does not require one of the two.
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
