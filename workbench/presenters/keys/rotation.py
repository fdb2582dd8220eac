"""Rotation: the answers to a plan are predicted and judged immediately; playing it gets them from a real server."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot

from workbench.core.errors import WorkbenchError
from workbench.core.rotation.judgement import judge
from workbench.core.rotation.plan import RotationPlan
from workbench.core.rotation.report import RotationReport, predicted
from workbench.presenters.server.experiment import ExperimentPresenter
from workbench.presenters.status import Status, StatusLevel

if TYPE_CHECKING:
    from workbench.core.experiment import Experiment
    from workbench.presenters.ports import RunReporting
    from workbench.presenters.server.server import ServerPresenter

_PREDICTED = Status("Predicted from the plan. Play it to ask a real server at each step.")


class RotationPresenter(ExperimentPresenter):
    """Holds a plan, the answers predicted from it, and those of a real server.

    Signals:
        report_changed(RotationReport): another plan, predicted, or the present one, played.
        judged(Status): what the plan means for users and for attackers.
        status_changed(Status): whether answers are predicted or real, and how playing went.
        busy_changed(bool): a plan is being played.
        progress_changed(int, int): moments done, moments expected.

    Attributes:
        report: what is shown.
    """

    report_changed = Signal(object)
    judged = Signal(object)

    def __init__(
        self, play: Experiment[RotationPlan, RotationReport], server: ServerPresenter, run: RunReporting
    ) -> None:
        super().__init__(server, run)
        self._play = play
        self.report = predicted(RotationPlan())

    @Slot(object)
    def set_plan(self, plan: RotationPlan) -> None:
        """Predict the answers to another plan; one that is being played is stopped."""
        self.stop()
        try:
            plan.check()
        except WorkbenchError as error:
            self.judged.emit(Status.of(error))
            return
        self._forget()
        self._show(predicted(plan))
        self.status_changed.emit(_PREDICTED)

    @Slot()
    def play(self) -> None:
        """Ask a real server at every moment of the plan."""
        if self.busy or self._running_info("play the rotation") is None:
            return
        plan = self.report.plan
        meanwhile = "Playing on a separate server, whose clock is moved…"
        self._begin(self._play, plan, self._on_played, partial(self._on_not_played, plan), meanwhile=meanwhile)

    def _on_played(self, report: RotationReport) -> None:
        if report.plan != self.report.plan:  # another plan was made meanwhile
            self.status_changed.emit(_PREDICTED)
            return
        self._show(report)
        asked = sum(each.answer is not None for each in report.questions)
        differing = report.differences
        if differing:
            text = (
                f"{len(differing)} of {asked} answers are not as predicted, the first of them at "
                f"{differing[0].sentence} ({differing[0].row})."
            )
            self.status_changed.emit(Status(text, StatusLevel.ERROR))
            return
        text = f"{asked} answers of a real server ({report.asked}), each as predicted."
        if report.later is not None:
            text = f"{text} A year later the stolen key still works: {report.later.words}."
        self.status_changed.emit(Status(text, StatusLevel.OK))

    def _on_not_played(self, plan: RotationPlan, error: WorkbenchError) -> None:
        if plan != self.report.plan:  # stopped by the change
            self.status_changed.emit(_PREDICTED)
        else:
            self._emit_failure(error)

    def _show(self, report: RotationReport) -> None:
        self.report = report
        self.report_changed.emit(report)
        judgements = judge(report.plan)
        serious = any(each.serious for each in judgements)
        doubtful = any(each.fault is not None for each in judgements)
        severity = StatusLevel.ERROR if serious else StatusLevel.WARNING if doubtful else StatusLevel.OK
        self.judged.emit(Status(" ".join(each.sentence for each in judgements), severity))
