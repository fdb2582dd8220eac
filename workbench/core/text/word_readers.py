"""Splits a command line into words by the rules of one shell: POSIX, the command prompt of Windows, PowerShell."""

import json
import re

from workbench.core.errors import ShellTextError

_CONTINUED = re.compile(r"[ \t]*\r?\n|[ \t]+(?=-)")  # behind a backslash or a backtick
_JSON = json.JSONDecoder()
_LINE_END = re.compile(r"[ \t]*\r?\n")
_OPERATORS = ("&&", "||", "2>", ">>", "|", ";", ">", "<")
_ESCAPES = {
    "n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v", "e": "\x1b", "E": "\x1b",
}  # fmt: skip
_AFTER_A_BACKTICK = {"n": "\n", "t": "\t", "r": "\r", "0": "\0"}
_CODED = re.compile(r"x([0-9A-Fa-f]{1,2})|u([0-9A-Fa-f]{1,4})|U([0-9A-Fa-f]{1,8})|([0-7]{1,3})")
_LAST_CHARACTER = 0x10FFFF
_HERE_STRING = re.compile(r"@(['\"])[ \t]*\r?\n(.*?)\r?\n\1@", re.DOTALL)
_VERBATIM = "--%"
# The quotes of an argument as Windows PowerShell needs them: each behind a backslash, or each doubled.
_BACKSLASHED = re.compile(r'(?:[^"\\]|\\(?!\\*")|(?:\\\\)*\\")*')
_BACKSLASHES = re.compile(r'(\\*)\\"')
_DOUBLED = re.compile(r'(?:[^"]|"")*')


class Words:
    """Collects characters into words."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._words: list[str] = []
        self._word: list[str] | None = None

    def _next(self) -> str:
        character = self._text[self._at]
        self._at += 1
        return character

    @property
    def _more(self) -> bool:
        return self._at < len(self._text)

    def _add(self, text: str) -> None:
        if self._word is None:
            self._word = []
        self._word.append(text)

    def _open(self, kind: str, start: int) -> ShellTextError:
        """The error for a quote at *start* that is not closed."""
        line = self._text.count("\n", 0, start) + 1
        column = start - self._text.rfind("\n", 0, start)
        return ShellTextError(f"The {kind} quote at line {line}, column {column} is not closed.")

    def _continues(self) -> bool:
        """Skip the end of a line that was escaped, also where blanks got before it, or the line end got lost."""
        continued = _CONTINUED.match(self._text, self._at)
        if continued is None or (self._word is not None and "\n" not in continued[0]):
            return False
        self._at = continued.end()
        return True

    def _takes_json(self) -> bool:
        """Take JSON that stands without quotes around it, which a shell would take the quotes inside from."""
        if self._word is not None or not self._text.startswith(("{", "["), self._at):
            return False
        try:
            value, end = _JSON.raw_decode(self._text, self._at)
        except (ValueError, RecursionError):
            return False
        if not value or (end < len(self._text) and not self._text[end].isspace()):
            return False
        self._words.append(self._text[self._at : end])
        self._at = end
        return True

    def _skip_line(self) -> None:
        """Skip a comment."""
        end = self._text.find("\n", self._at)
        self._at = len(self._text) if end < 0 else end

    def _end_word(self) -> None:
        if self._word is not None:
            self._words.append("".join(self._word))
            self._word = None


class PosixWords(Words):
    """Words by the rules of POSIX, with the ``$'…'`` that browsers write for what single quotes cannot hold."""

    def split(self) -> list[str]:
        """The words. Raises ShellTextError for a quote that is open at the end."""
        while self._more:
            if self._takes_json():
                continue
            operator = next((each for each in _OPERATORS if self._text.startswith(each, self._at)), "")
            if operator and (self._word is None or operator != "2>"):
                self._end_word()
                self._words.append(operator)
                self._at += len(operator)
                continue
            character = self._next()
            if character in " \t\r\n":
                self._end_word()
            elif character == "'":
                self._add(self._until_quote())
            elif character == '"':
                self._add(self._double_quoted())
            elif character == "$" and self._more and self._text[self._at] == "'":
                self._at += 1
                self._add(self._ansi_quoted())
            elif character == "$" and self._more and self._text[self._at] == '"':
                pass  # quotes that some shells translate; the dollar sign is not part of the text
            elif character == "\\":
                self._escaped()
            elif character in "^`" and self._word is None and _LINE_END.match(self._text, self._at):
                self._continues()  # a line end as another shell has it
            elif character == "#" and self._word is None:
                self._skip_line()
            else:
                self._add(character)
        self._end_word()
        return self._words

    def _escaped(self) -> None:
        """Take the character after a backslash; at the end of a line the command goes on with the next."""
        if not self._continues() and self._more:
            self._add(self._next())

    def _until_quote(self) -> str:
        end = self._text.find("'", self._at)
        if end < 0:
            raise self._open("single", self._at - 1)
        inside, self._at = self._text[self._at : end], end + 1
        return inside

    def _double_quoted(self) -> str:
        inside: list[str] = []
        start = self._at - 1
        while self._more:
            character = self._next()
            if character == '"':
                return "".join(inside)
            if character == "\\" and self._more and self._text[self._at] in '$`"\\\n':
                character = self._next().replace("\n", "")
            inside.append(character)
        raise self._open("double", start)

    def _ansi_quoted(self) -> str:
        inside: list[str] = []
        start = self._at - 1
        while self._more:
            character = self._next()
            if character == "'":
                return _joined("".join(inside))
            if character == "\\" and self._more:
                coded = _CODED.match(self._text, self._at)
                if coded:
                    self._at = coded.end()
                    digits, base = next((each, 8 if coded[4] else 16) for each in coded.groups() if each)
                    number = int(digits, base)
                    inside.append(chr(number) if number <= _LAST_CHARACTER else "\ufffd")
                    continue
                character = self._next()
                character = _ESCAPES.get(character, character if character in "\\'\"?" else f"\\{character}")
            inside.append(character)
        raise self._open("single", start)


def _joined(text: str) -> str:
    """Surrogate pairs, which browsers write for characters beyond U+FFFF, as those characters."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


