"""Reads files that the user opens, up to a limit: never a device, and never more than fits in memory."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from workbench.core.errors import KeyImportError, TextFileError, WorkbenchError

MAX_BYTES = 4 * 1024 * 1024
"""Size of the largest text file that is read; a token has at most a quarter of it."""

_DER_SEQUENCE = b"\x30"


def read_text_file(path: str) -> str:
    """The text of a file with a token, a request or a key: UTF-8, or UTF-16 with its mark, as shells of Windows write.

    Raises:
        TextFileError: there is no such file, it cannot be read, is larger than 4 MiB, or is not text.
    """
    from workbench.core.text.text_decoding import NoTextError, decoded

    name = Path(path).name
    data = read_bounded(path, MAX_BYTES, "is larger than 4 MiB, which no token and no key is.", TextFileError)
    try:
        return decoded(data)
    except NoTextError as error:
        raise _binary(name, data, error.position) from None


def read_key_file(path: str) -> bytes:
    """The octets of a file with private keys, which are neither kept nor copied here.

    Raises:
        KeyImportError: there is no such file, it cannot be read, or is larger than 1 MiB.
    """
    from workbench.core.key_files.importer import MOST_OCTETS

    return read_bounded(path, MOST_OCTETS, "is larger than 1 MiB, and no key file is.", KeyImportError)


def read_bounded(path: str, most_bytes: int, too_large: str, error: type[WorkbenchError]) -> bytes:
    """The octets of a file.

    Args:
        path: of the file.
        most_bytes: how large it may be.
        too_large: what to say of a larger one after its name: ``is larger than 4 MiB, which no token is.``
        error: what to raise.

    Raises:
        WorkbenchError: an *error*: there is no such file, it cannot be read, or is too large.
    """
    name = Path(path).name
    try:
        # A device may do something when it is opened, and a pipe waits for a writer: so look first, without opening.
        _require_regular(name, Path(path).stat().st_mode, error)
        # What took its place since then does not block either.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(descriptor, "rb") as file:
            _require_regular(name, os.fstat(descriptor).st_mode, error)
            data = file.read(most_bytes + 1)
    except OSError as problem:
        reason = (problem.strerror or type(problem).__name__).lower()
        raise error(f"{name} cannot be read: {reason}.", hint="Check its name and your rights to it.") from None
    except ValueError:  # a NUL in the path
        raise error(f"{name!r} is not a valid file name.", hint="Choose a file.") from None
    if len(data) > most_bytes:
        raise error(f"{name} {too_large}")
    return data


def _require_regular(name: str, mode: int, error: type[WorkbenchError]) -> None:
    if stat.S_ISDIR(mode):
        raise error(f"{name} is a folder.", hint="Choose a file.")
    if not stat.S_ISREG(mode):
        raise error(f"{name} is a device or a pipe, not a file.", hint="Choose a file.")


def _binary(name: str, data: bytes, position: int) -> TextFileError:
    hint = TextFileError.hint
    if data.startswith(_DER_SEQUENCE):
        hint = "If it is a key or certificate in DER, write it as PEM: openssl x509 -inform der, or openssl pkey."
    return TextFileError(f"{name} is not a text file: byte {position + 1:,} is not valid UTF-8.", hint=hint)
