"""The logout at the demo server: it revokes the token that the last login returned, or one from outside."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from workbench.presenters.status import Status, StatusLevel
from workbench.presenters.token.editor_state import TokenOrigin

if TYPE_CHECKING:
    from workbench.core.answers.outcome import Outcome
    from workbench.core.errors import WorkbenchError
    from workbench.presenters.ports import LogOut, Run
    from workbench.presenters.server.server import ServerPresenter
    from workbench.presenters.token.bench_token import BenchToken
    from workbench.presenters.token.editor_state import EditorState


class LogoutPresenter(QObject):
    """Logs out. The token stays on the bench, so that a replay shows who still accepts it.

    Signals:
        logged_out(): the server has revoked the token, and answers from now on accordingly.
        status_changed(Status): how the logout went.
        available_changed(bool): there is a token to revoke from now on, or there is none.
    """

    logged_out = Signal()
    status_changed = Signal(object)
    available_changed = Signal(bool)

    def __init__(
        self, log_out: LogOut, server: ServerPresenter, token: BenchToken, design: Callable[[], str], run: Run
    ) -> None:
        """Make the presenter; *design* names the design that checks the token."""
        super().__init__()
        self._log_out = log_out
        self._server = server
        self._token = token
        self._design = design
        self._run = run
        self._revoked = ""
        self._busy = self._available = False
        token.state_changed.connect(self._on_state_changed)

    @Slot()
    def log_out(self) -> None:
        """Revoke the token as issued, or the one from outside; edits change neither its ``jti`` nor its owner."""
        compact, url = self._compact(), self._server.running_url
        if not self._available:
            return
        if url is None:
            self._emit("The demo server is not running. Start it again, then log out.", StatusLevel.ERROR)
            return
        self._busy = True
        self._report_availability()
        self._emit("Logging out…", StatusLevel.INFO)
        call = partial(self._log_out, url, compact, self._design())
        self._run(call, partial(self._on_answer, compact), self._on_failure)

    def _compact(self) -> str:
        state = self._token.state
        issued = state.baseline if state.origin is TokenOrigin.ISSUED else None
        return issued.text if issued is not None else state.text.strip()

    def _on_answer(self, compact: str, outcome: Outcome) -> None:
        self._busy = False
        if outcome.status == 204:
            self._revoked = compact
            self.logged_out.emit()
            self._emit("Logged out: the token is revoked. Replay to see who refuses it.", StatusLevel.OK)
        else:
            text = f"The server answered the logout with {outcome.status}: it already refuses the token."
            self._emit(text, StatusLevel.WARNING)
        self._report_availability()

    def _on_failure(self, error: WorkbenchError) -> None:
        self._busy = False
        self.status_changed.emit(Status.of(error))
        self._report_availability()

    @Slot(object)
    def _on_state_changed(self, _state: EditorState) -> None:
        self._report_availability()

    def _report_availability(self) -> None:
        compact = self._compact()
        available = bool(compact) and compact != self._revoked and not self._busy
        if available != self._available:
            self._available = available
            self.available_changed.emit(available)

    def _emit(self, text: str, level: StatusLevel) -> None:
        self.status_changed.emit(Status(text, level))
