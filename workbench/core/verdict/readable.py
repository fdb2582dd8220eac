"""Sorts the claims of issued tokens by what they reveal."""

from collections.abc import Iterable, Mapping

from workbench.core.answers.issued_token import WHO_CLAIMS
from workbench.core.server.info import DesignInfo
from workbench.core.verdict.needs import Readable

# By the field of the user that fills the claim, as a design file writes it: the claim may have any name.
_BY_FIELD = {
    "roles": Readable.ROLES,
    "groups": Readable.GROUPS,
    "scope": Readable.RIGHTS,
    "system_admin": Readable.RIGHTS,
    "full_read_access": Readable.RIGHTS,
    "full_write_access": Readable.RIGHTS,
    "readable_ids": Readable.RECORDS,
    "writable_ids": Readable.RECORDS,
    "username": Readable.PERSONAL,
    "display_name": Readable.PERSONAL,
    "email": Readable.PERSONAL,
    "department": Readable.PERSONAL,
    "locale": Readable.PERSONAL,
}

# The same, of one that reveals several things: an object has both actions and a record's id.
_SEVERAL_BY_FIELD = {"authorization_details": (Readable.RIGHTS, Readable.RECORDS)}

# By the registered or customary name, for a claim that no field of this list fills.
_BY_NAME = {
    "roles": Readable.ROLES,
    "groups": Readable.GROUPS,
    "scope": Readable.RIGHTS,
    "entitlements": Readable.RIGHTS,
    "permissions": Readable.RIGHTS,
    "authorization_details": Readable.RIGHTS,
    "name": Readable.PERSONAL,
    "preferred_username": Readable.PERSONAL,
    "email": Readable.PERSONAL,
}


def readable(design: DesignInfo, carried: Iterable[str]) -> Mapping[Readable, tuple[str, ...]]:
    """For each thing that the design's tokens reveal, the claims that do.

    Args:
        design: with the fields of the user that fill its claims.
        carried: the names of the claims that its tokens really carry.
    """
    fields = dict(design.fields)
    found: dict[Readable, list[str]] = {}
    for name in carried:
        if name in WHO_CLAIMS:
            continue
        kinds = {_BY_FIELD[field] for field in fields.get(name, ()) if field in _BY_FIELD}
        kinds.update(kind for field in fields.get(name, ()) for kind in _SEVERAL_BY_FIELD.get(field, ()))
        if not kinds and name in _BY_NAME:
            kinds = {_BY_NAME[name]}
        for kind in kinds:
            found.setdefault(kind, []).append(name)
    return {kind: tuple(found[kind]) for kind in Readable if kind in found}
