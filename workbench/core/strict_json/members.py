"""Reading decoded JSON strictly: every member is asked for by name and type, and what is wrong is told by its path."""

from collections.abc import Callable
from typing import TypeVar

from workbench.core.errors import SessionFileError
from workbench.core.strict_json.text import type_name

Result = TypeVar("Result")


class Members:
    """A JSON object, of which members are taken; a member that nobody took is refused by `end`."""

    def __init__(self, value: object, path: str = "") -> None:
        if not isinstance(value, dict):
            raise wrong(path or "the file", "an object", value)
        self._members = value
        self._path = path
        self._taken: set[str] = set()

    def path(self, name: str) -> str:
        """Where the member *name* stands: ``variants[0].name``."""
        return f"{self._path}.{name}" if self._path else name

    def has(self, name: str) -> bool:
        """Whether it is there, and not null."""
        self._taken.add(name)
        return self._members.get(name) is not None

    def text(self, name: str, default: str | None = None) -> str:
        """A string; without *default* it has to be there."""
        value = self._value(name, default)
        if not isinstance(value, str):
            raise wrong(self.path(name), "a string", value)
        return value

    def whole(self, name: str, default: int | None = None, *, least: int | None = None, most: int = 10**12) -> int:
        """A whole number between *least*, by default as far below zero as *most* is above, and *most*."""
        value = self._value(name, default)
        least = -most if least is None else least
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise wrong(self.path(name), f"a whole number from {least} to {most}", value)
        return value

    def truth(self, name: str, default: bool | None = None) -> bool:
        """True or false."""
        value = self._value(name, default)
        if not isinstance(value, bool):
            raise wrong(self.path(name), "true or false", value)
        return value

    def each(self, name: str, read: Callable[["Members"], Result]) -> tuple[Result, ...]:
        """A list of objects, each read by *read*; none if the member is not there."""
        values = self._value(name, [])
        if not isinstance(values, list):
            raise wrong(self.path(name), "a list", values)
        found: list[Result] = []
        for number, value in enumerate(values):
            members = Members(value, f"{self.path(name)}[{number}]")
            found.append(read(members))
            members.end()
        return tuple(found)

    def one(self, name: str, read: Callable[["Members"], Result]) -> Result:
        """An object, read by *read*."""
        members = Members(self._value(name, None), self.path(name))
        found = read(members)
        members.end()
        return found

    def end(self) -> None:
        """Refuse what nobody took: a slip of the pen would otherwise go unnoticed, and be lost at the next saving."""
        for name in self._members:
            if name not in self._taken:
                raise SessionFileError(f"{self.path(name)} is no member of a session of this version.")

    def _value(self, name: str, default: object) -> object:
        self._taken.add(name)
        if name in self._members:
            return self._members[name]
        if default is None:
            raise SessionFileError(f"{self.path(name)} is missing.")
        return default


def wrong(path: str, wanted: str, value: object) -> SessionFileError:
    """The error for a value that is not what is wanted at *path*; a text is not quoted, for it may be a secret."""
    shown = {"number": f"the number {value}", "boolean": str(value).lower()}.get(type_name(value), "")
    shown = shown if shown and len(shown) < 40 else f"of the type {type_name(value)}"
    return SessionFileError(f"{path} should be {wanted}, and is {shown}.")
