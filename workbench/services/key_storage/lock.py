"""A lock between processes: of several windows one at a time changes the keyring.

It is a file that stays empty, and the system's lock on it, which ends with the process that holds it, however that
ends.
"""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import platformdirs

from workbench.core.errors import KeyStoreError

if sys.platform == "win32":
    import msvcrt

    def _try_to_lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _try_to_lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


_ELSEWHERE = "Another window of Token Workbench, or an earlier change of this one, still waits for the keyring."

WaitUntil = Callable[[Callable[[], bool], str], None]
"""Waits until a condition holds; the sentence says what is in the way."""


class ProcessLock:
    """The lock of one list of keys; it belongs to the user, wherever a window keeps its settings."""

    def __init__(self, name: str) -> None:
        """The lock *name*; nothing is written yet."""
        self._name = name

    @contextmanager
    def held(self, wait_until: WaitUntil) -> Iterator[None]:
        """Hold the lock, once no other does: no other process and no other thread.

        Raises:
            KeyStoreError: the file cannot be made; or whatever *wait_until* raises.
        """
        descriptor = self._open()
        try:
            wait_until(lambda: _locks(descriptor), _ELSEWHERE)
            yield
        finally:
            os.close(descriptor)  # which lets the lock go

    def _open(self) -> int:
        path: Path = platformdirs.user_state_path("token-workbench", appauthor=False) / f"{self._name}.lock"
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise KeyStoreError(
                f"The keys cannot be changed, since the file {path}, which keeps two windows apart, cannot be made: "
                f"{reason}.",
                hint="Make its folder writable, then try again.",
            ) from None


def _locks(descriptor: int) -> bool:
    try:
        _try_to_lock(descriptor)
    except OSError:
        return False
    return True
