"""The table of grant kinds that a design file can name.

To add a kind: write its function in `claim_grants` or `directory_grants`, add a line to `KINDS`, and describe it in the
comments of ``designs/roles.toml``.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from demo_server.policy.claim_grants import flag, membership, resources, roles, scopes, services
from demo_server.policy.directory_grants import acl, directory_roles
from demo_server.policy.grants import GrantFunction


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of grant.

    Attributes:
        evaluate: the strict function.
        options: what a design file can set, with the defaults; ``source`` is ``claim`` or ``directory``.
        needs_record: whether it applies only where the route names a record.
    """

    evaluate: GrantFunction
    options: Mapping[str, str]
    needs_record: bool = False


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

GRANTS: Mapping[str, GrantFunction] = {name: kind.evaluate for name, kind in KINDS.items()}
"""The strict function of each kind."""
