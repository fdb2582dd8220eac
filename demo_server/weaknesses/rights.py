"""Weaknesses of the grants: a signed claim is read in a way that gives more rights than its issuer meant."""

from dataclasses import replace

from demo_server.decision import Flip, GrantResult
from demo_server.policy.grants import Access, GrantFunction, GrantRule, quoted
from demo_server.segments import shorten
from demo_server.weaknesses.weakness import Weakness


def _find_roles_in_string(inner: GrantFunction) -> GrantFunction:
    """Test ``role in claims["roles"]`` without a look at the type, which for a string searches inside it."""

    def flawed(access: Access, rule: GrantRule) -> GrantResult:
        claim = rule.options["claim"]
        value = access.claims.get(claim)
        result = inner(access, rule)
        if result.granted or not isinstance(value, str):
            return result
        found = [role for role in access.roles if role in value and access.permits(role)]
        if not found:
            return result
        detail = f"{claim} is {shorten(value)}, which contains {quoted(found)}, which grants {access.permission}"
        flip = Flip("remove", "claim", claim, value, f"remove {claim}")
        return replace(result, granted=True, detail=detail, flip=(flip,)).by_weakness("role-substring")

    return flawed


WEAKNESSES = (Weakness(id="role-substring", grants={"roles": _find_roles_in_string}),)
