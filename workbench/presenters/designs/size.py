"""Token sizes: measures the tokens of the chosen user under each design, and how they grow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot

from workbench.core.designs.growth import Growing, Ids, SizeQuestion, SizeReport
from workbench.core.errors import ComparisonStoppedError, LoginRefusedError, WorkbenchError
from workbench.presenters.server.experiment import ExperimentPresenter
from workbench.presenters.status import Status, StatusLevel

if TYPE_CHECKING:
    from workbench.core.experiment import Experiment
    from workbench.presenters.designs.chosen_user import ChosenUser
    from workbench.presenters.ports import RunReporting
    from workbench.presenters.server.server import ServerPresenter


class SizePresenter(ExperimentPresenter):
    """Measures when the view is shown, and again when the user or the question changes.

    Signals:
        report_changed(SizeReport | None): there are new figures; None: the user gets no token.
        status_changed(Status): why there are no figures, or how many tokens were measured.
        busy_changed(bool): a measurement is running.
        progress_changed(int, int): tokens measured, tokens expected.
    """

    report_changed = Signal(object)

    def __init__(
        self,
        measure: Experiment[SizeQuestion, SizeReport],
        server: ServerPresenter,
        chosen: ChosenUser,
        run: RunReporting,
    ) -> None:
        super().__init__(server, run)
        self._measure = measure
        self._chosen = chosen
        self._growing = Growing.RECORDS
        self._ids = Ids.SCENARIO
        self._watched = False
        self._answered: tuple[str, SizeQuestion] | None = None  # the URL of the server, and the question
        self._asked_again = False
        self.report: SizeReport | None = None
        chosen.users_changed.connect(self._on_question_changed)  # another server runs
        chosen.changed.connect(self._on_question_changed)

    @property
    def question(self) -> SizeQuestion:
        """The question of the next measurement."""
        return SizeQuestion(self._chosen.username, self._growing, self._ids)

    @Slot()
    def watch(self) -> None:
        """The view is shown: measure if the figures do not answer the present question."""
        self._watched = True
        self._on_question_changed()

    @Slot()
    def unwatch(self) -> None:
        """The view is hidden: measure nothing until it is shown again."""
        self._watched = False

    def choose_growing(self, growing: Growing) -> None:
        """Choose what the user holds more and more of."""
        self._growing = growing
        self._on_question_changed()

    def choose_ids(self, ids: Ids) -> None:
        """Choose the length of made-up ids."""
        self._ids = ids
        self._on_question_changed()

    @Slot()
    def measure(self) -> None:
        """Measure; the figures shown stay until the new ones arrive."""
        if self.busy:  # with another question: stop that measurement
            self._asked_again = True
            self._stopped.set()
            return
        info = self._running_info("measure")
        if info is None or self._chosen.user is None:
            return
        self._answered = (info.url, self.question)
        self._begin(self._measure, self.question, self._on_report, self._on_failure)

    @Slot()
    def stop(self) -> None:
        """Stop measuring."""
        self._asked_again = False
        super().stop()

    @Slot()
    def mark_outdated(self) -> None:
        """The world has changed: measure again, now or when the view is shown."""
        self._answered = None
        self._on_question_changed()

    @Slot()
    def _on_question_changed(self) -> None:
        info = self._server.info
        if self._watched and (info is None or self._answered != (info.url, self.question)):
            self.measure()

    def _on_report(self, report: SizeReport) -> None:
        if self._asked_again:
            self._ask_again()
            return
        self.report = report
        self.report_changed.emit(report)
        real, made_up = len(report.sizes), len(report.growth.curves) * len(report.growth.counts)
        text = f"{real + made_up} tokens issued and measured, {real} of them by login"
        self.status_changed.emit(Status(text, StatusLevel.OK))

    def _on_failure(self, error: WorkbenchError) -> None:
        if self._asked_again:
            self._ask_again()
            return
        self._answered = None
        if isinstance(error, ComparisonStoppedError):
            self.status_changed.emit(Status("Stopped. Measure again to get the figures.", StatusLevel.WARNING))
            return
        self.report = None
        self.report_changed.emit(None)
        if isinstance(error, LoginRefusedError):
            text = f"{error} There is no token to measure: choose another user."
            self.status_changed.emit(Status(text, StatusLevel.ERROR))
        else:
            self._emit_failure(error)

    def _ask_again(self) -> None:
        self._asked_again = False
        self.measure()
