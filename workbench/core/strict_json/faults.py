"""Where a text is not strict JSON, and why: the sentences behind ``JsonTextError``, in one style for every Python."""

import json
import re
from itertools import accumulate
from typing import NoReturn

from workbench.core.errors import JsonTextError

# A string that is not closed runs to the end of the text, so that no text takes quadratic time.
_STRING = r'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)'
_STEP = {"[": 1, "{": 1, "]": -1, "}": -1}
_NO_BRACKET = re.compile(_STRING + r'|[^\[\]{}"]+', re.DOTALL)

TOKEN = re.compile(_STRING + r'|[\[\]{}:,]|[^\[\]{}:," \t\r\n]+', re.DOTALL)
"""A string, a bracket, a sign, or a run of anything else but white space."""

# What the decoder reads at the start of such a run, whatever it runs on into: ``NaNs`` is refused as NaN.
_CONSTANT = re.compile("NaN|-?Infinity")
_INTEGER = re.compile(r"-?(0|[1-9][0-9]*+)(?!\.[0-9]|[eE][-+]?[0-9])")


class LineCounter:
    """Turns ascending positions into lines and columns, reading the text once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._counted_to = 0
        self._line = 1
        self._line_start = 0

    def place(self, position: int) -> tuple[int, int]:
        """Line and column of *position*, both counted from 1; positions must not descend."""
        newlines = self._text.count("\n", self._counted_to, position)
        if newlines:
            self._line += newlines
            self._line_start = self._text.rfind("\n", self._counted_to, position) + 1
        self._counted_to = position
        return self._line, position - self._line_start + 1


def fail(text: str, position: int, problem: str) -> NoReturn:
    """Raise a JsonTextError at *position*, an index into *text*."""
    line, column = LineCounter(text).place(position)
    if position >= len(text) and problem.startswith("expected"):
        problem += ", found the end of the text"
    raise JsonTextError(problem, line=line, column=column)


def fail_if_deeper(text: str, limit: int) -> None:
    """Refuse arrays and objects that are nested more than *limit* levels deep."""
    if text.count("[") + text.count("{") <= limit:
        return
    brackets = _NO_BRACKET.sub("", text)
    if max(accumulate(map(_STEP.__getitem__, brackets)), default=0) <= limit:
        return
    depth = 0
    for found in TOKEN.finditer(text):
        if found[0] in ("[", "{"):
            depth += 1
        elif found[0] in ("]", "}"):
            depth -= 1
        if depth > limit:
            fail(text, found.start(), f"arrays and objects are nested more than {limit} levels deep")


def fail_as(error: json.JSONDecodeError, text: str) -> NoReturn:
    """Raise the decoder's error in one style for every version of Python."""
    position, problem = error.pos, error.msg
    if problem.startswith("Expecting value"):
        before = text[:position].rstrip(" \t\r\n")
        if before.endswith(",") and text[position : position + 1] == "]":
            fail(text, len(before) - 1, "a comma with no further element after it")
        fail(text, position, "expected a value")
    if problem.startswith("Expecting property name"):
        fail_at_name(text, position)
    if problem.startswith("Expecting ':'"):
        fail(text, position, "expected ':' after the member's name")
    if problem.startswith("Expecting ','"):
        fail(text, position, f"expected ',' or '{_closing_bracket(text, position)}'")
    if problem.startswith("Illegal trailing comma"):
        fail(text, position, f"a comma with no further {'member' if 'object' in problem else 'element'} after it")
    if problem.startswith("Unterminated string"):
        fail(text, position, "this string has no closing quotation mark")
    if problem.startswith("Invalid control character"):
        fail(text, position, f"the character U+{ord(text[position]):04X} must be written as an escape in a string")
    fail(text, position, "this is not a valid JSON escape")


def fail_at_name(text: str, position: int) -> NoReturn:
    """Say that a member's name is missing, or that a comma before it is one too many."""
    before = text[:position].rstrip(" \t\r\n")
    if before.endswith(",") and text[position : position + 1] == "}":
        fail(text, len(before) - 1, "a comma with no further member after it")
    fail(text, position, "expected a member's name in quotation marks")


def fail_at_refused(text: str, position: int, max_digits: int) -> NoReturn:
    """Find what made a hook of the decoder refuse; up to there the text is well-formed."""
    names: list[set[str] | None] = []
    previous: re.Match[str] | None = None
    for found in TOKEN.finditer(text, position):
        part = found[0]
        if constant := _CONSTANT.match(part):
            fail(text, found.start(), f"{constant[0]} is not a JSON number")
        integer = _INTEGER.match(part)
        if integer and len(integer[1]) > max_digits:
            fail(text, found.start(), f"an integer has more than {max_digits} digits")
        if part == "{":
            names.append(set())
        elif part == "[":
            names.append(None)
        elif part in ("}", "]"):
            names.pop()
        elif part == ":" and previous is not None:
            name = json.loads(previous[0])
            known = names[-1]
            if known is not None and name in known:
                fail(text, previous.start(), f"the member {_shortened(previous[0])} is a duplicate")
            if known is not None:
                known.add(name)
        previous = found
    fail(text, position, "this value is refused")


def _closing_bracket(text: str, position: int) -> str:
    """The bracket that would close what is open at *position*."""
    expected: list[str] = []
    for found in TOKEN.finditer(text, 0, position):
        if found[0] in ("[", "{"):
            expected.append("]" if found[0] == "[" else "}")
        elif found[0] in ("]", "}"):
            expected.pop()
    return expected[-1]


def _shortened(token: str) -> str:
    return token if len(token) <= 40 else token[:39] + "…"
