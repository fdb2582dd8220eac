r"""Shows the characters that cannot be seen, or that put what follows in another order.

``"a\u202eb"`` with the character itself inside looks like another string than it is (U+202E turns the direction of
what follows), and two claims may look the same and not be.
"""

import re
import unicodedata
from bisect import bisect_right

# C1 controls and DEL, soft hyphen, directional marks and overrides, separators of lines, what has no width, marks of
# byte order, and two non-characters that Qt takes for ends of frames.
_CLASS = "\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufdd0\ufdd1\ufff9-\ufffb"
INVISIBLE = re.compile(f"[{_CLASS}]")
"""One invisible character."""
# A pair of surrogates stands for one character, an emoji for example, and has nothing to hide.
_ESCAPE = re.compile(
    r"(?<!\\)(?:\\\\)*(?:\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(?P<escape>\\u(?P<code>[0-9a-fA-F]{4})))"
)
_LITERAL = re.compile(r'"(?:[^"\\]|\\.)*+"', re.DOTALL)
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff\U0001e800-\U0001efff]")
_OPEN, _CLOSE = "\u2068", "\u2069"


def disclosed(text: str) -> tuple[str, dict[str, str]]:
    """JSON text with the invisible characters of its strings written as escapes, which mean the same.

    Returns:
        the text, and the string literals that were changed: as they are shown, to what they were.
    """
    if INVISIBLE.search(text) is None:
        return text, {}
    originals: dict[str, str] = {}

    def disclose(found: re.Match[str]) -> str:
        literal = found[0]
        shown = escaped(literal)
        if shown != literal:
            originals[shown] = literal
        return shown

    return _LITERAL.sub(disclose, text), originals


def concealed(text: str, originals: dict[str, str]) -> str:
    """*text* with the original of each literal that `disclosed` changed; other literals stay as typed."""
    if not originals:
        return text
    return _LITERAL.sub(lambda found: originals.get(found[0], found[0]), text)


def isolated(text: str) -> str:
    """JSON text in which strings of right-to-left scripts are isolated from what is around them.

    Without it a name and its value change places where they are shown. *text* has been `disclosed`, so that whatever
    isolates there are in the result were added here, and `unisolated` removes them.
    """
    if _RIGHT_TO_LEFT.search(text) is None:
        return text
    return _LITERAL.sub(lambda found: _isolated_literal(found[0]), text)


def unisolated(text: str) -> str:
    """*text* without what `isolated` put into it."""
    return text if text.isascii() else text.replace(_OPEN, "").replace(_CLOSE, "")


def _isolated_literal(literal: str) -> str:
    return literal if _RIGHT_TO_LEFT.search(literal) is None else f'"{_OPEN}{literal[1:-1]}{_CLOSE}"'


class Places:
    """Places of the characters of a text in a field that shows it `isolated`, counted as Qt does.

    Qt counts UTF-16, in which a character beyond U+FFFF is two.
    """

    def __init__(self, shown: str) -> None:
        """Look through what the field shows."""
        self._starts: list[int] = []  # numbers of characters of the text behind which the shift is another
        self._shifts: list[int] = [0]
        if shown.isascii():
            return
        isolates = 0
        for found in _SHIFTING.finditer(shown):
            isolate = found[0] in (_OPEN, _CLOSE)
            self._starts.append(found.start() - isolates + (0 if isolate else 1))
            self._shifts.append(self._shifts[-1] + 1)
            isolates += isolate

    def of(self, place: int) -> int:
        """The place of the character *place* of the text."""
        return place + self._shifts[bisect_right(self._starts, place)]


_SHIFTING = re.compile(f"[{_OPEN}{_CLOSE}\U00010000-\U0010ffff]")


def escaped(text: str) -> str:
    """*text* with every invisible character as a JSON escape."""
    return INVISIBLE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def unescaped(typed: str, before: str) -> str:
    """What was typed over *before*, which was shown `escaped`: the escapes of its characters are these characters."""
    for character in set(INVISIBLE.findall(before)):
        typed = typed.replace(escaped(character), character)
    return typed


def escapes(line: str) -> list[tuple[int, int]]:
    """Where in a line of JSON escapes stand for such characters, or for NUL and lone surrogates."""
    return [
        found.span("escape")
        for found in _ESCAPE.finditer(line)
        if found["code"] and _is_telling(int(found["code"], 16))
    ]


def _is_telling(code: int) -> bool:
    return code < 0x20 or 0xD800 <= code < 0xE000 or has_invisible(chr(code))


def has_invisible(text: str) -> bool:
    """Whether *text* has an invisible character."""
    return INVISIBLE.search(text) is not None


def named(character: str) -> str:
    """``U+202E right-to-left override``; for an octet that is not UTF-8, which octet it is."""
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:
        return f"byte 0x{code - 0xDC00:02x}, which is not valid UTF-8 here"
    words = _CONTROLS.get(code) or unicodedata.name(character, "").lower()
    return f"U+{code:04X} {words}".rstrip()


_CONTROLS = {0: "null", 9: "tab", 10: "line feed", 13: "carriage return", 27: "escape", 0x7F: "delete"}
