"""Files that the user opens, read up to a limit: never a device, and never more than fits."""

import stat
from pathlib import Path

from workbench.core.errors import WorkbenchError


def read_bounded(path: str, most_bytes: int, too_large: str, error: type[WorkbenchError]) -> bytes:
    """The octets of a file.

    Args:
        path: of the file.
        most_bytes: how long it may be.
        too_large: what to say of a longer one behind its name: ``is larger than 4 MiB, which no token is.``
        error: what to raise.

    Raises:
        WorkbenchError: an *error*: there is no such file, it cannot be read, or is too long.
    """
    name = Path(path).name
    try:
        kind = Path(path).stat().st_mode
        if stat.S_ISDIR(kind):
            raise error(f"{name} is a folder.", hint="Choose a file.")
        if not stat.S_ISREG(kind):  # reading a pipe waits for somebody to write
            raise error(f"{name} is a device or a pipe, and no file.", hint="Choose a file.")
        with Path(path).open("rb") as file:
            data = file.read(most_bytes + 1)
    except OSError as problem:
        reason = problem.strerror or type(problem).__name__
        raise error(f"{name} cannot be read: {reason}.", hint="Check its name and your rights to it.") from None
    except ValueError:  # a NUL in the path
        raise error(f"{name!r} is no name of a file.", hint="Choose a file.") from None
    if len(data) > most_bytes:
        raise error(f"{name} {too_large}")
    return data
