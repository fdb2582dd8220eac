"""Writes files that hold keys: a private key is readable by its owner alone from the first octet on."""

import errno
import os
from pathlib import Path

from workbench.core.errors import KeyFileError, KeyFileExistsError
from workbench.services.files.atomic import write_whole


class KeyFiles:
    """Writes keys to files, for a presenter."""

    def check(self, path: Path) -> None:
        """Check that a file can be made there, before its text is made, which may cost much.

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
        """Write *text*; the file has all of it or is unchanged.

        Only its owner can open the file of a private key at any moment, whatever the umask. A link of that name is
        replaced, not followed: others might read where it leads.

        Args:
            path: the file.
            text: what it is to hold.
            private: let only its owner read it.
            replace: replace a file that is there.

        Returns:
            whether its owner alone can read it; see `write_whole`.

        Raises:
            KeyFileExistsError: it is there already, and is not to be replaced.
            KeyFileError: it cannot be written.
        """
        try:
            if path.is_dir():
                raise KeyFileError(f"{path} is a folder.", hint="Name a file in it.")
            return write_whole(path, text.encode(), owner_only=private, replace=replace)
        except FileExistsError:
            raise _exists(path) from None
        except (OSError, ValueError) as error:
            raise _error(path, error) from None


def _exists(path: Path) -> KeyFileExistsError:
    return KeyFileExistsError(f"{path.name} is in {path.parent} already.")


def _error(path: Path, error: OSError | ValueError) -> KeyFileError:
    if isinstance(error, ValueError):
        return KeyFileError("That is not a valid file name.", hint="Choose another name.")
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
