"""The grant kinds: by what a design turns claims, or the directory, into permission.

A grant is a small pure function of one `Access`. It says what it read; if it refuses, the smallest change that would
have made it grant; if it grants, the removals that together would take the grant away. Claims of the wrong type grant
nothing: ``"roles": "admin"`` is text and no list, and ``"isSystemAdmin": "true"`` is not true.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from demo_server.decision import Flip, GrantResult
from demo_server.segments import shorten
from demo_server.world.lookups import DirectorySession
from demo_server.world.scenario import EVERYTHING

READ = "read"
OWNER_ACTIONS = ("read", "write", "delete")
"""What the owner of a record may do with it."""
GROUP_ACTIONS = ("read", "write")
"""What the members of a record's group may do with it."""


_CLAIM_OPTIONS = frozenset({"claim", "read_claim", "write_claim"})
"""The options that name a claim."""


class Scope(StrEnum):
    """Which routes a grant has a say in."""

    ALWAYS = "always"
    RECORD = "record"  # where the route names a record
    NO_RECORD = "no-record"  # where it names none


@dataclass(frozen=True, slots=True)
class Access:
    """What one request asks for.

    Attributes:
        claims: the verified claims set.
        subject: the token's ``sub``, a username.
        permission: ``noun:action``.
        service: the service that the route belongs to, if any.
        record: id of the record that the route names, if any; there need be no such record.
        roles: permissions by role.
        directory: the directory, for this request.
        break_glass: whether the route opens its record in an emergency, whoever has a grant on the record itself.
    """

    claims: Mapping[str, Any]
    subject: str
    permission: str
    service: str | None
    record: str | None
    roles: Mapping[str, frozenset[str]]
    directory: DirectorySession
    break_glass: bool = False

    @property
    def action(self) -> str:
        """The part of the permission after the colon."""
        return self.permission.partition(":")[2]


@dataclass(frozen=True, slots=True)
class GrantRule:
    """One grant of a design, as its file sets it up.

    Attributes:
        kind: a key of `KINDS`.
        scope: which routes it has a say in.
        options: such as ``{"claim": "roles"}``; complete, defaults filled in.
    """

    kind: str
    scope: Scope
    options: Mapping[str, str] = field(default_factory=dict)

    @property
    def claims(self) -> tuple[str, ...]:
        """Names of the claims that it may take a right from; none for a grant that asks the directory."""
        if self.options.get("source") == "directory":
            return ()
        return tuple(name for option, name in self.options.items() if option in _CLAIM_OPTIONS)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of grant.

    Attributes:
        evaluate: the pure function.
        options: what a design file may set, with the defaults; ``source`` is ``claim`` or ``directory``.
        needs_record: whether it has a say only where the route names a record.
    """

    evaluate: Callable[[Access, GrantRule], GrantResult]
    options: Mapping[str, str]
    needs_record: bool = False


def flag(access: Access, rule: GrantRule) -> GrantResult:
    """Grant everything to a subject whose flag is set: in the token, or in the directory."""
    claim = rule.options["claim"]
    if rule.options["source"] == "directory":
        who = f"{access.subject} is {{}}a system administrator in the directory"
        target = f"{claim} of {access.subject}"
        if access.directory.is_system_admin(access.subject):
            flip = Flip("set", "directory", target, value=False, sentence=f"set {target} to false in the directory")
            return GrantResult(rule.kind, granted=True, detail=who.format(""), flip=(flip,))
        flip = Flip("set", "directory", target, value=True, sentence=f"set {target} to true in the directory")
        return GrantResult(rule.kind, granted=False, detail=who.format("not "), flip=(flip,))
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
        return GrantResult(rule.kind, granted=False, detail="has no say: the route belongs to no service")
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
    return _listed(access, rule, claim, group)


def roles(access: Access, rule: GrantRule) -> GrantResult:
    """Grant what one of the token's roles permits."""
    claim = rule.options["claim"]
    values, found = _strings(access, claim)
    granting = [role for role in values or () if _permits(access.roles.get(role, frozenset()), access.permission)]
    if granting:
        detail = f"{claim}: {_quoted(granting)} grants {access.permission}"
        flips = tuple(_remove(claim, role) for role in granting)
        return GrantResult(rule.kind, granted=True, detail=detail, reads=(claim,), flip=flips)
    if values is not None:
        found = f"{claim} {shorten(values)} does not grant {access.permission}"
    role = _least_role(access)
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
        found = f"{claim} is {shorten(value)}, not text" if claim in access.claims else f"the token has no {claim}"
    wanted = " ".join([*present, access.permission]).strip()
    flip = Flip("set", "claim", claim, wanted, f'add "{access.permission}" to {claim}')
    return GrantResult(rule.kind, granted=False, detail=found, reads=(claim,), flip=(flip,))


def resources(access: Access, rule: GrantRule) -> GrantResult:
    """Grant what the token allows on records by their ids: reading by one claim, every other action by another."""
    return _listed(access, rule, _claim_for(access, rule), access.record or "")


