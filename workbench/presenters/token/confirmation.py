"""What was just confirmed, for as long as it describes the token on the bench."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from workbench.presenters.status import Status, StatusLevel

if TYPE_CHECKING:
    from workbench.presenters.token.bench_token import BenchToken
    from workbench.presenters.token.editor_state import EditorState


class Confirmation(QObject):
    """Clears a confirmation once it no longer describes the present state: the token changed, or something else did.

    Signals:
        cleared(Status): the confirmation no longer holds; an empty status.
    """

    cleared = Signal(object)

    def __init__(self, token: BenchToken, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._token = token
        self._about: str | None = None
        token.state_changed.connect(self._on_state_changed)

    @Slot(object)
    def watch(self, status: Status) -> None:
        """*status* is shown from now on: a confirmation is about the token that is on the bench now."""
        self._about = self._token.state.text if status.severity is StatusLevel.OK else None

    @Slot()
    def forget(self) -> None:
        """Another status is shown than the confirmation."""
        self._about = None

    @Slot()
    def clear(self) -> None:
        """Something else has happened than what was confirmed."""
        if self._about is not None:
            self._about = None
            self.cleared.emit(Status(""))

    @Slot(object)
    def _on_state_changed(self, state: EditorState) -> None:
        if state.text != self._about:
            self.clear()
