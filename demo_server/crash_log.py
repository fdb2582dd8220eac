"""Keeps the traceback of a defect in a file of its own, so that the terminal gets one line."""

import itertools
import os
import tempfile
import traceback
from collections.abc import Iterator

_MOST = 100
_logs = itertools.count(1)


def write_crash_log(error: BaseException) -> str:
    """Write where *error* was raised to a file that its owner alone can read.

    A defect may come with every request: after a hundred files no more are written.

    Args:
        error: what nobody foresaw. What it says is left out, since it may quote a token or a key.

    Returns:
        one sentence for the user, with the name of the file.
    """
    name = type(error).__name__
    if next(_logs) > _MOST:
        return f"internal error ({name}); no more logs are written, see the first {_MOST}."
    try:
        descriptor, path = tempfile.mkstemp(prefix="demo-server-", suffix=".log")
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.writelines(_lines(error))
    except OSError as problem:
        return f"internal error ({name}); its log could not be written: {problem.strerror}."
    return f"internal error ({name}); the details are in {path}."


def _lines(error: BaseException) -> Iterator[str]:
    """The frames of *error* and of those that it came from, the first cause first."""
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None:
        yield from _lines(cause)
        yield "\n"
    yield from traceback.format_tb(error.__traceback__)
    yield f"{type(error).__module__}.{type(error).__qualname__}\n"
