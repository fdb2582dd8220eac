"""What the tokens weigh: measured for the user chosen, design by design, and how they grow."""

from PySide6.QtCore import Signal, Slot

from workbench.core.designs.growth import Growing, Ids, SizeQuestion, SizeReport
from workbench.core.errors import ComparisonStoppedError, LoginRefusedError, WorkbenchError
from workbench.core.experiment import Experiment
from workbench.presenters.designs.chosen_user import ChosenUser
from workbench.presenters.ports import RunReporting
from workbench.presenters.server.experiment import ExperimentPresenter
from workbench.presenters.server.server import ServerPresenter
from workbench.presenters.status import Status, StatusLevel


class SizePresenter(ExperimentPresenter):
    """Measures when somebody looks, and again when user or question are others.

    Signals:
        report_changed(SizeReport | None): there are new figures; or none, since the user gets no token.
        status_changed(Status): why there are none, or how many tokens they come from.
        busy_changed(bool): a measurement is under way.
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
        self._answered: tuple[str, SizeQuestion] | None = None  # of which server, and what was asked
        self._asked_again = False
        self.report: SizeReport | None = None
        chosen.users_changed.connect(self._on_question_changed)  # another server runs
        chosen.changed.connect(self._on_question_changed)

    @property
    def question(self) -> SizeQuestion:
        """What the next measurement is about."""
        return SizeQuestion(self._chosen.username, self._growing, self._ids)

    @Slot()
    def watch(self) -> None:
        """Somebody looks: measure if the figures are not those of the present question."""
        self._watched = True
        self._on_question_changed()

    @Slot()
    def unwatch(self) -> None:
        """Nobody looks any more: measure nothing until somebody does."""
        self._watched = False

    def choose_growing(self, growing: Growing) -> None:
        """Let the user get more and more of this."""
        self._growing = growing
        self._on_question_changed()

    def choose_ids(self, ids: Ids) -> None:
        """Make ids of this length up."""
        self._ids = ids
        self._on_question_changed()

    @Slot()
    def measure(self) -> None:
        """Measure, whether or not there are figures; those shown stay until the new ones are there."""
        if self.busy:  # for another question: let that one go
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
        """Measure no further token."""
        self._asked_again = False
        super().stop()

    @Slot()
    def mark_outdated(self) -> None:
        """The figures are of another world: measure anew, now or when somebody looks."""
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
            text = f"{error} No login, no token to measure: choose another user."
            self.status_changed.emit(Status(text, StatusLevel.ERROR))
        else:
            self._emit_failure(error)

    def _ask_again(self) -> None:
        self._asked_again = False
        self.measure()
