"""Staleness: changes the world while tokens are valid, in an experiment or on the running server."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot

from workbench.core.designs.staleness import Revocation, StalenessQuestion, parse_minute, parse_minutes
from workbench.core.errors import WorkbenchError
from workbench.core.token.compact import read
from workbench.presenters.server.experiment import ExperimentPresenter
from workbench.presenters.status import Status, StatusLevel

if TYPE_CHECKING:
    from workbench.core.answers.outcome import Outcome, Request
    from workbench.core.designs.dependence import Dependence
    from workbench.core.designs.staleness_report import StalenessReport
    from workbench.core.experiment import Experiment
    from workbench.core.server.directory_change import DirectoryEntry, WorldChange
    from workbench.core.server.info import ServerInfo
    from workbench.presenters.ports import LogOut, Run, RunReporting, World
    from workbench.presenters.server.server import ServerPresenter

BenchTokenSource = Callable[[], tuple[str, str]]
"""The token issued to the Bench, empty before a login, and the design that decides on it."""

FindDependence = Callable[["WorldChange"], "Dependence"]
"""Finds the requests that a change decides. Raises WorldChangeError or ServerUnreachableError."""


class StalenessPresenter(ExperimentPresenter):
    """Shows what can be changed for a user, measures how long old tokens work, and changes the running server's world.

    Signals:
        entry_changed(DirectoryEntry): the running server's present data about the user.
        dependence_changed(Dependence | None): which requests the change decides; None while that is not known.
        report_changed(StalenessReport): an experiment has ended.
        status_changed(Status): the outcome of an experiment, or of a change of the running server.
        busy_changed(bool): an experiment is running.
        progress_changed(int, int): answers received, answers expected.
        world_changed(): the running server's world has changed.
    """

    entry_changed = Signal(object)
    dependence_changed = Signal(object)
    report_changed = Signal(object)
    world_changed = Signal()

    def __init__(
        self,
        measure: Experiment[StalenessQuestion, StalenessReport],
        find_dependence: FindDependence,
        world: World,
        log_out: LogOut,
        bench_token: BenchTokenSource,
        server: ServerPresenter,
        run: Run,
        run_reporting: RunReporting,
    ) -> None:
        super().__init__(server, run_reporting)
        self._measure = measure
        self._find_dependence = find_dependence
        self._world = world
        self._log_out = log_out
        self._bench_token = bench_token
        self._run = run
        self._username = ""
        self._record = ""
        self._change: WorldChange | None = None
        self.finding_dependence = False
        self.report: StalenessReport | None = None

    @Slot(str)
    def show_user(self, username: str) -> None:
        """Show the directory's data about this user."""
        if username != self._username:
            self._record = ""
        self._username = username
        self.refresh()

    @Slot(str)
    def show_record(self, record: str) -> None:
        """Show the user's access to this record as well."""
        self._record = record.strip()
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Read the directory again, since the world may have changed."""
        if self._username and self._server.running_url is not None:
            call = partial(self._world.directory_entry, self._username, self._record)
            self._run(call, self._on_entry, self._on_no_entry)

    def show_change(self, change: WorldChange | None) -> None:
        """Find out which requests this change decides in the present world; None if no change is chosen."""
        self._change = change
        self.finding_dependence = change is not None and self._server.running_url is not None
        self.dependence_changed.emit(None)
        if change is not None and self.finding_dependence:
            call = partial(self._find_dependence, change)
            self._run(call, self._on_dependence, partial(self._on_no_dependence, change))

    def measure(
        self, change: WorldChange, request: Request, revocation: Revocation, change_minute: str, moments: str
    ) -> None:
        """Run an experiment.

        Args:
            change: the change of the world.
            request: the request to repeat.
            revocation: who ends tokens before they expire.
            change_minute: when the change happens, as typed: one minute after the login.
            moments: when to ask again, as typed: minutes after the login; empty for every few minutes.
        """
        if self.busy:
            return
        info = self._running_info("measure")
        if info is None:
            return
        try:
            change_s, moments_s = parse_minute(change_minute), parse_minutes(moments)
        except WorkbenchError as error:
            self.status_changed.emit(Status.of(error))
            return
        question = StalenessQuestion(change.user, change, request, revocation, change_s, moments_s)
        about = (change.user, info.scenario)
        self._begin(self._measure, question, self._on_report, about=about)

    def apply(self, change: WorldChange) -> None:
        """Apply *change* to the running server."""
        info = self._running_info("change its world")
        if info is None:
            return
        if change.logs_out:
            self._log_bench_out(info, change)
            return
        text = f"Done on the running server: {change.sentence}. Replay on the Bench to see what earlier tokens get."
        self._run(partial(self._world.apply, change), partial(self._on_world_changed, text), self._emit_failure)

    @Slot()
    def reset(self) -> None:
        """Reset the running server's world to the scenario."""
        if self._running_info("reset its world") is not None:
            text = (
                "The running server's roles, groups, accounts and access lists are reset to the scenario. "
                "Revoked tokens stay revoked."
            )
            self._run(self._world.reset, partial(self._on_world_changed, text), self._emit_failure)

    def _log_bench_out(self, info: ServerInfo, change: WorldChange) -> None:
        compact, design = self._bench_token()
        subjects = info.subjects(design)
        claims = read(compact).claims if compact else None
        owner = subjects.username(claims) if subjects is not None else None
        if owner != change.user:
            whose = "The token on the Bench belongs to another server" if compact else "There is no token on the Bench"
            if owner is not None:
                whose = f"The token on the Bench belongs to {owner or 'nobody here'}"
            text = f"{whose}; a logout needs the token that it ends. Log in there as {change.user} first."
            self.status_changed.emit(Status(text, StatusLevel.ERROR))
            return
        self._run(partial(self._log_out, info.url, compact, design), self._on_logged_out, self._emit_failure)

    def _on_logged_out(self, outcome: Outcome) -> None:
        if outcome.status == 204:
            self._on_world_changed("The token on the Bench is logged out: replay there to see it refused.", None)
        else:
            text = f"The server answered the logout with {outcome.status}: it already refuses the token."
            self.status_changed.emit(Status(text, StatusLevel.WARNING))

    def _on_world_changed(self, text: str, _result: object) -> None:
        self.status_changed.emit(Status(text, StatusLevel.OK))
        self.world_changed.emit()
        self.refresh()

    def _on_entry(self, entry: DirectoryEntry) -> None:
        if entry.user == self._username:
            self.entry_changed.emit(entry)

    def _on_dependence(self, dependence: Dependence) -> None:
        if dependence.change == self._change:
            self.finding_dependence = False
            self.dependence_changed.emit(dependence)

    def _on_no_dependence(self, change: WorldChange, error: WorkbenchError) -> None:
        if change == self._change:
            self.finding_dependence = False
            self.dependence_changed.emit(None)
            self._emit_failure(error)

    def _on_no_entry(self, error: WorkbenchError) -> None:
        self._record = ""  # an unknown record must not spoil the next answer
        self._emit_failure(error)

    def _on_report(self, report: StalenessReport) -> None:
        self.report = report
        self.report_changed.emit(report)
        answers = sum(len(course.samples) for run in report.runs for course in run.courses)
        counted = f"{answers} answers with {len(report.runs)} lifetimes"
        wrong = {course.design for run in report.runs for course in run.courses if course.wrong}
        if wrong:
            text = f"{counted}: {len(wrong)} of {len(report.designs)} designs answered wrong after the change."
            self.status_changed.emit(Status(text, StatusLevel.WARNING))
        elif any(course.is_decided for run in report.runs for course in run.courses):
            self.status_changed.emit(Status(f"{counted}: no answer was wrong.", StatusLevel.OK))
        else:
            text = f"{counted}: none was wrong, since the right answer stayed the same."
            self.status_changed.emit(Status(text, StatusLevel.WARNING))
