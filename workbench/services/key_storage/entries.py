"""Texts of any length in a keyring that holds short entries only.

Windows takes 1,280 UTF-16 characters an entry, and an RSA-2048 key has 1,700: a text is cut into pieces, each an entry
of its own. Each entry has a service name of its own, since Windows moves the first entry of a service aside when a
second user name comes in, and not atomically.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from workbench.core.errors import KeyringDamagedError, KeyringDeniedError, KeyringMissingError, WorkbenchError

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

    from workbench.core.strict_json.members import Members
    from workbench.services.key_storage.calls import KeyringCalls


PIECE_CHARACTERS = 1_200
"""Characters of one entry, each of which is one of UTF-16 since the texts are ASCII."""

_MOST_PIECES = 10_000
_STORAGE_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Stored:
    """Where a text is.

    Attributes:
        storage: random id that the names of its entries share.
        pieces: number of its entries.
        sha256: digest of the text in hexadecimal, to check that what is read is what was written.
    """

    storage: str
    pieces: int
    sha256: str

    @classmethod
    def fresh(cls, text: str) -> Stored:
        """A place for *text* that nothing else has."""
        import secrets

        return cls(secrets.token_urlsafe(12), len(_cut(text)), _digest(text))

    @classmethod
    def read(cls, members: Members) -> Stored:
        """Read what ``to_json`` made."""
        storage = members.text("storage")
        if not _STORAGE_ID.fullmatch(storage):
            raise members.wrong("storage", "a storage id")
        return cls(storage, members.whole("pieces", least=1, most=_MOST_PIECES), members.text("sha256"))

    def to_json(self) -> dict[str, object]:
        """The members that ``read`` reads."""
        return {"storage": self.storage, "pieces": self.pieces, "sha256": self.sha256}


class KeyringEntries:
    """Writes, reads and erases texts of ASCII characters; every method may block and raise ``KeyStoreError``."""

    def __init__(self, backend: KeyringBackend | None, namespace: str, calls: KeyringCalls) -> None:
        """Use *backend*, or look for the system's with the first call; make calls with *calls*."""
        self._backend = backend
        self._namespace = namespace
        self._calls = calls
        self._looked = False
        self._texts: dict[Stored, str] = {}

    @property
    def backend_name(self) -> str:
        """What secrets are kept in, in words; before the first call only what can be known then."""
        from workbench.services.key_storage.backend import described

        return described(self._backend) if self._backend is not None else "keyring of the operating system"

    def get(self, entry: str) -> str | None:
        """The text of one entry, or None if there is none.

        Raises:
            KeyringDamagedError: what is there is not text.
        """
        service = self._service(entry)
        text = self._call(lambda backend: _get(backend, service, self._namespace))
        if text is None or isinstance(text, str):
            return text
        raise KeyringDamagedError(f"The keyring's entry {service} holds no text.")

    def set(self, entry: str, text: str) -> None:
        """Write one entry and read it back.

        Raises:
            KeyringMissingError: the keyring took the entry and does not have it.
        """
        service = self._service(entry)
        self._call(lambda backend: backend.set_password(service, self._namespace, text))
        if self.get(entry) != text:
            raise KeyringMissingError(
                f"The keyring ({self.backend_name}) does not keep what is written to it.",
                hint="Choose another keyring in keyring's configuration.",
            )

    def write(self, stored: Stored, text: str) -> None:
        """Write a text to its place, which nothing points to yet."""
        for number, piece in enumerate(_cut(text), start=1):
            self.set(_piece(stored, number), piece)
        self._texts[stored] = text

    def read(self, stored: Stored) -> str:
        """Read a text back.

        Raises:
            KeyringDamagedError: a piece is missing, or the whole is not what was written.
        """
        pieces: list[str] = []
        for number in range(1, stored.pieces + 1):
            piece = self.get(_piece(stored, number))
            if piece is None:
                missing = self._service(_piece(stored, number))
                raise KeyringDamagedError(f"The keyring's entry {missing} is missing.")
            pieces.append(piece)
        text = "".join(pieces)
        if _digest(text) != stored.sha256:
            entries = self._service(stored.storage)
            raise KeyringDamagedError(f"The keyring's entries {entries} are not what was written to them.")
        self._texts[stored] = text
        return text

    def recall(self, stored: Stored) -> str:
        """The text that was last read or written; if there was none, it is read now. A place never has two texts."""
        text = self._texts.get(stored)
        return text if text is not None else self.read(stored)

    def forget_all_but(self, stored: AbstractSet[Stored]) -> None:
        """Forget all texts that were read or written except these; the keyring keeps them."""
        self._texts = {each: text for each, text in self._texts.items() if each in stored}

    def erase(self, stored: Stored) -> None:
        """Delete a text and make sure that it is gone; pieces that are gone already are no error.

        Raises:
            KeyringDeniedError: a piece is still there.
        """
        for number in range(1, stored.pieces + 1):
            self.delete(_piece(stored, number))

    def delete(self, entry: str) -> None:
        """Delete one entry and make sure that it is gone; one that is not there is no error.

        Raises:
            KeyringDeniedError: it is still there.
        """
        from keyring.errors import PasswordDeleteError

        service = self._service(entry)

        def delete(backend: KeyringBackend) -> None:
            # Backends raise this for "not there" as well as for "refused", so that reading decides.
            with suppress(PasswordDeleteError):
                backend.delete_password(service, self._namespace)

        self._call(delete)
        if self._call(lambda backend: _get(backend, service, self._namespace)) is not None:
            raise KeyringDeniedError(
                f"The keyring did not delete the entry {service}.",
                hint="Delete this entry with the keyring's own program.",
            )

    def _service(self, entry: str) -> str:
        return f"{self._namespace}:{entry}"

    def _call(self, function: Callable[[KeyringBackend], _T]) -> _T:
        from workbench.services.key_storage.backend import translated

        try:
            return self._calls.call(lambda: function(self._found_backend()))
        except WorkbenchError:
            raise
        except Exception as error:  # noqa: BLE001  each backend has errors of its own, some of no common class
            raise translated(error) from None

    def _found_backend(self) -> KeyringBackend:
        from workbench.services.key_storage.backend import system_backend

        if self._backend is None:
            again, self._looked = self._looked, True
            self._backend = system_backend(again=again)
        return self._backend


_NO_TEXT = object()


def _get(backend: KeyringBackend, service: str, username: str) -> object:
    """What is in an entry: its text, None, or with a garbled one something else."""
    try:
        return backend.get_password(service, username)
    except UnicodeError:  # backends decode UTF-8, and somebody else may have written something else
        return _NO_TEXT


def _piece(stored: Stored, number: int) -> str:
    return f"{stored.storage}:{number}"


def _cut(text: str) -> list[str]:
    return [text[start : start + PIECE_CHARACTERS] for start in range(0, len(text), PIECE_CHARACTERS)]


def _digest(text: str) -> str:
    import hashlib

    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()
