"""The Designs page put together: its presenters, its views, and what joins them. A part of the composition root."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot

from workbench.core.arithmetic import Measurements
from workbench.core.header_limits import parse_limits
from workbench.core.matrix import Matrix
from workbench.presenters.arithmetic import ArithmeticPresenter
from workbench.presenters.background import Background
from workbench.presenters.chosen_user import ChosenUser
from workbench.presenters.designs import DesignsPresenter
from workbench.presenters.ports import Report, ServerInfo
from workbench.presenters.server import ServerPresenter
from workbench.services import arithmetic_runner
from workbench.services.http_client import HttpClient
from workbench.services.matrix_runner import ask_every_question
from workbench.services.server_host import ServerHost
from workbench.ui.assets import asset
from workbench.ui.panels.arithmetic import ArithmeticPanel
from workbench.ui.panels.designs import DesignsPanel
from workbench.ui.panels.designs_page import DesignsPage
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
        server.started.connect(self._user.show_server)
        server.started.connect(decisions.show_server)
        limits = parse_limits(asset("header_limits.csv").read_text(encoding="utf-8"))
        self._arithmetic = ArithmeticPresenter(self._measure, server, self._user, limits, background.run_reporting)
        self.page.add_view(self.tr("Arithmetic"), ArithmeticPanel(self._arithmetic, self._user, appearance))
        server.started.connect(self._arithmetic.forget)

    @Slot()
    def stop(self) -> None:
        """Let whatever is under way come to its end early."""
        self._decisions.stop()
        self._arithmetic.stop()

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

    def _measure(self, username: str, stopped: Callable[[], bool], report: Report) -> Measurements:
        """Find out what the arithmetic needs for one user; runs in a thread of its own."""
        with self._host.trial(header_limit=arithmetic_runner.HEADER_LIMIT) as trial:
            return arithmetic_runner.measure(
                self._client,
                trial,
                username,
                on_progress=lambda done, expected: report((done, expected)),
                cancelled=stopped,
            )
