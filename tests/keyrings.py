"""Keyrings in memory and in files, with the habits of real ones."""

import os
from collections.abc import Callable
from pathlib import Path
from threading import Event, Lock
from urllib.parse import quote

from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError

Entries = dict[tuple[str, str], str]


class MemoryKeyring(KeyringBackend):
    """Keeps what it is given, and notices calls that overlap."""

    priority = 0.1  # type: ignore[assignment]

    def __init__(self, entries: Entries | None = None) -> None:
        super().__init__()
        self.entries: Entries = {} if entries is None else entries
        self.calls = 0
        self._one_at_a_time = Lock()

    def get_password(self, service: str, username: str) -> str | None:
        with self._call():
            return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        with self._call():
            self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        with self._call():
            if (service, username) not in self.entries:
                raise PasswordDeleteError("No such password!")
            del self.entries[service, username]

    def _call(self) -> Lock:
        self.calls += 1
        assert not self._one_at_a_time.locked(), "two calls of the keyring overlap"
        return self._one_at_a_time


class WindowsError(Exception):
    """Stands for ``pywintypes.error``, which is no KeyringError."""


WindowsError.__name__ = WindowsError.__qualname__ = "error"
WindowsError.__module__ = "pywintypes"


class WindowsKeyring(MemoryKeyring):
    """Has one entry a service name, and takes 1,280 UTF-16 characters an entry."""

    def set_password(self, service: str, username: str, password: str) -> None:
        if len(password.encode("utf-16-le")) > 2 * 1280:
            raise WindowsError(1783, "CredWrite", "The stub received bad data")
        assert all(known == (service, username) for known in self.entries if known[0] == service)
        super().set_password(service, username, password)


class Crash(BaseException):
    """The moment at which the program is killed."""


class DyingKeyring(KeyringBackend):
    """Passes everything on to another keyring, and has `die` called before one of the writes."""

    priority = 0.1  # type: ignore[assignment]

    def __init__(self, backend: KeyringBackend, die: Callable[[], None], *, before_write: int) -> None:
        super().__init__()
        self.backend = backend
        self.die = die
        self.left = before_write

    def get_password(self, service: str, username: str) -> str | None:
        return self.backend.get_password(service, username)

    def set_password(self, service: str, username: str, password: str) -> None:
        self._count()
        self.backend.set_password(service, username, password)

    def delete_password(self, service: str, username: str) -> None:
        self._count()
        self.backend.delete_password(service, username)

    def _count(self) -> None:
        self.left -= 1
        if self.left == 0:
            self.die()


class ReplacingKeyring(DyingKeyring):
    """Replaces an entry as macOS does: it deletes it and adds it anew, and may die between the two."""

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.get_password(service, username) is not None:
            self.delete_password(service, username)
        super().set_password(service, username, password)


class FileKeyring(KeyringBackend):
    """Keeps each entry in a file of its own, so that processes can share it; it is only for made-up keys."""

    priority = 0.1  # type: ignore[assignment]

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder

    @property
    def entries(self) -> Entries:
        """What is in it."""
        names = [path.stem for path in self.folder.glob("*.txt")]
        return {(name.replace("%3A", ":"), "token-workbench"): self._path(name).read_text() for name in names}

    def get_password(self, service: str, username: str) -> str | None:
        try:
            return self._path(quote(service)).read_text()
        except FileNotFoundError:
            return None

    def set_password(self, service: str, username: str, password: str) -> None:
        path = self._path(quote(service))
        whole = path.with_suffix(f".{os.getpid()}")
        whole.write_text(password)
        whole.replace(path)

    def delete_password(self, service: str, username: str) -> None:
        try:
            self._path(quote(service)).unlink()
        except FileNotFoundError:
            raise PasswordDeleteError("No such password!") from None

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}.txt"


class RaisingKeyring(MemoryKeyring):
    """Answers some of its calls with an error."""

    def __init__(self, error: Exception, *, on: tuple[str, ...] = ("get", "set", "delete")) -> None:
        super().__init__()
        self.error = error
        self.on = on

    def get_password(self, service: str, username: str) -> str | None:
        self._raise("get")
        return super().get_password(service, username)

    def set_password(self, service: str, username: str, password: str) -> None:
        self._raise("set")
        super().set_password(service, username, password)

    def delete_password(self, service: str, username: str) -> None:
        self._raise("delete")
        super().delete_password(service, username)

    def _raise(self, call: str) -> None:
        if call in self.on:
            raise self.error


class HangingKeyring(MemoryKeyring):
    """Waits for an answer to its prompt."""

    def __init__(self) -> None:
        super().__init__()
        self.answered = Event()
        self.asked = Event()

    def get_password(self, service: str, username: str) -> str | None:
        self.asked.set()
        self.answered.wait()
        return super().get_password(service, username)


class ClingingKeyring(MemoryKeyring):
    """Says that it cannot delete."""

    def delete_password(self, service: str, username: str) -> None:
        raise PasswordDeleteError("Access denied")


class ForgettingKeyring(MemoryKeyring):
    """Takes everything and keeps nothing, as the null backend does."""

    def set_password(self, service: str, username: str, password: str) -> None:
        """Forget it."""
