"""Writes GitHub's Markdown: text whose markup is escaped, and tables."""

import re
from collections.abc import Iterable, Sequence

from workbench.core.text.wording import printable

_MARKUP = re.compile(r"([\\`*_\[\]<>|~#])")


def escaped(text: str) -> str:
    """The text on one line, with its markup escaped: what it says may come from anywhere."""
    return _MARKUP.sub(r"\\\1", printable(text))


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; markup in a cell is escaped."""
    lines = [columns, ["---"] * len(columns), *(list(map(escaped, row)) for row in rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
