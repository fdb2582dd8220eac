"""Watches the scenario and design files of the user's own, and has them read again after a change."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Slot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from workbench.presenters.server.server import ServerPresenter

_PAUSE_MS = 300  # an editor writes a file in several steps


class OwnFiles(QObject):
    """Reloads the server when one of its files has changed; its status says what is wrong with a file."""

    def __init__(self, server: ServerPresenter, paths: Callable[[], Iterable[str]]) -> None:
        """Watch what *paths* returns, which is asked again whenever the server has started."""
        super().__init__()
        self._server = server
        self._paths = paths
        self._known: dict[str, tuple[int, int] | None] = {}
        self._watcher = QFileSystemWatcher(self)
        self._pause = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        # Most editors put a new file in the place of the old one, which ends the watch of the file alone.
        self._watcher.fileChanged.connect(self._pause.start)
        self._watcher.directoryChanged.connect(self._pause.start)
        self._pause.timeout.connect(self.look)
        server.started.connect(self._watch)

    @Slot()
    def _watch(self) -> None:
        """Watch the files that the server has read."""
        self._known = {path: _state(path) for path in self._paths()}
        self._watch_again()

    @Slot()
    def look(self) -> None:
        """Reload if a file is not as it was."""
        self._watch_again()
        states = {path: _state(path) for path in self._known}
        changed = any(state is not None and state != self._known[path] for path, state in states.items())
        self._known = {path: state or self._known[path] for path, state in states.items()}
        if changed:
            self._server.reload()

    def stop(self) -> None:
        """Watch nothing any more."""
        self._known = {}
        self._pause.stop()
        if self._watcher.files() or self._watcher.directories():
            self._watcher.removePaths([*self._watcher.files(), *self._watcher.directories()])

    def _watch_again(self) -> None:
        wanted = {path for path in self._known if Path(path).is_file()}
        wanted |= {str(Path(path).absolute().parent) for path in self._known}
        missing = wanted - set(self._watcher.files()) - set(self._watcher.directories())
        if missing:
            self._watcher.addPaths(sorted(missing))


def _state(path: str) -> tuple[int, int] | None:
    """When a file was changed, and its length; None while the file does not exist."""
    try:
        found = Path(path).stat()
    except (OSError, ValueError):
        return None
    return found.st_mtime_ns, found.st_size
