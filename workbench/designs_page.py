"""The Designs page put together: its presenters, its views, and what joins them. A part of the composition root."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot

from workbench.core.growth import SizeQuestion, SizeReport
from workbench.core.matrix import Matrix
from workbench.presenters.background import Background
from workbench.presenters.chosen_user import ChosenUser
from workbench.presenters.designs import DesignsPresenter
from workbench.presenters.ports import Report, ServerInfo
from workbench.presenters.server import ServerPresenter
from workbench.presenters.size import SizePresenter
from workbench.services.http_client import HttpClient
from workbench.services.matrix_runner import ask_every_question
from workbench.services.server_host import ServerHost
from workbench.services.size_runner import measure_sizes
from workbench.ui.panels.designs import DesignsPanel
from workbench.ui.panels.designs_page import DesignsPage
from workbench.ui.panels.size import SizePanel
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
        self._decisions = DesignsPresenter(self._ask_every_question, server, background.run_reporting)
        decisions = DesignsPanel(self._decisions, self._user, appearance)
        self.page = DesignsPage()
        self.page.add_view(self.tr("Decisions"), decisions)
        self._size = SizePresenter(self._measure_sizes, server, self._user, background.run_reporting)
        self.page.add_view(self.tr("Size"), SizePanel(self._size, self._user, appearance))
        server.started.connect(self._user.show_server)
        server.started.connect(decisions.show_server)

    @Slot()
    def stop(self) -> None:
        """Let whatever is under way come to its end early."""
        self._decisions.stop()
        self._size.stop()

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

    def _measure_sizes(
        self, info: ServerInfo, question: SizeQuestion, stopped: Callable[[], bool], report: Report
    ) -> SizeReport:
        """Measure all designs for one user; runs in a thread of its own."""
        with self._host.trial() as trial:
            return measure_sizes(
                self._client,
                trial.info.url,
                trial,
                [design.id for design in info.designs],
                question,
                next(user.demo_password for user in info.users if user.username == question.username),
                on_progress=lambda done, expected: report((done, expected)),
                cancelled=stopped,
            )
