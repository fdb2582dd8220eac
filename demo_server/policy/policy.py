"""The permission half of a decision: may the subject of an accepted token do this?"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from demo_server.decision import Check, GrantResult, Source, failed, passed
from demo_server.policy.grants import KINDS, Access, GrantRule, Scope
from demo_server.policy.tenancy import Fence, within_tenant
from demo_server.segments import shorten
from demo_server.world.lookups import DirectorySession


@dataclass(frozen=True, slots=True)
class Permission:
    """What came of the question.

    Attributes:
        check: the check named ``permission``.
        grants: the grants that were tried, in order; the last one is the one that granted, if any did. Where the fence
            between tenants refused the request, its result alone.
    """

    check: Check
    grants: tuple[GrantResult, ...] = ()


BREAK_GLASS = "break-glass"
"""What a grant is called by which a record was opened in an emergency."""

ANY_SIGNED_IN = Permission(
    passed("permission", "any signed-in user may come here", Source.DESIGN),
)
"""The answer of a route that asks for no permission."""


def check_account(subject: str, directory: DirectorySession) -> Check:
    """Ask the directory whether the subject exists and is enabled."""
    account = directory.account(subject)
    if account is None:
        detail, code = f"the directory has no user {shorten(subject)}", "unknown"
    elif account.disabled:
        detail, code = f"the account of {subject} is disabled in the directory", "disabled"
    else:
        return passed("account", f"{subject} exists and is enabled", Source.DIRECTORY, ("sub",))
    return failed("account", code, detail, Source.DIRECTORY, ("sub",))


def authorize(access: Access, rules: Sequence[GrantRule], fence: Fence | None = None) -> Permission:
    """Try the grants in order. The first that grants, decides; if none does, the request is refused.

    Args:
        access: what the request asks for.
        rules: the grants of the design.
        fence: what keeps tenants apart, if anything does; it comes before the grants.
    """
    lookups_before = access.directory.lookups
    boundary = None if fence is None else within_tenant(access, fence)
    results = _break_glass(access, rules) if access.break_glass else _try(access, rules)
    granted = bool(results) and results[-1].granted
    if boundary is not None and not boundary.granted:
        source = _source(boundary.reads, looked_up=access.directory.lookups > lookups_before)
        # The grants were tried for the advice alone: where they refuse too, no single change lets the request through.
        results = [boundary if granted else replace(boundary, flip=())]
        return Permission(failed("permission", "other_tenant", boundary.detail, source, boundary.reads), tuple(results))
    considered = results if boundary is None else [boundary, *results]
    reads = tuple(dict.fromkeys(name for result in considered for name in result.reads))
    source = _source(reads, looked_up=access.directory.lookups > lookups_before)
    if granted:
        detail = results[-1].detail if boundary is None else f"{results[-1].detail}; {boundary.detail}"
        return Permission(passed("permission", detail, source, reads), tuple(results))
    why = "; ".join(result.detail for result in results if result.flip or result.reads) or "no grant has a say in it"
    detail = f"{access.permission} is not granted: {why}"
    if access.break_glass:
        detail = f"break-glass was asked for and refused: {detail}"
    return Permission(failed("permission", "refused", detail, source, reads), tuple(results))


def _try(access: Access, rules: Sequence[GrantRule]) -> list[GrantResult]:
    results: list[GrantResult] = []
    for rule in rules:
        if not _has_a_say(rule, access):
            results.append(GrantResult(rule.kind, granted=False, detail=_WITHOUT_A_SAY[rule.scope]))
            continue
        result = KINDS[rule.kind].evaluate(access, rule)
        results.append(result)
        if result.granted:
            break
    return results


def _break_glass(access: Access, rules: Sequence[GrantRule]) -> list[GrantResult]:
    """Try the grants as for a route that names no record: an emergency does not go by who may touch this one.

    The grant that grants is told as ``break-glass``, so that nobody takes its use for an ordinary access.
    """
    results = _try(replace(access, record=None), rules)
    if results and results[-1].granted:
        by = results[-1]
        detail = f"break-glass was used: {access.subject} opens {access.record} by {by.kind}: {by.detail}"
        results[-1] = replace(by, kind=BREAK_GLASS, detail=detail)
    return results


_WITHOUT_A_SAY = {
    Scope.RECORD: "has no say: the route names no record, or opens it by break-glass",
    Scope.NO_RECORD: "has no say: the route names a record",
}


def _has_a_say(rule: GrantRule, access: Access) -> bool:
    return rule.scope is Scope.ALWAYS or (rule.scope is Scope.RECORD) == (access.record is not None)


def _source(reads: tuple[str, ...], *, looked_up: bool) -> Source:
    if looked_up:
        return Source.CLAIMS_AND_DIRECTORY if reads else Source.DIRECTORY
    return Source.CLAIMS
