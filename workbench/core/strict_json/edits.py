"""Edits inside a JSON text, to any depth, that leave the text of everything else unchanged.

A place is a path from the value inwards: a tuple of names and numbers. A number is a position in a list, or that of a
member in an object, which distinguishes two members of one name; a name that is a duplicate means the last, as most
readers take it. All functions take valid JSON text and return valid JSON text.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from workbench.core.errors import ClaimEditError, JsonTextError
from workbench.core.strict_json import text as json_text
from workbench.core.strict_json.faults import TOKEN

Path = tuple[str | int, ...]


@dataclass(slots=True)
class Node:
    """A value within a JSON text.

    Attributes:
        kind: its JSON type, see `json_text.type_name`.
        start: where its text begins.
        end: where its text ends.
        name: its name, decoded, if it is a member of an object.
        name_start: where the text of the name begins, or else ``start``.
        name_end: where the text of the name ends.
        children: the elements of a list, the members of an object.
    """

    kind: str
    start: int
    end: int = 0
    name: str | None = None
    name_start: int = 0
    name_end: int = 0
    children: list["Node"] = field(default_factory=list)

    @property
    def is_container(self) -> bool:
        """Whether something can be added to it."""
        return self.kind in ("array", "object")


_KINDS = {"[": "array", "{": "object", '"': "string", "t": "boolean", "f": "boolean", "n": "null"}


def tree(text: str) -> Node:
    """The place of each value within *text*.

    Raises:
        JsonTextError: *text* is not a readable JSON value.
    """
    if not text.strip():
        json_text.parse(text)
    top: Node | None = None
    open_nodes: list[Node] = []
    name: tuple[str, int, int] | None = None
    for found in TOKEN.finditer(text):
        token = found[0]
        if token in (",", ":"):
            continue
        if token in ("]", "}"):
            open_nodes.pop().end = found.end()
            continue
        inside = open_nodes[-1] if open_nodes else None
        if inside is not None and inside.kind == "object" and name is None:
            name = str(json_text.parse(token)), found.start(), found.end()
            continue
        node = Node(_KINDS.get(token[0], "number"), found.start(), found.end(), None, found.start(), found.start())
        if name is not None:
            node.name, node.name_start, node.name_end = name
            name = None
        if inside is not None:
            inside.children.append(node)
        else:
            top = node
        if node.is_container:
            open_nodes.append(node)
    if top is None:
        raise JsonTextError("expected a value", line=1, column=1)
    return top


def at(top: Node, path: Path) -> Node:
    """The value at *path*.

    Raises:
        LookupError: there is no such value.
    """
    node = top
    for step in path:
        node = node.children[_position(node, step)]
    return node


def value_text(text: str, path: Path) -> str:
    """The text of the value at *path*. Raises LookupError."""
    node = at(tree(text), path)
    return text[node.start : node.end]


def replaced(text: str, path: Path, new: str) -> str:
    """Replace the value at *path* by the JSON text *new*. Raises LookupError."""
    node = at(tree(text), path)
    return text[: node.start] + new + text[node.end :]


def renamed(text: str, path: Path, name: str) -> str:
    """Rename the member at *path* to *name*.

    Raises:
        ClaimEditError: another member has that name.
        LookupError: there is no such member.
    """
    top = tree(text)
    node, inside = at(top, path), at(top, path[:-1])
    if node.name is None:
        raise LookupError(path)
    if name == node.name:
        return text
    _check_free(inside, name)
    return text[: node.name_start] + json_text.dump_string(name) + text[node.name_end :]


def added(text: str, path: Path, new: str, name: str | None = None) -> str:
    """Add the JSON text *new* after the last child of the array or object at *path*, separated as the others are.

    Args:
        text: the whole value.
        path: the list or the object.
        new: the text of the new child.
        name: its name, in an object.

    Raises:
        ClaimEditError: a member has that name.
        LookupError: there is no array or object at *path*, or an object was given no name.
    """
    inside = at(tree(text), path)
    if not inside.is_container or (inside.kind == "object") != (name is not None):
        raise LookupError(path)
    if name is not None:
        _check_free(inside, name)
        new = json_text.dump_string(name) + _colon(text, inside) + new
    if not inside.children:
        place, separator = inside.start + 1, ""
    else:
        place = inside.children[-1].end
        # As the last two are separated: a text laid out in lines stays one.
        last = inside.children[-2:]
        separator = text[last[0].end : last[1].name_start] if len(last) > 1 else ","
    return text[:place] + separator + new + text[place:]


def removed(text: str, path: Path) -> str:
    """Remove the value at *path*, with one comma. Raises LookupError; the whole value cannot be removed."""
    siblings, position = _siblings(tree(text), path)
    if position > 0:
        start, end = siblings[position - 1].end, siblings[position].end
    elif len(siblings) > 1:
        start, end = siblings[0].name_start, siblings[1].name_start
    else:
        start, end = siblings[0].name_start, siblings[0].end
    return text[:start] + text[end:]


def moved(text: str, path: Path, by: int) -> tuple[str, int]:
    """Move the value at *path* *by* places among its siblings, as far as there is room; what separates them stays.

    Returns:
        the text, and the position of what was moved.

    Raises:
        LookupError: there is no such value.
    """
    siblings, position = _siblings(tree(text), path)
    target = min(max(position + by, 0), len(siblings) - 1)
    order = [*siblings[:position], *siblings[position + 1 :]]
    order.insert(target, siblings[position])
    parts, done = [], 0
    for place, node in zip(siblings, order, strict=True):
        parts += [text[done : place.name_start], text[node.name_start : node.end]]
        done = place.end
    return "".join((*parts, text[done:])), target


def free_member_name(inside: Node, wanted: str) -> str:
    """*wanted*, followed by the first number that makes it unique if the name is taken."""
    names = {each.name for each in inside.children}
    numbered = (wanted if number == 1 else f"{wanted}_{number}" for number in range(1, len(names) + 2))
    return next(name for name in numbered if name not in names)


def _position(node: Node, step: str | int) -> int:
    if isinstance(step, int):
        return range(len(node.children))[step]
    for position in range(len(node.children) - 1, -1, -1):
        if node.children[position].name == step:
            return position
    raise LookupError(step)


def _siblings(top: Node, path: Path) -> tuple[Sequence[Node], int]:
    if not path:
        raise LookupError(path)
    inside = at(top, path[:-1])
    return inside.children, _position(inside, path[-1])


def _colon(text: str, inside: Node) -> str:
    """The colon as the last member has it, with the white space around it."""
    last = inside.children[-1] if inside.children else None
    return text[last.name_end : last.start] if last is not None else ":"


def _check_free(inside: Node, name: str) -> None:
    if any(each.name == name for each in inside.children):
        raise ClaimEditError(
            f"There is a member {json_text.dump_string(name)} already.",
            name=name,
            typed=name,
            hint="Edit that member, or choose another name.",
        )
