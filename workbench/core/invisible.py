r"""Characters that cannot be seen, or that put what follows in another order, shown as what they are.

``"a\u202eb"`` with the character itself inside looks like another string than it is (U+202E turns the direction of
what follows), and two claims may look the same and not be.
"""

import re
import unicodedata

# C1 controls and DEL, soft hyphen, directional marks and overrides, separators of lines, what has no width, marks of
# byte order, and two non-characters that Qt takes for ends of frames.
_CLASS = "\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufdd0\ufdd1\ufff9-\ufffb"
_INVISIBLE = re.compile(f"[{_CLASS}]")
_LITERAL = re.compile(r'"(?:[^"\\]|\\.)*+"', re.DOTALL)
RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\U00010800-\U00010fff\U0001e800-\U0001efff]")
"""Letters of scripts that run from right to left, and so carry signs and figures beside them along."""


def disclosed(text: str) -> tuple[str, dict[str, str]]:
    """JSON text with the invisible characters of its strings written as escapes, which mean the same.

    Returns:
        the text, and the string literals that were changed: as they are shown, to what they were.
    """
    if _INVISIBLE.search(text) is None:
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
    """*text* with the literals that `disclosed` changed as they were; what was typed otherwise stays as typed."""
    if not originals:
        return text
    return _LITERAL.sub(lambda found: originals.get(found[0], found[0]), text)


def escaped(text: str) -> str:
    """*text* with every invisible character as a JSON escape."""
    return _INVISIBLE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def has_invisible(text: str) -> bool:
    """Whether there is one in *text*."""
    return _INVISIBLE.search(text) is not None


def named(character: str) -> str:
    """``U+202E right-to-left override``; for an octet that is no UTF-8, which octet it is."""
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:
        return f"octet 0x{code - 0xDC00:02x}, which is no UTF-8 here"
    words = _CONTROLS.get(code) or unicodedata.name(character, "").lower()
    return f"U+{code:04X} {words}".rstrip()


_CONTROLS = {0: "null", 9: "tab", 10: "line feed", 13: "carriage return", 27: "escape", 0x7F: "delete"}
