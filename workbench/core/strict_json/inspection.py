"""Finds what to mark in a JSON text while it is typed: faults, duplicate members, the place of each member."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from workbench.core.errors import JsonTextError
from workbench.core.strict_json import text as json_text
from workbench.core.strict_json.faults import TOKEN, LineCounter

_SHOWN_LINES = 4


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of the text: characters from *start* to before *end*, counted from 0; its line, counted from 1."""

    start: int
    end: int
    line: int


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A duplicate member of an object.

    Attributes:
        path: the names that lead to it, with dots between: ``address.city``.
        places: where its name is, in order; two or more.
    """

    path: str
    places: tuple[Place, ...]

    @property
    def words(self) -> str:
        """One sentence: ``sub is a duplicate (lines 2 and 5): readers may differ in which one they use``."""
        return f"{self.path} is a duplicate ({_lines(self.places)}): readers may differ in which one they use."


@dataclass(frozen=True, slots=True)
class MemberLines:
    """Where a member of the outermost object is: from its name's line to before the next member's."""

    name: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Inspection:
    """What was found in a text.

    Attributes:
        fault: where the text is not a JSON object, and why; None if it is one.
        duplicates: duplicate members, nested ones too; empty where there is a fault.
        members: the members of the outermost object; empty where there is a fault.
    """

    fault: JsonTextError | None = None
    duplicates: tuple[Duplicate, ...] = ()
    members: tuple[MemberLines, ...] = ()


def inspect(text: str) -> Inspection:
    """Look through the text of a JSON object."""
    try:
        members = json_text.members(text)
    except JsonTextError as error:
        return Inspection(fault=error)
    ends = [each.line for each in members[1:]]
    last = text.count("\n", 0, len(text.rstrip(" \t\r\n}"))) + 1
    lines = tuple(
        MemberLines(each.name, each.line, max(each.line, end - 1))
        for each, end in zip(members, [*ends, last + 1], strict=False)
    )
    names = {each.name for each in members}
    if len(names) == len(members) and not any(each.ambiguous for each in members):
        return Inspection(members=lines)
    return Inspection(duplicates=tuple(sorted(_duplicates(text), key=lambda each: each.places[0].start)), members=lines)


def position(text: str, line: int, column: int) -> int:
    """The index into *text* of a line and a column, both counted from 1; at most the text's length."""
    start = 0
    for _ in range(line - 1):
        found = text.find("\n", start)
        if found < 0:
            return len(text)
        start = found + 1
    return min(start + column - 1, len(text))


def _duplicates(text: str) -> Iterator[Duplicate]:
    """The duplicate members of every object; *text* is valid."""
    # For each bracket that is open: the names seen in it (None for a list), and the member that it is the value of.
    open_brackets: list[tuple[dict[str, list[Place]] | None, str]] = []
    counter = LineCounter(text)
    path: list[str] = []
    name = ""
    previous = None
    for found in TOKEN.finditer(text):
        part = found[0]
        if part in ("{", "["):
            open_brackets.append(({} if part == "{" else None, name))
            path.append(name)
            name = ""
        elif part in ("}", "]"):
            names, name = open_brackets.pop()
            for each, places in (names or {}).items():
                if len(places) > 1:
                    yield Duplicate(".".join([*filter(None, path[1:]), each]), tuple(places))
            path.pop()
        elif part == ":" and previous is not None and open_brackets and open_brackets[-1][0] is not None:
            name = json.loads(previous[0])
            line, _ = counter.place(previous.start())
            open_brackets[-1][0].setdefault(name, []).append(Place(previous.start(), previous.end(), line))
        elif part == "," and open_brackets and open_brackets[-1][0] is not None:
            name = ""
        previous = found


def _lines(places: tuple[Place, ...]) -> str:
    numbers = sorted({place.line for place in places})
    if len(numbers) == 1:
        return f"line {numbers[0]}"
    if len(numbers) > _SHOWN_LINES:
        return f"lines {', '.join(map(str, numbers[:_SHOWN_LINES]))} and others"
    return f"lines {', '.join(map(str, numbers[:-1]))} and {numbers[-1]}"
