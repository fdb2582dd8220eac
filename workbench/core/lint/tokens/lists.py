"""Finds the claims that grow with their user: lists of rights, and lists of the resources that they are rights to."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import cast

from workbench.core.claims.nodes import Node, Path

GROUP_CLAIMS = frozenset({"groups", "cognito:groups", "isMemberOf", "memberOf", "wids"})
RIGHTS_CLAIMS = GROUP_CLAIMS | {
    "roles", "role", "entitlements", "permissions", "permission", "authorities", "scope", "scopes", "scp",
}  # fmt: skip
"""Claims that list what the holder may do, or what gives rise to it."""

_SHAPES = re.compile(
    r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"  # a UUID
    r"|[0-9a-f]{24}"  # an ObjectId
    r"|[0-7][0-9A-HJKMNP-TV-Z]{25}"  # a ULID
    r"|[a-z]{2,12}[_-](?=[A-Za-z]*[0-9])(?=[0-9]*[A-Za-z])[A-Za-z0-9]{8,40}"  # cus_9s6XKzkNRiz8i3
    r"|(?=[^a-z]*[a-z])(?=[^A-Z]*[A-Z])(?=[^0-9]*[0-9])[\w-]{20,32}"  # a KSUID, a Nano ID
    r"|urn:(?!ietf:|oasis:|openid:|mace:)\S+"
    r"|gid://\S+"
    r"|[A-Za-z]\w*[-_:/.#][0-9]+(?:[-_/][0-9]+)*(?::\w+)?"  # doc-1, invoice/17, ORD-2025-0001, project:42:read
    r"|[0-9]+"
)
_ONE_WORD = re.compile(r"[^\s]{1,80}")
_ADDRESS = re.compile(r"https?://\S+|arn:\S+")
_SLUG = re.compile(r"[a-z0-9]+(?:[-_/][a-z0-9]+)+")
_MANY_SLUGS = 12
"""So many different words with hyphens in one list are names of things, not a vocabulary."""
_FIRST_OF_IDS = 1_000
"""Smaller numbers in a list may be levels or versions; a list of ids has at least one that is not smaller."""

NAMES_KEPT = 16_384
"""Names whose parts are kept: the objects of a large token have the same names over and over."""

_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+")
_NAMED_AS_IDS = frozenset({"ids", "uuids", "guids", "oids", "identifiers", "acl"})
_RESOURCES = frozenset({
    "accounts", "boards", "buckets", "cases", "channels", "contracts", "courses", "customers", "databases", "datasets",
    "devices", "docs", "documents", "files", "folders", "invoices", "items", "objects", "orders", "organisations",
    "organizations", "patients", "projects", "records", "repos", "repositories", "resources", "sites", "stores",
    "tenants", "tickets", "vaults", "workspaces",
})  # fmt: skip
_VERBS = frozenset({"read", "write", "edit", "view", "access", "delete", "manage"})
_BEFORE_VERBS = frozenset({"can", "may", "allowed"})
_IDS_OF_ENTRIES = ("identifier", "resource", "resource_id", "resource_set_id", "rsid")
_PERMISSIONS_OF_UMA = ("authorization", "permissions")
# Lists that hold identifiers of something else than the resources of an API.
_NO_RESOURCES = RIGHTS_CLAIMS | {
    "aud", "amr", "keys", "jwks", "x5c", "events", "trust_chain", "allowed-origins", "allowed_origins", "origins",
    "@context", "acrs", "xms_cc", "_sd", "identities", "providers", "firebase", "redirect_uris", "status_list",
    "act", "cnf", "actions", "locations", "datatypes", "privileges",
}  # fmt: skip


@lru_cache(maxsize=NAMES_KEPT)
def last_part(name: str | int) -> str:
    """The name without its namespace: ``roles`` of ``https://api.example/roles``; no word for an index of an array."""
    if isinstance(name, int):
        return ""
    for separator in "/#:":
        if separator in name.rstrip(separator):
            name = name.rstrip(separator).rpartition(separator)[2]
    return name.rpartition(".")[2] if name.count(".") > 1 else name


