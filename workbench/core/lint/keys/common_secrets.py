"""Recognises the secrets that attackers try first, also where one is repeated, padded or encoded.

The demo server has a list and a reader of its own, so that a mistake in one is not confirmed by the other.
"""

import base64
import binascii
import re
from collections.abc import Iterable, Iterator

_LEAST_PADDING = 4
"""Characters of one kind at the end of a secret that count as padding to the length that was asked for."""

_LONGEST_WORD = 1_024
"""Characters of a text that is searched for repetitions and digits at its end: nothing on the list is longer."""

_NUMBERED = re.compile(r"(.*[a-z]{3})[0-9]{1,12}", re.DOTALL)
_REPEATED = re.compile(r"(.+?)\1+(.*)", re.DOTALL)


class CommonSecrets:
    """The secrets of a list, of which only letters and digits count, whatever their case."""

    def __init__(self, lines: Iterable[str]) -> None:
        """Make the list from its lines; an empty one or one that begins with ``#`` holds no secret."""
        self.words = frozenset(_bare(line) for line in lines if line.strip() and not line.startswith("#"))

    def has(self, secret: bytes) -> bool:
        """Whether *secret* is one of the list, is made of one, or is empty."""
        return not secret or any(
            candidate in self.words for text in _spellings(secret) for candidate in _candidates(text)
        )


def _spellings(secret: bytes) -> Iterator[str]:
    """The octets as text, the text that they encode, and the text of base64 or hex that they were decoded from."""
    yield base64.b64encode(secret).decode("ascii")
    yield secret.hex()
    try:
        text = secret.decode("utf-8")
    except UnicodeDecodeError:
        return
    yield text
    unspaced = "".join(text.split())
    for decode in (_base64_octets, bytes.fromhex):
        try:
            yield decode(unspaced).decode("utf-8")
        except ValueError:  # of another alphabet, or of octets that are not text
            continue


def _base64_octets(text: str) -> bytes:
    """Decode base64 in either alphabet, with its padding or without."""
    return binascii.a2b_base64(text.rstrip("=").translate({ord("-"): "+", ord("_"): "/"}) + "==")


def _candidates(text: str) -> Iterator[str]:
    """What of a text may be on the list: all of it, without its padding, its number, or its repetitions."""
    trimmed = text.strip("\0 \t\r\n")
    unpadded = trimmed.rstrip(trimmed[-1:])
    yield from _variants(_bare(trimmed))
    if len(trimmed) - len(unpadded) >= _LEAST_PADDING:
        yield from _variants(_bare(unpadded))


def _variants(word: str) -> Iterator[str]:
    yield word
    if len(word) > _LONGEST_WORD:
        return
    if numbered := _NUMBERED.fullmatch(word):
        yield numbered[1]
    repeated = _REPEATED.fullmatch(word)
    if repeated and repeated[1].startswith(repeated[2]):
        yield repeated[1]


def _bare(text: str) -> str:
    return "".join(character for character in text.lower() if character.isalnum())
