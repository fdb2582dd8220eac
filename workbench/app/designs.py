"""The Designs page put together: its presenters, its views, and what joins them. A part of the composition root."""

from PySide6.QtCore import QObject, Slot

from workbench.app.experiments import Experiments
from workbench.core.answers.matrix import Matrix
from workbench.presenters.background import Background
from workbench.presenters.designs.arithmetic import ArithmeticPresenter
from workbench.presenters.designs.chosen_user import ChosenUser
from workbench.presenters.designs.decisions import DesignsPresenter
from workbench.presenters.designs.findings import DesignFindingsPresenter
from workbench.presenters.designs.size import SizePresenter
from workbench.presenters.designs.staleness import StalenessPresenter
from workbench.presenters.designs.stolen_token import ReachPresenter
from workbench.presenters.designs.timing import TimingPresenter
from workbench.presenters.requests.replay import ReplayPresenter
from workbench.presenters.server.experiment import ExperimentPresenter
from workbench.presenters.server.server import ServerPresenter
from workbench.services.http_client.client import HttpClient
from workbench.services.server_host import ServerHost
from workbench.ui.designs.arithmetic.panel import ArithmeticPanel
from workbench.ui.designs.decisions.panel import DesignsPanel
from workbench.ui.designs.designs_page import DesignsPage
from workbench.ui.designs.findings.panel import DesignFindingsPanel
from workbench.ui.designs.size.panel import SizePanel
from workbench.ui.designs.staleness.panel import StalenessPanel
from workbench.ui.designs.stolen_token.panel import ReachPanel
from workbench.ui.designs.time.panel import TimingPanel
from workbench.ui.header_limits import header_limits
from workbench.ui.theme import Appearance


class Designs(QObject):
    """Makes every view of the Designs page.

    Attributes:
        page: what the main window shows.
    """

    def __init__(
        self,
        experiments: Experiments,
        host: ServerHost,
        client: HttpClient,
        server: ServerPresenter,
        replay: ReplayPresenter,
        background: Background,
        appearance: Appearance,
    ) -> None:
        super().__init__()
        self._server = server
        self._replay = replay
        self._world = replay.world
        run = background.run_reporting
        self._user = user = ChosenUser()
        self._decisions = DesignsPresenter(experiments.matrix, server, run)
        self._findings = DesignFindingsPresenter(experiments.lint, server, user, run)
        self._size = SizePresenter(experiments.sizes, server, user, run)
        self._timing = TimingPresenter(experiments.timing, server, run)
        self._arithmetic = ArithmeticPresenter(experiments.arithmetic, server, user, header_limits(), run)
        decisions = DesignsPanel(self._decisions, user, appearance, findings=self._findings)
        self._decisions.matrix_changed.connect(self._on_compared)
        timing = TimingPanel(self._timing, user, appearance)
        self._staleness = StalenessPresenter(
            experiments.staleness,
            host,
            client.logout,
            lambda: (replay.issued, replay.design),
            server,
            background.run,
            run,
        )
        self._staleness.world_changed.connect(replay.world_changed)
        staleness = StalenessPanel(self._staleness, user, appearance)
        self._reach = ReachPresenter(experiments.stolen_token, server, user, run)
        # Staleness tells by itself what was done to the world, and its figures are about changes of their own.
        self._of_the_present_world: tuple[ExperimentPresenter, ...] = (
            self._decisions,
            self._findings,
            self._size,
            self._timing,
            self._reach,
            self._arithmetic,
        )
        self.page = DesignsPage()
        self.page.add_view("Decisions", decisions)
        self.page.add_view("Findings", DesignFindingsPanel(self._findings, user, appearance))
        self.page.add_view("Size", SizePanel(self._size, user, appearance))
        self.page.add_view("Time", timing)
        self.page.add_view("Staleness", staleness)
        self.page.add_view("Stolen token", ReachPanel(self._reach, user, appearance))
        self.page.add_view("Arithmetic", ArithmeticPanel(self._arithmetic, user, appearance))
        # The user comes after what forgets another server's results, and before the views that ask about a user.
        for show in (self._decisions.show_server, self._findings.show_server, self._reach.show_server):
            server.started.connect(show)
        server.started.connect(self._arithmetic.forget)
        server.started.connect(user.show_server)
        for panel in (decisions, timing, staleness):
            server.started.connect(panel.show_server)
        server.started.connect(self._on_subject_changed)
        user.changed.connect(self._on_subject_changed)
        replay.conditions_changed.connect(self._on_conditions_changed)

    @property
    def decisions(self) -> DesignsPresenter:
        """What each design decides, and what is expected of that."""
        return self._decisions

    @Slot()
    def stop(self) -> None:
        """Let whatever is under way come to its end early."""
        for presenter in (*self._of_the_present_world, self._staleness):
            presenter.stop()

    @Slot()
    def _on_subject_changed(self) -> None:
        """Another user or another scenario: figures of the one before are marked as such."""
        if self._server.info is not None:
            for presenter in (self._timing, self._staleness):
                presenter.look_at(self._user.username, self._server.info.scenario)

    @Slot()
    def _on_conditions_changed(self) -> None:
        """Another world on the running server: figures of the one before are marked as such, or measured again."""
        if self._replay.world != self._world:
            self._world = self._replay.world
            for presenter in self._of_the_present_world:
                presenter.mark_outdated()

    @Slot(object)
    def _on_compared(self, matrix: Matrix | None) -> None:
        """Look at the tokens as well, so that figures and findings stand beside each other."""
        if matrix is not None:
            self._findings.refresh()
