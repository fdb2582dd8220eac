"""Quotes, shortens, counts and lists what a sentence names: the one place where this is decided.

A token is written by anyone: what is taken from it is shortened, and holds no character that would move a terminal's
cursor or turn the direction of a text.
"""

from collections.abc import Mapping, Sequence

from workbench.core.strict_json import text as json_text

_LONGEST = 48
_LONGEST_QUOTED = 60
_TAKE_AN = ("a", "e", "i", "o", "rsa")  # RSA is read letter by letter


def shortened(text: str, most: int = _LONGEST) -> str:
    """The text, or its beginning and an ellipsis: *most* characters together."""
    return text if len(text) <= most else text[: most - 1] + "…"


def printable(text: str) -> str:
    """The text with an escape for each character that cannot be seen, or that turns the direction of its neighbours."""
    if text.isprintable():
        return text
    return "".join(each if each.isprintable() else f"\\u{ord(each):04x}" for each in text)


def quoted(value: object, most: int = _LONGEST_QUOTED) -> str:
    """A value as JSON on one line, shortened: ``"alice"``, ``["viewer", "admin"]``."""
    # Cut before it is written out: a string may fill the whole token.
    text = json_text.dump(value[: most + 1] if isinstance(value, str) else value)
    return printable(shortened(text, most))


def shown(value: object) -> str:
    """A value in a few characters: JSON of a scalar, the length of an array, the size of an object."""
    if isinstance(value, Mapping):
        return f"an object of {counted(len(value), 'member')}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return f"an array of {counted(len(value), 'element')}" if value else "an empty array"
    return quoted(value, _LONGEST)


def named(*path: str | int) -> str:
    """A claim or header parameter by its name and what leads to it: ``realm_access.roles``, ``acl[0].id``."""
    words = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return printable(shortened(words.removeprefix("."))) or '""'


def joined(words: Sequence[str], conjunction: str = "and") -> str:
    """``a, b and c``; empty for no words."""
    return f" {conjunction} ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def listed(names: Sequence[str], *, most: int = 3) -> str:
    """Names of claims or keys, at most *most* of them, and how many more there are: ``a, b and 7 more``."""
    words = [named(name) for name in names[:most]]
    if len(names) > most:
        words.append(f"{len(names) - most:,} more")
    return joined(words)


def counted(count: int, noun: str, plural: str = "") -> str:
    """A number with its noun: ``1 entry``, ``1,200 entries``."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {plural or noun + 's'}"


def capitalized(sentence: str) -> str:
    """The sentence with a capital letter at its beginning, and the rest unchanged."""
    return sentence[:1].upper() + sentence[1:]


def with_article(noun: str) -> str:
    """``a string``, ``an object``; ``null`` takes none."""
    if noun == "null":
        return noun
    return f"an {noun}" if noun.lower().startswith(_TAKE_AN) else f"a {noun}"
