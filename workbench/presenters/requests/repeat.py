"""The repetition of one request, to see how long its answers take and whether they agree."""

from __future__ import annotations

import itertools
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from workbench.presenters.status import Status, StatusLevel

if TYPE_CHECKING:
    from workbench.core.answers.outcome import Outcome, Request
    from workbench.core.answers.repeat_stats import Repetition
    from workbench.core.errors import WorkbenchError
    from workbench.core.requests.origin import Origin
    from workbench.presenters.ports import Client, Run
    from workbench.presenters.requests.consents import ConsentsPresenter
    from workbench.presenters.requests.replay import ReplayPresenter
    from workbench.presenters.server.server import ServerPresenter


class RepeatPresenter(QObject):
    """Sends one request with the edited token again and again, one after the other.

    Signals:
        repetition_changed(Repetition): another answer arrived, or a new run started.
        status_changed(Status): the result, or why it stopped.
        busy_changed(bool): a run started or ended.
        progress_changed(int, int): answers received, answers expected.
    """

    repetition_changed = Signal(object)
    status_changed = Signal(object)
    busy_changed = Signal(bool)
    progress_changed = Signal(int, int)

    def __init__(
        self, client: Client, server: ServerPresenter, replay: ReplayPresenter, consents: ConsentsPresenter, run: Run
    ) -> None:
        from workbench.core.answers.repeat_stats import Repetition

        super().__init__()
        self._client = client
        self._server = server
        self._replay = replay
        self._consents = consents
        self._run = run
        self._runs = itertools.count(1)
        self._current_run = 0
        self._request: Request | None = None
        self._token = ""
        self._times = 0
        self._waiting_for: Origin | None = None
        self.repetition = Repetition()
        consents.answered.connect(self._on_consent_answered)

    @property
    def busy(self) -> bool:
        """Whether a repetition is running."""
        return self._current_run != 0

    def start(self, request: Request, times: int) -> None:
        """Send *request* *times* times, at most `MOST_TIMES`."""
        from workbench.core.answers.repeat_stats import MOST_TIMES, Repetition

        token, url = self._replay.edited, self._server.running_url
        if self.busy:
            return
        if self._replay.busy:
            self.status_changed.emit(Status("A replay is running. Wait for it or stop it first.", StatusLevel.ERROR))
        elif not token:
            self.status_changed.emit(Status("There is no token to send. Log in or paste one first.", StatusLevel.ERROR))
        elif url is None:
            text = "The demo server is not running. Start it again, then repeat."
            self.status_changed.emit(Status(text, StatusLevel.ERROR))
        else:
            self._request, self._token = request, token
            self._times = min(max(times, 1), MOST_TIMES)
            self._current_run = next(self._runs)
            self.repetition = Repetition()
            self.repetition_changed.emit(self.repetition)
            self.status_changed.emit(Status(""))
            self.busy_changed.emit(True)
            self._waiting_for = self._consents.needed(request, url)
            if self._waiting_for is None:
                self._send_next()
            else:
                self._consents.ask(self._waiting_for)

    @Slot()
    def stop(self) -> None:
        """Stop sending; the answers so far are kept."""
        if self.busy:
            done = len(self.repetition.answers)
            self._finish(Status(f"Stopped after {done} of {self._times}.", StatusLevel.WARNING))

    @Slot(object, bool)
    def _on_consent_answered(self, origin: Origin, allowed: bool) -> None:
        if origin != self._waiting_for:
            return
        self._waiting_for = None
        if allowed:
            self._send_next()
        else:
            self._finish(Status(f"Not sent: you did not allow sending the token to {origin}.", StatusLevel.WARNING))

    def _send_next(self) -> None:
        done = len(self.repetition.answers)
        self.progress_changed.emit(done, self._times)
        url, request = self._server.running_url, self._request
        if done >= self._times or url is None or request is None:
            self._finish(_verdict(self.repetition))
            return
        call = partial(self._client.replay, url, request, self._token, self._replay.design, self._replay.token_sender)
        run = self._current_run
        self._run(call, partial(self._on_outcome, run), partial(self._on_failure, run))

    def _on_outcome(self, run: int, outcome: Outcome) -> None:
        if run == self._current_run:
            self.repetition = self.repetition.with_outcome(outcome)
            self.repetition_changed.emit(self.repetition)
            self._send_next()

    def _on_failure(self, run: int, error: WorkbenchError) -> None:
        if run == self._current_run:
            self._finish(Status.of(error))

    def _finish(self, status: Status) -> None:
        self._current_run = 0
        if self._waiting_for is not None:
            self._waiting_for = None
            self._consents.withdraw()
        self.busy_changed.emit(False)
        self.status_changed.emit(status)


def _verdict(repetition: Repetition) -> Status:
    if repetition.agree:
        words = repetition.groups[0][0] if repetition.groups else "none"
        return Status(f"All {len(repetition.answers)} answers agree: {words}.", StatusLevel.OK)
    words = ", ".join(f"{count} × {answer}" for answer, count in repetition.groups)
    return Status(f"The answers do not agree: {words}.", StatusLevel.WARNING)
