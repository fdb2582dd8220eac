"""The parts of one line of JSON, for a view that colours them; a line need not be valid."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

_PART = re.compile(
    r"""(?P<text>"(?:[^"\\]|\\.)*+(?:"|\\?$))(?P<colon>[ \t]*+:)?"""
    r"""|(?P<number>-?\d[\w.+-]*+)"""
    r"""|(?P<literal>\b(?:true|false|null)\b)"""
    r"""|(?P<bracket>[\[\]{}])"""
)

PAIRS = {"{": "}", "[": "]"}
"""Each bracket that opens, and the one that closes it."""


class Kind(StrEnum):
    """What a part is."""

    NAME = "name"
    STRING = "string"
    NUMBER = "number"
    LITERAL = "literal"
    BRACKET = "bracket"


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A part of a line, from the character *start* to before *end*, both counted from 0."""

    kind: Kind
    start: int
    end: int


def lexemes(line: str) -> Iterator[Lexeme]:
    """The parts of *line* in their order, without commas, colons and what is not JSON.

    A string ends with its line, as no JSON string goes on in the next; a string before a colon is a name.
    """
    for found in _PART.finditer(line):
        if found["text"] is not None:
            kind = Kind.NAME if found["colon"] is not None else Kind.STRING
            yield Lexeme(kind, *found.span("text"))
        else:
            yield Lexeme(Kind(str(found.lastgroup)), *found.span())


_MOST_LINES = 5_000
"""How far a bracket's partner is looked for."""


def partner(line_at: Callable[[int], str | None], line: int, column: int) -> tuple[int, int] | None:
    """Where the partner of the bracket at *line* and *column* is.

    Args:
        line_at: the text of a line by its number; None beyond the last and before the first.
        line: number of the bracket's line.
        column: place of the bracket in its line, counted from 0.

    Returns:
        line and column of the other; None if there is no bracket there, if it has no partner, or one of another kind.
    """
    here = line_at(line) or ""
    bracket = here[column : column + 1]
    if not any(each.start == column for each in _brackets(here)):
        return None
    forward = bracket in PAIRS
    wanted = PAIRS[bracket] if forward else next(opening for opening, closing in PAIRS.items() if closing == bracket)
    step, depth = (1, 0) if forward else (-1, 0)
    for number in range(line, line + step * _MOST_LINES, step):
        text = line_at(number)
        if text is None:
            return None
        for each in _brackets(text)[::step]:
            if number == line and (each.start < column if forward else each.start > column):
                continue
            depth += 1 if (text[each.start] in PAIRS) == forward else -1
            if depth == 0:
                return (number, each.start) if text[each.start] == wanted else None
    return None


def _brackets(line: str) -> list[Lexeme]:
    return [each for each in lexemes(line) if each.kind is Kind.BRACKET]
