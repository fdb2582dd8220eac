"""Writes the present session beside the settings, so that a crash loses nothing.

Each running window has a file of its own and holds a lock on another as long as it lives; the operating system takes
the lock away when the process ends, however it ends. A session whose lock is free belongs to no window.
"""

from __future__ import annotations

import contextlib
import logging
import os
import sys
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING

from workbench.core.errors import SessionFileError, WorkbenchError
from workbench.services.files import session as session_file

if TYPE_CHECKING:
    from workbench.core.session.session import Session


log = logging.getLogger(__name__)

_FOLDER = "autosave"


class Autosave:
    """Keeps the session of one window; its methods may be called from any thread."""

    def __init__(self, data_dir: Path) -> None:
        self._folder = data_dir / _FOLDER
        self._lock: _Lock | None = None
        self._left: dict[Path, _Lock] = {}
        self._one_at_a_time = RLock()
        self._closed = False

    def left_behind(self) -> tuple[Path, ...]:
        """The sessions of windows that ended without closing, newest first: this window's until they are discarded.

        None of them is read here, and none is deleted: what cannot be read may still be of use to somebody.
        """
        with self._one_at_a_time:
            for session in _files(self._folder, "*.twb"):
                lock = _Lock.take(session.with_suffix(".lock"))
                if lock is not None:
                    self._left[session] = lock
            for path in _files(self._folder, "*.lock"):
                self._remove_lock_of_nothing(path)
            return tuple(sorted(self._left, key=_written, reverse=True))

    def discard(self, left: Path) -> None:
        """Delete one of the sessions that `left_behind` gave."""
        with self._one_at_a_time:
            lock = self._left.pop(left, None)
            if lock is not None:
                lock.remove()

    def save(self, session: Session) -> None:
        """Write the present session.

        Raises:
            SessionFileError: it cannot be written.
        """
        with self._one_at_a_time:
            if self._closed:
                return
            if self._lock is None:
                self._lock = self._own_lock()
            session_file.save(self._lock.session, session)

    def close(self, session: Session | None) -> None:
        """Close: keep *session* for the next start, or nothing if it is None. What was left behind is kept."""
        with self._one_at_a_time:
            if session is not None:
                try:
                    self.save(session)
                except WorkbenchError as error:
                    log.warning("the session could not be kept: %s", error)
            self._closed = True
            if self._lock is not None:
                if session is None:
                    self._lock.remove()
                else:
                    self._lock.release()
                self._lock = None
            for lock in self._left.values():
                lock.release()
            self._left.clear()
            with contextlib.suppress(OSError):
                self._folder.rmdir()  # if nothing is in it

    def _own_lock(self) -> _Lock:
        import secrets

        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise _error(self._folder, (error.strerror or str(error)).lower()) from None
        path = self._folder / f"{os.getpid()}-{secrets.token_hex(4)}.lock"
        lock = _Lock.take(path) or _Lock.take(path)  # a window that starts now may delete the first
        if lock is None:
            raise _error(self._folder, "a file in it cannot be opened and locked")
        return lock

    def _remove_lock_of_nothing(self, path: Path) -> None:
        if path.with_suffix(".twb") in self._left:
            return
        lock = _Lock.take(path)
        if lock is None:
            return
        if lock.session.exists():  # another window wrote it in the meantime
            lock.release()
        else:
            lock.remove()


def _files(folder: Path, pattern: str) -> list[Path]:
    try:
        return list(folder.glob(pattern))
    except OSError:
        return []


def _written(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def _error(folder: Path, reason: str) -> SessionFileError:
    hint = "Save the session to a file of your own."
    return SessionFileError(f"Nothing can be written in {folder}: {reason}.", hint=hint)


class _Lock:
    """A file that one process holds locked, and the session that belongs to it."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self._path = path
        self._descriptor = descriptor
        self.session = path.with_suffix(".twb")

    @classmethod
    def take(cls, path: Path) -> _Lock | None:
        """Lock *path*, made if it is not there; None if another holds it, or it cannot be opened."""
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError:
            return None
        try:
            _lock(descriptor)
            there = os.path.samestat(os.fstat(descriptor), path.stat())
        except OSError:
            there = False
        if not there:  # or deleted by another between opening and locking
            os.close(descriptor)
            return None
        return cls(path, descriptor)

    def release(self) -> None:
        """Release the lock for another process."""
        os.close(self._descriptor)

    def remove(self) -> None:
        """Delete the session, and the file itself."""
        with contextlib.suppress(OSError):
            self.session.unlink(missing_ok=True)
        if sys.platform == "win32":
            os.close(self._descriptor)  # an open file cannot be deleted there
            with contextlib.suppress(OSError):
                self._path.unlink(missing_ok=True)
        else:
            with contextlib.suppress(OSError):
                self._path.unlink(missing_ok=True)
            os.close(self._descriptor)


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
