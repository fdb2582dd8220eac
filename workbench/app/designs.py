"""The Designs page: what should be in the token? Each view answers that by another experiment."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pkgutil import resolve_name
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QTableView, QWidget

from workbench.app.page import PageBase
from workbench.presenters.designs.chosen_user import ChosenUser
from workbench.presenters.designs.decisions import DesignsPresenter
from workbench.presenters.exports import ExportsPresenter
from workbench.presenters.latest_status import LatestStatus
from workbench.services.files.exports import ExportFiles
from workbench.ui.icons import Icon
from workbench.ui.widgets.tabs import View

if TYPE_CHECKING:
    from workbench.app.shared import Shared
    from workbench.core.answers.matrix import Matrix
    from workbench.core.server.info import ServerInfo
    from workbench.presenters.server.experiment import ExperimentPresenter

ShowServer = Callable[["ServerInfo"], None]

_TABLES = {
    "contents": "contents.table",
    "size": "size.table",
    "time": "time.table",
    "staleness": "staleness.lifetimes",
    "decisions": "designs.matrix",
}
"""For the views that figures of the verdict come from, the table with a row for each design."""


class Designs(PageBase):
    """Makes each view with its presenter when it is first shown.

    Signals:
        bench_requested(str): the user wants to try this design on the bench.

    Attributes:
        decisions: what each design decides, and what is expected of that; a session keeps the latter.
        presenters: those of the views shown so far, by the id of the view.
    """

    id = "designs"
    title = "Designs"
    icon = Icon.DESIGNS
    bench_requested = Signal(str)

    def __init__(self, shared: Shared) -> None:
        super().__init__()
        self._shared = shared
        self._run = shared.background.run_reporting
        self._user = ChosenUser()
        self.decisions = DesignsPresenter(shared.experiments.matrix, shared.server, self._run)
        self._exports = ExportsPresenter(ExportFiles(), shared.background.run)
        self.presenters: dict[str, ExperimentPresenter] = {"decisions": self.decisions}
        self._world = shared.replay.world
        # Views of another server's results forget them, before other users are offered, before views offer anything.
        self._forget: list[ShowServer] = [self.decisions.show_server]
        self._offer: list[ShowServer] = []
        shared.server.started.connect(self._on_server_started)
        self._user.changed.connect(self._on_subject_changed)
        shared.replay.conditions_changed.connect(self._on_conditions_changed)

    def build(self) -> QWidget:
        """The page with its first view."""
        from workbench.ui.widgets.tabbed_page import TabbedPage

        self._page = page = TabbedPage("designs", "Designs", "Views of the designs")
        page.view_built.connect(self._offer_exports)
        for view in (
            View("verdict", "Verdict", self._build_verdict),
            View("contents", "In the token", self._build_contents),
            View("decisions", "Decisions", self._build_decisions),
            View("findings", "Findings", self._build_findings),
            self._view("size", "Size", "sizes", "size:SizePresenter", "size.panel:SizePanel"),
            View("time", "Time", self._build_time),
            View("staleness", "Staleness", self._build_staleness),
            self._view(
                "stolen_token",
                "Stolen token",
                "stolen_token",
                "stolen_token:StolenTokenPresenter",
                "stolen_token.panel:StolenTokenPanel",
            ),
            View("arithmetic", "Arithmetic", self._build_arithmetic),
        ):
            page.add_view(view)
        return page

    @Slot()
    def stop(self) -> None:
        """End whatever is under way early."""
        for presenter in self.presenters.values():
            presenter.stop()

    def _view(self, view_id: str, title: str, experiment: str, presenter: str, panel: str) -> View:
        """A view that needs nothing beside an experiment and the chosen user.

        Args:
            view_id: names the view in code.
            title: the words on its tab.
            experiment: its name in `Experiments`.
            presenter: module and class in ``presenters.designs``; takes experiment, server, user, and how to run.
            panel: module and class in ``ui.designs``; takes presenter, user and appearance.
        """
        return View(view_id, title, partial(self._build_view, view_id, experiment, presenter, panel))

    def _build_view(self, view_id: str, experiment: str, presenter: str, panel: str) -> QWidget:
        shared = self._shared
        made = resolve_name(f"workbench.presenters.designs.{presenter}")(
            getattr(shared.experiments, experiment), shared.server, self._user, self._run
        )
        self._add(view_id, made, getattr(made, "show_server", None))
        widget: QWidget = resolve_name(f"workbench.ui.designs.{panel}")(made, self._user, shared.appearance)
        return widget

    def _build_verdict(self) -> QWidget:
        from workbench.presenters.designs.verdict import Tools, VerdictPresenter
        from workbench.services.program import program_version
        from workbench.services.reports.record_files import RecordFiles
        from workbench.ui.assets import asset
        from workbench.ui.designs.verdict.panel import VerdictPanel
        from workbench.ui.header_limits import header_limits

        shared = self._shared
        tools = Tools(
            limits={each.name: each for each in header_limits()},
            files=RecordFiles(lambda name: asset(name).read_text(encoding="utf-8")),
            version=program_version(),
            run=shared.background.run,
            run_reporting=self._run,
        )
        verdict = VerdictPresenter(shared.experiments.profiles, shared.server, tools)
        self._add("verdict", verdict)
        panel = VerdictPanel(verdict, shared.appearance)
        panel.view_requested.connect(self._show_design)
        panel.bench_requested.connect(self.bench_requested)
        return panel

    def _build_contents(self) -> QWidget:
        from workbench.presenters.designs.contents import ContentsPresenter, DesignFiles
        from workbench.ui.designs.contents.panel import ContentsPanel

        shared = self._shared
        files = DesignFiles(shared.host.design_text, ExportFiles().write, shared.background.run)
        contents = ContentsPresenter(shared.experiments.sample_tokens, shared.server, self._user, self._run, files)
        if shared.server.info is not None:
            contents.show_server(shared.server.info)
        self._add("contents", contents, contents.show_server)
        panel = ContentsPanel(contents, self._user, shared.appearance)
        panel.bench_requested.connect(self.bench_requested)
        return panel

    @Slot(str, str)
    def _show_design(self, view_id: str, design: str) -> None:
        """Show *design* in another view, as soon as that has figures of it."""
        from workbench.ui.item_views.wanted_row import choose_row

        self._page.show_view(view_id)
        table = self._page.findChild(QTableView, _TABLES[view_id])
        if isinstance(table, QTableView):
            choose_row(table, design)
            table.setFocus()

    def _make_comparison(self) -> None:
        """Make what Decisions and Findings share, whichever of them is shown first."""
        if "findings" in self.presenters:
            return
        from workbench.presenters.designs.findings import DesignFindingsPresenter
        from workbench.presenters.designs.stale_windows import StaleWindowsPresenter

        self._findings: DesignFindingsPresenter = DesignFindingsPresenter(
            self._shared.experiments.lint, self._shared.server, self._user, self._run
        )
        self._findings_status = LatestStatus(self._findings.status_changed)
        self._add("findings", self._findings, self._findings.show_server)
        self._windows: StaleWindowsPresenter = StaleWindowsPresenter(
            self._shared.experiments.stale_windows, self._shared.server, self._run
        )
        self._add("stale_windows", self._windows, self._windows.show_server)
        self.decisions.matrix_changed.connect(self._on_compared)

    def _build_decisions(self) -> QWidget:
        from workbench.ui.designs.decisions.panel import DesignsPanel

        self._make_comparison()
        panel = DesignsPanel(
            self.decisions, self._user, self._shared.appearance, findings=self._findings, windows=self._windows
        )
        self._show_server_on(panel.show_server)
        return panel

    def _build_findings(self) -> QWidget:
        from workbench.ui.designs.findings.panel import DesignFindingsPanel

        self._make_comparison()
        panel = DesignFindingsPanel(self._findings, self._user, self._shared.appearance)
        self._findings_status.repeat()  # it may have looked with a comparison
        return panel

    def _build_time(self) -> QWidget:
        from workbench.presenters.designs.timing import TimingPresenter
        from workbench.ui.designs.time.panel import TimingPanel

        timing = TimingPresenter(self._shared.experiments.timing, self._shared.server, self._run)
        self._add("time", timing)
        panel = TimingPanel(timing, self._user, self._shared.appearance)
        self._show_server_on(panel.show_server)
        return panel

    def _build_staleness(self) -> QWidget:
        from workbench.presenters.designs.staleness import StalenessPresenter
        from workbench.services.server_host.dependence import dependence
        from workbench.ui.designs.staleness.panel import StalenessPanel

        shared, replay = self._shared, self._shared.replay
        staleness = StalenessPresenter(
            shared.experiments.staleness,
            partial(dependence, shared.host),
            shared.host,
            shared.client.logout,
            lambda: (replay.issued, replay.design),
            shared.server,
            shared.background.run,
            self._run,
        )
        staleness.world_changed.connect(replay.world_changed)
        self._add("staleness", staleness)
        panel = StalenessPanel(staleness, self._user, shared.appearance)
        self._show_server_on(panel.show_server)
        return panel

    def _build_arithmetic(self) -> QWidget:
        from workbench.presenters.designs.arithmetic import ArithmeticPresenter
        from workbench.ui.designs.arithmetic.panel import ArithmeticPanel
        from workbench.ui.header_limits import header_limits

        measure = self._shared.experiments.arithmetic
        arithmetic = ArithmeticPresenter(measure, self._shared.server, self._user, header_limits(), self._run)
        self._add("arithmetic", arithmetic, arithmetic.forget)
        return ArithmeticPanel(arithmetic, self._user, self._shared.appearance)

    @Slot(QWidget)
    def _offer_exports(self, view: QWidget) -> None:
        """Let every table and chart of *view* be copied and saved."""
        from workbench.ui.exports.offer import offer_exports

        offer_exports(view, self._exports, self._shared.appearance)

    def _add(self, view_id: str, presenter: ExperimentPresenter, forget: ShowServer | None = None) -> None:
        """Let the page look after a presenter; *forget* is called when another server runs."""
        self.presenters[view_id] = presenter
        if forget is not None:
            self._forget.append(forget)
        self._show_subject(presenter)

    def _show_server_on(self, show: ShowServer) -> None:
        """Let a view offer what each server has, now and whenever another one runs."""
        self._offer.append(show)
        if self._shared.server.info is not None:
            show(self._shared.server.info)

    def _show_subject(self, presenter: ExperimentPresenter) -> None:
        info = self._shared.server.info
        if info is not None:
            presenter.look_at(self._user.username, info.scenario)

    @Slot(object)
    def _on_server_started(self, info: ServerInfo) -> None:
        for show in (*self._forget, self._user.show_server, *self._offer):
            show(info)
        self._on_subject_changed()

    @Slot()
    def _on_subject_changed(self) -> None:
        """Another user or another scenario: figures of the previous one are marked as such."""
        for presenter in self.presenters.values():
            self._show_subject(presenter)

    @Slot()
    def _on_conditions_changed(self) -> None:
        """Another world on the running server: figures of the previous one are marked as such, or measured again."""
        if self._shared.replay.world != self._world:
            self._world = self._shared.replay.world
            for view_id, presenter in self.presenters.items():
                if view_id != "staleness":  # it reports its own changes, and its figures are about those
                    presenter.mark_outdated()

    @Slot(object)
    def _on_compared(self, matrix: Matrix | None) -> None:
        """Lint the tokens and remove rights as well, so that figures, findings and windows appear together."""
        if matrix is not None:
            self._findings.refresh()
            self._windows.refresh()
