"""Mutants of texts: pieces removed, repeated, exchanged and put in, from what breaks readers most often."""

import random
from collections.abc import Sequence

PIECES = (
    "", "\0", "\n", "\r\n", "\t", " ", "\x1b[2J", "\x7f", "\x85", "\u2028", "\u202e", "\u200b", "\ufeff", "\ud800",
    "\udfff", "\U0001f600", "é", "٣", "“", "’", '"', "'", "\\", "\\u12", "\\ud800", "$'", "$(", "`", "%27", "%", "#",
    "=", ".", "..", "-", "--", ":", ",", "{", "}", "[", "]", "[[", "]]", '"""', "'''", "<", "|", "&", ";", "*", "/",
    "NaN", "Infinity", "-Infinity", "nan", "inf", "null", "true", "1e999", "-0", "0.5", "9" * 5_000, "1" * 20,
    "0x" + "f" * 30, "1979-05-27T07:32:00Z", "9999-12-31", "07:32:00", "a" * 300, "{" * 250, "[" * 250, '{"a":' * 120,
    "a." * 300 + "a", "eyJhbGciOiJub25lIn0.e30.", "eyJ", "Bearer ", "-H ", "--data ", "{user.roles}", "{user.x}",
)  # fmt: skip


def mutant(samples: Sequence[str], source: random.Random) -> str:
    """One of *samples*, changed in one to six places."""
    text = source.choice(samples)
    for _ in range(source.choice((1, 1, 1, 2, 3, 6))):
        text = _changed(text, samples, source)
    return text


def _changed(text: str, samples: Sequence[str], source: random.Random) -> str:
    start = source.randrange(len(text) + 1)
    end = min(len(text), start + source.choice((0, 1, 1, 2, 5, 20)))
    match source.randrange(7):
        case 0:
            return text[:start] + text[end:]
        case 1:
            return text[:end] + text[start:end] * source.choice((1, 2, 300)) + text[end:]
        case 2:
            return text[:start]
        case 3:  # a value or a word of the text in place of another
            words = text.split()
            if not words:
                return text
            return text.replace(source.choice(words), source.choice(words), 1)
        case 4:
            other = source.choice(samples)
            at = source.randrange(len(other) + 1)
            return text[:start] + other[at : at + source.choice((5, 50, 500))] + text[end:]
        case _:
            return text[:start] + source.choice(PIECES) + text[end:]
