"""The ``permission`` check: may the subject of an accepted token do this?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from demo_server.decision import Check, Filtered, GrantResult, Source, failed, passed
from demo_server.policy.grants import Access, GrantFunction, GrantRule, Scope
from demo_server.policy.kinds import GRANTS
from demo_server.policy.lists import filter_list
from demo_server.policy.tenancy import Fence, FenceFunction, within_tenant


@dataclass(frozen=True, slots=True)
class Permission:
    """The result of the ``permission`` check.

    Attributes:
        check: the check named ``permission``.
        grants: the grants that were tried, in order; if one granted, it is the last. Where the fence between tenants
            refused the request, only the fence's result.
        filtered: how the list was filtered, where the answer is one.
        records: ids of the records that the list shows.
    """

    check: Check
    grants: tuple[GrantResult, ...] = ()
    filtered: Filtered | None = None
    records: tuple[str, ...] = ()


BREAK_GLASS = "break-glass"
"""The kind of the result by which a record was opened in an emergency."""

ANY_USER = Permission(
    passed("permission", "any logged-in user may make this request", Source.DESIGN),
)
"""The permission on a route that requires none."""


def authorize(
    access: Access,
    rules: Sequence[GrantRule],
    fence: Fence | None = None,
    limits: Sequence[GrantRule] = (),
    *,
    grants: Mapping[str, GrantFunction] = GRANTS,
    is_within: FenceFunction = within_tenant,
) -> Permission:
    """Try the grants in order. The first one that grants decides; if none does, the request is refused.

    A limit that refuses, refuses the request: the grants are not asked, and so nothing is looked up for it.

    Args:
        access: what the request wants to do.
        rules: the grants of the design.
        fence: what keeps tenants apart, if the scenario has tenants; it comes before the grants.
        limits: what has to grant as well, such as the scope of the client that acts for the user.
        grants: the function for each grant kind.
        is_within: the function that checks the fence.
    """
    allowed = [result for each in _within_limits(access) for result in _ask(each, limits, grants)]
    refusing = next((result for result in allowed if not result.granted), None)
    if refusing is not None:
        detail = f"{refusing.detail}: the token is limited to less, whatever its user may do"
        check = failed("permission", "limited", detail, Source.CLAIMS, refusing.reads)
        return Permission(check, (refusing,))
    permission = _by_grants(access, rules, fence, grants, is_within)
    if not allowed:
        return permission
    check = permission.check
    reads = tuple(dict.fromkeys([*(name for each in allowed for name in each.reads), *check.reads]))
    source = check.source if check.source is Source.CLAIMS else Source.CLAIMS_AND_DIRECTORY
    detail = "; ".join(dict.fromkeys((check.detail, *(each.detail for each in allowed))))
    due_to = tuple(dict.fromkeys([*check.weaknesses, *(each for result in allowed for each in result.weaknesses)]))
    check = replace(check, reads=reads, source=source, detail=detail, weaknesses=due_to)
    return replace(permission, check=check)


def _within_limits(access: Access) -> list[Access]:
    """Return what the limits are asked about: the request itself and, for a list, reading one of its records."""
    listing = access.listing
    if listing is None or listing.permission == access.permission:
        return [access]
    return [access, replace(access, permission=listing.permission)]


def _ask(access: Access, limits: Sequence[GrantRule], grants: Mapping[str, GrantFunction]) -> list[GrantResult]:
    return [grants[rule.kind](access, rule) for rule in limits if _applies(rule, access)]


def _by_grants(
    access: Access,
    rules: Sequence[GrantRule],
    fence: Fence | None,
    grants: Mapping[str, GrantFunction],
    is_within: FenceFunction,
) -> Permission:
    lookups_before = access.directory.lookups
    boundary = None if fence is None else is_within(access, fence)
    results = _break_glass(access, rules, grants) if access.break_glass else _try(access, rules, grants)
    listed = None
    if access.listing is not None and (boundary is None or boundary.granted):
        tried = {rule: result for rule, result in zip(rules, results, strict=False) if _applies(rule, access)}
        listed = filter_list(access, access.listing, rules, grants, tried)
        is_open = bool(results) and results[-1].granted
        results = [*tried.values(), *(() if is_open else listed.on_records)]
    granted = bool(results) and results[-1].granted
    if boundary is not None and not boundary.granted:
        source = _source(boundary.reads, looked_up=access.directory.lookups > lookups_before)
        # The grants were tried for the advice alone: if they refuse too, no single change lets the request through.
        results = [boundary if granted else replace(boundary, flip=())]
        return Permission(failed("permission", "other_tenant", boundary.detail, source, boundary.reads), tuple(results))
    considered = results if boundary is None else [boundary, *results]
    reads = tuple(dict.fromkeys(name for result in considered for name in result.reads))
    if listed is not None:
        reads = tuple(dict.fromkeys((*reads, *listed.reads)))
    source = _source(reads, looked_up=access.directory.lookups > lookups_before)
    if granted:
        details = [results[-1].detail, *([] if boundary is None else [boundary.detail])]
        if listed is not None:
            details.append(listed.filtered.detail)
        detail = "; ".join(details)
        check = passed("permission", detail, source, reads)
        # The detail names these weaknesses already: it is made of the details of the results.
        decisive = results[-1:] if boundary is None else [results[-1], boundary]
        due_to = tuple(dict.fromkeys(weakness for result in decisive for weakness in result.weaknesses))
        check = replace(check, weaknesses=due_to) if due_to else check
        if listed is None:
            return Permission(check, tuple(results))
        return Permission(check, tuple(results), listed.filtered, listed.records)
    applicable = (result.detail for result in results if result.detail not in _WHY_NOT_APPLICABLE.values())
    why = "; ".join(applicable) or "no grant applies"
    detail = f"{access.permission} is not granted: {why}"
    if access.break_glass:
        detail = f"break-glass was requested and refused: {detail}"
    return Permission(failed("permission", "refused", detail, source, reads), tuple(results))


def _try(access: Access, rules: Sequence[GrantRule], grants: Mapping[str, GrantFunction]) -> list[GrantResult]:
    results: list[GrantResult] = []
    for rule in rules:
        if not _applies(rule, access):
            results.append(GrantResult(rule.kind, granted=False, detail=_WHY_NOT_APPLICABLE[rule.scope]))
            continue
        result = grants[rule.kind](access, rule)
        results.append(result)
        if result.granted:
            break
    return results


def _break_glass(access: Access, rules: Sequence[GrantRule], grants: Mapping[str, GrantFunction]) -> list[GrantResult]:
    """Try the grants as for a route that names no record: in an emergency, rights on this record do not count.

    The result that grants is reported as ``break-glass``, so that nobody takes it for an ordinary access.
    """
    results = _try(replace(access, record=None), rules, grants)
    if results and results[-1].granted:
        by = results[-1]
        detail = f"break-glass was used: {access.subject} opens {access.record} by {by.kind}: {by.detail}"
        results[-1] = replace(by, kind=BREAK_GLASS, detail=detail)
    return results


_WHY_NOT_APPLICABLE = {
    Scope.RECORD: "does not apply: the route names no record, or opens it by break-glass",
    Scope.NO_RECORD: "does not apply: the route names a record",
}


def _applies(rule: GrantRule, access: Access) -> bool:
    return rule.scope is Scope.ALWAYS or (rule.scope is Scope.RECORD) == (access.record is not None)


def _source(reads: tuple[str, ...], *, looked_up: bool) -> Source:
    if looked_up:
        return Source.CLAIMS_AND_DIRECTORY if reads else Source.DIRECTORY
    return Source.CLAIMS
