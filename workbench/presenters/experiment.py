"""What presenters have in common that find something out by experiment: one at a time, in the background."""

import threading
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from workbench.core.errors import WorkbenchError
from workbench.presenters.ports import Report, RunReporting, ServerInfo
from workbench.presenters.server import ServerPresenter
from workbench.presenters.status import Severity, Status

Result = TypeVar("Result")


class ExperimentPresenter(QObject):
    """Runs one experiment at a time, tells how far it is, and stops it.

    Signals:
        status_changed(Status): how it went, or why there was none.
        busy_changed(bool): one is under way.
        progress_changed(int, int): how much is done, and how much there is to do.
    """

    status_changed = Signal(object)
    busy_changed = Signal(bool)
    progress_changed = Signal(int, int)

    def __init__(self, server: ServerPresenter, run: RunReporting) -> None:
        super().__init__()
        self._server = server
        self._run_reporting = run
        self._stopped = threading.Event()
        self.busy = False

    @Slot()
    def stop(self) -> None:
        """Ask nothing more."""
        self._stopped.set()

    def _begin(
        self,
        call: Callable[[Callable[[], bool], Report], Result],
        on_result: Callable[[Result], None],
        on_failure: Callable[[WorkbenchError], None],
        *,
        meanwhile: str = "",
    ) -> None:
        """Make an experiment; it is no longer under way when its result or its error is passed on.

        Args:
            call: the experiment. It asks its first argument whether it was stopped, and passes pairs of what is done
                and what there is to do to its second.
            on_result: gets what came out.
            on_failure: gets the error; `_tell_failure` is enough where nothing else is to be done.
            meanwhile: what the status says while it is under way.
        """
        self._stopped = threading.Event()
        self._set_busy(busy=True)
        self.status_changed.emit(Status(meanwhile))
        self._run_reporting(
            partial(call, self._stopped.is_set),
            self._on_progress,
            partial(self._on_end, on_result),
            partial(self._on_end, on_failure),
        )

    def _running_info(self, purpose: str) -> ServerInfo | None:
        """The server that runs; else its absence is told, with *purpose* as what to do after starting it."""
        info = self._server.info
        if info is None or self._server.running_url is None:
            text = f"The demo server is not running. Start it again, then {purpose}."
            self.status_changed.emit(Status(text, Severity.ERROR))
            return None
        return info

    def _tell_failure(self, error: WorkbenchError) -> None:
        self.status_changed.emit(Status.of(error))

    def _on_progress(self, progress: tuple[int, int]) -> None:
        self.progress_changed.emit(*progress)

    def _on_end(self, pass_on: Callable[[Any], None], outcome: object) -> None:
        self._set_busy(busy=False)
        pass_on(outcome)

    def _set_busy(self, *, busy: bool) -> None:
        self.busy = busy
        self.busy_changed.emit(busy)
