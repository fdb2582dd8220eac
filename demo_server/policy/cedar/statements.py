"""The single policies in the text of a Cedar file, with the lines on which they begin."""

import re
from dataclasses import dataclass

_TOKEN = re.compile(r'//[^\n]*|"(?:\\.|[^"\\])*"?|;|[^\s;"/]+|/|\s+')


@dataclass(frozen=True, slots=True)
class Statement:
    """One policy as it is written.

    Attributes:
        text: from its first annotation to its semicolon; without one if the text ends before.
        line: the line on which it begins, from 1.
    """

    text: str
    line: int


def split_policies(text: str) -> tuple[Statement, ...]:
    """Return the policies of a text in their order; a semicolon in a string or a comment ends none."""
    found: list[Statement] = []
    start: int | None = None
    for token in _TOKEN.finditer(text):
        word = token.group()
        if start is None and not word.isspace() and not word.startswith("//"):
            start = token.start()
        if word == ";" and start is not None:
            found.append(Statement(text[start : token.end()], text.count("\n", 0, start) + 1))
            start = None
    if start is not None:
        found.append(Statement(text[start:].rstrip(), text.count("\n", 0, start) + 1))
    return tuple(found)
