"""Octets as a text that can be edited without losing one: UTF-8 or not, with every character in its place."""

from workbench.core.splice import common_ends

_INVISIBLE_SIGN = "\u2426"
_SIGNS = {
    **{code: 0x2400 + code for code in range(0x20) if code not in (0x09, 0x0A)},
    0x7F: 0x2421,
    **dict.fromkeys(range(0xDC80, 0xDD00), 0xFFFD),
    **dict.fromkeys(
        (
            *range(0x80, 0xA0), 0xAD, 0x61C, 0x180E, *range(0x200B, 0x2010), *range(0x2028, 0x202F),
            *range(0x2060, 0x2070), 0xFEFF, 0xFDD0, 0xFDD1, 0xFFF9, 0xFFFA, 0xFFFB,
        ),
        ord(_INVISIBLE_SIGN),
    ),
}  # fmt: skip


def decoded(data: bytes) -> str:
    """*data* as UTF-8; an octet that is none becomes a lone surrogate, which `encoded` turns back."""
    return data.decode("utf-8", errors="surrogateescape")


def encoded(text: str) -> bytes:
    """The octets of *text*; the inverse of `decoded`.

    Raises:
        UnicodeEncodeError: there is a lone surrogate that stands for no octet.
    """
    return text.encode("utf-8", errors="surrogateescape")


def visible(text: str) -> str:
    """*text* with a sign in the place of each character that cannot be seen; line feed and tab stay.

    Each character stands for one, so that a place in the one is a place in the other.
    """
    return text.translate(_SIGNS)


def spliced(text: str, shown: str, edited: str) -> str:
    """What *text* becomes when *shown*, made of it by `visible`, was edited to *edited*; the rest stays as it was."""
    head, tail = common_ends(shown, edited)
    return text[:head] + edited[head : len(edited) - tail] + text[len(text) - tail :]


def octets_before(text: str, place: int) -> int:
    """How many octets the first *place* characters of *text* have."""
    return len(encoded(text[:place]))
