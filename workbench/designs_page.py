"""The Designs page put together: its presenters, its views, and what joins them. A part of the composition root."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot

from workbench.core.matrix import Matrix
from workbench.core.timing import Measurement, TimingQuestion
from workbench.presenters.background import Background
from workbench.presenters.chosen_user import ChosenUser
from workbench.presenters.designs import DesignsPresenter
from workbench.presenters.ports import Report, ServerInfo
from workbench.presenters.server import ServerPresenter
from workbench.presenters.timing import TimingPresenter
from workbench.services.http_client import HttpClient
from workbench.services.matrix_runner import compare
from workbench.services.server_host import ServerHost
from workbench.services.timing_runner import measure
from workbench.ui.panels.designs import DesignsPanel
from workbench.ui.panels.designs_page import DesignsPage
from workbench.ui.panels.timing import TimingPanel
from workbench.ui.theme import Appearance


class Designs(QObject):
    """Makes every view of the Designs page.

    Attributes:
        page: what the main window shows.
    """

    def __init__(
        self,
        host: ServerHost,
        client: HttpClient,
        server: ServerPresenter,
        background: Background,
        appearance: Appearance,
    ) -> None:
        super().__init__()
        self._host = host
        self._client = client
        self._user = ChosenUser()
        self._decisions = DesignsPresenter(self._compare, server, background.run_reporting)
        decisions = DesignsPanel(self._decisions, self._user, appearance)
        self.page = DesignsPage()
        self.page.add_view(self.tr("Decisions"), decisions)
        self._timing = TimingPresenter(self._measure, server, background.run_reporting)
        time = TimingPanel(self._timing, self._user, appearance)
        self.page.add_view(self.tr("Time"), time)
        server.started.connect(time.show_server)
        server.started.connect(self._user.show_server)
        server.started.connect(decisions.show_server)

    @Slot()
    def stop(self) -> None:
        """Let whatever is under way come to its end early."""
        self._decisions.stop()
        self._timing.stop()

    def _compare(self, _info: ServerInfo, stopped: Callable[[], bool], report: Report) -> Matrix:
        """Compare all designs for all users; runs in a thread of its own."""
        with self._host.trial() as trial:
            return compare(
                self._client,
                trial,
                on_progress=lambda done, expected: report((done, expected)),
                cancelled=stopped,
            )

    def _measure(self, question: TimingQuestion, stopped: Callable[[], bool], report: Report) -> Measurement:
        """Measure what requests take under each design; runs in a thread of its own."""
        with self._host.trial() as trial:
            return measure(
                self._client,
                trial,
                question,
                on_progress=lambda done, expected: report((done, expected)),
                cancelled=stopped,
            )
