"""The one edge to the cryptographic library's readers of keys: whatever they raise becomes a `LibraryError`.

They document ValueError, TypeError and UnsupportedAlgorithm, and raise more: InternalError for a private key of
Ed25519 that is too short, NotImplementedError for a point of OpenSSH that is compressed. What is wrong with a file must
not depend on a list of what a library was seen to raise.
"""

import warnings
from collections.abc import Callable
from typing import TypeVar

from cryptography.exceptions import UnsupportedAlgorithm

Read = TypeVar("Read")


class LibraryError(Exception):
    """The library cannot read a key. It has no text, for libraries quote key material in theirs.

    Attributes:
        unsupported: it has no such type of key, curve or cipher.
        wrong_password: it says that the password is wrong.
        needs_bcrypt: it lacks the package that opens an encrypted key of OpenSSH.
    """

    def __init__(self, cause: Exception) -> None:
        super().__init__()
        self.unsupported = isinstance(cause, UnsupportedAlgorithm)
        self.wrong_password = "Incorrect password" in str(cause)
        self.needs_bcrypt = self.unsupported and "bcrypt" in str(cause)


def call_library(read: Callable[[], Read]) -> Read:
    """What *read*, a call of one of the library's readers, returns. What it warns of is of no use to a user.

    Raises:
        LibraryError: it raised something.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return read()
    except Exception as error:  # noqa: BLE001  see above
        raise LibraryError(error) from None
