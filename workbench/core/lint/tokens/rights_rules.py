"""Rules on claims that say what the holder may do: scopes, roles, groups, lists of ids, flags."""

import re
from collections.abc import Iterator, Mapping

from workbench.core.claims.nodes import Path
from workbench.core.lint.tokens.edits import removing, renaming, setting
from workbench.core.lint.tokens.finding import Fix
from workbench.core.lint.tokens.lists import GROUP_CLAIMS, RIGHTS_CLAIMS, last_part
from workbench.core.lint.tokens.rule import Hit
from workbench.core.lint.tokens.subject import Subject
from workbench.core.text.wording import counted, named, shown

_MANY = 20
_MOST_GROUPS = 200  # Entra drops the claim beyond
_MOST_IDS = 100

REGISTERED_NAMES = {
    "scp": "scope",
    "role": "roles",
    "authorities": "roles",
    "permission": "entitlements",
    "permissions": "entitlements",
}
"""Names of vendors for what has a registered name, and that name."""

_STRING, _STRINGS = "a string", "an array of strings"
_MEMBERS_OF_DETAILS = {
    "type": _STRING,
    "identifier": _STRING,
    **dict.fromkeys(("locations", "actions", "datatypes", "privileges"), _STRINGS),
}

_ADMINISTRATOR = re.compile(
    r"(?:is|has)?_?(?:system|sys|super|global|site|org|tenant)?_?(?:admin|administrator|superuser|root|staff)"
    r"|(?:has_?)?(?:full|all|global|unrestricted|admin|superuser|root)_?(?:read|write|admin)?_?access"
    r"|(?:can|may)?_?(?:read|write|access|manage|edit|delete)_?(?:all|everything|any)",
    re.IGNORECASE,
)
_EVERYTHING = re.compile(r"\*{1,2}(?:[:./]\*{1,2})*|all:\*")


def scope_not_string(subject: Subject) -> Iterator[Hit]:
    """JWT024: a ``scope`` that is a list, and the name ``scopes``."""
    if "scope" in subject.values and not isinstance(subject.values["scope"], str):
        value = subject.values["scope"]
        words = _scope_words(value)
        fix = None if words is None else setting("Join scope to one string", "scope", words)
        yield Hit(f"scope is {shown(value)}; expected one string with spaces between the scopes.", ("scope",), fix)
    if "scopes" in subject.values:
        words = _scope_words(subject.values["scopes"])
        fix = renaming("scopes", "scope", words) if words is not None and "scope" not in subject.values else None
        message = f"scopes is {shown(subject.values['scopes'])}; a server that reads the registered scope ignores it."
        yield Hit(message, ("scopes",), fix)


def _scope_words(value: object) -> str | None:
    """A scope string (RFC 8693 section 4.2); None if no scope string means the same."""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(word, str) and len(word.split()) == 1 for word in value):
        return " ".join(value)
    return None


def name_not_registered(subject: Subject) -> Iterator[Hit]:
    """JWT025: names of vendors for what has a registered name."""
    for name, registered in REGISTERED_NAMES.items():
        if name in subject.values and not subject.is_issuers(name):
            message = f"{name} is a vendor's name; the registered name is {registered}."
            yield Hit(message, (name,), _registered_form(subject, name, registered))


def _registered_form(subject: Subject, name: str, registered: str) -> Fix | None:
    if registered in subject.values:
        return None
    value = subject.values[name]
    if registered == "scope":
        words = _scope_words(value)
        return None if words is None else renaming(name, registered, words)
    if isinstance(value, str):
        return renaming(name, registered, [value])
    return renaming(name, registered, value) if isinstance(value, list) else None


def many_rights(subject: Subject) -> Iterator[Hit]:
    """JWT026: more than 20 roles, groups, permissions or words of a scope, at any depth."""
    for path, count in subject.rights_lists:
        if count > _MANY and not _too_many_groups(path, count):
            message = (
                f"{named(*path)} has {counted(count, 'entry', 'entries')}: it grows with the user, without a limit."
            )
            yield Hit(message, path)


