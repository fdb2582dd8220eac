"""The grant that reads roles per tenant: somebody may be an administrator in one and a reader in another."""

from collections.abc import Mapping
from typing import Any

from demo_server.decision import Flip, GrantResult
from demo_server.policy.grants import Access, GrantRule, quoted
from demo_server.segments import shorten
from demo_server.world.scenario import EVERY_TENANT


def tenant_roles(access: Access, rule: GrantRule) -> GrantResult:
    """Grant what the token's roles in the tenant of the request permit, or those for every tenant.

    The tenant is the one that the path names, or that of the record. A request that concerns every tenant needs a role
    for all of them.
    """
    claim = rule.options["claim"]
    value = access.claims.get(claim)
    if not isinstance(value, Mapping):
        found = f"{claim} is {shorten(value)}, not an object" if claim in access.claims else f"the token has no {claim}"
        return GrantResult(rule.kind, granted=False, detail=found, reads=(claim,), flip=_add(access, claim, {}))
    tenant = access.tenant
    if tenant is None and access.record is not None:
        tenant = access.directory.record_tenant(access.record)
    places = (EVERY_TENANT,) if tenant is None else (tenant, EVERY_TENANT)
    for place in places:
        granting = [role for role in _roles(value, place) if access.permits(role)]
        if granting:
            detail = f"{claim} of {place}: {quoted(granting)} grants {access.permission}"
            left = [role for role in _roles(value, place) if role not in granting]
            sentence = f"remove {quoted(granting)} from {claim} of {place}"
            flip = Flip("set", "claim", claim, {**value, place: left}, sentence)
            return GrantResult(rule.kind, granted=True, detail=detail, reads=(claim,), flip=(flip,))
    where = "every tenant" if tenant is None else tenant
    detail = f"{claim} has no role for {where} that grants {access.permission}"
    # In another tenant only one that the token names already: else an outsider learns whose record it is.
    flips = _add(access, claim, value, tenant) if tenant in value else ()
    return GrantResult(rule.kind, granted=False, detail=detail, reads=(claim,), flip=flips)


def _roles(value: Mapping[str, Any], tenant: str) -> list[str]:
    """Return the roles for *tenant*; none if they are not an array of strings."""
    found = value.get(tenant)
    return found if isinstance(found, list) and all(isinstance(role, str) for role in found) else []


def _add(access: Access, claim: str, value: Mapping[str, Any], tenant: str | None = None) -> tuple[Flip, ...]:
    place, role = tenant or access.tenant or EVERY_TENANT, access.least_role()
    if role is None:
        return ()
    changed = {**value, place: [*_roles(value, place), role]}
    return (Flip("set", "claim", claim, changed, f'add "{role}" to {claim} of {place}'),)