class WindowsWords(Words):
    """Words as Windows splits them, in two readings: the prompt removes the carets, the program the quotes."""

    def __init__(self, text: str, *, everywhere: bool = False, prompt: bool = True) -> None:
        """Split *text*.

        Args:
            text: the command line.
            everywhere: whether carets are escapes inside quotes as well, as browsers used to write them.
            prompt: whether the command prompt reads it before the program.
        """
        super().__init__(_without_carets(text, everywhere=everywhere) if prompt else text)

    def split(self) -> list[str]:
        """The words. Raises ShellTextError for a quote that is open at the end."""
        quoted, start = False, 0
        while self._more:
            if not quoted and self._takes_json():
                continue
            character = self._next()
            if character == "\\":
                slashes = len(self._text) - self._at - len(self._text[self._at :].lstrip("\\")) + 1
                self._at += slashes - 1
                if self._more and self._text[self._at] == '"':
                    self._add("\\" * (slashes // 2))
                    if slashes % 2:
                        self._add(self._next())
                else:
                    self._add("\\" * slashes)
            elif character == '"':
                if quoted and self._more and self._text[self._at] == '"':
                    self._at += 1
                    self._add('"')
                    continue
                quoted, start = not quoted, self._at - 1
                self._add("")
            elif character in " \t" and not quoted:
                self._end_word()
            else:
                self._add(character)
        if quoted:
            raise self._open("double", start)
        self._end_word()
        return self._words


class PowerShellWords(Words):
    """Words as PowerShell splits them; a backslash before a quote is what the program behind it wants."""

    def split(self) -> list[str]:
        """The words. Raises ShellTextError for a quote that is open at the end."""
        verbatim: list[str] = []
        while self._more:
            here = _HERE_STRING.match(self._text, self._at) if self._word is None else None
            if here is not None:
                self._add(here[2])
                self._at = here.end()
                continue
            character = self._next()
            if character in " \t\r\n":
                self._end_word()
                if self._words and self._words[-1] == _VERBATIM:  # the rest of the line is not PowerShell's
                    self._words.pop()
                    verbatim = WindowsWords(self._text[self._at :], prompt=False).split()
                    self._at = len(self._text)
            elif character in "'\"":
                self._add(self._quoted(character))
            elif character == "`":
                if not self._continues() and self._more:
                    self._add(self._next())
            elif character == "#" and self._word is None:
                self._skip_line()
            elif character in "|;>" and self._word is None:
                self._words.append(character)
            else:
                self._add(character)
        self._end_word()
        return [*map(_as_passed_on, self._words), *verbatim]

    def _quoted(self, quote: str) -> str:
        inside: list[str] = []
        start = self._at - 1
        while self._more:
            character = self._next()
            if character == quote:
                if not self._text.startswith(quote, self._at):
                    return "".join(inside)
                self._at += 1
            elif character == "`" and quote == '"' and self._more:
                character = self._next()
                character = _AFTER_A_BACKTICK.get(character, character)
            inside.append(character)
        raise self._open("single" if quote == "'" else "double", start)


def _as_passed_on(word: str) -> str:
    """The argument that reaches the program: Windows PowerShell leaves the quotes in it to be escaped by the writer."""
    if '"' not in word:
        return word
    if _BACKSLASHED.fullmatch(word):
        return _BACKSLASHES.sub(lambda found: found[1][: len(found[1]) // 2] + '"', word)
    return word.replace('""', '"') if _DOUBLED.fullmatch(word) and re.search(r'""\w|\w""', word) else word


def _without_carets(text: str, *, everywhere: bool) -> str:
    """What the command prompt passes on: a caret outside quotes escapes the next character, also a line end.

    A line end without a caret is where another command begins; here it is a blank, since some copies lose the carets.
    """
    text = re.sub(r"\^[ \t]+\n", "^\n", text.replace("\r\n", "\n"))
    handed: list[str] = []
    quoted = False
    characters = iter(text)
    for character in characters:
        if character == "^" and (everywhere or not quoted):
            following = next(characters, "")
            # At the end of a line the caret goes on with the next one, whose first character it protects.
            handed.append(next(characters, "") if following == "\n" else following)
            continue
        if character == '"':
            quoted = not quoted
        handed.append(" " if character == "\n" and not quoted else character)
    return "".join(handed)