def too_many_rights(subject: Subject) -> Iterator[Hit]:
    """JWT027: more than 200 groups, or more than 100 ids."""
    for path, count in subject.rights_lists:
        if _too_many_groups(path, count):
            message = f"{named(*path)} has {count:,} entries: vendors drop or refuse that many; look them up instead."
            yield Hit(message, path)
    for path, count in subject.resource_lists:
        if count > _MOST_IDS:
            message = f"{named(*path)} lists {count:,} ids: look up that many by sub instead."
            yield Hit(message, path)


def resources_listed(subject: Subject) -> Iterator[Hit]:
    """JWT028: lists and objects that name resources one by one, up to the 100 ids of JWT027."""
    for path, count in subject.resource_lists:
        if count <= _MOST_IDS:
            message = (
                f"{named(*path)} lists {counted(count, 'resource id')}: "
                "a right taken away goes on until exp, and each further one costs bytes."
            )
            yield Hit(message, path)


def _too_many_groups(path: Path, count: int) -> bool:
    return not GROUP_CLAIMS.isdisjoint((path[-1], last_part(path[-1]))) and count > _MOST_GROUPS


def administrator_flag(subject: Subject) -> Iterator[Hit]:
    """JWT043: a boolean, at any depth, that gives its holder every right."""
    for path, value in subject.members:
        if _is_on(value) and _ADMINISTRATOR.fullmatch(last_part(path[-1])):
            message = (
                f"{named(*path)} is {shown(value)}: one flag for every right, frozen until exp; look it up instead."
            )
            yield Hit(message, path, removing(path))


def _is_on(value: object) -> bool:
    """Whether a flag is on, also as a number or as text."""
    return value is True or (isinstance(value, int) and value == 1) or value in ("true", "True")


def right_to_everything(subject: Subject) -> Iterator[Hit]:
    """JWT055: a scope, a role or a permission that stands for every other."""
    for path, value in subject.members:
        if path[-1] not in RIGHTS_CLAIMS and last_part(path[-1]) not in RIGHTS_CLAIMS:
            continue
        words = value.split() if isinstance(value, str) else value if isinstance(value, list) else []
        found = next((word for word in words if isinstance(word, str) and _EVERYTHING.fullmatch(word)), None)
        if found is not None:
            message = f"{named(*path)} has {shown(found)}: a right to everything, also to what is added later."
            yield Hit(message, path)


def detail_of_wrong_type(subject: Subject) -> Iterator[Hit]:
    """JWT060: an object of ``authorization_details`` without a type, or with a common member of another type."""
    details = subject.values.get("authorization_details")
    for place, detail in enumerate(details if isinstance(details, list) else ()):
        if not isinstance(detail, Mapping) or "..." in detail:
            continue  # JWT052 reports the first; the second is hidden behind a digest (RFC 9901 section 4.2.4.2)
        path: Path = ("authorization_details", place)
        if "type" not in detail:
            yield Hit(f"{named(*path)} has no type, which says what the object means.", path)
        for name, words in _MEMBERS_OF_DETAILS.items():
            value = detail.get(name, "" if words == _STRING else [])
            if not (isinstance(value, str) if words == _STRING else _are_strings(value)):
                yield Hit(f"{named(*path, name)} is {shown(value)}, but must be {words}.", (*path, name))


def _are_strings(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def groups_elsewhere(subject: Subject) -> Iterator[Hit]:
    """JWT045: signs that claims, most often groups, must be fetched from elsewhere."""
    if "_claim_names" in subject.values:
        message = "_claim_names points to claims kept elsewhere: one that is absent here is not empty."
        yield Hit(message, ("_claim_names",))
    if _is_on(subject.values.get("hasgroups")):  # Entra writes true as text in some tokens
        message = "hasgroups is true: there were too many groups for the token; they must be requested separately."
        yield Hit(message, ("hasgroups",))


def actors_nested(subject: Subject) -> Iterator[Hit]:
    """JWT046: an ``act`` inside ``act``."""
    act = subject.values.get("act")
    if isinstance(act, Mapping) and "act" in act:
        message = (
            f"act.act is {shown(act['act'])}: earlier actors are for information only, and must not decide on access."
        )
        yield Hit(message, ("act", "act"))
