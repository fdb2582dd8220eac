"""The base of presenters that run experiments: one at a time, in the background."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from workbench.core.errors import StoppedError, WorkbenchError
from workbench.core.experiment import Experiment, RunControl, ShowProgress
from workbench.presenters.server.progress import Throttle
from workbench.presenters.status import Status, StatusLevel

if TYPE_CHECKING:
    from workbench.core.server.info import ServerInfo
    from workbench.presenters.ports import RunReporting
    from workbench.presenters.server.server import ServerPresenter

Question = TypeVar("Question")
Report = TypeVar("Report")

_OUTDATED = "Out of date: the server's clock, limit, keys or data have changed. F6 runs it again."


class ExperimentPresenter(QObject):
    """Runs one experiment at a time, reports its progress, and stops it.

    Signals:
        status_changed(Status): the outcome, or why there was no experiment.
        busy_changed(bool): an experiment is running.
        progress_changed(int, int): steps done, steps expected.
    """

    status_changed = Signal(object)
    busy_changed = Signal(bool)
    progress_changed = Signal(int, int)

    def __init__(self, server: ServerPresenter, run: RunReporting) -> None:
        super().__init__()
        self._server = server
        self._run_reporting = run
        self._stopped = threading.Event()
        self._shown = False  # whether a report is shown
        self._outdated = False  # whether the world has changed since the last experiment started
        self._absence_shown = False
        self._asked_about: tuple[str, str] | None = None  # the user and the scenario of the present report
        self._looked_at: tuple[str, str] | None = None
        self.busy = False
        server.started.connect(self._on_server_started)

    @Slot()
    def mark_outdated(self) -> None:
        """Clock, limit, keys or data of the server have changed: mark the report as out of date."""
        self._outdated = True
        if self._shown and not self.busy:
            self.status_changed.emit(Status(_OUTDATED, StatusLevel.WARNING))

    def look_at(self, username: str, scenario: str) -> None:
        """Another user was chosen, or another scenario is served: mark a report on the previous one."""
        self._looked_at = (username, scenario)
        if self._shown and not self.busy and self._asked_about is not None:
            if self._asked_about != self._looked_at:
                self.status_changed.emit(self._about_another())
            elif self._outdated:
                self.mark_outdated()
            else:
                self.status_changed.emit(Status(""))

    @Slot()
    def stop(self) -> None:
        """Stop the experiment."""
        self._stopped.set()

    def _begin(
        self,
        experiment: Experiment[Question, Report],
        question: Question,
        on_report: Callable[[Report], None],
        on_failure: Callable[[WorkbenchError], None] | None = None,
        *,
        meanwhile: str = "",
        about: tuple[str, str] | None = None,
    ) -> None:
        """Start an experiment; it has ended when its report or its error is passed on.

        Args:
            experiment: runs in the background.
            question: what it is asked.
            on_report: receives the report.
            on_failure: receives the error; by default it is shown.
            meanwhile: what the status says while it runs.
            about: the user and the scenario, if the report stays when another one is chosen.
        """
        self._outdated = False
        self._stopped = threading.Event()
        self._set_busy(busy=True)
        self.status_changed.emit(Status(meanwhile))
        self._run_reporting(
            partial(_perform, experiment, question, self._stopped.is_set),
            self.progress_changed.emit,
            partial(self._on_report_ready, on_report, about),
            partial(self._on_failed, on_failure or self._emit_failure),
        )

    def _running_info(self, purpose: str) -> ServerInfo | None:
        """The running server; if there is none, say so, with *purpose* as what to do after starting it."""
        info = self._server.info
        if info is None or self._server.running_url is None:
            text = f"The demo server is not running. Start it again, then {purpose}."
            self.status_changed.emit(Status(text, StatusLevel.ERROR))
            self._absence_shown = True
            return None
        return info

    def _forget(self) -> None:
        """The report is no longer shown."""
        self._shown = False

    def _emit_failure(self, error: WorkbenchError) -> None:
        if isinstance(error, StoppedError) and not self._shown:  # its hint is about the report shown
            self.status_changed.emit(Status(f"{error} F6 starts again.", StatusLevel.WARNING))
        else:
            self.status_changed.emit(Status.of(error))

    def _about_another(self) -> Status:
        user, scenario = self._asked_about or ("", "")
        present = self._looked_at[0] if self._looked_at else ""
        text = f"These figures are for {user} in the scenario {scenario}. F6 measures again for {present}."
        return Status(text, StatusLevel.WARNING)

    @Slot()
    def _on_server_started(self) -> None:
        if self._absence_shown:
            self._absence_shown = False
            self.status_changed.emit(Status(""))

    def _on_report_ready(self, pass_on: Callable[[Any], None], about: tuple[str, str] | None, report: object) -> None:
        self._set_busy(busy=False)
        self._shown = True
        self._asked_about = about
        pass_on(report)
        if self._outdated:
            self.mark_outdated()
        elif about is not None and self._looked_at not in (None, about):
            self.status_changed.emit(self._about_another())

    def _on_failed(self, pass_on: Callable[[WorkbenchError], None], error: WorkbenchError) -> None:
        self._set_busy(busy=False)
        pass_on(error)

    def _set_busy(self, *, busy: bool) -> None:
        self.busy = busy
        self.busy_changed.emit(busy)


def _perform(
    experiment: Experiment[Question, Report], question: Question, stopped: Callable[[], bool], show: ShowProgress
) -> Report:
    """Run the experiment, in the thread of the background call."""
    return experiment(question, RunControl(stopped, Throttle(show)))
