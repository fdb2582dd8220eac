"""Reading of definition files (scenarios, designs), with errors that name file, key path, problem and expectation."""

import json
import re
import tomllib
from collections.abc import Container, Iterable
from difflib import get_close_matches
from pathlib import Path
from types import UnionType
from typing import Any, NoReturn

from demo_server.regular_files import FileRefusedError, read_regular


class DefinitionError(ValueError):
    """A scenario or design file cannot be used. The text is one message for the user.

    Attributes:
        file: the file's name as it was given.
        key_path: where in the file, such as ``users[2].roles``; empty if it concerns the whole file.
    """

    def __init__(self, file: str, key_path: str, problem: str, expected: str) -> None:
        place = f"{file}: {key_path}" if key_path else file
        super().__init__(f"{place}: {problem}; expected {expected}")
        self.file = file
        self.key_path = key_path


def read_text(path: Path, *, readable: str, in_utf8: str) -> str:
    """Read a file that belongs to a definition.

    Args:
        path: the file.
        readable: what was expected, if the file cannot be read.
        in_utf8: what was expected, if it is not UTF-8.

    Raises:
        DefinitionError: one of these.
    """
    try:
        return read_regular(path).decode("utf-8")
    except FileRefusedError as error:
        raise DefinitionError(str(path), "", str(error), readable) from None
    except UnicodeDecodeError:
        raise DefinitionError(str(path), "", "is not UTF-8 text", in_utf8) from None


