"""Refusals of protected requests as RFC 6750 section 3 requires: a problem body and WWW-Authenticate."""

import re

from demo_server.decision import Decision
from demo_server.http_server.messages import Response, problem
from demo_server.segments import shorten_text

REALM = 'Bearer realm="demo"'
"""The challenge of an answer to a request without credentials: it says no more than where to go."""


def refusal(decision: Decision, permission: str | None) -> Response:
    """Answer a protected request that its decision refuses.

    Args:
        decision: with a status other than 200.
        permission: what the route asks for, if anything.
    """
    detail = decision.detail
    more = {}
    if decision.status == 403:
        flips = [flip.sentence for grant in decision.grants for flip in grant.flip]
        if flips:
            detail += f". Any one of these would let it through: {'; '.join(flips)}"
        more["grants"] = [grant.to_json() for grant in decision.grants]
    challenge = REALM
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
