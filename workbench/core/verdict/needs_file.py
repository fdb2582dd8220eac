"""Reads a needs file (TOML): an error names file, key path, what is wrong, what was expected, and the nearest name."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from difflib import get_close_matches
from typing import Any, NoReturn

from workbench.core.errors import NeedsError, NeedsFileError
from workbench.core.text.wording import quoted, shown
from workbench.core.verdict.needs import Need, Needs, Readable, Renewal, ServiceLoad, UserSize

_LOAD = tuple(each.name for each in fields(ServiceLoad))
_USER = tuple(each.name for each in fields(UserSize))
_USERS = ("typical", "largest")
_NEEDS = (*(str(need) for need in Need), "renewed_by")
_SECTIONS = ("load", "users", "needs")
_NUMBERS = tuple(str(need) for need in (Need.ROLE, Need.SHARE, Need.ACCOUNT, Need.LOGOUT, Need.ADDED_MS, Need.LOOKUPS))
_SWITCHES = (str(Need.OFFLINE), str(Need.PER_RECORD))


def parse_needs(text: str, file: str, *, typical: UserSize, largest: UserSize, servers: Sequence[str]) -> Needs:
    """Read a needs file.

    Args:
        text: its content.
        file: its name, for errors.
        typical: what a typical user has, as far as the file does not say.
        largest: what the user with the most has, as far as the file does not say.
        servers: the names that `behind` may have.

    Raises:
        NeedsFileError: the file cannot be used.
    """
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise NeedsFileError(f"{file}: is not TOML: {error}; expected a TOML file (https://toml.io).") from None
    except (ValueError, RecursionError):
        raise NeedsFileError(f"{file}: is not TOML that can be read; expected a few tables of numbers.") from None
    reader = _Reader(file)
    reader.know("", document, _SECTIONS)
    load = reader.table("load", document, _LOAD)
    users = reader.table("users", document, _USERS)
    needs = reader.table("needs", document, _NEEDS)
    given = {name: reader.table(name, users, _USER, at="users.") for name in _USERS}
    try:
        return replace(
            Needs(load=ServiceLoad(**reader.numbers("load", load))),
            typical=_user(reader, "users.typical", typical, given["typical"]),
            largest=_user(reader, "users.largest", largest, given["largest"]),
            **reader.needs(needs, servers),
        )
    except NeedsError as error:
        reader.fail(error.key, error.problem, error.expected)


def _user(reader: "_Reader", path: str, user: UserSize, given: Mapping[str, Any]) -> UserSize:
    try:
        return replace(user, **reader.numbers(path, given))
    except NeedsError as error:
        reader.fail(error.key.replace("users", path, 1), error.problem, error.expected)


class _Reader:
    """Reads values of one file by name and type."""

    def __init__(self, file: str) -> None:
        self._file = file

    def fail(self, path: str, problem: str, expected: str) -> NoReturn:
        """Raise the error about the value at *path*."""
        raise NeedsFileError(f"{self._file}: {path}: {problem}; expected {expected}.")

    def know(self, path: str, table: Mapping[str, Any], names: Sequence[str]) -> None:
        """Refuse a key that is not one of *names*: a misspelt key must not be ignored silently."""
        for key in table:
            if key not in names:
                self.fail(f"{path}{key}", "is not a known key", _nearest(key, names))

    def table(self, name: str, within: Mapping[str, Any], names: Sequence[str], at: str = "") -> Mapping[str, Any]:
        """The table *name*, which may be missing, with no other keys than *names*."""
        value = within.get(name, {})
        if not isinstance(value, dict):
            self.fail(f"{at}{name}", f"is {_shown(value)}", f"a table [{at}{name}]")
        self.know(f"{at}{name}.", value, names)
        return value

    def numbers(self, path: str, table: Mapping[str, Any]) -> dict[str, Any]:
        """All values of *table*, each a number."""
        return {key: self._number(f"{path}.{key}", value) for key, value in table.items()}

    def needs(self, table: Mapping[str, Any], servers: Sequence[str]) -> dict[str, Any]:
        """The values of ``[needs]``."""
        found: dict[str, Any] = {}
        for key, value in table.items():
            path = f"needs.{key}"
            if key in _NUMBERS:
                found[key] = self._number(path, value)
            elif key in _SWITCHES:
                if not isinstance(value, bool):
                    self.fail(path, f"is {_shown(value)}", "true or false")
                found[key] = value
            elif key == Need.BEHIND:
                found[key] = tuple(self._names(path, value, servers))
            elif key == Need.CLIENT:
                found[key] = frozenset(map(Readable, self._names(path, value, [each.value for each in Readable])))
            else:
                found[key] = Renewal(next(iter(self._names(path, [value], [each.value for each in Renewal]))))
        return found

    def _number(self, path: str, value: object) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.fail(path, f"is {_shown(value)}", "a number")
        return value

    def _names(self, path: str, value: object, known: Sequence[str]) -> Iterable[str]:
        if not isinstance(value, list):
            self.fail(path, f"is {_shown(value)}", 'an array of strings, such as ["one", "two"]')
        for each in value:
            if each not in known:
                self.fail(path, f"{_shown(each)} is not known here", _nearest(each, known))
        return dict.fromkeys(value)


def _nearest(name: object, known: Sequence[str]) -> str:
    """The names that are expected, with the nearest one first where there is one."""
    lowered = {each.lower(): each for each in known}
    near = get_close_matches(name.lower(), lowered, 1, 0.5) if isinstance(name, str) else []
    names = ", ".join(known)
    return f'"{lowered[near[0]]}", or another of {names}' if near else f"one of {names}"


def _shown(value: object) -> str:
    """A value of TOML in a few characters; dates and times are written as they are."""
    if isinstance(value, float):
        return str(value)  # nan and inf, which JSON lacks
    if isinstance(value, str | bool | int):
        return quoted(value)
    return shown(value) if isinstance(value, list | dict) else str(value)
