"""Rules on HMAC secrets: whether they can be guessed (RFC 7518 section 3.2, RFC 8725 section 3.5)."""

import math
import re
from collections.abc import Iterator
from itertools import pairwise

from workbench.core.keys.algorithms import LEAST_SECRET_OCTETS
from workbench.core.keys.public_key_octets import public_key_form
from workbench.core.lint.keys.rule import Look
from workbench.core.text.wording import counted

# Characters that a text consists of, with what they are called; the first that fits.
_SMALL_ALPHABETS = (
    (re.compile(rb"[0-9]+"), 10, "decimal digits"),
    (re.compile(rb"[0-9a-f]+|[0-9A-F]+"), 16, "hexadecimal digits"),
)
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_SEPARATORS = " -_.,:;!?'"

# What distinguishes words from random characters: those have one vowel in five letters, long runs without one, and
# change between cases and digits all the time.
_LEAST_LETTERS = 0.8
_LEAST_VOWELS = 0.3
_LEAST_WORD_LENGTH = 3
_NO_WORDS = re.compile(r"[b-df-hj-np-tv-xz]{6}|[a-z][0-9][a-z]", re.IGNORECASE)


def short(look: Look) -> Iterator[str]:
    """KEY001: a secret that is shorter than the hash."""
    secret, alg = look.key.secret, look.key.hash_alg
    if secret is not None and len(secret) < LEAST_SECRET_OCTETS[alg]:
        has, needs = counted(len(secret), "byte"), LEAST_SECRET_OCTETS[alg]
        yield f"The secret has {has}, and {alg} asks for {needs} or more: it can be guessed from a single token."


def common(look: Look) -> Iterator[str]:
    """KEY002: a secret from the list of those that are tried first."""
    if look.key.secret is not None and look.is_common(look.key.secret):
        yield "The secret is one of those that everybody tries first, or is made of one: anyone can sign with it."


def pattern(look: Look) -> Iterator[str]:
    """KEY003: the same octets again and again, or octets in a row."""
    secret = look.key.secret
    if not secret or look.is_common(secret):
        return
    unit = (secret + secret).find(secret, 1)
    if len({(after - before) % 256 for before, after in pairwise(secret)}) == 1 and unit != 1:
        yield f"The {counted(len(secret), 'byte')} of the secret are a series, each as far from the next."
    elif unit < len(secret):
        has, same = counted(len(secret), "byte"), "one byte" if unit == 1 else f"{unit} bytes"
        yield f"The secret has {has}, but they are the same {same} again and again: it is worth no more than those."


def words(look: Look) -> Iterator[str]:
    """KEY004: a text of words. It may be long enough and still no match for random octets."""
    secret = look.key.secret
    if secret is not None and not _is_reported_already(look) and _reads_like_words(secret):
        has = counted(len(secret), "byte")
        yield f"The secret reads like words: {has} of text hold far less chance than as many random bytes."


def few_signs(look: Look) -> Iterator[str]:
    """KEY005: digits as text, of which each holds three or four bits and not eight."""
    secret, alg = look.key.secret, look.key.hash_alg
    if secret is None or _is_reported_already(look):
        return
    wanted = 8 * LEAST_SECRET_OCTETS[alg]
    for characters, number, called in _SMALL_ALPHABETS:
        if characters.fullmatch(secret):
            bits = math.floor(len(secret) * math.log2(number))
            if bits < wanted:
                yield (
                    f"The secret is a text of {len(secret)} {called}, which hold {bits} bits at the most; {alg} asks "
                    f"for {wanted}."
                )
            return


def public_key(look: Look) -> Iterator[str]:
    """KEY006: a public key where a secret belongs."""
    form = public_key_form(look.key.secret) if look.key.secret is not None else ""
    if form:
        yield f"The secret is {form}, a public key: anyone who has that can sign with it (algorithm confusion)."


def _is_reported_already(look: Look) -> bool:
    """Whether a more serious rule has found something on the secret."""
    return any(True for rule in (short, common, pattern, public_key) for _ in rule(look))


def _reads_like_words(secret: bytes) -> bool:
    text = secret.decode("latin-1")
    found = _WORD.findall(text)
    letters = "".join(found)
    vowels = sum(each in "aeiou" for each in letters.lower())
    return (
        sum(each in _SEPARATORS for each in text) + len(letters) >= _LEAST_LETTERS * len(text)
        and len(letters) >= max(1, _LEAST_WORD_LENGTH * len(found))
        and vowels >= _LEAST_VOWELS * len(letters)
        and not _NO_WORDS.search(text)
    )
