"""Edits inside a claim: elements of arrays and members of objects, to any depth, by their path.

A path is a tuple of member names and element numbers, from the claim's value inwards; a number also means a member of
an object by its place, which distinguishes two members of one name. Whatever is not edited keeps its text, white space
and duplicate members included; see ``strict_json.edits``.
"""

from collections.abc import Mapping
from typing import TypeVar

from workbench.core.claims.claim import Claim
from workbench.core.claims.claim_set import ClaimSet
from workbench.core.errors import ClaimEditError
from workbench.core.strict_json import edits as json_edits
from workbench.core.strict_json import text as json_text
from workbench.core.strict_json.edits import Node, Path

__all__ = [
    "Path",
    "moved_claim",
    "moved_inside",
    "value_at",
    "with_added_inside",
    "with_name_at",
    "with_typed",
    "with_value_at",
    "without_inside",
]

Thing = TypeVar("Thing")

_NEW_NAME = "name"
_EMPTY = {"string": '""', "number": "0", "boolean": "false", "array": "[]", "object": "{}", "null": "null"}


def value_at(value: object, path: Path) -> object:
    """The value at *path* inside *value*. Raises KeyError or IndexError if there is none."""
    for step in path:
        if isinstance(step, int):
            value = (value if isinstance(value, list) else list(_members(value).values()))[step]
        else:
            value = _members(value)[step]
    return value


def with_typed(claims: ClaimSet, row: int, path: Path, typed: str) -> ClaimSet:
    """Set the value at *path* in the claim of *row* to what was typed, keeping its JSON type.

    Raises:
        ClaimEditError: there is no value at *path*, or the text is not of its type.
    """
    claim = claims[row]
    node = _found(claim, path)
    old = claim.text[node.start : node.end]
    label = claim.name + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    (member,) = json_text.members(f'{{"":{old}}}')
    new = Claim(label, old, member.value).retyped(typed)
    return _with(claims, row, json_edits.replaced(claim.text, path, new.text))


def with_value_at(claims: ClaimSet, row: int, path: Path, value: object) -> ClaimSet:
    """Set the value at *path* to another, of any type. Raises ClaimEditError if there is none."""
    claim = claims[row]
    _found(claim, path)
    return _with(claims, row, json_edits.replaced(claim.text, path, json_text.dump_compact(value)))


def with_name_at(claims: ClaimSet, row: int, path: Path, name: str) -> ClaimSet:
    """Rename the member at *path*; it keeps its place.

    Raises:
        ClaimEditError: the name is taken, or an element of a list was meant, which has none.
    """
    claim = claims[row]
    if not path or _found(claim, path).name is None:
        raise _error(claim, "An element of an array has a number, not a name.")
    return _with(claims, row, json_edits.renamed(claim.text, path, name))


def with_added_inside(claims: ClaimSet, row: int, path: Path) -> tuple[ClaimSet, Path]:
    """Add to the list or object at *path*: an element like the last one, or a member with a free name.

    Returns:
        the claims, and the path of what was added.

    Raises:
        ClaimEditError: the value there is not an array or an object.
    """
    claim = claims[row]
    holder = _found(claim, path)
    if not holder.is_container:
        raise _error(claim, "Only an array or an object can hold a value.")
    name = json_edits.free_member_name(holder, _NEW_NAME) if holder.kind == "object" else None
    alike = holder.children[-1].kind if holder.children else "string"
    new = "null" if name is not None else _EMPTY[alike]
    added = _with(claims, row, json_edits.added(claim.text, path, new, name))
    return added, (*path, len(holder.children) if name is None else name)


def without_inside(claims: ClaimSet, row: int, path: Path) -> ClaimSet:
    """Remove the value at *path*. Raises ClaimEditError if there is none."""
    claim = claims[row]
    _found(claim, path)
    return _with(claims, row, json_edits.removed(claim.text, path))


def moved_inside(claims: ClaimSet, row: int, path: Path, by: int) -> tuple[ClaimSet, Path]:
    """Move the value at *path* within its array or object, as far as there is room.

    Returns:
        the claims, and where the value is now.

    Raises:
        ClaimEditError: there is no value at *path*.
    """
    claim = claims[row]
    _found(claim, path)
    text, position = json_edits.moved(claim.text, path, by)
    return _with(claims, row, text), path if isinstance(path[-1], str) else (*path[:-1], position)


def moved_claim(claims: ClaimSet, row: int, by: int) -> tuple[ClaimSet, int]:
    """Move a claim among the others, which changes only the bytes; return the claims and its row."""
    order = _moved(list(range(len(claims))), row, by)
    return (claims, row) if order[row] == row else (ClaimSet([claims[each] for each in order]), order.index(row))


def _moved(things: list[Thing], place: int, by: int) -> list[Thing]:
    rest = [*things[:place], *things[place + 1 :]]
    target = min(max(place + by, 0), len(rest))
    return [*rest[:target], things[place], *rest[target:]]


def _found(claim: Claim, path: Path) -> Node:
    try:
        return json_edits.at(json_edits.tree(claim.text), path)
    except LookupError:
        raise _error(claim, "The edited value is no longer there.") from None


def _with(claims: ClaimSet, row: int, text: str) -> ClaimSet:
    claim = claims[row]
    if text == claim.text:
        return claims
    # As a member of an object: a duplicate inside the value is a fault to be shown, not a reason to refuse.
    (member,) = json_text.members(f'{{"":{text}}}')
    changed = Claim(claim.name, text, member.value, claim.name_text)
    return ClaimSet([changed if number == row else each for number, each in enumerate(claims)])


def _members(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}


def _error(claim: Claim, message: str) -> ClaimEditError:
    return ClaimEditError(message, name=claim.name, typed="", hint="")
