"""The grants that read their right from the token's claims.

A claim of the wrong type grants nothing: ``"roles": "admin"`` is a string and not an array, and
``"isSystemAdmin": "true"`` is not true.
"""

from demo_server.decision import Flip, GrantResult
from demo_server.policy.directory_grants import system_admin
from demo_server.policy.grants import (
    GROUP_ACTIONS,
    READ,
    Access,
    GrantRule,
    Listing,
    Readable,
    counted,
    quoted,
    strings,
)
from demo_server.policy.overage import groups_of
from demo_server.segments import shorten


def flag(access: Access, rule: GrantRule) -> GrantResult:
    """Grant everything to a subject whose flag is set: in the token, or in the directory."""
    claim = rule.options["claim"]
    if rule.options["source"] == "directory":
        return system_admin(access, rule)
    value = access.claims.get(claim)
    if value is True:
        flip = Flip("remove", "claim", claim, value=True, sentence=f"remove {claim}")
        return GrantResult(rule.kind, granted=True, detail=f"{claim} is true", reads=(claim,), flip=(flip,))
    found = f"{claim} is {shorten(value)}, not true" if claim in access.claims else f"the token has no {claim}"
    flip = Flip("set", "claim", claim, value=True, sentence=f"set {claim} to true")
    return GrantResult(rule.kind, granted=False, detail=found, reads=(claim,), flip=(flip,))


def services(access: Access, rule: GrantRule) -> GrantResult:
    """Grant what the token allows in a whole service: reading by one claim, every other action by another."""
    if access.service is None:
        return GrantResult(rule.kind, granted=False, detail="does not apply: the route belongs to no service")
    return _listed(access, rule, _claim_for(access, rule), access.service)


def membership(access: Access, rule: GrantRule) -> GrantResult:
    """Grant reading and writing of a record to the members of its group, as the token names them."""
    if access.action not in GROUP_ACTIONS:
        return GrantResult(
            rule.kind,
            granted=False,
            detail=f"members of a group may {' and '.join(GROUP_ACTIONS)}, not {access.action}",
        )
    claim, record = rule.options["claim"], access.record or ""
    group = access.directory.record_group(record)
    if group is None:
        return GrantResult(rule.kind, granted=False, detail=f"{claim} names no group of {record}", reads=(claim,))
    held = groups_of(access, claim)
    is_member = group in (held.names or ())
    if is_member and held.claim:
        found = f"{claim} contains {shorten(group)}"
    elif held.names is not None and held.claim:
        found = f"{claim} does not contain {shorten(group)}"
    else:
        among = "" if held.names is None else f", {shorten(group)} {'' if is_member else 'not '}among them"
        found = f"{held.found}{among}"
    flip = (held.leaving if is_member else held.joining)(access.subject, group)
    return GrantResult(rule.kind, granted=is_member, detail=found, reads=held.reads, flip=(flip,))


def readable_by_groups(access: Access, rule: GrantRule, listing: Listing) -> Readable:
    """Find the records of the groups that the token names or points to: one lookup, if there are any."""
    claim = rule.options["claim"]
    held = groups_of(access, claim)
    values = held.names
    groups = access.directory.records_of_groups(listing.service, values) if values else {}
    records = {record: groups[record] for record in listing.records if record in groups}
    if records:
        opening = [group for group in values or () if group in records.values()]
        where = held.claim or held.found
        detail = f"{where}: {quoted(opening)} lets {access.subject} read {counted(records, listing)}"
        flips = tuple(held.leaving(access.subject, group) for group in opening)
        return Readable(GrantResult(rule.kind, granted=True, detail=detail, reads=held.reads, flip=flips), records)
    detail = held.found or f"{claim} names no group of a record of {listing.service}"
    return Readable(GrantResult(rule.kind, granted=False, detail=detail, reads=held.reads))


