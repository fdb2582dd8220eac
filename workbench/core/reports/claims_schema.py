"""The JSON Schema (draft 2020-12) of the claims of a design, learned from tokens that were really issued."""

from collections.abc import Iterable, Mapping, Sequence

DRAFT = "https://json-schema.org/draft/2020-12/schema"


def claims_schema(design: str, issued: Iterable[Mapping[str, object]]) -> dict[str, object]:
    """The schema that all of these claims sets satisfy.

    A claim that only some tokens have is not required. Values are described by their types, not by what they were.

    Args:
        design: id of the design, for the title.
        issued: the claims of each token.
    """
    sets = tuple(issued)
    names = tuple(dict.fromkeys(name for claims in sets for name in claims))
    return {
        "$schema": DRAFT,
        "title": f"Claims of a token of the design {design}",
        "type": "object",
        "properties": {name: _of([claims[name] for claims in sets if name in claims]) for name in names},
        "required": [name for name in names if all(name in claims for claims in sets)],
    }


def _of(values: Sequence[object]) -> dict[str, object]:
    """The schema of values that stand at one place."""
    types = tuple(dict.fromkeys(map(_type, values)))
    found: dict[str, object] = {"type": types[0] if len(types) == 1 else list(types)}
    items = [item for value in values if isinstance(value, list) for item in value]
    if items:
        found["items"] = _of(items)
    members = [value for value in values if isinstance(value, Mapping)]
    if members and types == ("object",):
        names = tuple(dict.fromkeys(name for each in members for name in each))
        found["properties"] = {name: _of([each[name] for each in members if name in each]) for name in names}
        found["required"] = [name for name in names if all(name in each for each in members)]
    return found


def _type(value: object) -> str:
    match value:
        case bool():
            return "boolean"
        case int():
            return "integer"
        case float():
            return "number"
        case str():
            return "string"
        case list():
            return "array"
        case None:
            return "null"
    return "object"
