"""Texts of any length in a keyring that holds short entries only.

Windows takes 1,280 UTF-16 characters an entry, and an RSA-2048 key has 1,700: a text is cut into pieces, each an entry
of its own. Each entry has a service name of its own, since Windows moves the first entry of a service aside when a
second user name comes in, and not atomically.
"""

import hashlib
import re
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar

from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError

from workbench.core.errors import KeyringDamagedError, KeyringDeniedError, KeyringMissingError, WorkbenchError
from workbench.services.keyring_backend import described, system_backend, translated
from workbench.services.keyring_calls import KeyringCalls

_PIECE_CHARACTERS = 1_200
_MOST_PIECES = 10_000
_STORAGE_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Stored:
    """Where a text is.

    Attributes:
        storage: random id that the names of its entries share.
        pieces: number of its entries.
        sha256: digest of the text in hexadecimal, to tell whether what is read is what was written.
    """

    storage: str
    pieces: int
    sha256: str

    @classmethod
    def from_json(cls, document: object) -> "Stored":
        """Take over what ``to_json`` made. Raises ValueError for anything else."""
        if not isinstance(document, dict):
            raise ValueError("no object")
        storage, pieces, sha256 = (document.get(name) for name in ("storage", "pieces", "sha256"))
        if not isinstance(storage, str) or not _STORAGE_ID.fullmatch(storage) or not isinstance(sha256, str):
            raise ValueError("no storage id")
        if not isinstance(pieces, int) or not 0 < pieces <= _MOST_PIECES:
            raise ValueError("no number of pieces")
        return cls(storage, pieces, sha256)

    def to_json(self) -> dict[str, object]:
        """The members that ``from_json`` reads."""
        return {"storage": self.storage, "pieces": self.pieces, "sha256": self.sha256}


class KeyringEntries:
    """Writes, reads and erases texts of ASCII characters; every call may block and raise ``KeyStoreError``."""

    def __init__(self, backend: KeyringBackend | None, namespace: str, timeout_s: float) -> None:
        """Use *backend*, or look for the system's with the first call."""
        self._backend = backend
        self._namespace = namespace
        self._calls = KeyringCalls(timeout_s)

    @property
    def backend_name(self) -> str:
        """What secrets are kept in, in words; before the first call only what can be known then."""
        return described(self._backend) if self._backend is not None else "keyring of the operating system"

    def close(self) -> None:
        """Wait for the keyring no longer; see `KeyringCalls.close`."""
        self._calls.close()

    def get(self, entry: str) -> str | None:
        """The text of one entry, or None if there is none."""
        service = self._service(entry)
        return self._call(lambda backend: backend.get_password(service, self._namespace))

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

    def write(self, text: str) -> Stored:
        """Write a text in pieces under a fresh id, which nothing refers to yet."""
        storage = secrets.token_urlsafe(12)
        pieces = [text[start : start + _PIECE_CHARACTERS] for start in range(0, len(text), _PIECE_CHARACTERS)]
        for number, piece in enumerate(pieces, start=1):
            self.set(_piece(storage, number), piece)
        return Stored(storage, len(pieces), _digest(text))

    def read(self, stored: Stored) -> str:
        """Read a text back.

        Raises:
            KeyringDamagedError: a piece is missing, or the whole is not what was written.
        """
        pieces: list[str] = []
        for number in range(1, stored.pieces + 1):
            piece = self.get(_piece(stored.storage, number))
            if piece is None:
                missing = self._service(_piece(stored.storage, number))
                raise KeyringDamagedError(f"The keyring's entry {missing} is missing.")
            pieces.append(piece)
        text = "".join(pieces)
        if _digest(text) != stored.sha256:
            entries = self._service(stored.storage)
            raise KeyringDamagedError(f"The keyring's entries {entries} are not what was written to them.")
        return text

    def erase(self, stored: Stored) -> None:
        """Delete a text and make sure that it is gone; pieces that are gone already are no error.

        Raises:
            KeyringDeniedError: a piece is still there.
        """
        for number in range(1, stored.pieces + 1):
            entry = _piece(stored.storage, number)
            if self.get(entry) is not None:
                self._delete(entry)

    def _delete(self, entry: str) -> None:
        service = self._service(entry)

        def delete(backend: KeyringBackend) -> None:
            # Backends raise this for "not there" as well as for "refused", so that reading decides.
            with suppress(PasswordDeleteError):
                backend.delete_password(service, self._namespace)

        self._call(delete)
        if self.get(entry) is not None:
            raise KeyringDeniedError(
                f"The keyring did not delete the entry {service}.",
                hint="Delete this entry with the keyring's own program.",
            )

    def _service(self, entry: str) -> str:
        return f"{self._namespace}:{entry}"

    def _call(self, function: Callable[[KeyringBackend], _T]) -> _T:
        try:
            return self._calls.call(lambda: function(self._found_backend()))
        except WorkbenchError:
            raise
        except Exception as error:  # noqa: BLE001  each backend has errors of its own, some of no common class
            raise translated(error) from None

    def _found_backend(self) -> KeyringBackend:
        if self._backend is None:
            self._backend = system_backend()
        return self._backend


def _piece(storage: str, number: int) -> str:
    return f"{storage}:{number}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
