"""What a stolen token reaches: asked for one user at a time, and kept for each."""

import threading
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from workbench.core.errors import ComparisonStoppedError, WorkbenchError
from workbench.core.reach import Reach
from workbench.core.reach_words import sample_warning
from workbench.presenters.chosen_user import ChosenUser
from workbench.presenters.ports import FindReach, RunReporting, ServerInfo
from workbench.presenters.server import ServerPresenter
from workbench.presenters.status import Severity, Status


class ReachPresenter(QObject):
    """Finds out what a stolen token of the chosen user reaches under each design.

    Signals:
        reach_changed(Reach | None): what is known for the chosen user; None if nothing was asked yet.
        status_changed(Status): how the asking went.
        busy_changed(bool): the asking is under way.
        progress_changed(int, int): requests done, requests expected.
    """

    reach_changed = Signal(object)
    status_changed = Signal(object)
    busy_changed = Signal(bool)
    progress_changed = Signal(int, int)

    def __init__(self, find: FindReach, server: ServerPresenter, chosen: ChosenUser, run: RunReporting) -> None:
        super().__init__()
        self._find = find
        self._server = server
        self._chosen = chosen
        self._run = run
        self._stop = threading.Event()
        self._known: dict[str, Reach] = {}
        self.busy = False
        chosen.changed.connect(self._on_user_changed)

    @property
    def reach(self) -> Reach | None:
        """What is known for the chosen user."""
        return self._known.get(self._chosen.username)

    @Slot()
    def find(self) -> None:
        """Ask about every request; the figures shown stay until the new ones are there."""
        user = self._chosen.user
        if self.busy:
            return
        if user is None or self._server.running_url is None:
            text = "The demo server is not running. Start it again, then ask."
            self.status_changed.emit(Status(text, Severity.ERROR))
            return
        self._stop = threading.Event()
        self._set_busy(busy=True)
        self.status_changed.emit(Status(f"Asking about every request with a token of {user.username} …"))
        self._run(partial(self._find, user, self._stop.is_set), self._on_progress, self._on_reach, self._on_failure)

    @Slot()
    def stop(self) -> None:
        """Ask about no further request."""
        self._stop.set()

    @Slot(object)
    def show_server(self, info: ServerInfo) -> None:  # noqa: ARG002  whichever it is, it is another world
        """Forget what another server was asked, and ask it no further."""
        self.stop()
        self._known.clear()
        self._show()

    @Slot(str)
    def _on_user_changed(self, username: str) -> None:  # noqa: ARG002  the chosen user knows it
        self._show()

    def _show(self) -> None:
        self.reach_changed.emit(self.reach)
        if not self.busy:
            self.status_changed.emit(Status("") if self.reach is None else _status(self.reach))

    def _on_progress(self, progress: tuple[int, int]) -> None:
        self.progress_changed.emit(*progress)

    def _on_reach(self, reach: Reach) -> None:
        self._set_busy(busy=False)
        self._known[reach.user] = reach
        self.reach_changed.emit(self.reach)
        self.status_changed.emit(_status(reach))  # also where another user was chosen meanwhile: it names its own

    def _on_failure(self, error: WorkbenchError) -> None:
        self._set_busy(busy=False)
        severity = Severity.WARNING if isinstance(error, ComparisonStoppedError) else Severity.ERROR
        self.status_changed.emit(Status(f"{error} {error.hint}".strip(), severity))

    def _set_busy(self, *, busy: bool) -> None:
        self.busy = busy
        self.busy_changed.emit(busy)


def _status(reach: Reach) -> Status:
    asked = f"{reach.asked:,} requests decided: {len(reach.designs)} designs, one token of {reach.user} each."
    warning = sample_warning(reach)
    return Status(f"{asked} {warning}", Severity.WARNING) if warning else Status(asked, Severity.OK)
