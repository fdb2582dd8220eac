"""Files with keys in them: whole or not at all, and a private key readable by its owner alone from its first octet."""

import errno
import os
import secrets
import stat
from pathlib import Path

from workbench.core.errors import KeyFileError, KeyFileExistsError

_OWNER_ALONE = stat.S_IRUSR | stat.S_IWUSR
_EVERYBODY = _OWNER_ALONE | stat.S_IRGRP | stat.S_IWGRP | stat.S_IROTH | stat.S_IWOTH  # less what the umask takes away
# What a file system answers that knows no hard links: FAT, exFAT, some network folders.
_NO_LINKS = {errno.EPERM, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP, errno.EXDEV, errno.EMLINK, errno.EINVAL}


class KeyFiles:
    """Writes keys to files for a presenter, which knows no service by name."""

    def check(self, path: Path) -> None:
        """Do nothing if a file could be made there; what it costs to make its text should be spent after this.

        Raises:
            KeyFileExistsError: it is there already.
            KeyFileError: it is a folder, or its own folder is not there.
        """
        try:
            if path.is_dir():
                raise KeyFileError(f"{path} is a folder.", hint="Name a file in it.")
            if os.path.lexists(path):
                raise _exists(path)
            if not path.parent.is_dir():
                raise _error(path, FileNotFoundError(errno.ENOENT, ""))
        except (OSError, ValueError) as error:  # ValueError: a name with a NUL in it
            raise _error(path, error) from None

    def write(self, path: Path, text: str, *, private: bool, replace: bool) -> bool:
        """Write *text*; the file has all of it or is as it was.

        A private key is written to a file that nobody but its owner could open at any moment, whatever the umask. A
        link of that name is replaced, not followed: where it leads, others might read.

        Args:
            path: the file.
            text: what it is to hold.
            private: let nobody else read it.
            replace: take the place of a file that is there.

        Returns:
            whether its owner alone can read it; on Windows, and where the file system keeps no permissions, this is
            for the folder to say, and the answer is False.

        Raises:
            KeyFileExistsError: it is there already, and is not to be replaced.
            KeyFileError: it cannot be written.
        """
        try:
            return _write(path, text.encode(), private=private, replace=replace)
        except (OSError, ValueError) as error:
            raise _error(path, error) from None


def _write(path: Path, data: bytes, *, private: bool, replace: bool) -> bool:
    if path.is_dir():
        raise KeyFileError(f"{path} is a folder.", hint="Name a file in it.")
    # Beside it, for a rename within one folder is one step; a name that cannot be guessed, and is not there yet.
    beside = path.parent / f".{secrets.token_hex(8)}.new"
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
    descriptor = os.open(beside, flags, _OWNER_ALONE if private else _EVERYBODY)
    try:
        with os.fdopen(descriptor, "wb") as file:
            alone = os.name == "posix" and not stat.S_IMODE(os.fstat(descriptor).st_mode) & ~_OWNER_ALONE
            file.write(data)
            file.flush()
            os.fsync(descriptor)
        if replace:
            beside.replace(path)
        else:
            _put_where_nothing_is(beside, path)
    finally:
        beside.unlink(missing_ok=True)
    return alone


def _put_where_nothing_is(beside: Path, path: Path) -> None:
    """Give the file its name, but not that of a file which came there in the meantime."""
    try:
        os.link(beside, path)  # unlike a rename it refuses a name that is taken
    except FileExistsError:
        raise _exists(path) from None
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        if os.path.lexists(path):
            raise _exists(path) from None
        beside.replace(path)


def _exists(path: Path) -> KeyFileExistsError:
    return KeyFileExistsError(f"{path.name} is in {path.parent} already.")


def _error(path: Path, error: OSError | ValueError) -> KeyFileError:
    if isinstance(error, ValueError):
        return KeyFileError("This is no name of a file.", hint="Choose another name.")
    match error.errno:
        case errno.ENOENT | errno.ENOTDIR:
            return KeyFileError(f"There is no folder {path.parent}.", hint="Make it, or choose another folder.")
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return KeyFileError(f"You may not write in {path.parent}.", hint="Choose another folder.")
        case errno.ENOSPC | errno.EDQUOT:
            hint = "Make room, or choose a folder on another disk; nothing was changed."
            return KeyFileError(f"There is no room left for a file in {path.parent}.", hint=hint)
        case errno.ENAMETOOLONG:
            return KeyFileError("The name of the file is too long.", hint="Choose a shorter one.")
    reason = (error.strerror or type(error).__name__).lower()
    return KeyFileError(f"{path.name} cannot be written: {reason}.", hint="Choose another folder or another name.")
