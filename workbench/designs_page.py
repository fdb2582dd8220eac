"""The Designs page put together: its presenters, its views, and what joins them. A part of the composition root."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot

from workbench.core.matrix import Matrix
from workbench.core.staleness import Experiment, StalenessReport
from workbench.presenters.background import Background
from workbench.presenters.chosen_user import ChosenUser
from workbench.presenters.designs import DesignsPresenter
from workbench.presenters.ports import Report, ServerInfo
from workbench.presenters.replay import ReplayPresenter
from workbench.presenters.server import ServerPresenter
from workbench.presenters.staleness import StalenessPresenter
from workbench.services.http_client import HttpClient
from workbench.services.matrix_runner import ask_every_question
from workbench.services.server_host import ServerHost
from workbench.services.staleness_runner import measure_staleness
from workbench.ui.panels.designs import DesignsPanel
from workbench.ui.panels.designs_page import DesignsPage
from workbench.ui.panels.staleness import StalenessPanel
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
        replay: ReplayPresenter,
        appearance: Appearance,
    ) -> None:
        super().__init__()
        self._host = host
        self._client = client
        self._user = ChosenUser()
        self._decisions = DesignsPresenter(self._ask_every_question, server, background.run_reporting)
        decisions = DesignsPanel(self._decisions, self._user, appearance)
        self.page = DesignsPage()
        self.page.add_view(self.tr("Decisions"), decisions)
        server.started.connect(self._user.show_server)
        server.started.connect(decisions.show_server)
        self._add_staleness(server, background, replay, appearance)

    def _add_staleness(
        self, server: ServerPresenter, background: Background, replay: ReplayPresenter, appearance: Appearance
    ) -> None:
        self._staleness = StalenessPresenter(
            self._measure_staleness,
            self._host,
            self._client.logout,
            lambda: (replay.issued, replay.design),
            server,
            background.run,
            background.run_reporting,
        )
        panel = StalenessPanel(self._staleness, self._user, appearance)
        self.page.add_view(self.tr("Staleness"), panel)
        server.started.connect(panel.show_server)
        self._staleness.world_changed.connect(replay.world_changed)

    @Slot()
    def stop(self) -> None:
        """Let whatever is under way come to its end early."""
        self._decisions.stop()
        self._staleness.stop()

    def _measure_staleness(
        self, info: ServerInfo, experiment: Experiment, stopped: Callable[[], bool], report: Report
    ) -> StalenessReport:
        """Follow tokens of all designs through a change; runs in a thread of its own."""
        return measure_staleness(
            self._client,
            self._host,
            experiment,
            [design.id for design in info.designs],
            on_progress=lambda done, expected: report((done, expected)),
            cancelled=stopped,
        )

    def _ask_every_question(self, info: ServerInfo, stopped: Callable[[], bool], report: Report) -> Matrix:
        """Compare all designs for all users; runs in a thread of its own."""
        return ask_every_question(
            self._client,
            info.url,
            info.scenario,
            [design.id for design in info.designs],
            info.users,
            info.requests,
            on_progress=lambda done, expected: report((done, expected)),
            cancelled=stopped,
        )
