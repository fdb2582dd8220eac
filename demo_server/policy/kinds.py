"""The table of grant kinds that a design file can name.

To add a kind: write its function in `claim_grants` or `directory_grants`, a second one if it tells records apart, add a
line to `KINDS`, and describe it in the comments of ``designs/roles.toml``.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from demo_server.policy.authorization_details import authorization_details, readable_by_details
from demo_server.policy.cedar.grant import cedar, readable_by_cedar
from demo_server.policy.claim_grants import (
    flag,
    membership,
    readable_by_groups,
    readable_by_ids,
    resources,
    roles,
    scopes,
    services,
)
from demo_server.policy.directory_grants import acl, directory_roles, readable_by_acl
from demo_server.policy.grants import GrantFunction, ReadableFunction
from demo_server.policy.tenant_grants import tenant_roles

CEDAR = "cedar"
"""The kind that needs a policy engine."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of grant.

    Attributes:
        evaluate: the strict function.
        options: what a design file can set, with the defaults; ``source`` is ``claim`` or ``directory``.
        needs_record: whether it applies only where the route names a record, or lists records.
        readable: finds the records of a list that it lets the subject read. None where it does not tell one record
            from another: then it is all of them, or none.
        is_same_for_all: whether it grants every permission or none.
    """

    evaluate: GrantFunction
    options: Mapping[str, str]
    needs_record: bool = False
    readable: ReadableFunction | None = None
    is_same_for_all: bool = False


KINDS: Mapping[str, Kind] = {
    "flag": Kind(flag, {"claim": "isSystemAdmin", "source": "claim"}, is_same_for_all=True),
    "services": Kind(services, {"read_claim": "fullReadAccess", "write_claim": "fullWriteAccess"}),
    "membership": Kind(membership, {"claim": "isMemberOf"}, needs_record=True, readable=readable_by_groups),
    "roles": Kind(roles, {"claim": "roles"}),
    "tenant-roles": Kind(tenant_roles, {"claim": "roles"}),
    "scopes": Kind(scopes, {"claim": "scope"}),
    "resources": Kind(
        resources,
        {"read_claim": "canRead", "write_claim": "canWrite"},
        needs_record=True,
        readable=readable_by_ids,
    ),
    "authorization-details": Kind(
        authorization_details, {"claim": "authorization_details"}, readable=readable_by_details
    ),
    "directory-roles": Kind(directory_roles, {}),
    "acl": Kind(acl, {"groups_claim": ""}, needs_record=True, readable=readable_by_acl),
    CEDAR: Kind(cedar, {}, readable=readable_by_cedar),
}
"""Every kind that a design file can name."""

GRANTS: Mapping[str, GrantFunction] = {name: kind.evaluate for name, kind in KINDS.items()}
"""The strict function of each kind."""
