"""The blast radius of a stolen token: tested for one user at a time, and kept for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot

from workbench.core.designs.stolen_token import BlastRadius, StolenTokenQuestion
from workbench.core.designs.stolen_token_text import sample_warning
from workbench.presenters.server.experiment import ExperimentPresenter
from workbench.presenters.status import Status, StatusLevel

if TYPE_CHECKING:
    from workbench.core.experiment import Experiment
    from workbench.core.server.info import ServerInfo
    from workbench.presenters.designs.chosen_user import ChosenUser
    from workbench.presenters.ports import RunReporting
    from workbench.presenters.server.server import ServerPresenter


class StolenTokenPresenter(ExperimentPresenter):
    """Finds the blast radius of a stolen token of the chosen user under each design.

    Signals:
        reach_changed(BlastRadius | None): the result for the chosen user; None if there is none yet.
        status_changed(Status): the outcome.
        busy_changed(bool): an experiment is running.
        progress_changed(int, int): requests done, requests expected.
    """

    reach_changed = Signal(object)

    def __init__(
        self,
        find: Experiment[StolenTokenQuestion, BlastRadius],
        server: ServerPresenter,
        chosen: ChosenUser,
        run: RunReporting,
    ) -> None:
        super().__init__(server, run)
        self._find = find
        self._chosen = chosen
        self._known: dict[str, BlastRadius] = {}
        chosen.changed.connect(self._on_user_changed)

    @property
    def reach(self) -> BlastRadius | None:
        """The result for the chosen user."""
        return self._known.get(self._chosen.username)

    @Slot()
    def find(self) -> None:
        """Test every request; the figures shown stay until the new ones arrive."""
        user = self._chosen.user
        if self.busy or self._running_info("ask") is None or user is None:
            return
        meanwhile = f"Testing all requests with a token of {user.username}…"
        self._begin(self._find, StolenTokenQuestion(user.username), self._on_reach, meanwhile=meanwhile)

    @Slot(object)
    def show_server(self, info: ServerInfo) -> None:  # noqa: ARG002  any other server has another world
        """Forget the results of another server, and stop asking it."""
        self.stop()
        self._known.clear()
        self._show()

    @Slot()
    def mark_outdated(self) -> None:
        """Mark the result shown as out of date, and forget those of other users."""
        present = self._chosen.username
        self._known = {user: reach for user, reach in self._known.items() if user == present}
        if present in self._known or self.busy:
            super().mark_outdated()

    @Slot(str)
    def _on_user_changed(self, username: str) -> None:  # noqa: ARG002  the chosen user knows it
        self._show()

    def _show(self) -> None:
        self.reach_changed.emit(self.reach)
        if not self.busy:
            self.status_changed.emit(Status("") if self.reach is None else _status(self.reach))

    def _on_reach(self, reach: BlastRadius) -> None:
        self._known[reach.user] = reach
        self.reach_changed.emit(self.reach)
        self.status_changed.emit(_status(reach))  # also where another user was chosen meanwhile: it names its own


def _status(reach: BlastRadius) -> Status:
    asked = f"{reach.asked:,} requests decided: {len(reach.designs)} designs, one token of {reach.user} each."
    warning = sample_warning(reach)
    return Status(f"{asked} {warning}", StatusLevel.WARNING) if warning else Status(asked, StatusLevel.OK)
