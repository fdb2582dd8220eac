"""Findings on each design: lints the tokens that the chosen user gets now."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot

from workbench.core.lint.designs import LintedDesign, LintQuestion, LintReport, total
from workbench.core.lint.severity import SEVERITIES, counted
from workbench.presenters.server.experiment import ExperimentPresenter
from workbench.presenters.status import Status, StatusLevel

if TYPE_CHECKING:
    from workbench.core.errors import WorkbenchError
    from workbench.core.experiment import Experiment
    from workbench.core.server.info import ServerInfo
    from workbench.presenters.designs.chosen_user import ChosenUser
    from workbench.presenters.ports import RunReporting
    from workbench.presenters.server.server import ServerPresenter


class DesignFindingsPresenter(ExperimentPresenter):
    """Lints the tokens of the chosen user, and knows whether its findings are up to date.

    It lints when the view is opened (`look`), after each comparison (`refresh`), and from then on also when another
    user is chosen. Findings for another user or an earlier server stay until then and are marked.

    Signals:
        findings_changed(): there are new findings, or the present ones are out of date.
        status_changed(Status): the outcome.
        busy_changed(bool): an experiment is running.
        progress_changed(int, int): designs done, designs expected.
    """

    findings_changed = Signal()

    def __init__(
        self, lint: Experiment[LintQuestion, LintReport], server: ServerPresenter, chosen: ChosenUser, run: RunReporting
    ) -> None:
        super().__init__(server, run)
        self._lint = lint
        self._chosen = chosen
        self._again = False
        self._of_this_server = False
        self.designs: tuple[LintedDesign, ...] = ()
        self.username = ""
        chosen.changed.connect(self._on_user_changed)

    @property
    def up_to_date(self) -> bool:
        """Whether the findings are about the chosen user's tokens of the server that runs."""
        return self._of_this_server and bool(self.designs) and self.username == self._chosen.username

    def of_design(self, design: str) -> LintedDesign | None:
        """The findings on this design for the chosen user; None if they are not known."""
        if not self.up_to_date:
            return None
        return next((each for each in self.designs if each.design == design), None)

    @Slot()
    def look(self) -> None:
        """Refresh if the findings are out of date and a server runs."""
        if not self.up_to_date and not self.busy and self._server.running_url is not None:
            self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Log in under each design again."""
        if self.busy:
            self._again = True  # the running experiment may be about another user
            return
        info, user = self._running_info("look at the findings"), self._chosen.user
        if info is None or user is None:
            return
        self._again = False
        self._begin(
            self._lint,
            LintQuestion(user.username),
            partial(self._on_linted, info),
            partial(self._on_failure, info),
        )

    @Slot()
    def stop(self) -> None:
        """Stop logging in."""
        self._again = False
        super().stop()

    @Slot(object)
    def show_server(self, _info: ServerInfo) -> None:
        """Another server runs: the findings are out of date."""
        self._of_this_server = False
        if self.designs:
            self.status_changed.emit(
                Status("These findings are from the previous server. Refresh.", StatusLevel.WARNING)
            )
            self.findings_changed.emit()

    @Slot()
    def mark_outdated(self) -> None:
        """The world has changed: the findings are out of date until the next refresh."""
        if self.busy:
            self._again = True
        if self.designs:
            self._of_this_server = False
            self.status_changed.emit(Status("These findings are from before the change. Refresh.", StatusLevel.WARNING))
            self.findings_changed.emit()

    @Slot(str)
    def _on_user_changed(self, username: str) -> None:
        if not self.designs and not self.busy:
            return
        if self.designs and not self.up_to_date:
            self.status_changed.emit(Status(f"These are the findings for {self.username}.", StatusLevel.WARNING))
        self.findings_changed.emit()
        if username and self._server.running_url is not None:
            self.refresh()

    def _on_linted(self, info: ServerInfo, report: LintReport) -> None:
        self.designs, self.username = report.designs, report.username
        self._of_this_server = info is self._server.info
        self.status_changed.emit(self._summary())
        self.findings_changed.emit()
        self._catch_up()

    def _on_failure(self, info: ServerInfo, error: WorkbenchError) -> None:
        self._emit_failure(error)
        if info is not self._server.info:
            self._again = True
        self._catch_up()

    def _catch_up(self) -> None:
        if self._again and self._server.running_url is not None:
            self.refresh()

    def _summary(self) -> Status:
        if not self._of_this_server:
            return Status("These findings are from the previous server. Refresh.", StatusLevel.WARNING)
        refused = [each for each in self.designs if each.problem]
        if refused and len(refused) == len(self.designs):
            text = f"{self.username} cannot log in under any design: {refused[0].problem} Choose another user."
            return Status(text, StatusLevel.WARNING)
        counts = total(self.designs)
        words = [counted(counts[severity], severity) for severity in SEVERITIES if counts[severity]]
        intended = sum(each.intended for each in self.designs)
        if intended:
            words.append(f"{intended:,} intended")
        issued = len(self.designs) - len(refused)
        tokens = "1 token" if issued == 1 else f"{issued} tokens"
        return Status(f"{tokens} issued to {self.username}: {', '.join(words) or 'no findings'}", StatusLevel.OK)
