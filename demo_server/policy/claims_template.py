"""The template of the claims: checked when the design file is read, and filled for a user at login."""

from collections.abc import Mapping
from typing import Any

from demo_server.policy.field_text import FieldText
from demo_server.world.toml_reader import Table, nearest_words
from demo_server.world.user_fields import ABSENT, FIELDS, LISTS, OBJECTS, Subject

WHO_CLAIMS = ("iss", "sub", "aud", "exp", "nbf", "iat", "jti")
"""The claims that every token has; the issuer fills them, and no template may."""


def read_claims(table: Table | None) -> Mapping[str, Any]:
    """Return the template in *table*, the file's ``[claims]``.

    Raises:
        DefinitionError: it names a claim of `WHO_CLAIMS` or an unknown field, or has a value that JSON cannot hold.
    """
    if table is None:
        return {}
    for name, value in table.values.items():
        if name in WHO_CLAIMS:
            table.fail(name, "is a claim that the server fills itself", f"a claim other than {', '.join(WHO_CLAIMS)}")
        _check(table, name, value)
    return table.values


def fill(value: Any, subject: Subject) -> Any:
    """Return *value*, of any type, with the user's fields; `ABSENT` if the user lacks one that it needs."""
    if isinstance(value, Mapping):
        members = {name: fill(member, subject) for name, member in value.items()}
        return {name: member for name, member in members.items() if member is not ABSENT}
    if isinstance(value, list):
        return [member for member in (fill(each, subject) for each in value) if member is not ABSENT]
    return _fill_text(FieldText.parse(value), subject) if isinstance(value, str) else value


def _fill_text(text: FieldText, subject: Subject) -> Any:
    values = {name: FIELDS[name](subject) for name in text.fields}
    if any(value is ABSENT for value in values.values()):
        return ABSENT
    if text.is_one_field:
        return values[text.fields[0]]
    words = {name: _word(value) for name, value in values.items() if not isinstance(value, list)}
    name = next((name for name in values if name not in words), None)
    return text.fill(words) if name is None else [text.fill(words | {name: each}) for each in values[name]]


def _word(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _check(table: Table, key: str, value: Any) -> None:
    if isinstance(value, dict):
        for name, member in value.items():
            _check(table, f"{key}.{name}", member)
    elif isinstance(value, list):
        for index, member in enumerate(value):
            _check(table, f"{key}[{index}]", member)
    elif isinstance(value, str):
        _check_text(table, key, value)
    else:
        table.require_json(key, value)


def _check_text(table: Table, key: str, value: str) -> None:
    known = ", ".join(f"{{user.{name}}}" for name in FIELDS)
    expected = f"plain text, or one of {known}, alone or inside text"
    try:
        text = FieldText.parse(value)
    except ValueError as error:
        table.fail(key, f'"{value}" {error}, and is not a field of a user', expected)
    for name in text.fields:
        if name not in FIELDS:
            expected += nearest_words(f"{{user.{name}}}", [f"{{user.{each}}}" for each in FIELDS])
            table.fail(key, f'"{{user.{name}}}" is not a field of a user', expected)
        if name in OBJECTS and not text.is_one_field:
            table.fail(key, f"{{user.{name}}} is an object, which cannot be inside text", "the field alone")
    lists = list(dict.fromkeys(name for name in text.fields if name in LISTS))
    if len(lists) > 1:
        both = " and ".join(f"{{user.{name}}}" for name in lists)
        table.fail(key, f"{both} are both lists", "one list at most: the text is written for each of its elements")
