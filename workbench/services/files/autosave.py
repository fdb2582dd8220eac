"""Writes the present session beside the settings, so that a crash loses nothing.

Each running window has a file of its own and holds a lock on another as long as it lives; the operating system takes
the lock away when the process ends, however it ends. A session whose lock is free belongs to no window.
"""

import contextlib
import logging
import os
import secrets
import sys
from pathlib import Path
from threading import RLock

from workbench.core.errors import WorkbenchError
from workbench.core.session.session import Session
from workbench.services.files import session as session_file

log = logging.getLogger(__name__)

_FOLDER = "autosave"


class Autosave:
    """Keeps the session of one window; its methods may be called from any thread."""

    def __init__(self, data_dir: Path) -> None:
        self._folder = data_dir / _FOLDER
        self._lock: _Lock | None = None
        self._found: _Lock | None = None
        self._one_at_a_time = RLock()
        self._closed = False

    def find(self) -> Path | None:
        """The newest session that a window left behind which is no longer there; it is this window's from now on.

        Older ones are deleted: nobody remembers what they were about.
        """
        with self._one_at_a_time:
            try:
                left = sorted(self._folder.glob("*.lock"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
            except OSError:
                return None
            for path in left:
                lock = _Lock.take(path)
                if lock is None:
                    continue
                if self._found is None and lock.session.is_file():
                    self._found = lock
                else:
                    lock.remove()
            return None if self._found is None else self._found.session

    def discard(self) -> None:
        """Delete what `find` found."""
        with self._one_at_a_time:
            if self._found is not None:
                self._found.remove()
                self._found = None

    def save(self, session: Session) -> None:
        """Write the present session.

        Raises:
            SessionFileError: it cannot be written.
        """
        with self._one_at_a_time:
            if self._closed:
                return
            if self._lock is None:
                try:
                    self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                except OSError as error:
                    log.warning("there is no folder for the autosave: %s", error)
                    return
                self._lock = _Lock.take(self._folder / f"{os.getpid()}-{secrets.token_hex(4)}.lock")
            if self._lock is not None:
                session_file.save(self._lock.session, session)

    def close(self, session: Session | None) -> None:
        """Close: keep *session* for the next start, or nothing if it is None. What was found stays."""
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
            if self._found is not None:
                self._found.release()
                self._found = None
            with contextlib.suppress(OSError):
                self._folder.rmdir()  # if nothing is in it


class _Lock:
    """A file that one process holds locked, and the session that belongs to it."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self._path = path
        self._descriptor = descriptor
        self.session = path.with_suffix(".twb")

    @classmethod
    def take(cls, path: Path) -> "_Lock | None":
        """Lock *path*, made if it is not there; None if another holds it, or it cannot be opened."""
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError:
            return None
        try:
            _lock(descriptor)
        except OSError:
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
