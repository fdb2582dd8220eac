"""The fence between tenants: a request stays within the tenant of its subject, whatever the grants say.

A grant can only let requests through, so the fence is not a grant. It comes before them, and a request that it refuses
is refused even if a grant would let it through. Only the routes of a scenario with ``[tenants]`` have a fence.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from demo_server.decision import Flip, GrantResult
from demo_server.policy.grants import Access
from demo_server.segments import shorten
from demo_server.world.scenario import EVERY_TENANT

KIND = "tenant"
"""The kind of the fence's result, among the grants of a request that it refused."""


@dataclass(frozen=True, slots=True)
class Fence:
    """What one request is checked against.

    Attributes:
        claim: the claim that names the subject's tenant; empty where the directory is asked for it.
        path_tenant: the tenant that the path names, if it names one. Otherwise the record's tenant counts. A route that
            names neither tenant nor record concerns every tenant, and is open to operators only.
        operator_roles: users with one of these roles may work in every tenant.
        by_tenant: whether the claim is an object whose members are tenants, rather than the name of one.
    """

    claim: str
    path_tenant: str | None
    operator_roles: frozenset[str]
    by_tenant: bool = False


FenceFunction = Callable[[Access, Fence], GrantResult]
"""Decides whether a request stays within the tenant of its subject."""


def within_tenant(access: Access, fence: Fence) -> GrantResult:
    """Let a request through if it stays within the subject's tenant, or the subject is an operator.

    A record that does not exist is refused in the same words as one that belongs to another tenant.
    """
    place, tenant = _place(access, fence)
    if fence.claim:
        return _by_claim(access, fence, place, tenant)
    return _by_directory(access, fence, place, tenant)


def _place(access: Access, fence: Fence) -> tuple[str, str | None]:
    """Return what the request concerns, in words, and its tenant; None if it is not one tenant."""
    if fence.path_tenant is not None:
        return f"the tenant {fence.path_tenant}", fence.path_tenant
    if access.record is not None:
        return access.record, access.directory.record_tenant(access.record)
    return "a route that concerns every tenant", None


def _by_claim(access: Access, fence: Fence, place: str, tenant: str | None) -> GrantResult:
    claim = fence.claim
    present = claim in access.claims
    value = access.claims.get(claim)
    found = f"{claim} is {shorten(value)}" if present else f"the token has no {claim}"
    named = _named(value) if fence.by_tenant else [value]
    if EVERY_TENANT in named or (tenant is not None and tenant in named):
        return GrantResult(KIND, granted=True, detail=found, reads=(claim,))
    # Not the record's own tenant: the answer would reveal to an outsider whose record it is.
    wanted = fence.path_tenant or EVERY_TENANT
    flip = Flip("set", "claim", claim, wanted, f"set {claim} to {shorten(wanted)}")
    if fence.by_tenant:
        members = {**(value if isinstance(value, Mapping) else {}), wanted: []}
        flip = Flip("set", "claim", claim, members, f"add {shorten(wanted)} to {claim}")
    return GrantResult(KIND, granted=False, detail=_outside(place, found), reads=(claim,), flip=(flip,))


def _named(value: Any) -> list[Any]:
    """Return the tenants that are the members of an object; none for anything else."""
    return [*value] if isinstance(value, Mapping) else []


def _by_directory(access: Access, fence: Fence, place: str, tenant: str | None) -> GrantResult:
    user = access.subject
    own = access.directory.tenant(user)
    found = f"the directory has {user} in {'no tenant' if own is None else f'the tenant {own}'}"
    if tenant is not None and own == tenant:
        return GrantResult(KIND, granted=True, detail=found)
    held = [role for role in access.directory.roles(user) if role in fence.operator_roles]
    if held:
        detail = f'the directory gives {user} "{held[0]}", a role for every tenant'
        return GrantResult(KIND, granted=True, detail=detail)
    target = f"roles of {user}"
    additions = tuple(
        Flip("add", "directory", target, role, f'add "{role}" to the {target} in the directory')
        for role in sorted(fence.operator_roles)[:1]
    )
    return GrantResult(KIND, granted=False, detail=_outside(place, found), flip=additions)


def _outside(place: str, found: str) -> str:
    return f"{place} is outside the subject's tenant: {found}"
