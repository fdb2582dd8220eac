"""The newest status of a presenter whose view may be built later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, SignalInstance, Slot

if TYPE_CHECKING:
    from workbench.presenters.status import Status


class LatestStatus(QObject):
    """Remembers what a presenter said last, so that a view that is built afterwards can show it."""

    def __init__(self, changed: SignalInstance) -> None:
        """Remember each `Status` that *changed* emits."""
        super().__init__()
        self._changed = changed
        self._status: Status | None = None
        changed.connect(self._on_changed)

    def repeat(self) -> None:
        """Emit the newest status again; nothing happens if there is none."""
        if self._status is not None:
            self._changed.emit(self._status)

    @Slot(object)
    def _on_changed(self, status: Status) -> None:
        self._status = status
