"""Strict JSON (RFC 8259) that says where a fault is and keeps the text of each member.

``json`` of the standard library does the reading. It accepts more than a token may hold (NaN, duplicate members,
nesting until the stack ends), names no place for some of it, and forgets how a number was written; this module closes
these gaps.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from json.encoder import encode_basestring
from typing import NamedTuple, NoReturn, Self

from workbench.core.strict_json.faults import (
    TOKEN,
    LineCounter,
    fail,
    fail_as,
    fail_at_name,
    fail_at_refused,
    fail_if_deeper,
)

MAX_DEPTH = 200
"""Levels of arrays and objects; a token needs five, and more exhaust other readers' stacks."""

MAX_DIGITS = 4_000
"""Digits of one integer; Python refuses to convert 4,300 and more."""

_SPACE = re.compile(r"[ \t\r\n]*")
# A name without escapes, and its colon: nearly all names, in one step.
_PLAIN_NAME = re.compile(r'[ \t\r\n]*+("([^"\\\x00-\x1f]*+)")[ \t\r\n]*+:[ \t\r\n]*+')
# A member of an ordinary name with a string without escapes, a short integer, or a word as its value, and what follows
# it: again nearly all members. The name, its text, the value's text, the string, the integer, the sign behind.
_PLAIN_MEMBER = re.compile(
    _PLAIN_NAME.pattern + r'((?:"([^"\\\x00-\x1f]*+)")|(-?(?:0|[1-9][0-9]{0,17}))(?![0-9.eE])|true|false|null)'
    r"[ \t\r\n]*+([,}])"
)
_WORDS = {"true": True, "false": False, "null": None}
_SURROGATE = re.compile("[\ud800-\udfff]")


class JsonNumber(float):
    """A number with a fraction or an exponent that remembers how it was written: ``1.0``, ``1e400``.

    Attributes:
        text: the number as received. ``1e400`` is valid JSON, though its float is infinite.
    """

    __slots__ = ("text",)
    text: str

    def __new__(cls, text: str) -> Self:
        """Make the number from its JSON text."""
        number = super().__new__(cls, text)
        number.text = text
        return number

    def __reduce__(self) -> tuple[type["JsonNumber"], tuple[str]]:
        return JsonNumber, (self.text,)


class Member(NamedTuple):
    """A member of a JSON object as received.

    Attributes:
        name: the name, decoded.
        name_text: the name as received, with its quotes and escapes.
        text: the value as received, without white space around it.
        value: the value, decoded; of duplicate names inside it, the last counts.
        ambiguous: whether there are duplicate names inside the value.
        line: line of the name, counted from 1.
        column: column of the name in characters, counted from 1.
    """

    name: str
    name_text: str
    text: str
    value: object
    ambiguous: bool
    line: int
    column: int


class _RefusedError(Exception):
    """Raised inside the decoder's hooks, which know no position."""


def _integer(text: str) -> int:
    if len(text.lstrip("-")) > MAX_DIGITS:
        raise _RefusedError
    return int(text)


def _constant(_name: str) -> NoReturn:
    raise _RefusedError


