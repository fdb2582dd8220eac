"""The composition root: makes what all pages share, then the pages, then the window around them."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

from workbench.app.bench import Bench
from workbench.app.common_secrets import is_common_secret
from workbench.app.defects import Defects
from workbench.app.designs import Designs
from workbench.app.experiments import Experiments
from workbench.app.help import Help
from workbench.app.keys import Keys
from workbench.app.session import SessionParts
from workbench.app.settings import UserChoices
from workbench.app.shared import Shared
from workbench.app.warm_up import warm_up
from workbench.presenters.background import Background
from workbench.presenters.collector import GuiThreadCollector
from workbench.presenters.keys.findings import KeyFindingsPresenter
from workbench.presenters.keys.keys import KeysPresenter
from workbench.presenters.requests.consents import ConsentsPresenter
from workbench.presenters.requests.logout import LogoutPresenter
from workbench.presenters.requests.next_step import NextStep
from workbench.presenters.requests.replay import ReplayPresenter
from workbench.presenters.requests.replayed_token import ReplayedToken
from workbench.presenters.server.login import LoginPresenter
from workbench.presenters.server.own_files import OwnFiles
from workbench.presenters.server.server import ServerPresenter
from workbench.presenters.token.bench_token import BenchToken
from workbench.presenters.token.confirmation import Confirmation
from workbench.presenters.token.editor import EditorPresenter
from workbench.presenters.token.expectations import TokenExpectations
from workbench.presenters.variants.variants import VariantsPresenter
from workbench.services.crash_log import write_crash_log
from workbench.services.files import settings as settings_file
from workbench.services.files import window_state
from workbench.services.files.settings import Settings
from workbench.services.http_client.late import LateHttpClient
from workbench.services.key_storage.store import KeyringStore
from workbench.services.server_host import SCENARIOS, ServerHost
from workbench.ui import shortcuts
from workbench.ui.assets import asset
from workbench.ui.lint_references import lint_references
from workbench.ui.server.login import LoginPanel
from workbench.ui.server.server_bar import ServerPanel
from workbench.ui.shell.main_window import MainWindow
from workbench.ui.shell.primary_button import PrimaryButton
from workbench.ui.theme import Appearance, Scheme
from workbench.ui.widgets.notice import Notice

if TYPE_CHECKING:
    import keyring.backend

    from workbench.app.page import Page
    from workbench.core.server.info import ServerInfo
    from workbench.services.files.settings import Settings


log = logging.getLogger(__name__)

# Countdowns show seconds.
_TICK_MS = 1000

# A window that is not painted by then, for example because it is minimized, does not delay the server longer.
_LATEST_MS = 1000

# Until then the window is busy with what the server said of itself.
_SOON_MS = 200

# How long closing waits for running calls; twice this is less than a second.
_PATIENCE_MS = 400


class Workbench(QObject):
    """The whole program without its event loop.

    Attributes:
        window: the main window; not shown yet.
        host: the embedded demo server.
        appearance: the colours in use.
        shared: what the pages share.
        bench: the page Bench.
        designs: the page Designs.
        defects: reports errors that nobody foresaw, once it is asked to catch them.
    """

    def __init__(
        self,
        data_dir: Path,
        keyring_backend: keyring.backend.KeyringBackend | None,
        scenario: str,
        designs: Sequence[str],
    ) -> None:
        super().__init__()
        self._closed = self._begun = False
        self._ending = Event()
        self.defects = Defects()
        settings = settings_file.load(data_dir / "settings.json")
        self.host = ServerHost(scenario=scenario, designs=designs)
        self._keyring = KeyringStore(keyring_backend)
        self._collector = GuiThreadCollector()
        self.appearance = Appearance(_application(), Scheme(settings.scheme), at_once=False)
        self.shared = shared = _share(self.host, self._keyring, settings, self.appearance)
        self._login = _login_panel(shared)
        self.bench = Bench(shared)
        self.designs = Designs(shared)
        self._keys = Keys(shared)
        self._pages: Sequence[Page] = (self.bench, self.designs, self._keys)
        self._session = SessionParts(shared, self.designs.decisions, self.bench.requests.list.replace, data_dir)
        self._help = Help(self.appearance)
        self._window_file = data_dir / "window.ini"
        self.window = self._make_window()
        self._choices = UserChoices(
            data_dir / "settings.json",
            settings,
            self.appearance,
            self._login,
            self.bench.sign,
            shared.consents,
            shared.replayed,
            self._session.presenter,
            prefers_own_design=bool(designs),
        )
        self._own_files = OwnFiles(shared.server, self.host.own_files)
        self._connect()
        self.appearance.apply()
        shared.second.start()
        self._login.focus()
        self.window.painted.connect(self._begin)
        QTimer.singleShot(0, self, self._begin_unseen)
        QTimer.singleShot(_LATEST_MS, self, self._begin)

    @Slot()
    def _begin(self) -> None:
        """Read the keys and start the server, both in threads; what that takes is imported there."""
        if not (self._begun or self._closed):
            self._begun = True
            self.shared.keys.ring.open()

    @Slot()
    def _begin_unseen(self) -> None:
        """Do not wait for a window that nobody shows."""
        if not self.window.isVisible():
            self._begin()

    @Slot()
    def _warm_up_soon(self) -> None:
        """Import what the first login needs, once, when the window has shown that the server answers."""
        self.shared.server.started.disconnect(self._warm_up_soon)
        QTimer.singleShot(_SOON_MS, self, self._warm_up)

    @Slot()
    def _warm_up(self) -> None:
        self.shared.background.run(partial(warm_up, self._ending.is_set), _ignore, _ignore)

    @Slot()
    def close(self) -> None:
        """End all threads and the server; a second call does nothing."""
        if self._closed:
            return
        self._closed = True
        self._ending.set()
        self._own_files.stop()
        self.shared.second.stop()
        for page in self._pages:
            page.stop()
        self._choices.save()
        self.shared.client.close()
        self.host.close()
        if not self.shared.background.close(_PATIENCE_MS):
            # Most likely a keyring that waits for somebody to answer its prompt.
            self._keyring.close()
            if not self.shared.background.close(_PATIENCE_MS):
                log.warning("a background call did not end in time")
        self._session.close()
        self._collector.stop()
        self.window.close()

    def _make_window(self) -> MainWindow:
        """The window around the pages, with the strips above them that report problems."""
        server, keys = self.shared.server, self.shared.keys
        server_notice = Notice("server.problem", self.appearance, "Start again", main=True)
        server_notice.action_requested.connect(server.start)
        server.status_changed.connect(server_notice.show_status)
        keyring_notice = Notice("keys.problem", self.appearance)
        keys.ring.store_unavailable.connect(keyring_notice.show_status)
        keys.ring.remedy_changed.connect(keyring_notice.set_action)
        keyring_notice.action_requested.connect(keys.ring.run_remedy)
        defect_notice = Notice("program.problem", self.appearance)
        self.defects.reported.connect(defect_notice.show_status)
        window = MainWindow(
            ServerPanel(server, self.appearance, scenarios=SCENARIOS),
            self._login,
            self._pages,
            (self._session.bar, server_notice, keyring_notice, defect_notice),
            self.appearance,
            window_state.load(self._window_file),
        )
        window.add_to_foot(self._help.button)
        window.add_to_foot(self._session.menu)
        window.add_shortcut(shortcuts.HELP, self._help.open)
        window.add_shortcut(shortcuts.LOG_IN, self._login.focus)
        window.add_shortcut(shortcuts.QUIT, self._on_quit)
        self._primary = PrimaryButton(NextStep(server, self.shared.editor.token), window)
        window.built.connect(self._primary.add)
        self.bench.requests.drawer_built.connect(self._primary.add)
        return window

    def _connect(self) -> None:
        shared, session = self.shared, self._session.presenter
        shared.keys.ring.opened.connect(shared.server.start)
        session.title_changed.connect(self.window.show_session)
        session.design_opened.connect(self._login.choose_design)
        session.design_opened.connect(shared.replayed.open_design)
        shared.server.started.connect(self._on_server_started)
        shared.server.started.connect(self._warm_up_soon)
        self._login.design_chosen.connect(shared.replayed.choose_design)
        self.bench.sign.new_key_requested.connect(self._on_new_key_requested)
        self.designs.bench_requested.connect(self._on_bench_requested)
        self.window.closed.connect(self._keep_window_state)
        self.window.closed.connect(self.close)

    @Slot()
    def _keep_window_state(self) -> None:
        try:
            window_state.save(self._window_file, self.window.state)
        except OSError as error:
            log.warning("the geometry of the window could not be saved: %s", error)

    @Slot(object)
    def _on_server_started(self, info: ServerInfo) -> None:
        log.info("the demo server answers at %s", info.url)
        self._login.show_server(info)
        self._choices.choose_own_design(info)
        self.bench.requests.show_server(info)

    @Slot()
    def _on_new_key_requested(self) -> None:
        self.window.show_page(self._keys.id)
        self._keys.focus_generate()

    @Slot(str)
    def _on_bench_requested(self, design: str) -> None:
        self.window.show_page(self.bench.id)
        self._login.choose_design(design)
        self._login.log_in()

    @Slot()
    def _on_quit(self) -> None:
        self.window.close()


def _login_panel(shared: Shared) -> LoginPanel:
    login = LoginPresenter(shared.client, shared.server, shared.background.run)
    login.token_issued.connect(shared.replayed.set_issued)
    replay = shared.replay
    logout = LogoutPresenter(
        shared.client.logout, shared.server, shared.editor.token, lambda: replay.design, shared.background.run
    )
    logout.logged_out.connect(replay.world_changed)
    panel = LoginPanel(login, logout, shared.appearance)
    confirmation = Confirmation(shared.editor.token, panel)
    for status_changed in (login.status_changed, logout.status_changed):
        status_changed.connect(confirmation.watch)
    replay.conditions_changed.connect(confirmation.clear)
    shared.server.state_changed.connect(confirmation.clear)
    confirmation.cleared.connect(panel.show_status)
    return panel


def _ignore(_result: object) -> None:
    pass


def _application() -> QApplication:
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)  # noqa: S101  nothing else can show a window
    return application


def _share(host: ServerHost, store: KeyringStore, settings: Settings, appearance: Appearance) -> Shared:
    """Make what the pages share, and connect it."""
    background, client = Background(write_crash_log), LateHttpClient()
    run = background.run
    server = ServerPresenter(host, run)
    keys = KeysPresenter(store, host, run)
    editor = EditorPresenter(BenchToken(host.now))
    expected = TokenExpectations(editor.token)
    consents = ConsentsPresenter(settings.allowed_hosts)
    replay = ReplayPresenter(client, server, run, consents)
    claim_table = asset("claims.csv").read_text(encoding="utf-8")
    experiments = Experiments(host, client, lint_references)
    shared = Shared(
        background=background,
        second=QTimer(),
        client=client,
        host=host,
        experiments=experiments,
        server=server,
        keys=keys,
        key_findings=KeyFindingsPresenter(is_common_secret, run),
        editor=editor,
        replay=replay,
        consents=consents,
        expected=expected,
        replayed=ReplayedToken(editor.token, expected, replay, server),
        variants=VariantsPresenter(editor.token, replay, server, experiments.variants, background.run_reporting),
        claim_table=claim_table,
        appearance=appearance,
    )
    _join(shared)
    return shared


def _join(shared: Shared) -> None:
    """Let keys, server, token and answers follow each other."""
    keys, server, editor, replay = shared.keys, shared.server, shared.editor, shared.replay
    for set_keys in (server.set_ring, editor.set_keys, shared.variants.set_keys, shared.key_findings.set_ring):
        keys.ring.keys_changed.connect(set_keys)
    editor.signed.connect(keys.note_use)
    keys.ring.trust_changed.connect(replay.world_changed)
    server.header_limit_changed.connect(replay.world_changed)
    server.lookup_delay_changed.connect(replay.world_changed)
    server.failing_changed.connect(replay.world_changed)
    for follow_clock in (editor.token.tick, keys.ring.apply_clock, replay.world_changed):
        server.clock_changed.connect(follow_clock)
    shared.second.setInterval(_TICK_MS)
    for count_down in (editor.token.tick, keys.ring.apply_clock):
        shared.second.timeout.connect(count_down)


def build(
    data_dir: Path,
    keyring_backend: keyring.backend.KeyringBackend | None = None,
    *,
    scenario: str = "documents",
    designs: Sequence[str] = (),
) -> Workbench:
    """Make the whole program without starting the event loop.

    Args:
        data_dir: where settings and window geometry are kept; made if it is missing. Never holds a secret.
        keyring_backend: where keys are kept; None for the keyring of the operating system.
        scenario: what the demo server serves at first: the name of a built-in scenario, or the path of a file.
        designs: paths of design files, offered beside the built-in designs; the first is chosen at first.
    """
    data_dir.mkdir(parents=True, exist_ok=True)
    return Workbench(data_dir, keyring_backend, scenario, designs)
