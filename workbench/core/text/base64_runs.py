"""Finds what was encoded in base64 inside a text, such as a secret of Kubernetes or the credentials of Basic."""

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

_SHORTEST = 16  # characters; shorter ones are words
_RUN = re.compile(rf"(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{{{_SHORTEST},}}={{0,2}}(?![A-Za-z0-9+/_=-]|%3[Dd])")
_PIECE = re.compile(rf"[A-Za-z0-9+_-]{{{_SHORTEST},}}={{0,2}}")
_SEPARATOR = re.compile(r"[_-]")
_MOST_PREFIXES = 3
_SAYS_URL = re.compile(r"base64url[\w.:-]*\Z", re.IGNORECASE)
_LOOK_BACK = 64
_NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Base64Run:
    """A text in base64 inside another.

    Attributes:
        start: where it begins.
        end: where it ends.
        text: what it encodes, in UTF-8.
        is_url_safe: whether it is in the alphabet of base64url, without padding.
    """

    start: int
    end: int
    text: str = field(repr=False)
    is_url_safe: bool


def encoded(text: str, *, url_safe: bool) -> str:
    """*text* in base64, or in base64url without padding."""
    data = text.encode("utf-8", "surrogatepass")
    if url_safe:
        return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")
    return base64.b64encode(data).decode("ascii")


def base64_runs(text: str) -> Iterator[Base64Run]:
    """Yields what in *text* is base64 of readable text, also in a path, or behind a prefix such as ``v1_``."""
    for found in _RUN.finditer(text):
        for start, end in _candidates(found):
            inner = _decoded(text[start:end])
            if inner is not None:
                names_url = _SAYS_URL.search(text, max(0, start - _LOOK_BACK), start) is not None
                yield _run(start, text[start:end], inner, url_safe=names_url)
                if end == found.end():
                    break


def _candidates(found: re.Match[str]) -> Iterator[tuple[int, int]]:
    """The whole run, then its parts: those between slashes, and what follows one of the first separators."""
    start, end = found.span()
    yield start, end
    if "/" in found[0]:
        yield from (piece.span() for piece in _PIECE.finditer(found.string, start, end))
    for separator in islice(_SEPARATOR.finditer(found.string, start, end), _MOST_PREFIXES):
        if end - separator.end() >= _SHORTEST:
            yield separator.end(), end


def _run(start: int, digits: str, text: str, *, url_safe: bool) -> Base64Run:
    """The run; where its characters do not say which alphabet it is in, *url_safe* does."""
    sure = bool(set(digits) & set("-_")) or len(digits) % 4 != 0
    is_url_safe = not set(digits) & set("+/=") and (sure or url_safe)
    return Base64Run(start, start + len(digits), text, is_url_safe)


def _decoded(encoded: str) -> str | None:
    """The text that *encoded* stands for; None if it is not base64 of a text."""
    digits = encoded.rstrip("=").replace("-", "+").replace("_", "/")
    if len(digits) % 4 == 1:
        return None
    try:
        text = base64.b64decode(digits + "=" * (-len(digits) % 4)).decode("utf-8")
    except ValueError:
        return None
    return None if _NOT_TEXT.search(text) else text
