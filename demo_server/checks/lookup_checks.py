"""The strict checks that ask something beside the token: the deny-list, the user's version, and the directory."""

from demo_server.checks.evidence import Evidence
from demo_server.checks.parts import Rules
from demo_server.decision import Check, Source, failed, passed, switched_off
from demo_server.policy.revocation import Revocation
from demo_server.segments import shorten
from demo_server.world.lookups import unknown_user

_REVOCATION_OFF = switched_off(
    "revocation", "this design does without revocation: a token works until exp", Source.DESIGN
)
_ACCOUNT_OFF = switched_off(
    "account", "this design trusts the token alone and does not look up the account", Source.DESIGN
)


def jti(evidence: Evidence) -> str | None:
    """Return the ``jti``, by which the deny-list knows a token; None if it is missing or not a string."""
    value = (evidence.claims or {}).get("jti")
    return value if isinstance(value, str) else None


def revocation(evidence: Evidence, rules: Rules) -> Check:
    """Look up the token in the deny-list; one without an id cannot have been revoked."""
    claims = evidence.claims or {}
    if "jti" in claims and not isinstance(claims["jti"], str):
        detail = f"jti is {shorten(claims['jti'])}; expected a string"
        return failed("revocation", "malformed", detail, Source.CLAIMS, ("jti",))
    if rules.revocation is Revocation.NONE:
        return _REVOCATION_OFF
    if rules.is_revoked is None:
        return switched_off("revocation", "revocation is switched off: a token works until exp", Source.DENY_LIST)
    token_id = rules.parts.deny_list_id(evidence)
    if token_id is None:
        return passed("revocation", "the token has no jti, so it cannot be revoked", Source.DENY_LIST, ("jti",))
    if rules.is_revoked(token_id):
        return failed(
            "revocation", "revoked", "the token was revoked by logging out; log in again", Source.DENY_LIST, ("jti",)
        )
    return passed("revocation", "the token was not revoked", Source.DENY_LIST, ("jti",))


def version(evidence: Evidence, rules: Rules) -> Check:
    """Refuse a token whose permission version is not the user's: rights were changed after it was issued."""
    name, claims = rules.version_claim, evidence.claims or {}
    if name not in claims:
        detail = f"the token has no {name}, by which this design recognizes an outdated token"
        return failed("revocation", "no_version", detail, Source.CLAIMS, (name,))
    issued = claims[name]
    if not isinstance(issued, int) or isinstance(issued, bool):
        detail = f"{name} is {shorten(issued)}; expected a whole number"
        return failed("revocation", "malformed", detail, Source.CLAIMS, (name,))
    username = rules.username(evidence)
    current = None if username is None else rules.current_version(username)
    if issued != current:
        now = "the directory knows no such user" if current is None else f"the user's is {current} now"
        detail = f"{name} is {issued}, and {now}: rights were changed after the token was issued; log in again"
        return failed("revocation", "outdated", detail, Source.CLAIMS_AND_DIRECTORY, (name,))
    return passed("revocation", f"{name} is {issued}, as in the directory", Source.CLAIMS_AND_DIRECTORY, (name,))


def account(evidence: Evidence, rules: Rules) -> Check:
    """Look up whether the subject exists and is enabled, if the design wants that checked."""
    if rules.directory is None:
        return _ACCOUNT_OFF
    username = rules.username(evidence)
    found = rules.directory.account(username or unknown_user(evidence.subject))
    if found is None:
        detail, code = f"the directory has no user whose sub is {shorten(evidence.subject)}", "unknown"
    elif found.disabled:
        detail, code = f"the account of {username} is disabled in the directory", "disabled"
    else:
        return passed("account", f"{username} exists and is enabled", Source.DIRECTORY, ("sub",))
    return failed("account", code, detail, Source.DIRECTORY, ("sub",))
