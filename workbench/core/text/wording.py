"""Names, values and durations as they stand in the sentence of a finding.

A token is written by anyone: what is taken from it is shortened, and holds no character that would move a terminal's
cursor or turn the direction of a text.
"""

from collections.abc import Mapping, Sequence

from workbench.core.strict_json import text as json_text
from workbench.core.text.numeric_date import countdown

_LONGEST = 48


def shown(value: object) -> str:
    """A value in a few characters: JSON of a scalar, the length of a list, the size of an object."""
    if isinstance(value, Mapping):
        return f"an object of {counted(len(value), 'member')}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return f"a list of {counted(len(value), 'entry', 'entries')}" if value else "an empty list"
    # Cut before it is written out: a string may fill the whole token.
    return printable(_shortened(json_text.dump(value[: _LONGEST + 1] if isinstance(value, str) else value)))


def named(*path: str | int) -> str:
    """A claim or header parameter by its name and what leads to it: ``realm_access.roles``, ``acl[0].id``."""
    words = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return printable(_shortened(words.removeprefix("."))) or '""'


def listed(names: Sequence[str], *, most: int = 3) -> str:
    """Names as a list of at most *most*, and how many more there are."""
    words = [named(name) for name in names[:most]]
    if len(names) > most:
        words.append(f"{len(names) - most} more")
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def counted(count: int, noun: str, plural: str = "") -> str:
    """A number with its noun: ``1 entry``, ``1,200 entries``."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {plural or noun + 's'}"


def duration(seconds: int) -> str:
    """A length of time above zero in its two largest units: ``1 h 30 min``."""
    return countdown(seconds, 0).removeprefix("in ")


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def printable(text: str) -> str:
    """The text with an escape for what cannot be seen, or turns the direction of what stands around it."""
    if text.isprintable():
        return text
    return "".join(each if each.isprintable() else f"\\u{ord(each):04x}" for each in text)
