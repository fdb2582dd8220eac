"""Edits inside a claim: elements of lists and members of objects, to any depth, by their path.

A path is a tuple of member names and element numbers, from the claim's value inwards. What is not on the path keeps the
text it came in as far as a value is written at all; the lists and objects on the path are written anew.
"""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from workbench.core import json_text
from workbench.core.claim import Claim
from workbench.core.claims import ClaimSet
from workbench.core.errors import ClaimEditError

Path = tuple[str | int, ...]
Thing = TypeVar("Thing")

_NEW_NAME = "name"


def value_at(value: object, path: Path) -> object:
    """What stands at *path* inside *value*. Raises KeyError or IndexError if nothing does."""
    for step in path:
        value = value[step] if isinstance(step, int) and isinstance(value, list) else _members(value)[str(step)]
    return value


def with_typed(claims: ClaimSet, row: int, path: Path, typed: str) -> ClaimSet:
    """Give what stands at *path* in the claim of *row* the value typed: any JSON, or else the text itself.

    A string stays a string, as in the table of the claims.

    Raises:
        ClaimEditError: nothing stands there, or the text is no value of the type it had.
    """
    claim = claims[row]
    old = _found(claim, path)
    new = Claim(claim.name, json_text.dump_compact(old), old).retyped(typed).value
    return _with(claims, row, _put(claim.value, path, new))


def with_value_at(claims: ClaimSet, row: int, path: Path, value: object) -> ClaimSet:
    """Give what stands at *path* another value, of whatever type. Raises ClaimEditError if nothing stands there."""
    claim = claims[row]
    _found(claim, path)
    return _with(claims, row, _put(claim.value, path, value))


def with_name_at(claims: ClaimSet, row: int, path: Path, name: str) -> ClaimSet:
    """Call the member at *path* otherwise; it keeps its place.

    Raises:
        ClaimEditError: the name is taken, or an element of a list was meant, which has none.
    """
    claim = claims[row]
    holder, old = _found(claim, path[:-1]), path[-1]
    if not isinstance(holder, Mapping) or not isinstance(old, str):
        raise _error(claim, "An element of a list has a number, and no name.")
    if name != old and name in holder:
        raise _error(claim, f"There is a member {json_text.dump_string(name)} already.")
    renamed = {name if key == old else key: value for key, value in holder.items()}
    return _with(claims, row, _put(claim.value, path[:-1], renamed))


def with_added_inside(claims: ClaimSet, row: int, path: Path) -> tuple[ClaimSet, Path]:
    """Add to the list or object at *path*: an element like the last one, or a member with a free name.

    Returns:
        the claims, and the path of what was added.

    Raises:
        ClaimEditError: what stands there holds nothing.
    """
    claim = claims[row]
    holder = _found(claim, path)
    if isinstance(holder, list):
        return _with(claims, row, _put(claim.value, path, [*holder, _alike(holder)])), (*path, len(holder))
    if isinstance(holder, Mapping):
        names = (_NEW_NAME if number == 1 else f"{_NEW_NAME}_{number}" for number in range(1, len(holder) + 2))
        name = next(each for each in names if each not in holder)
        return _with(claims, row, _put(claim.value, path, {**holder, name: None})), (*path, name)
    raise _error(claim, "Only a list or an object can hold something.")


def without_inside(claims: ClaimSet, row: int, path: Path) -> ClaimSet:
    """Take what stands at *path* out. Raises ClaimEditError if nothing stands there."""
    claim = claims[row]
    _found(claim, path)
    holder, step = value_at(claim.value, path[:-1]), path[-1]
    if isinstance(holder, list):
        rest: object = [value for number, value in enumerate(holder) if number != step]
    else:
        rest = {name: value for name, value in _members(holder).items() if name != step}
    return _with(claims, row, _put(claim.value, path[:-1], rest))


def moved_inside(claims: ClaimSet, row: int, path: Path, by: int) -> tuple[ClaimSet, Path]:
    """Move what stands at *path* within its list or object, as far as there is room.

    Returns:
        the claims, and where it stands now.

    Raises:
        ClaimEditError: nothing stands there.
    """
    claim = claims[row]
    _found(claim, path)
    holder, step = value_at(claim.value, path[:-1]), path[-1]
    if isinstance(holder, list) and isinstance(step, int):
        order = _moved(list(range(len(holder))), step, by)
        moved = _with(claims, row, _put(claim.value, path[:-1], [holder[each] for each in order]))
        return moved, (*path[:-1], order.index(step))
    members = _members(holder)
    names = list(members)
    names = _moved(names, names.index(str(step)), by)
    return _with(claims, row, _put(claim.value, path[:-1], {name: members[name] for name in names})), path


def moved_claim(claims: ClaimSet, row: int, by: int) -> tuple[ClaimSet, int]:
    """Move a claim among the others, which counts for the bytes alone; return the claims and its row."""
    order = _moved(list(range(len(claims))), row, by)
    return (claims, row) if order[row] == row else (ClaimSet([claims[each] for each in order]), order.index(row))


def _moved(things: list[Thing], place: int, by: int) -> list[Thing]:
    rest = [*things[:place], *things[place + 1 :]]
    target = min(max(place + by, 0), len(rest))
    return [*rest[:target], things[place], *rest[target:]]


def _found(claim: Claim, path: Path) -> object:
    try:
        return value_at(claim.value, path)
    except (KeyError, IndexError):
        raise _error(claim, "What was to be edited is no longer there.") from None


def _put(value: object, path: Path, new: object) -> object:
    if not path:
        return new
    step, rest = path[0], path[1:]
    if isinstance(value, list) and isinstance(step, int):
        return [_put(each, rest, new) if number == step else each for number, each in enumerate(value)]
    return {name: _put(each, rest, new) if name == step else each for name, each in _members(value).items()}


def _with(claims: ClaimSet, row: int, value: object) -> ClaimSet:
    claim = claims[row]
    changed = Claim(claim.name, json_text.dump_compact(value), value, claim.name_text)
    return ClaimSet([changed if number == row else each for number, each in enumerate(claims)])


def _members(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}


def _alike(elements: Sequence[object]) -> object:
    """An empty value of the type that the last element has; a text if there is none."""
    if not elements:
        return ""
    empty: Mapping[str, object] = {"string": "", "number": 0, "boolean": False, "list": [], "object": {}, "null": None}
    return empty[json_text.type_name(elements[-1])]


def _error(claim: Claim, message: str) -> ClaimEditError:
    return ClaimEditError(message, name=claim.name, typed="", hint="")