def roles(access: Access, rule: GrantRule) -> GrantResult:
    """Grant what one of the token's roles permits."""
    claim = rule.options["claim"]
    values, found = strings(access, claim)
    granting = [role for role in values or () if access.permits(role)]
    if granting:
        detail = f"{claim}: {quoted(granting)} grants {access.permission}"
        flips = tuple(_remove(claim, role) for role in granting)
        return GrantResult(rule.kind, granted=True, detail=detail, reads=(claim,), flip=flips)
    if values is not None:
        found = f"{claim} {shorten(values)} does not grant {access.permission}"
    role = access.least_role()
    flips = () if role is None else (_add(claim, values, role),)
    return GrantResult(rule.kind, granted=False, detail=found, reads=(claim,), flip=flips)


def scopes(access: Access, rule: GrantRule) -> GrantResult:
    """Grant what the token's space-separated scope string names (RFC 8693 section 4.2)."""
    claim = rule.options["claim"]
    value = access.claims.get(claim)
    present = value.split(" ") if isinstance(value, str) else []
    if access.permission in present:
        rest = " ".join(scope for scope in present if scope != access.permission)
        flip = Flip("set", "claim", claim, rest, f'remove "{access.permission}" from {claim}')
        detail = f'{claim} contains "{access.permission}"'
        return GrantResult(rule.kind, granted=True, detail=detail, reads=(claim,), flip=(flip,))
    if isinstance(value, str):
        found = f'{claim} does not contain "{access.permission}"'
    else:
        found = f"{claim} is {shorten(value)}, not a string" if claim in access.claims else f"the token has no {claim}"
    wanted = " ".join([*present, access.permission]).strip()
    flip = Flip("set", "claim", claim, wanted, f'add "{access.permission}" to {claim}')
    return GrantResult(rule.kind, granted=False, detail=found, reads=(claim,), flip=(flip,))


def resources(access: Access, rule: GrantRule) -> GrantResult:
    """Grant what the token allows on records by their ids: reading by one claim, every other action by another."""
    return _listed(access, rule, _claim_for(access, rule), access.record or "")


def readable_by_ids(access: Access, rule: GrantRule, listing: Listing) -> Readable:
    """Find the records whose ids the token lists for reading."""
    claim = rule.options["read_claim"]
    values, found = strings(access, claim)
    listed = frozenset(values or ())
    records = [record for record in listing.records if record in listed]
    if records:
        detail = f"{claim} contains {counted(records, listing)}"
        rest = sorted(listed.difference(records), key=(values or []).index)
        flip = Flip("set", "claim", claim, rest, f"remove the records of {listing.service} from {claim}")
        return Readable(GrantResult(rule.kind, granted=True, detail=detail, reads=(claim,), flip=(flip,)), records)
    detail = f"{claim} contains no record of {listing.service}" if values is not None else found
    flips = tuple(_add(claim, values, record) for record in listing.records[:1])
    return Readable(GrantResult(rule.kind, granted=False, detail=detail, reads=(claim,), flip=flips))


def _claim_for(access: Access, rule: GrantRule) -> str:
    return rule.options["read_claim" if access.action == READ else "write_claim"]


def _listed(access: Access, rule: GrantRule, claim: str, wanted: str) -> GrantResult:
    """Grant if the array *claim* contains *wanted*."""
    values, found = strings(access, claim)
    if values is not None and wanted in values:
        detail = f"{claim} contains {shorten(wanted)}"
        return GrantResult(rule.kind, granted=True, detail=detail, reads=(claim,), flip=(_remove(claim, wanted),))
    if values is not None:
        found = f"{claim} does not contain {shorten(wanted)}"
    return GrantResult(rule.kind, granted=False, detail=found, reads=(claim,), flip=(_add(claim, values, wanted),))


def _add(claim: str, present: list[str] | None, value: str) -> Flip:
    if present is None:
        return Flip("set", "claim", claim, [value], f"set {claim} to [{shorten(value)}]")
    return Flip("add", "claim", claim, value, f"add {shorten(value)} to {claim}")


def _remove(claim: str, value: str) -> Flip:
    return Flip("remove", "claim", claim, value, f"remove {shorten(value)} from {claim}")
