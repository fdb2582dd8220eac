"""How long removed rights keep working under each design: measured after each comparison, for the table of costs."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot

from workbench.presenters.server.experiment import ExperimentPresenter

if TYPE_CHECKING:
    from workbench.core.designs.stale_window import StaleWindows, StaleWindowsQuestion
    from workbench.core.errors import WorkbenchError
    from workbench.core.experiment import Experiment
    from workbench.core.server.info import ServerInfo
    from workbench.presenters.ports import RunReporting
    from workbench.presenters.server.server import ServerPresenter


class StaleWindowsPresenter(ExperimentPresenter):
    """Measures the windows of the designs of the server that runs.

    Signals:
        windows_changed(): there are new windows, or those shown belong to an earlier server and are gone.
        status_changed(Status): why there are none.
        busy_changed(bool): they are being measured.
        progress_changed(int, int): steps done, steps expected.
    """

    windows_changed = Signal()

    def __init__(
        self,
        measure: Experiment[StaleWindowsQuestion, tuple[StaleWindows, ...]],
        server: ServerPresenter,
        run: RunReporting,
    ) -> None:
        super().__init__(server, run)
        self._measure = measure
        self._again = False
        self._windows: dict[str, StaleWindows] = {}

    def of_design(self, design: str) -> StaleWindows | None:
        """The windows of this design; None if they are not known."""
        return self._windows.get(design)

    @Slot()
    def refresh(self) -> None:
        """Measure again; the windows shown stay until the new ones are there."""
        from workbench.core.designs.stale_window import StaleWindowsQuestion

        if self.busy:
            self._again = True  # the running experiment may be about another world
            return
        info = self._running_info("measure")
        if info is None:
            return
        self._again = False
        self._begin(self._measure, StaleWindowsQuestion(), partial(self._on_measured, info), self._on_failure)

    @Slot(object)
    def show_server(self, _info: ServerInfo) -> None:
        """Another server runs: the windows shown are not those of its designs."""
        self._again = False
        self._stopped.set()
        self._forget()
        if self._windows:
            self._windows = {}
            self.windows_changed.emit()

    def _on_measured(self, info: ServerInfo, windows: tuple[StaleWindows, ...]) -> None:
        if info is self._server.info:
            self._windows = {each.design: each for each in windows}
            self.windows_changed.emit()
        self._catch_up()

    def _on_failure(self, error: WorkbenchError) -> None:
        self._emit_failure(error)
        self._catch_up()

    def _catch_up(self) -> None:
        if self._again:
            self.refresh()
