"""Writes a file whole or not at all: beside its place, through to the disk, then renamed."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

_OWNER_ALONE = stat.S_IRUSR | stat.S_IWUSR
_EVERYBODY = _OWNER_ALONE | stat.S_IRGRP | stat.S_IWGRP | stat.S_IROTH | stat.S_IWOTH  # less what the umask takes away
# What a file system without hard links answers: FAT, exFAT, some network folders.
_NO_LINKS = {errno.EPERM, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP, errno.EXDEV, errno.EMLINK, errno.EINVAL}


def write_whole(path: Path, data: bytes, *, owner_only: bool = True, replace: bool = True) -> bool:
    """Write a file that has all of *data*, or leave what was there unchanged.

    A link at *path* is replaced, not followed.

    Args:
        path: the file.
        data: what it is to hold.
        owner_only: let nobody but the owner open it at any moment, whatever the umask.
        replace: replace a file that is there.

    Returns:
        whether its owner alone can read it. On Windows, and where the file system keeps no permissions, the folder
        decides, and the answer is False.

    Raises:
        FileExistsError: it is there already, and is not to be replaced.
        OSError: it cannot be written.
        ValueError: the name holds a NUL.
    """
    # In the same folder, since a rename within one is a single step; under a name that cannot be guessed.
    import secrets

    beside = path.parent / f".{secrets.token_hex(8)}.new"
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
    descriptor = os.open(beside, flags, _OWNER_ALONE if owner_only else _EVERYBODY)
    try:
        with os.fdopen(descriptor, "wb") as file:
            alone = os.name == "posix" and not stat.S_IMODE(os.fstat(descriptor).st_mode) & ~_OWNER_ALONE
            file.write(data)
            file.flush()
            os.fsync(descriptor)
        if replace:
            beside.replace(path)
        else:
            _rename_where_nothing_is(beside, path)
    finally:
        beside.unlink(missing_ok=True)
    return alone


def _rename_where_nothing_is(beside: Path, path: Path) -> None:
    """Give the file its name, but not that of a file which appeared in the meantime."""
    try:
        os.link(beside, path)  # unlike a rename it refuses a name that is taken
    except FileExistsError:
        raise
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        if os.path.lexists(path):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path)) from None
        beside.replace(path)
