"""Reads decoded JSON by name and type: what is wrong is named by its path, and the caller says which error to raise."""

from collections.abc import Callable
from enum import StrEnum
from typing import TypeVar

from workbench.core.strict_json.text import type_name, type_words

Result = TypeVar("Result")
Choice = TypeVar("Choice", bound=StrEnum)


class Members:
    """A JSON object whose members are read one by one.

    Every method raises the caller's error if the member is missing and has no default, or is of another type.
    """

    def __init__(self, value: object, path: str = "", *, error: Callable[[str], Exception], unknown: str = "") -> None:
        """Read the members of *value*.

        Args:
            value: the decoded JSON.
            path: what leads to *value*: ``variants[0]``; empty for a whole file.
            error: makes the error to raise from a sentence that names the member: ``variants[0].name is missing.``
            unknown: why `end` refuses a member that was not read, as the rest of the sentence that begins with its
                path; empty if such members are ignored.
        """
        self._error = error
        self._unknown = unknown
        self._path = path
        self._read: set[str] = set()
        if not isinstance(value, dict):
            raise error(f"{path or 'The file'} must be an object, not {_described(value)}.")
        self._members = value

    def path(self, name: str) -> str:
        """What leads to the member *name*: ``variants[0].name``."""
        return f"{self._path}.{name}" if self._path else name

    def wrong(self, name: str, wanted: str) -> Exception:
        """The error for a member that is of the right type and still not what is *wanted*."""
        return self._error(f"{self.path(name)} must be {wanted}.")

    def has(self, name: str) -> bool:
        """Whether the member is there, and not null."""
        self._read.add(name)
        return self._members.get(name) is not None

    def value(self, name: str) -> object:
        """A value of any type."""
        self._read.add(name)
        if name not in self._members:
            raise self._error(f"{self.path(name)} is missing.")
        return self._members[name]

    def text(self, name: str, default: str | None = None) -> str:
        """A string."""
        found = self._members.get(name)
        if isinstance(found, str):  # nearly always: a comparison reads a million of them
            self._read.add(name)
            return found
        value = self._value(name, default)
        if not isinstance(value, str):
            raise self._of_other_type(self.path(name), "a string", value)
        return value

    def nullable_text(self, name: str) -> str:
        """A string; empty for null, but the member has to be there."""
        return self.text(name) if self.value(name) is not None else ""

    def one_of(self, name: str, choices: type[Choice]) -> Choice:
        """A string that is one of an enumeration's."""
        try:
            return choices(self.text(name))
        except ValueError:
            raise self.wrong(name, f"one of {', '.join(choices)}") from None

    def boolean(self, name: str, default: bool | None = None) -> bool:
        """True or false."""
        value = self._value(name, default)
        if not isinstance(value, bool):
            raise self._of_other_type(self.path(name), "true or false", value)
        return value

    def number(self, name: str) -> float:
        """A number; an integer stays one, for it may be beyond every float."""
        value = self.value(name)
        if not isinstance(value, int | float) or isinstance(value, bool):
            raise self._of_other_type(self.path(name), "a number", value)
        return value

    def whole(self, name: str, default: int | None = None, *, least: int | None = None, most: int | None = None) -> int:
        """A whole number, from *least* to *most* where these are given."""
        value = self._value(name, default)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self._of_other_type(self.path(name), "a whole number", value)
        if (least is not None and value < least) or (most is not None and value > most):
            bounds = (f"{word} {bound:,}" for word, bound in (("from", least), ("to", most)) if bound is not None)
            raise self.wrong(name, f"a whole number {' '.join(bounds)}")
        return value

    def texts(self, name: str, default: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """An array of strings."""
        values = self._array(name, default)
        for row, value in enumerate(values):
            if not isinstance(value, str):
                raise self._of_other_type(f"{self.path(name)}[{row}]", "a string", value)
        return tuple(map(str, values))

    def array(self, name: str) -> list[object]:
        """An array of values of any type."""
        return self._array(name, None)

    def each(
        self, name: str, read: Callable[["Members"], Result], default: tuple[Result, ...] | None = None
    ) -> tuple[Result, ...]:
        """An array of objects, each read by *read*."""
        self._read.add(name)
        if default is not None and name not in self._members:
            return default
        values = self._array(name, None)
        return tuple(self._inside(value, f"{self.path(name)}[{row}]", read) for row, value in enumerate(values))

    def one(self, name: str, read: Callable[["Members"], Result]) -> Result:
        """An object, read by *read*."""
        return self._inside(self.value(name), self.path(name), read)

    def end(self) -> None:
        """Refuse a member that was not read; `each` and `one` do so by themselves.

        A misspelt member would go unnoticed, and be lost the next time the object is written.
        """
        for name in self._members:
            if self._unknown and name not in self._read:
                raise self._error(f"{self.path(name)} {self._unknown}.")

    def _inside(self, value: object, path: str, read: Callable[["Members"], Result]) -> Result:
        members = Members(value, path, error=self._error, unknown=self._unknown)
        found = read(members)
        members.end()
        return found

    def _value(self, name: str, default: object) -> object:
        if default is not None and name not in self._members:
            self._read.add(name)
            return default
        return self.value(name)

    def _array(self, name: str, default: tuple[object, ...] | None) -> list[object]:
        value = self._value(name, None if default is None else list(default))
        if not isinstance(value, list):
            raise self._of_other_type(self.path(name), "an array", value)
        return value

    def _of_other_type(self, path: str, wanted: str, value: object) -> Exception:
        return self._error(f"{path} must be {wanted}, not {_described(value)}.")


def _described(value: object) -> str:
    """A value for a message: a string is not quoted, since it may be a secret."""
    kind = type_name(value)
    text = f"the number {value}" if kind == "number" else str(value).lower() if kind == "boolean" else ""
    return text if text and len(text) < 40 else type_words(value)
