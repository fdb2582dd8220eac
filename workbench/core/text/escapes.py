"""Undoes the escapes that a text may carry, once or several times, and keeps the place of each character.

What was percent-encoded, or is a string inside JSON or HTML, shows its content one level further in. The places lead
back to the text as received, so that what was found inside can be named or replaced there.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

MOST_LEVELS = 3
"""An address inside an address inside a form; whoever wraps a text more often hides it from people as well."""

_ESCAPE = re.compile(
    r"%(?P<percent>[0-9A-Fa-f]{2})|\\u(?P<unicode>[0-9A-Fa-f]{4})|\\x(?P<hex>[0-9A-Fa-f]{2})"
    r"|\\(?P<quoted>[\"'/\\])|&(?P<entity>quot|amp|lt|gt|apos);|&#(?P<decimal>[0-9]{1,5});|&#[xX](?P<html>[0-9A-Fa-f]{1,4});"
)
_ENTITIES = {"quot": '"', "amp": "&", "lt": "<", "gt": ">", "apos": "'"}


@dataclass(frozen=True, slots=True)
class Level:
    """A text with some of its escapes undone.

    Attributes:
        text: the text at this level.
        depth: how often escapes were undone.
        places: for each character, and for the end, where its escape begins in the text as received; None where nothing
            was undone.
    """

    text: str = field(repr=False)
    depth: int = 0
    places: Sequence[int] | None = field(default=None, repr=False)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """From where to where *start* to *end* of this text is in the text as received."""
        return (start, end) if self.places is None else (self.places[start], self.places[end])


def levels(text: str) -> Iterator[Level]:
    """Yields *text* as received, then with its escapes undone once, twice and so on while there are any."""
    level = Level(text)
    yield level
    for depth in range(1, MOST_LEVELS + 1):
        if _ESCAPE.search(level.text) is None:
            return
        level = _undone(level, depth)
        yield level


def _undone(level: Level, depth: int) -> Level:
    parts: list[str] = []
    places: list[int] = []
    done = 0
    before = level.places if level.places is not None else range(len(level.text) + 1)
    for found in _ESCAPE.finditer(level.text):
        parts += [level.text[done : found.start()], _character(found)]
        places += [*before[done : found.start()], before[found.start()]]
        done = found.end()
    parts.append(level.text[done:])
    places += before[done:]
    return Level("".join(parts), depth, places)


def _character(found: re.Match[str]) -> str:
    """The one character that an escape stands for; an octet beyond ASCII counts as one."""
    digits = found["percent"] or found["unicode"] or found["hex"] or found["html"]
    if digits:
        return chr(int(digits, 16))
    if found["decimal"]:
        return chr(int(found["decimal"]))
    return _ENTITIES[found["entity"]] if found["entity"] else found["quoted"]
