"""The grants that look up their right in the directory; the token only says who the subject is."""

from demo_server.decision import Flip, GrantResult
from demo_server.policy.grants import (
    GROUP_ACTIONS,
    OWNER_ACTIONS,
    Access,
    GrantRule,
    Listing,
    Readable,
    counted,
    quoted,
)
from demo_server.policy.overage import Groups, groups_of


def system_admin(access: Access, rule: GrantRule) -> GrantResult:
    """Grant everything to a system administrator."""
    claim = rule.options["claim"]
    who = f"{access.subject} is {{}}a system administrator in the directory"
    target = f"{claim} of {access.subject}"
    if access.directory.is_system_admin(access.subject):
        flip = Flip("set", "directory", target, value=False, sentence=f"set {target} to false in the directory")
        return GrantResult(rule.kind, granted=True, detail=who.format(""), flip=(flip,))
    flip = Flip("set", "directory", target, value=True, sentence=f"set {target} to true in the directory")
    return GrantResult(rule.kind, granted=False, detail=who.format("not "), flip=(flip,))


def directory_roles(access: Access, rule: GrantRule) -> GrantResult:
    """Grant what one of the subject's roles in the directory permits."""
    present = access.directory.roles(access.subject)
    granting = [role for role in present if access.permits(role)]
    if granting:
        detail = f"the directory gives {access.subject} {quoted(granting)}, which grants {access.permission}"
        flips = tuple(role_flip("remove", access.subject, role) for role in granting)
        return GrantResult(rule.kind, granted=True, detail=detail, flip=flips)
    role = access.least_role()
    flips = ()
    if role is not None:
        flips = (role_flip("add", access.subject, role),)
    detail = f"the roles that the directory gives {access.subject} do not grant {access.permission}"
    return GrantResult(rule.kind, granted=False, detail=detail, flip=flips)


def acl(access: Access, rule: GrantRule) -> GrantResult:
    """Grant what a record's access list allows: to its owner, to members of its group, to users named in an entry.

    The user's groups come from the token if the rule names a claim for them; one lookup answers all of it either way,
    after a first one where the token points to the directory.
    A record that does not exist is refused in the same words as one that the subject has no right to.
    """
    record, user, action = access.record or "", access.subject, access.action
    groups = _groups(access, rule)
    reads = () if groups is None else groups.reads
    found = access.directory.record_access(record, user, _names(groups))
    ways: list[str] = []
    flips: list[Flip] = []
    if found is not None:
        if found.owner == user and action in OWNER_ACTIONS:
            ways.append(f"{user} owns {record}")
            flips.append(owner_flip(user, record))
        if found.is_member and action in GROUP_ACTIONS:
            ways.append(f"{user} is in {found.group}, the group of {record}")
            flips.append((groups or IN_DIRECTORY).leaving(user, found.group))
        if action in found.actions:
            ways.append(f"the ACL of {record} lets {user} {action}")
            entry = {"user": user, "actions": list(found.actions)}
            flips.append(
                Flip("remove", "directory", f"acl of {record}", entry, f"remove {user} from the ACL of {record}")
            )
    if ways:
        detail = " and ".join(ways) if groups is None or groups.claim else f"{' and '.join(ways)}; {groups.found}"
        return GrantResult(rule.kind, granted=True, detail=detail, reads=reads, flip=tuple(flips))
    if found is not None and groups is not None and action in GROUP_ACTIONS:
        flips.append(groups.joining(user, found.group))
    flips.append(entry_flip(user, record, [*(found.actions if found is not None else ()), action], action))
    detail = f"neither as owner, nor by group, nor by an entry does the ACL of {record} let {user} {action}"
    detail = _with_source(detail, groups)
    return GrantResult(rule.kind, granted=False, detail=detail, reads=reads, flip=tuple(flips))


def readable_by_acl(access: Access, rule: GrantRule, listing: Listing) -> Readable:
    """Find the records whose access lists let the subject read them, in one lookup after that of `groups_of`."""
    user, action = access.subject, access.action
    groups = _groups(access, rule)
    reads = () if groups is None else groups.reads
    found = frozenset(access.directory.records_by_acl(listing.service, user, action, _names(groups)))
    records = [record for record in listing.records if record in found]
    if records:
        detail = f"the access lists let {user} {action} {counted(records, listing)}"
        return Readable(GrantResult(rule.kind, granted=True, detail=detail, reads=reads), records)
    detail = _with_source(f"no access list of {listing.service} lets {user} {action} a record", groups)
    flips = tuple(entry_flip(user, record, [action], action) for record in listing.records[:1])
    return Readable(GrantResult(rule.kind, granted=False, detail=detail, reads=reads, flip=flips))


IN_DIRECTORY = Groups(None, "", ())
"""The groups of a design whose tokens have none: the lookup of an access list answers them too."""


def _groups(access: Access, rule: GrantRule) -> Groups | None:
    """Return the subject's groups as the token has them or points to them; None where the token is not asked."""
    claim = rule.options["groups_claim"]
    return groups_of(access, claim) if claim else None


def _names(groups: Groups | None) -> list[str] | None:
    return None if groups is None else groups.names or []


def _with_source(detail: str, groups: Groups | None) -> str:
    """Add where the groups come from, or why the token's cannot be used."""
    return detail if groups is None or not groups.found else f"{detail}; {groups.found}"


def role_flip(change: str, user: str, role: str) -> Flip:
    """Return the change that gives the user a role in the directory, ``add``, or takes it away, ``remove``."""
    target = f"roles of {user}"
    sentence = f'{change} "{role}" {"to" if change == "add" else "from"} the {target} in the directory'
    return Flip(change, "directory", target, role, sentence)


def owner_flip(user: str, record: str) -> Flip:
    """Return the change that takes a record away from its owner."""
    return Flip("set", "directory", f"owner of {record}", None, f"take {record} away from its owner {user}")


def entry_flip(user: str, record: str, actions: list[str], action: str) -> Flip:
    """Return the change that lets the user do *action* by an entry in a record's access list, beside *actions*."""
    entry = {"user": user, "actions": actions}
    return Flip(
        "add", "directory", f"acl of {record}", entry, f"let {user} {action} by an entry in the ACL of {record}"
    )
