"""The permission half of a decision: may the subject of an accepted token do this?"""

from collections.abc import Sequence
from dataclasses import dataclass

from demo_server.decision import Check, GrantResult, Source, failed, passed
from demo_server.grants import KINDS, Access, GrantRule, Scope
from demo_server.lookups import Session
from demo_server.segments import shorten


@dataclass(frozen=True, slots=True)
class Permission:
    """What came of the question.

    Attributes:
        check: the check named ``permission``.
        grants: the grants that were tried, in order; the last one is the one that granted, if any did.
    """

    check: Check
    grants: tuple[GrantResult, ...] = ()


ANY_SIGNED_IN = Permission(
    passed("permission", "any signed-in user may come here", Source.DESIGN),
)
"""The answer of a route that asks for no permission."""


def check_account(subject: str, directory: Session) -> Check:
    """Ask the directory whether the subject exists and is enabled."""
    account = directory.account(subject)
    if account is None:
        detail, code = f"the directory has no user {shorten(subject)}", "unknown"
    elif account.disabled:
        detail, code = f"the account of {subject} is disabled in the directory", "disabled"
    else:
        return passed("account", f"{subject} exists and is enabled", Source.DIRECTORY, ("sub",))
    return failed("account", code, detail, Source.DIRECTORY, ("sub",))


def authorize(access: Access, rules: Sequence[GrantRule]) -> Permission:
    """Try the grants in order. The first that grants, decides; if none does, the request is refused."""
    lookups_before = access.directory.lookups
    results: list[GrantResult] = []
    for rule in rules:
        if not _has_a_say(rule, access):
            results.append(GrantResult(rule.kind, granted=False, detail=_WITHOUT_A_SAY[rule.scope]))
            continue
        result = KINDS[rule.kind].evaluate(access, rule)
        results.append(result)
        if result.granted:
            break
    reads = tuple(dict.fromkeys(name for result in results for name in result.reads))
    source = _source(reads, looked_up=access.directory.lookups > lookups_before)
    if results and results[-1].granted:
        check = passed("permission", results[-1].detail, source, reads)
    else:
        why = (
            "; ".join(result.detail for result in results if result.flip or result.reads) or "no grant has a say in it"
        )
        detail = f"{access.permission} is not granted: {why}"
        check = failed("permission", "refused", detail, source, reads)
    return Permission(check, tuple(results))


_WITHOUT_A_SAY = {
    Scope.RECORD: "has no say: the route names no record",
    Scope.NO_RECORD: "has no say: the route names a record",
}


def _has_a_say(rule: GrantRule, access: Access) -> bool:
    return rule.scope is Scope.ALWAYS or (rule.scope is Scope.RECORD) == (access.record is not None)


def _source(reads: tuple[str, ...], *, looked_up: bool) -> Source:
    if looked_up:
        return Source.CLAIMS_AND_DIRECTORY if reads else Source.DIRECTORY
    return Source.CLAIMS