@lru_cache(maxsize=NAMES_KEPT)
def words_of(name: str | int) -> tuple[str, ...]:
    """The words of the last part of a name in lower case: ``can``, ``read`` of ``canRead``."""
    return tuple(word.lower() for word in _WORDS.findall(last_part(name)))


def rights_lists(nodes: Iterable[Node]) -> Iterator[tuple[Path, int]]:
    """Lists of rights at any depth (``realm_access.roles``), and scope strings, with the number of their entries."""
    for path, value in nodes:
        if path[-1].__class__ is int or not isinstance(value, (list, str)):
            continue
        name = last_part(path[-1])
        if name in RIGHTS_CLAIMS or path[-1] in RIGHTS_CLAIMS:
            if isinstance(value, list):
                yield path, len(value)
            elif name in ("scope", "scp"):
                yield path, len(value.split())


def resource_lists(nodes: Iterable[Node], granted: Collection[str] = ()) -> Iterator[tuple[Path, int]]:
    """Lists and objects that seem to name resources one by one, with the number of ids; the outer one of two.

    Args:
        nodes: every value inside the claims.
        granted: claims that the design takes rights to single records from.
    """
    found: Path | None = None
    for path, value in nodes:
        if not isinstance(value, (list, dict)) or not value:
            continue
        if found is not None and path[: len(found)] == found:
            continue
        if path != _PERMISSIONS_OF_UMA and not _NO_RESOURCES.isdisjoint(map(last_part, path)):
            continue
        if path[-1].__class__ is int and isinstance(value, dict):
            continue  # an entry of a list, which is looked at as a whole
        if isinstance(value, list) and last_part(path[-1]) == "authorization_details":
            named_in = sum(map(_is_id, value))  # beside objects that are about no single resource
            if named_in > 1:
                found = path
                yield path, named_in
            continue
        words = words_of(path[-1])
        named_as_ids = isinstance(value, list) and words[-1:] and words[-1] in _NAMED_AS_IDS and _differ(value)
        several = len(value) > 1
        if named_as_ids or (several and (_are_ids(value) or _are_names(value, words, by_grant=path[0] in granted))):
            found = path
            yield path, len(value)


def _differ(entries: list[object]) -> bool:
    """Whether the entries name something, each something else."""
    texts = [each for each in entries if isinstance(each, str)]
    return len(set(texts)) == len(texts) and not any(map(_ADDRESS.match, texts))


def _are_names(entries: Collection[object], words: Sequence[str], *, by_grant: bool) -> bool:
    """Whether words and small numbers are ids, by the claim's name, their number and their being different."""
    if not isinstance(entries, list):
        return False
    by_name = bool(words) and (
        words[-1] in _RESOURCES or (words[-1] in _VERBS and not _BEFORE_VERBS.isdisjoint(words[:-1]))
    )
    kinds = set(map(type, entries))
    if kinds == {int}:
        return by_name or by_grant
    if kinds != {str}:
        return False
    texts = cast("list[str]", entries)
    if len(set(texts)) < len(texts) or not all(map(_ONE_WORD.fullmatch, texts)) or any(map(_ADDRESS.match, texts)):
        return False
    return by_name or ((by_grant or all(map(_SLUG.fullmatch, texts))) and len(texts) >= _MANY_SLUGS)


def _are_ids(entries: Collection[object]) -> bool:
    kinds = set(map(type, entries))
    if kinds == {int}:
        numbers = cast("Collection[int]", entries)
        return min(numbers) > 0 and (max(numbers) >= _FIRST_OF_IDS or len(numbers) >= _MANY_SLUGS)
    if kinds == {str}:  # thousands of ids: without a call of ours for each
        return all(map(_SHAPES.fullmatch, cast("Collection[str]", entries)))
    return all(map(_is_id, entries))


def _is_id(entry: object) -> bool:
    """Whether an element of a list, or a name in an object, seems to identify one resource."""
    if isinstance(entry, dict):  # an entry of an access list: {"id": "doc-1", "rights": ["read"]}
        return any(isinstance(entry.get(name), str | int) for name in _IDS_OF_ENTRIES) or _is_id(entry.get("id"))
    if isinstance(entry, str):
        return _SHAPES.fullmatch(entry) is not None
    return isinstance(entry, int) and not isinstance(entry, bool)
