"""The comparison of two tokens; large ones are compared in the background."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from workbench.core.diff.difference import Difference, find_difference
from workbench.presenters.status import Status

if TYPE_CHECKING:
    from workbench.core.errors import WorkbenchError
    from workbench.core.token.compact import Reading
    from workbench.presenters.ports import Run

# Two tokens with this many characters together are compared between two keystrokes.
_AT_ONCE_CHARACTERS = 20_000


class DifferencePresenter(QObject):
    """Compares two tokens; of large ones requested during a comparison, only the last.

    Signals:
        difference_changed(Difference): the result of a comparison.
        busy_changed(bool): a comparison of large tokens started or ended.
        status_changed(Status): a comparison failed.
    """

    difference_changed = Signal(object)
    busy_changed = Signal(bool)
    status_changed = Signal(object)

    def __init__(self, run: Run, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._run = run
        self._asked: tuple[Reading, Reading, tuple[str, str]] | None = None
        self._running: tuple[Reading, Reading, tuple[str, str]] | None = None

    def compare(self, before: Reading, after: Reading, names: tuple[str, str]) -> None:
        """Compare *after* with *before*; *names* are their names."""
        running = self._running
        if running is not None and running[0] is before and running[1] is after and running[2] == names:
            self._asked = running
            return
        self._asked = before, after, names
        if len(before.text) + len(after.text) <= _AT_ONCE_CHARACTERS:
            self.difference_changed.emit(find_difference(before, after, names))
        elif self._running is None:
            self._start()

    def forget(self) -> None:
        """Drop the current comparison; its result will not be reported."""
        self._asked = None

    def _start(self) -> None:
        if self._asked is None:
            return
        self._running = self._asked
        self.busy_changed.emit(True)
        self._run(partial(find_difference, *self._asked), self._on_found, self._on_failed)

    def _on_found(self, difference: Difference) -> None:
        if self._end():
            self.difference_changed.emit(difference)

    def _on_failed(self, error: WorkbenchError) -> None:
        if self._end():
            self.status_changed.emit(Status.of(error))

    def _end(self) -> bool:
        """End a comparison; return whether its result is still wanted, and start the next one otherwise."""
        running, self._running = self._running, None
        self.busy_changed.emit(False)
        if running is self._asked:
            return True
        asked = self._asked
        if asked is not None and len(asked[0].text) + len(asked[1].text) > _AT_ONCE_CHARACTERS:
            self._start()
        return False
