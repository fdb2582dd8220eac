"""The parts of one line of JSON, for a view that colours them; a line need not be valid."""

import re
from collections.abc import Iterator
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
    """The parts of *line* in their order, without commas, colons and what is no JSON at all.

    A string ends with its line, as no JSON string goes on in the next; a string before a colon is a name.
    """
    for found in _PART.finditer(line):
        if found["text"] is not None:
            kind = Kind.NAME if found["colon"] is not None else Kind.STRING
            yield Lexeme(kind, *found.span("text"))
        else:
            yield Lexeme(Kind(str(found.lastgroup)), *found.span())
