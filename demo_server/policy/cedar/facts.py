"""What Cedar policies are evaluated with: the facts about one user and one resource, and their form as entities."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from demo_server.policy.cedar.engine import Policies
from demo_server.policy.grants import Access
from demo_server.world.lookups import RecordAccess

_RECORD_ATTRIBUTES = frozenset({"owner", "group", "sharedFor"})
_NOBODY = RecordAccess(owner="", group="", is_member=False, actions=())
"""The access list of a record that does not exist: to a policy it looks like one that the user has no right to."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What the directory says about the user, as far as a policy reads it.

    Attributes:
        groups: all groups, if a policy names one; the group of the record, to which the user may belong, is apart.
    """

    name: str
    is_admin: bool = False
    roles: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    tenant: str | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """What the request is about: a record, or a service where the route names no record.

    Attributes:
        access: what the access list of the record says about the user; None for a service.
    """

    name: str
    access: RecordAccess | None = None
    tenant: str | None = None

    @property
    def type(self) -> str:
        """The type of the entity."""
        return "Service" if self.access is None else "Record"


@dataclass(frozen=True, slots=True)
class Question:
    """Whether a user may do something to a target.

    Attributes:
        permission: ``noun:action``.
        break_glass: whether the route opens its record in an emergency; then the target is the service.
        permitting: the scenario's roles that have the permission.
    """

    permission: str
    break_glass: bool
    permitting: tuple[str, ...]
    subject: Subject
    target: Target

    @property
    def verb(self) -> str:
        """The part of the permission after the colon."""
        return self.permission.partition(":")[2]


def ask(access: Access, subject: Subject, target: Target) -> Question:
    """Return the question that a request asks about a target."""
    permitting = tuple(role for role in access.roles if access.permits(role))
    return Question(access.permission, access.break_glass, permitting, subject, target)


def look_up_subject(access: Access, policies: Policies, resource_type: str) -> Subject:
    """Ask the directory about the user what the policies for such a resource can read."""
    about = policies.about(resource_type)
    attributes = frozenset().union(*(each.attributes for each in about))
    types = frozenset().union(*(each.types for each in about))
    directory, name = access.directory, access.subject

    def once(what: str, wanted: bool, ask: Callable[[str], Any], otherwise: Any) -> Any:
        """Ask what a policy reads, and only once for a list and its records."""
        if not wanted:
            return otherwise
        if what not in access.looked_up:
            access.looked_up[what] = ask(name)
        return access.looked_up[what]

    return Subject(
        name=name,
        is_admin=once("admin", "systemAdmin" in attributes, directory.is_system_admin, False),
        roles=once("roles", "Role" in types or "permittingRoles" in attributes, directory.roles, ()),
        groups=once("groups", "Group" in types, directory.groups, ()),
        tenant=once("tenant", "tenant" in attributes, directory.tenant, None),
    )


def look_up_target(access: Access, policies: Policies) -> Target:
    """Ask the directory about the record that the request names; a service is known without a question."""
    if access.record is None:
        return Target(access.service or "*", tenant=access.tenant)
    attributes = frozenset().union(*(each.attributes for each in policies.about("Record")))
    found = None
    if attributes & _RECORD_ATTRIBUTES:
        found = access.directory.record_access(access.record, access.subject)
    tenant = access.directory.record_tenant(access.record) if "tenant" in attributes else None
    return Target(access.record, found or _NOBODY, tenant)


def entities(questions: Sequence[Question]) -> list[dict[str, Any]]:
    """Return the entities of questions that differ in their target alone, in the JSON form of Cedar."""
    subject, permission = questions[0].subject, questions[0].permission
    targets = [each.target for each in questions]
    groups = {*subject.groups, *(each.access.group for each in targets if each.access and each.access.is_member)}
    parents = [*(uid("Role", role) for role in subject.roles), *(uid("Group", group) for group in sorted(groups))]
    attributes: dict[str, Any] = {"systemAdmin": subject.is_admin, **_tenant(subject.tenant)}
    user = {"uid": uid("User", subject.name), "attrs": attributes, "parents": parents}
    action = {"uid": uid("Action", permission), "attrs": {}, "parents": [uid("Action", questions[0].verb)]}
    return [user, action, *(_target(each) for each in targets)]


def request(question: Question) -> dict[str, Any]:
    """Return the question in the form of Cedar."""
    return {
        "principal": uid("User", question.subject.name),
        "action": uid("Action", question.permission),
        "resource": uid(question.target.type, question.target.name),
        "context": {
            "permittingRoles": [{"__entity": uid("Role", role)} for role in question.permitting],
            "verb": question.verb,
            "breakGlass": question.break_glass,
        },
    }


def uid(kind: str, name: str) -> dict[str, str]:
    """Return how Cedar names an entity."""
    return {"type": kind, "id": name}


def _target(target: Target) -> dict[str, Any]:
    attributes: dict[str, Any] = _tenant(target.tenant)
    if target.access is not None:
        attributes |= {
            "owner": {"__entity": uid("User", target.access.owner)},
            "group": {"__entity": uid("Group", target.access.group)},
            "sharedFor": list(target.access.actions),
        }
    return {"uid": uid(target.type, target.name), "attrs": attributes, "parents": []}


def _tenant(tenant: str | None) -> dict[str, Any]:
    return {} if tenant is None else {"tenant": {"__entity": uid("Tenant", tenant)}}