def read_toml(path: Path) -> "Table":
    """Read a TOML file.

    Raises:
        DefinitionError: the file cannot be read, or is not TOML (the message has line and column).
    """
    text = read_text(path, readable="a readable TOML file", in_utf8="a TOML file in UTF-8")
    if _has_endless_key(text):
        problem = f"has a key of more than {_MOST_PARTS} parts"
        raise DefinitionError(str(path), "", problem, "keys of a few parts with dots between")
    try:
        return Table(str(path), "", tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise DefinitionError(str(path), "", f"is not TOML: {error}", "a TOML file (https://toml.io)") from None
    except ValueError:  # an integer of more digits than Python converts
        raise DefinitionError(str(path), "", "has a number of too many digits", "integers of up to 64 bits") from None
    except RecursionError:
        raise DefinitionError(str(path), "", "is nested too deeply to read", "a few levels of nesting") from None


_MOST_PARTS = 100
_PART = re.compile(r"""[ \t]*+(?:[\w-]++|"[^"]*+"|'[^']*+')[ \t]*+""")


def _has_endless_key(text: str) -> bool:
    """Whether more than `_MOST_PARTS` words with dots between come in a row: tomllib takes hours over 100,000."""
    for line in text.splitlines():
        if line.count(".") > _MOST_PARTS:
            run = 0
            for part in line.split("."):
                run = run + 1 if _PART.fullmatch(part) else 0
                if run > _MOST_PARTS:
                    return True
    return False


def names_file(name_or_path: str | Path) -> bool:
    """Whether this is the path of a file. Text without a folder and without the ending ``.toml`` is a name."""
    path = Path(name_or_path)
    return isinstance(name_or_path, Path) or path.suffix == ".toml" or path.name != name_or_path


def find_definition(name_or_path: str | Path, folder: Path) -> Path:
    """Find a definition by the name of a built-in one, or by the path of a file.

    Args:
        name_or_path: what the user gave; see `names_file`.
        folder: where the built-in ones are.

    Raises:
        DefinitionError: no built-in one has that name.
    """
    if names_file(name_or_path):
        return Path(name_or_path)
    built_in = {file.stem: file for file in sorted(folder.glob("*.toml"), key=lambda file: file.stem)}
    if name_or_path not in built_in:
        expected = f"{', '.join(built_in)}, or the path of a .toml file"
        raise DefinitionError(str(name_or_path), "", f"is not one of the built-in {folder.name}", expected)
    return built_in[str(name_or_path)]


_REQUIRED: Any = object()


class Table:
    """Reads one TOML table key by key, each with the type that it must have.

    A key is optional where the method is given a *default*.

    Attributes:
        file: the file's name, for errors.
        path: key path of this table; empty for the whole file.
        values: all values as they are in the file.
    """

    def __init__(self, file: str, path: str, values: dict[str, Any]) -> None:
        self.file = file
        self.path = path
        self.values = values
        self._names_read: set[str] = set()

    @property
    def names(self) -> tuple[str, ...]:
        """The keys, for a table whose keys are free, such as ``[roles]``."""
        return tuple(self.values)

    def has(self, key: str) -> bool:
        """Whether the table has *key*."""
        return key in self.values

    def fail(self, key: str, problem: str, expected: str) -> NoReturn:
        """Raise a `DefinitionError` about *key*."""
        raise DefinitionError(self.file, self._at(key), problem, expected)

    def string(self, key: str, default: str = _REQUIRED) -> str:
        """Read a string."""
        value: str = self._value(key, str, "a string", default)
        return value

    def boolean(self, key: str, *, default: bool = _REQUIRED) -> bool:
        """Read a boolean."""
        value: bool = self._value(key, bool, "true or false", default)
        return value

    def optional_integer(self, key: str, minimum: int, maximum: int) -> int | None:
        """Read a whole number if it is there; see `integer`."""
        self._names_read.add(key)
        return self.integer(key, minimum, maximum) if self.has(key) else None

    def integer(self, key: str, minimum: int, maximum: int) -> int:
        """Read a whole number between *minimum* and *maximum*, both included."""
        expected = f"a whole number from {minimum} to {maximum}"
        value: int = self._value(key, int, expected, _REQUIRED)
        if isinstance(value, bool):
            self.fail(key, f"is {_kind(value)}", expected)
        if not minimum <= value <= maximum:
            shown = str(value) if value.bit_length() <= 64 else "beyond 64 bits"
            self.fail(key, f"is {shown}", expected)
        return value

    def one_or_more(self, key: str, default: None) -> str | tuple[str, ...] | None:
        """Read a string that is not empty, or an array of at least one."""
        value = self._value(key, str | list, 'a string, or an array such as ["one", "two"]', default)
        if isinstance(value, str) and not value:
            self.fail(key, "is empty", "a string of one or more characters")
        if not isinstance(value, list):
            only: str | None = value
            return only
        values = self.strings(key)
        if not values:
            self.fail(key, "is an empty array", "at least one string in it")
        return values

    def choice(self, key: str, choices: Iterable[str], default: str = _REQUIRED) -> str:
        """Read a string that is one of *choices*."""
        value = self.string(key, default)
        self.require_one_of(key, value, choices)
        return value

    def strings(self, key: str, default: tuple[str, ...] = _REQUIRED) -> tuple[str, ...]:
        """Read an array of strings without duplicates."""
        values = self._value(key, list, 'an array of strings, such as ["one", "two"]', default)
        for index, value in enumerate(values):
            if not isinstance(value, str):
                self.fail(f"{key}[{index}]", f"is {_kind(value)}", "a string")
            self.require_new(f"{key}[{index}]", value, values[:index])
        return tuple(values)

    def choices(self, key: str, choices: Iterable[str], default: tuple[str, ...] = _REQUIRED) -> tuple[str, ...]:
        """Read an array of strings that are all among *choices*."""
        values = self.strings(key, default)
        for index, value in enumerate(values):
            self.require_one_of(f"{key}[{index}]", value, choices)
        return values

    def table(self, key: str) -> "Table":
        """Read a table."""
        return Table(self.file, self._at(key), self._value(key, dict, f"a table [{self._at(key)}]", _REQUIRED))

    def optional_table(self, key: str) -> "Table | None":
        """Read a table if it is there."""
        self._names_read.add(key)
        return self.table(key) if self.has(key) else None

    def tables(self, key: str, default: tuple[()] = _REQUIRED) -> list["Table"]:
        """Read an array of tables."""
        values = self._value(key, list, f"tables [[{self._at(key)}]]", default)
        for index, value in enumerate(values):
            if not isinstance(value, dict):
                self.fail(f"{key}[{index}]", f"is {_kind(value)}", f"a table [[{self._at(key)}]]")
        return [Table(self.file, f"{self._at(key)}[{index}]", value) for index, value in enumerate(values)]

    def finish(self) -> None:
        """Refuse keys that were not read: a misspelt key must not be ignored silently."""
        for key in self.values:
            if key not in self._names_read:
                known = sorted(self._names_read)
                self.fail(key, "is not a known key", f"one of {', '.join(known)}{nearest_words(key, known)}")

    def require_one_of(self, key: str, value: str, choices: Iterable[str]) -> None:
        """Refuse a value of *key* that is not one of *choices*."""
        known = sorted(choices)
        if value not in known:
            expected = f"one of {', '.join(known)}{nearest_words(value, known)}" if known else "no value at all"
            self.fail(key, f'"{value}" is not known here', expected)

    def require_new(self, key: str, value: str, earlier: Container[str]) -> None:
        """Refuse a value of *key* that is there already."""
        if value in earlier:
            self.fail(key, f'"{value}" is a duplicate', "each value once")

    def require_json(self, key: str, value: Any) -> None:
        """Refuse a value that JSON cannot hold: dates, times, and numbers that are not finite."""
        try:
            json.dumps(value, allow_nan=False)
        except (TypeError, ValueError):
            self.fail(key, "cannot be written in JSON", "a string, a finite number, true, false, an array or a table")

    def _at(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def _value(self, key: str, wanted: type | UnionType, expected: str, default: Any) -> Any:
        self._names_read.add(key)
        if key not in self.values:
            if default is _REQUIRED:
                self.fail(key, "is missing", expected)
            return default
        value = self.values[key]
        if not isinstance(value, wanted):
            self.fail(key, f"is {_kind(value)}", expected)
        return value


def nearest_words(name: str, known: Iterable[str]) -> str:
    """Return what to add to a list of the known names: which of them is meant most likely; empty if none is near."""
    found = get_close_matches(name, known, n=1)
    return f"; the nearest is {found[0]}" if found else ""


def _kind(value: Any) -> str:
    """Name the TOML type of *value*."""
    for kind, name in (
        (bool, "a boolean"),
        (str, "a string"),
        (int | float, "a number"),
        (list, "an array"),
        (dict, "a table"),
    ):
        if isinstance(value, kind):
            return name
    return "a date or time"
