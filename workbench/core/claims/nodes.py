"""Every value inside the claims, at any depth, with what leads to it."""

Path = tuple[str | int, ...]
"""Names and list indexes that lead to a value inside the header or the claims."""

Node = tuple[Path, object]
"""A value inside the claims, with what leads to it."""

_CONTAINERS = frozenset({dict, list})


def nodes(values: dict[str, object]) -> tuple[Node, ...]:
    """Every value inside *values*, in their order."""
    # A stack of its own: a token may nest deeper than is good for that of Python.
    found: list[Node] = []
    waiting: list[Node] = [((name,), value) for name, value in reversed(values.items())]
    while waiting:
        node = path, value = waiting.pop()
        found.append(node)
        inside: list[Node]
        if isinstance(value, dict):
            inside = [((*path, name), each) for name, each in value.items()]
        elif isinstance(value, list):
            inside = [((*path, index), each) for index, each in enumerate(value)]
        else:
            continue
        if _CONTAINERS.isdisjoint(map(type, value.values() if isinstance(value, dict) else value)):
            found += inside  # thousands of ids: in one go, not one by one
        else:
            inside.reverse()
            waiting += inside
    return tuple(found)
