"""Finds the claims that grow with their user: lists of rights, and lists of the resources that they are rights to."""

import re
from collections.abc import Collection, Iterable, Iterator
from typing import cast

from workbench.core.lint.tokens.finding import Path

Node = tuple[Path, object]
"""A value inside the claims, with what leads to it."""

GROUP_CLAIMS = frozenset({"groups", "cognito:groups", "isMemberOf", "memberOf", "wids"})
RIGHTS_CLAIMS = GROUP_CLAIMS | {
    "roles", "role", "entitlements", "permissions", "permission", "authorities", "scope", "scopes", "scp",
}  # fmt: skip
"""Claims that list what the holder may do, or what gives rise to it."""

_ID = re.compile(
    r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"  # a UUID
    r"|(?:urn|arn):\S+|https?://\S+"
    r"|[A-Za-z]\w*[-_:/.#][0-9]+(?::\w+)?"  # doc-1, invoice/17, project:42:read
    r"|[0-9]+"
)
_NAMED_AS_IDS = ("_ids", "Ids", "IDs")
# Lists that hold identifiers of something else than the resources of an API.
_NO_RESOURCES = RIGHTS_CLAIMS | {"aud", "amr", "authorization_details", "keys", "x5c", "events", "trust_chain"}


def rights_lists(nodes: Iterable[Node]) -> Iterator[tuple[Path, int]]:
    """Lists of rights at any depth (``realm_access.roles``), and scope strings, with the number of their entries."""
    for path, value in nodes:
        name = path[-1]
        if name in RIGHTS_CLAIMS:
            if isinstance(value, list):
                yield path, len(value)
            elif isinstance(value, str) and name in ("scope", "scp"):
                yield path, len(value.split())


def resource_lists(nodes: Iterable[Node]) -> Iterator[tuple[Path, int]]:
    """Lists and objects that seem to name resources one by one, with the number of ids."""
    for path, value in nodes:
        if not isinstance(value, list | dict) or not value or not _NO_RESOURCES.isdisjoint(path):
            continue
        by_name = isinstance(value, list) and str(path[-1]).endswith(_NAMED_AS_IDS)
        if by_name or (len(value) > 1 and _are_ids(value)):
            yield path, len(value)


def _are_ids(entries: Collection[object]) -> bool:
    if set(map(type, entries)) == {str}:  # thousands of ids: without a call of ours for each
        return all(map(_ID.fullmatch, cast("Collection[str]", entries)))
    return all(map(_is_id, entries))


def _is_id(entry: object) -> bool:
    """Whether an element of a list, or a name in an object, seems to identify one resource."""
    if isinstance(entry, dict):  # an entry of an access list: {"id": "doc-1", "rights": ["read"]}
        return any(_is_id(entry[name]) for name in ("id", "resource", "resource_id") if name in entry)
    if isinstance(entry, str):
        return _ID.fullmatch(entry) is not None
    return isinstance(entry, int) and not isinstance(entry, bool)
