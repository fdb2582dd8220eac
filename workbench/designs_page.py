"""The Designs page put together: its presenters, its views, and what joins them. A part of the composition root."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot

from workbench.core.design_findings import LintedDesign
from workbench.core.matrix import Matrix
from workbench.presenters.background import Background
from workbench.presenters.chosen_user import ChosenUser
from workbench.presenters.design_findings import DesignFindingsPresenter
from workbench.presenters.designs import DesignsPresenter
from workbench.presenters.ports import Report, ServerInfo, User
from workbench.presenters.server import ServerPresenter
from workbench.services.design_findings import lint_every_design
from workbench.services.http_client import HttpClient
from workbench.services.matrix_runner import ask_every_question
from workbench.services.server_host import ServerHost
from workbench.ui.panels.design_findings import DesignFindingsPanel
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
        registered: frozenset[str],
    ) -> None:
        super().__init__()
        self._host = host
        self._client = client
        self._registered = registered
        self._user = ChosenUser()
        self._decisions = DesignsPresenter(self._ask_every_question, server, background.run_reporting)
        self._findings = DesignFindingsPresenter(self._lint_every_design, server, self._user, background.run_reporting)
        decisions = DesignsPanel(self._decisions, self._user, appearance, findings=self._findings)
        self.page = DesignsPage()
        self.page.add_view(self.tr("Decisions"), decisions)
        self.page.add_view(self.tr("Findings"), DesignFindingsPanel(self._findings, self._user, appearance))
        server.started.connect(self._decisions.show_server)
        server.started.connect(self._findings.show_server)
        server.started.connect(self._user.show_server)
        server.started.connect(decisions.show_server)
        self._decisions.matrix_changed.connect(self._on_compared)

    @Slot()
    def stop(self) -> None:
        """Let whatever is under way come to its end early."""
        self._decisions.stop()
        self._findings.stop()

    @Slot(object)
    def _on_compared(self, matrix: Matrix | None) -> None:
        """Look at the tokens as well, so that figures and findings stand beside each other."""
        if matrix is not None:
            self._findings.refresh()

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

    def _lint_every_design(
        self, _info: ServerInfo, user: User, stopped: Callable[[], bool], report: Report
    ) -> tuple[LintedDesign, ...]:
        """Look at the tokens that *user* gets; runs in a thread of its own, on a server of its own."""
        with self._host.trial() as trial:
            info = trial.info
            return lint_every_design(
                self._client,
                info.url,
                info.designs,
                user,
                now=trial.now,
                registered=self._registered,
                on_progress=lambda done, expected: report((done, expected)),
                cancelled=stopped,
            )
