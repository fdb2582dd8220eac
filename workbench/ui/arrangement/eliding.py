"""Shortens what users and tokens name, so that no text makes the window wider: the one place where this is decided.

Names differ at their ends as often as at their beginnings (``https://app.example/claims/roles``), so the middle goes.
"""

import re

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics

_LONGEST_WORD = 240
"""Pixels of one word; no column of the window is narrower."""

_MOST_CHARACTERS = 800
"""Of a text on several lines: about as much as a paragraph."""

_MOST_MEASURED = 1_000
"""Characters that can fit on one line; measuring all of a megabyte takes too long for each time it is painted."""

_MOST_IN_ACTION = 72
"""Characters of an entry of a menu: a name of the usual length whole."""

_LONG_WORD = re.compile(r"\S{15,}")
_ELLIPSIS = "…"


def in_middle(text: str, metrics: QFontMetrics, room: int) -> str:
    """The text on one line of *room* pixels, its middle replaced by an ellipsis if it is wider."""
    return metrics.elidedText(_halves(text, _MOST_MEASURED), Qt.TextElideMode.ElideMiddle, room)


def at_end(text: str, metrics: QFontMetrics, room: int) -> str:
    """The text on one line, its end replaced: for figures and sentences of our own, which begin with what matters."""
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)


def on_lines(text: str, metrics: QFontMetrics) -> str:
    """The text for a label that wraps: each word narrow enough to wrap, and all of it no more than a paragraph."""
    return _LONG_WORD.sub(lambda word: in_middle(word[0], metrics, _LONGEST_WORD), _halves(text, _MOST_CHARACTERS))


def for_action(text: str) -> str:
    """The text for an entry of a menu."""
    return for_button(_halves(text, _MOST_IN_ACTION))


def for_button(text: str) -> str:
    """The text for a button, where a single ampersand would underline the next letter."""
    return text.replace("&", "&&")


def _halves(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most // 2] + _ELLIPSIS + text[-(most // 2) :]
