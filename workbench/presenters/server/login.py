"""The login at the demo server."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from workbench.presenters.server.server import ServerPresenter, ServerState
from workbench.presenters.status import Status, StatusLevel

if TYPE_CHECKING:
    from workbench.core.errors import WorkbenchError
    from workbench.core.server.login import LoginAnswer
    from workbench.presenters.ports import Client, Run


class LoginPresenter(QObject):
    """Logs in and reports the result. A refused login keeps the earlier token.

    Signals:
        token_issued(str, str): the compact token, and the design by which its claims were chosen.
        status_changed(Status): how the login went.
        busy_changed(bool): a login started or ended.
    """

    token_issued = Signal(str, str)
    status_changed = Signal(object)
    busy_changed = Signal(bool)

    def __init__(self, client: Client, server: ServerPresenter, run: Run) -> None:
        super().__init__()
        self._client = client
        self._server = server
        self._run = run
        self._waiting: tuple[str, str, str] | None = None
        self._gave_up = False
        server.state_changed.connect(self._on_server_state_changed)

    @Slot(str, str, str)
    def log_in(self, username: str, password: str, design: str) -> None:
        """Ask for a token; while the server is starting, as soon as it runs."""
        if not username or not password:
            missing = "a user name" if not username else "the password"
            self.status_changed.emit(Status(f"Enter {missing} first.", StatusLevel.ERROR))
            return
        self.busy_changed.emit(True)
        url = self._server.running_url
        if url is not None:
            self._ask(url, username, password, design)
        elif self._server.state is ServerState.STARTING:
            self._waiting = (username, password, design)
            self.status_changed.emit(Status("Waiting for the demo server to start…"))
        else:
            self._give_up()

    def _ask(self, url: str, username: str, password: str, design: str) -> None:
        self.status_changed.emit(Status(f"Logging in as {username}…"))
        call = partial(self._client.login, url, username, password, design)
        self._run(call, partial(self._on_answer, username), self._on_failure)

    @Slot(object)
    def _on_server_state_changed(self, state: ServerState) -> None:
        if state is ServerState.RUNNING and self._gave_up:
            self._gave_up = False
            self.status_changed.emit(Status(""))
        if self._waiting is None or state is ServerState.STARTING:
            return
        url, waiting = self._server.running_url, self._waiting
        self._waiting = None
        if url is None:
            self._give_up()
        else:
            self._ask(url, *waiting)

    def _give_up(self) -> None:
        self._gave_up = True
        self.busy_changed.emit(False)
        self.status_changed.emit(
            Status("The demo server is not running. Start it again, then log in.", StatusLevel.ERROR)
        )

    def _on_answer(self, username: str, answer: LoginAnswer) -> None:
        self.busy_changed.emit(False)
        self.token_issued.emit(answer.access_token, answer.design)
        # Afterwards, for it is about the token that is on the bench now.
        self.status_changed.emit(Status(f"Logged in as {username}, design {answer.design}.", StatusLevel.OK))

    def _on_failure(self, error: WorkbenchError) -> None:
        self.busy_changed.emit(False)
        self.status_changed.emit(Status.of(error))