def directory_roles(access: Access, rule: GrantRule) -> GrantResult:
    """Grant what one of the subject's roles in the directory permits."""
    target = f"roles of {access.subject}"
    present = access.directory.roles(access.subject)
    granting = [role for role in present if _permits(access.roles[role], access.permission)]
    if granting:
        detail = f"the directory gives {access.subject} {_quoted(granting)}, which grants {access.permission}"
        flips = tuple(
            Flip("remove", "directory", target, role, f'remove "{role}" from the {target} in the directory')
            for role in granting
        )
        return GrantResult(rule.kind, granted=True, detail=detail, flip=flips)
    role = _least_role(access)
    flips = ()
    if role is not None:
        flips = (Flip("add", "directory", target, role, f'add "{role}" to the {target} in the directory'),)
    detail = f"the roles that the directory gives {access.subject} do not grant {access.permission}"
    return GrantResult(rule.kind, granted=False, detail=detail, flip=flips)


def acl(access: Access, rule: GrantRule) -> GrantResult:
    """Grant what a record's access list allows: to its owner, to members of its group, to users named in an entry.

    A record that does not exist is refused in the words of one that the subject may not touch.
    """
    record, user, action = access.record or "", access.subject, access.action
    found = access.directory.record_access(record, user)
    ways: list[str] = []
    flips: list[Flip] = []
    if found is not None:
        if found.owner == user and action in OWNER_ACTIONS:
            ways.append(f"{user} owns {record}")
            flips.append(
                Flip("set", "directory", f"owner of {record}", None, f"take {record} away from its owner {user}")
            )
        if found.is_member and action in GROUP_ACTIONS:
            ways.append(f"{user} is in {found.group}, the group of {record}")
            flips.append(
                Flip(
                    "remove",
                    "directory",
                    f"groups of {user}",
                    found.group,
                    f"remove {user} from the group {found.group}",
                )
            )
        if action in found.actions:
            ways.append(f"the ACL of {record} lets {user} {action}")
            entry = {"user": user, "actions": list(found.actions)}
            flips.append(
                Flip("remove", "directory", f"acl of {record}", entry, f"remove {user} from the ACL of {record}")
            )
    if ways:
        return GrantResult(rule.kind, granted=True, detail=" and ".join(ways), flip=tuple(flips))
    actions = [*(found.actions if found is not None else ()), action]
    flip = Flip(
        "add",
        "directory",
        f"acl of {record}",
        {"user": user, "actions": actions},
        f"let {user} {action} by an entry in the ACL of {record}",
    )
    detail = f"neither as owner, nor by group, nor by an entry does the ACL of {record} let {user} {action}"
    return GrantResult(rule.kind, granted=False, detail=detail, flip=(flip,))


KINDS: Mapping[str, Kind] = {
    "flag": Kind(flag, {"claim": "isSystemAdmin", "source": "claim"}),
    "services": Kind(services, {"read_claim": "fullReadAccess", "write_claim": "fullWriteAccess"}),
    "membership": Kind(membership, {"claim": "isMemberOf"}, needs_record=True),
    "roles": Kind(roles, {"claim": "roles"}),
    "scopes": Kind(scopes, {"claim": "scope"}),
    "resources": Kind(resources, {"read_claim": "canRead", "write_claim": "canWrite"}, needs_record=True),
    "directory-roles": Kind(directory_roles, {}),
    "acl": Kind(acl, {}, needs_record=True),
}
"""Every kind that a design file can name."""


def _permits(permissions: frozenset[str], permission: str) -> bool:
    return permission in permissions or EVERYTHING in permissions


def _least_role(access: Access) -> str | None:
    """Return the role that would do with the fewest permissions beside; a role that may do everything comes last."""
    enough = [role for role, permissions in access.roles.items() if _permits(permissions, access.permission)]
    return min(
        enough,
        key=lambda role: (EVERYTHING in access.roles[role], len(access.roles[role]), role),
        default=None,
    )


def _claim_for(access: Access, rule: GrantRule) -> str:
    return rule.options["read_claim" if access.action == READ else "write_claim"]


def _listed(access: Access, rule: GrantRule, claim: str, wanted: str) -> GrantResult:
    """Grant if the list *claim* holds *wanted*."""
    values, found = _strings(access, claim)
    if values is not None and wanted in values:
        detail = f"{claim} contains {shorten(wanted)}"
        return GrantResult(rule.kind, granted=True, detail=detail, reads=(claim,), flip=(_remove(claim, wanted),))
    if values is not None:
        found = f"{claim} does not contain {shorten(wanted)}"
    return GrantResult(rule.kind, granted=False, detail=found, reads=(claim,), flip=(_add(claim, values, wanted),))


def _strings(access: Access, claim: str) -> tuple[list[str] | None, str]:
    """Return the list that *claim* holds, or None and a sentence that says why there is none."""
    if claim not in access.claims:
        return None, f"the token has no {claim}"
    value = access.claims[claim]
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        return None, f"{claim} is {shorten(value)}, not a list of texts"
    return value, ""


def _add(claim: str, present: list[str] | None, value: str) -> Flip:
    if present is None:
        return Flip("set", "claim", claim, [value], f"set {claim} to [{shorten(value)}]")
    return Flip("add", "claim", claim, value, f"add {shorten(value)} to {claim}")


def _remove(claim: str, value: str) -> Flip:
    return Flip("remove", "claim", claim, value, f"remove {shorten(value)} from {claim}")


def _quoted(values: list[str]) -> str:
    return " and ".join(f'"{value}"' for value in values)
