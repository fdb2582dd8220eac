"""A command line as its words, quoted as POSIX shells or the Windows command prompt quote it."""

import re

from workbench.core.errors import ShellWordsError

# The Windows command prompt escapes with a caret, as browsers do that copy a request as a command for it.
_WINDOWS = re.compile(r'\^(?:\r?\n|")')
_SIMPLE_ESCAPES = {
    "a": "\a", "b": "\b", "e": "\x1b", "E": "\x1b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v",
    "\\": "\\", "'": "'", '"': '"', "?": "?",
}  # fmt: skip
_CODE_ESCAPE = re.compile(r"x([0-9A-Fa-f]{1,2})|u([0-9A-Fa-f]{1,4})|U([0-9A-Fa-f]{1,8})|([0-7]{1,3})")
_LARGEST_CODE_POINT = 0x10FFFF
_WHITE_SPACE = " \t\r\n"


def split(text: str) -> list[str]:
    r"""Split a command line into words as a shell would, without expanding anything.

    POSIX quoting: ``'…'``, ``"…"``, ``$'…'`` with its escapes, a backslash before a character, and one at the end of a
    line, which joins it with the next. A text with carets before quotation marks or line ends is read as the Windows
    command prompt and its programs do. A line break outside quotes separates words.

    Raises:
        ShellWordsError: a quotation mark is not closed.
    """
    if _WINDOWS.search(text):
        return _split_for_windows(_without_carets(text))
    return _PosixSplitter(text).words()


class _PosixSplitter:
    """Walks once over a command line."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._position = 0

    def words(self) -> list[str]:
        found: list[str] = []
        while (word := self._word()) is not None:
            found.append(word)
        return found

    def _word(self) -> str | None:
        """The next word; None at the end. An empty pair of quotation marks is a word, too."""
        text, parts, begun = self._text, list[str](), False
        while self._position < len(text):
            sign = text[self._position]
            if sign in _WHITE_SPACE:
                self._position += 1
                if begun:
                    break
            elif sign == "\\":
                begun = self._take_escaped(parts) or begun
            else:
                begun = True
                self._take(sign, parts)
        return "".join(parts) if begun else None

    def _take(self, sign: str, parts: list[str]) -> None:
        if sign == "'":
            parts.append(self._up_to_quote(self._position + 1))
        elif sign == '"':
            self._take_double_quoted(parts)
        elif sign == "$" and self._text.startswith("$'", self._position):
            self._take_ansi_c_quoted(parts)
        else:
            # $"…" is a translated string, which is a plain one without a catalogue.
            if not self._text.startswith('$"', self._position):
                parts.append(sign)
            self._position += 1

    def _take_escaped(self, parts: list[str]) -> bool:
        """A backslash and what follows it; False where it only joins two lines."""
        line_end = re.compile(r"\\\r?(?:\n|\Z)").match(self._text, self._position)
        if line_end:
            self._position = line_end.end()
            return False
        parts.append(self._text[self._position + 1])
        self._position += 2
        return True

    def _up_to_quote(self, start: int) -> str:
        end = self._text.find("'", start)
        if end < 0:
            raise _not_closed(self._text, start - 1)
        self._position = end + 1
        return self._text[start:end]

    def _take_double_quoted(self, parts: list[str]) -> None:
        start = self._position
        self._position += 1
        while self._position < len(self._text):
            sign = self._text[self._position]
            self._position += 1
            if sign == '"':
                return
            follows = self._text[self._position : self._position + 1]
            if sign == "\\" and follows and follows in '$`"\\\n':
                parts.append("" if follows == "\n" else follows)
                self._position += 1
            else:
                parts.append(sign)
        raise _not_closed(self._text, start)

    def _take_ansi_c_quoted(self, parts: list[str]) -> None:
        start = self._position + 1
        self._position += 2
        while self._position < len(self._text):
            sign = self._text[self._position]
            self._position += 1
            if sign == "'":
                return
            parts.append(self._ansi_c_escape() if sign == "\\" else sign)
        raise _not_closed(self._text, start)

    def _ansi_c_escape(self) -> str:
        """What a backslash inside ``$'…'`` stands for; one before anything else stands for itself."""
        coded = _CODE_ESCAPE.match(self._text, self._position)
        if coded:
            self._position = coded.end()
            code = int(coded[4], 8) if coded[4] else int(coded[1] or coded[2] or coded[3], 16)
            return chr(min(code, _LARGEST_CODE_POINT))
        follows = self._text[self._position : self._position + 1]
        meant = _SIMPLE_ESCAPES.get(follows)
        if meant is None:
            return "\\"
        self._position += 1
        return meant


def _without_carets(text: str) -> str:
    """What the command prompt makes of a line: a caret outside quotation marks escapes what follows it."""
    parts: list[str] = []
    quoted, position = False, 0
    while position < len(text):
        sign = text[position]
        if sign == "^" and not quoted:
            position += 1
            if text.startswith("\r\n", position):
                position += 1
            follows = text[position : position + 1]
            parts.append(" " if follows == "\n" else follows)
        else:
            quoted ^= sign == '"'
            parts.append(sign)
        position += 1
    return "".join(parts)


def _split_for_windows(text: str) -> list[str]:
    r"""Split as Windows programs do: only double quotes count, and ``\"`` is one that does not."""
    words: list[str] = []
    word: list[str] | None = None
    opened = -1
    for part in re.finditer(r'(\\*)(")|([ \t\r\n])|([^" \t\r\n\\]+|\\+)', text):
        backslashes, quote, space, plain = part.groups()
        if space and opened < 0:
            if word is not None:
                words.append("".join(word))
            word = None
            continue
        word = [] if word is None else word
        if quote:
            word.append("\\" * (len(backslashes) // 2))
            if len(backslashes) % 2:
                word.append(quote)
            else:
                opened = part.start(2) if opened < 0 else -1
        else:
            word.append(space or plain)
    if opened >= 0:
        raise _not_closed(text, opened)
    return words if word is None else [*words, "".join(word)]


def _not_closed(text: str, position: int) -> ShellWordsError:
    line = text.count("\n", 0, position) + 1
    column = position - text.rfind("\n", 0, position)
    return ShellWordsError(f"The quotation mark in line {line}, column {column} is not closed.")