def _unique_members(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise _RefusedError
    return members


def _decoder(pairs_hook: Callable[[list[tuple[str, object]]], object]) -> json.JSONDecoder:
    return json.JSONDecoder(
        parse_int=_integer, parse_float=JsonNumber, parse_constant=_constant, object_pairs_hook=pairs_hook
    )


_STRICT = _decoder(_unique_members)


def parse(text: str) -> object:
    """Read a JSON text.

    Numbers with a fraction or an exponent become ``JsonNumber``, integers of any size ``int``; a string may hold lone
    surrogates if they were written as escapes.

    Raises:
        JsonTextError: the text is not JSON, has a duplicate member, NaN or Infinity, more than 200 levels, or an
            integer beyond 4,000 digits.
    """
    _check_characters_and_depth(text)
    start = _skip_space(text, 0)
    value, end = _decode(_STRICT, text, start)
    _expect_end(text, end)
    return value


def members(text: str) -> tuple[Member, ...]:
    """Split a JSON object into its members, in order, each with the text it came in.

    Duplicate names are kept, so that a faulty object can be shown; everything else is as strict as
    ``parse``.

    Raises:
        JsonTextError: the text is not a JSON object.
    """
    _check_characters_and_depth(text)
    position = _skip_space(text, 0)
    if text[position : position + 1] != "{":
        _decode(_STRICT, text, position)
        fail(text, position, "expected an object: '{', members, '}'")
    position = _skip_space(text, position + 1)
    if text[position : position + 1] == "}":
        _expect_end(text, position + 1)
        return ()
    twice: list[str] = []

    def note_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
        inner = dict(pairs)
        if len(inner) < len(pairs):
            twice.append("")
        return inner

    decoder = _decoder(note_duplicates)
    lines = LineCounter(text)
    found: list[Member] = []
    while True:
        plain = _PLAIN_MEMBER.match(text, position)
        if plain:
            name_text, name, value_text, string, integer, follows = plain.groups()
            value = string if string is not None else int(integer) if integer else _WORDS[value_text]
            found.append(Member(name, name_text, value_text, value, False, *lines.place(plain.start(1))))
            position = plain.end()
            if follows == "}":
                _expect_end(text, position)
                return tuple(found)
            continue
        name, name_start, name_end, start = _decode_name(text, position)
        line, column = lines.place(name_start)
        value, end = _decode(decoder, text, start)
        found.append(Member(name, text[name_start:name_end], text[start:end], value, bool(twice), line, column))
        twice.clear()
        position = _skip_space(text, end)
        follows = text[position : position + 1]
        if follows == "}":
            _expect_end(text, position + 1)
            return tuple(found)
        if follows != ",":
            fail(text, position, "expected ',' or '}'")
        position += 1


def dump(value: object) -> str:
    """Write a value on one line for people: ``["viewer", "admin"]``, ``{"a": 1}``."""
    return "".join(_write(value, ", ", ": "))


def dump_compact(value: object) -> str:
    """Write a value in as few bytes as it takes; characters beyond ASCII are not escaped."""
    return "".join(_write(value, ",", ":"))


def dump_string(value: str) -> str:
    """Write a string with its quotes; a lone surrogate becomes an escape, since UTF-8 cannot carry it."""
    text: str = encode_basestring(value)
    return _SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def indent(text: str) -> str:
    """Indent a valid JSON text by two spaces a level; numbers, strings and order stay unchanged."""
    parts: list[str] = []
    line_break = "\n"
    previous = ""
    for part in TOKEN.findall(text):
        if part in ("}", "]"):
            line_break = line_break[:-2]
            if previous not in ("{", "["):
                parts.append(line_break)
        elif previous in (",", "{", "["):
            parts.append(line_break)
        elif previous == ":":
            parts.append(" ")
        parts.append(part)
        if part in ("{", "["):
            line_break += "  "
        previous = part
    return "".join(parts)


def compact(text: str) -> str:
    """Remove the white space between the parts of a valid JSON text; strings stay unchanged."""
    return "".join(TOKEN.findall(text))


def type_name(value: object) -> str:
    """Name the JSON type of a value: string, number, boolean, null, array or object."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "number"
    if isinstance(value, str):
        return "string"
    return "object" if isinstance(value, Mapping) else "array"


def type_words(value: object) -> str:
    """The JSON type of a value as a sentence has it: ``a string``, ``an object``, ``null``."""
    name = type_name(value)
    return name if name == "null" else f"{'an' if name[0] in 'aeio' else 'a'} {name}"


def _write(value: object, comma: str, colon: str) -> Iterator[str]:
    if isinstance(value, str):
        yield dump_string(value)
    elif isinstance(value, JsonNumber):
        yield value.text
    elif isinstance(value, Mapping):
        yield "{"
        separator = ""
        for name, member in value.items():
            yield separator + dump_string(str(name)) + colon
            yield from _write(member, comma, colon)
            separator = comma
        yield "}"
    elif isinstance(value, list | tuple):
        yield "["
        separator = ""
        for element in value:
            yield separator
            yield from _write(element, comma, colon)
            separator = comma
        yield "]"
    else:  # None, a boolean, an int or a float; anything else is a mistake of the caller
        yield json.dumps(value, allow_nan=False)


def _check_characters_and_depth(text: str) -> None:
    if text.startswith("\ufeff"):
        fail(text, 0, "there is a byte order mark (U+FEFF) before the JSON")
    surrogate = _SURROGATE.search(text)
    if surrogate:
        code = f"{ord(surrogate[0]):04x}"
        fail(text, surrogate.start(), f"a lone surrogate cannot be sent as UTF-8; write it as the escape \\u{code}")
    fail_if_deeper(text, MAX_DEPTH)


def _skip_space(text: str, position: int) -> int:
    found = _SPACE.match(text, position)
    return found.end() if found else position


def _expect_end(text: str, position: int) -> None:
    end = _skip_space(text, position)
    if end < len(text):
        fail(text, end, "expected the end of the text")


def _decode_name(text: str, position: int) -> tuple[str, int, int, int]:
    """Read a member's name and the colon: the name, where its text starts and ends, and where the value starts."""
    plain = _PLAIN_NAME.match(text, position)
    if plain:
        return plain[2], plain.start(1), plain.end(1), plain.end()
    start = _skip_space(text, position)
    if text[start : start + 1] != '"':
        fail_at_name(text, start)
    name, end = _decode(_STRICT, text, start)
    colon = _skip_space(text, end)
    if text[colon : colon + 1] != ":":
        fail(text, colon, "expected ':' after the member's name")
    return str(name), start, end, _skip_space(text, colon + 1)


def _decode(decoder: json.JSONDecoder, text: str, position: int) -> tuple[object, int]:
    try:
        return decoder.raw_decode(text, position)
    except json.JSONDecodeError as error:
        fail_as(error, text)
    except _RefusedError:
        fail_at_refused(text, position, MAX_DIGITS)
