"""Reads the files that a user names: regular ones only, up to a size, and without waiting for anybody."""

import os
import stat
from pathlib import Path

MAX_BYTES = 1024 * 1024
"""Size of the largest file; the largest scenario that comes with the server has 8 KiB."""


class FileRefusedError(ValueError):
    """A file cannot be read. The text follows its name: ``is a folder``."""


def read_regular(path: Path) -> bytes:
    """The octets of a regular file of at most `MAX_BYTES`.

    Raises:
        FileRefusedError: it cannot be read, is a folder, a device or a pipe, or is too large.
    """
    try:
        # A device may do something when it is opened, and a pipe waits for a writer: so look first, without opening.
        _require_regular(path.stat().st_mode)
        # What took its place since then does not block either.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(descriptor, "rb") as file:
            _require_regular(os.fstat(descriptor).st_mode)
            octets = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise FileRefusedError(f"cannot be read ({error.strerror or type(error).__name__})") from None
    except FileRefusedError:
        raise
    except ValueError:  # a NUL in the path
        raise FileRefusedError("is not a valid file name") from None
    if len(octets) > MAX_BYTES:
        raise FileRefusedError(f"is larger than {MAX_BYTES // 1024 // 1024} MiB")
    return octets


def _require_regular(mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise FileRefusedError("is a folder")
    if not stat.S_ISREG(mode):
        raise FileRefusedError("is a device or a pipe")
