"""Names and kids of keys: what is refused because keys could not be distinguished, and what is warned of."""

from collections.abc import Collection

from workbench.core.text.wording import joined

LONGEST_NAME = 200
LONGEST_KID = 1_000
"""Characters; a ``kid`` is in the header of every token."""

_HEAVY_KID = 86
"""Characters from which on a ``kid`` is called long: twice those of a thumbprint."""

# What joins letters in Persian and parts of an emoji, and marks of direction: cannot be seen, and belongs to names.
_IN_NAMES = "\u200c\u200d\u200e\u200f"
# What is read as something else where a kid is looked up carelessly, or written into a text of another kind.
_RISKY = {
    '"': 'the quotation mark "',
    "\\": "the backslash \\",
    "'": "the apostrophe '",
    "/": "the slash /",
    "%": "the per cent sign %",
    ";": "the semicolon ;",
    ",": "the comma ,",
    "<": "the angle bracket <",
    "\u0020": "a space",
}


def name_fault(name: str, taken: Collection[str]) -> str:
    """Why a key cannot be called *name*, in a sentence; empty if it can.

    Args:
        name: as it was typed; white space around it does not count.
        taken: the names of all other keys.
    """
    name = name.strip()
    if not name:
        return "A key needs a name."
    if len(name) > LONGEST_NAME:
        return f"A name has at most {LONGEST_NAME} characters; this one has {len(name):,}."
    hidden = next((each for each in name if not each.isprintable() and each not in _IN_NAMES), None)
    if hidden is not None:
        return f"The name holds U+{ord(hidden):04X}, which cannot be seen. Leave it out."
    if name in taken:
        return f"Another key is called {name} already. Choose another name."
    return ""


def kid_fault(kid: str, taken: Collection[str]) -> str:
    """Why *kid* cannot be the id of a new key, in a sentence; empty if it can.

    Args:
        kid: as it was typed; white space around it does not count.
        taken: the ids of all keys.
    """
    kid = kid.strip()
    if not kid:
        return "A kid of your own needs a character that can be seen; leave the field empty for the thumbprint."
    if len(kid) > LONGEST_KID:
        return f"A kid has at most {LONGEST_KID:,} characters, for every token carries it; this one has {len(kid):,}."
    hidden = next((each for each in kid if not each.isprintable()), None)
    if hidden is not None:
        return f"The kid holds U+{ord(hidden):04X}, which cannot be seen. Leave it out."
    if kid in taken:
        return f"There is a key with the kid {kid} already: a server could not distinguish the two."
    return ""


def kid_warning(kid: str) -> str:
    """What may go wrong with *kid*, which is permitted all the same; empty if nothing is known."""
    kid = kid.strip()
    if not kid.isascii():
        letter = next(each for each in kid if not each.isascii())
        return f"The kid holds {letter}, which is not ASCII: some servers refuse such a header, or compare other bytes."
    risky = [words for character, words in _RISKY.items() if character in kid]
    if ".." in kid:
        risky.append("two dots ..")
    if risky:
        named = joined(risky)
        return f"The kid holds {named}: servers that put a kid into a path, a query or a header line stumble over it."
    if len(kid) >= _HEAVY_KID:
        return f"The kid has {len(kid):,} characters, which are in the header of every token that the key signs."
    return ""


def free_name(stem: str, taken: Collection[str]) -> str:
    """*stem*, with a number behind it where that is taken: ``my-es256-2``."""
    names = (stem if number == 1 else f"{stem}-{number}" for number in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)
