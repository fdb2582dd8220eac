"""The composition root: builds every part of the program and connects them."""

import logging
from collections.abc import Sequence
from pathlib import Path

import keyring.backend
from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication, QWidget

from workbench.app.common_secrets import is_common_secret
from workbench.app.designs import Designs
from workbench.app.experiments import make_experiments
from workbench.app.keys import KeyTools
from workbench.app.requests import RequestTools
from workbench.core.claims.registry import parse_header_registry, parse_registry, registered_names
from workbench.core.server.info import DesignInfo, ServerInfo
from workbench.core.signing.jose import HeaderUpdate
from workbench.presenters.background import Background
from workbench.presenters.collector import GuiThreadCollector
from workbench.presenters.keys.keys import KeysPresenter
from workbench.presenters.requests.consents import ConsentsPresenter
from workbench.presenters.requests.replay import ReplayPresenter
from workbench.presenters.server.login import LoginPresenter
from workbench.presenters.server.server import ServerPresenter
from workbench.presenters.session.session import SessionPresenter
from workbench.presenters.session.workspace import Workspace
from workbench.presenters.token.bench_token import BenchToken
from workbench.presenters.token.editor import EditorPresenter
from workbench.presenters.token.editor_state import EditorState
from workbench.presenters.token.findings import FindingsPresenter
from workbench.presenters.token.key_source import KeySourcePresenter
from workbench.presenters.token.source import TokenSourcePresenter
from workbench.presenters.token.verify import VerifyPresenter
from workbench.presenters.variants.impact import ImpactPresenter
from workbench.presenters.variants.variants import VariantsPresenter
from workbench.services.files import settings as settings_file
from workbench.services.files.autosave import Autosave
from workbench.services.files.reading import read_text_file
from workbench.services.files.session import SessionFiles
from workbench.services.files.settings import Settings
from workbench.services.http_client.client import HttpClient
from workbench.services.key_storage.store import KeyringStore
from workbench.services.server_host import SCENARIOS, ServerHost, built_in_designs
from workbench.ui import shortcuts
from workbench.ui.assets import asset
from workbench.ui.claims.views import ClaimsPanel
from workbench.ui.requests.answers import AnswersPanel
from workbench.ui.requests.why import WhyPanel
from workbench.ui.server.login import LoginPanel
from workbench.ui.server.server_bar import ServerPanel
from workbench.ui.shell.bench import BenchPanel
from workbench.ui.shell.main_window import MainWindow
from workbench.ui.shell.session import SessionBar, SessionMenu
from workbench.ui.theme import Appearance, Scheme
from workbench.ui.token.bytes import BytesPanel
from workbench.ui.token.diff import DiffView, IssuedDiff
from workbench.ui.token.findings import FindingsPanel
from workbench.ui.token.sign import SignPanel
from workbench.ui.token.token_panel import TokenPanel
from workbench.ui.token.verify import VerifyPanel
from workbench.ui.variants.impact import ImpactPanel
from workbench.ui.variants.variants import VariantsPanel
from workbench.ui.widgets.notice import Notice

log = logging.getLogger(__name__)

# Countdowns show seconds.
_TICK_MS = 1000

# How long closing waits for calls under way; twice this is less than a second.
_PATIENCE_MS = 400


class Workbench(QObject):
    """The whole program without its event loop.

    Attributes:
        window: the main window; not shown yet.
        host: the embedded demo server.
        appearance: the colours in use.
    """

    def __init__(
        self,
        data_dir: Path,
        keyring_backend: keyring.backend.KeyringBackend | None,
        scenario: str,
        designs: Sequence[str],
    ) -> None:
        super().__init__()
        application = QApplication.instance() or QApplication([])
        assert isinstance(application, QApplication)  # noqa: S101  nothing else can show a window
        self._settings_path = data_dir / "settings.json"
        self._settings = settings_file.load(self._settings_path)
        self._closed = False

        self._collector = GuiThreadCollector()
        self._background = Background()
        self._client = HttpClient()
        self.host = ServerHost(scenario=scenario, designs=designs)
        self._prefers_own_design = bool(designs)
        self._offered: Sequence[DesignInfo] = built_in_designs()
        self._server = ServerPresenter(self.host, self._background.run)
        self._keyring = KeyringStore(keyring_backend)
        self._keys = KeysPresenter(self._keyring, self.host, self._background.run)
        self._login = LoginPresenter(self._client, self._server, self._background.run)
        self._editor = EditorPresenter(BenchToken(self.host.now))
        self._token_source = TokenSourcePresenter(self._editor.token, read_text_file, self._background.run)
        self._verify = VerifyPresenter(
            self._editor.token,
            KeySourcePresenter(read_text_file, self._background.run, is_common_secret),
            self._background.run,
        )
        self._consents = ConsentsPresenter(self._settings.allowed_hosts)
        self._replay = ReplayPresenter(self._client, self._server, self._background.run, self._consents)
        self._requests = RequestTools(self._client, self._server, self._replay, self._consents, self._background)
        claim_table = asset("claims.csv").read_text(encoding="utf-8")
        registered = registered_names(claim_table)
        experiments = make_experiments(self.host, self._client, registered)
        self._impact = ImpactPresenter(
            self._editor, self._replay, self._server, experiments.impact, self._background.run_reporting
        )
        self._variants = VariantsPresenter(
            self._editor.token,
            self._replay,
            self._server,
            experiments.variants,
            self._background.run_reporting,
        )

        self.appearance = Appearance(application, Scheme(self._settings.scheme), at_once=False)
        self._login_panel = LoginPanel(self._login, self.appearance)
        self._sign_panel = SignPanel(self._editor, self._replay, self.appearance)
        self._designs = Designs(
            experiments, self.host, self._client, self._server, self._replay, self._background, self.appearance
        )
        workspace = Workspace(
            self._variants,
            self._designs.decisions,
            self._editor.token,
            self._replay,
            self._requests.replace,
            self._server,
        )
        self._session = SessionPresenter(workspace, SessionFiles(), Autosave(data_dir), self._background.run)
        self._key_tools = KeyTools(
            self._keys, self._server, self._editor, self.host, experiments.rotation, self._background, self.appearance
        )
        self._bench = self._make_bench(claim_table, registered)
        self.window = self._make_window(data_dir / "window.ini")
        self._connect_presenters()
        self._connect_shortcuts()
        self._prefill()
        self.appearance.apply()
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(self._editor.token.tick)
        self._tick.timeout.connect(self._keys.ring.apply_clock)
        self._tick.timeout.connect(self._key_tools.refresh)
        self._tick.start()
        self._login_panel.focus()
        self._keys.ring.open()

    @Slot()
    def close(self) -> None:
        """End all threads and the server; a second call does nothing."""
        if self._closed:
            return
        self._closed = True
        self._tick.stop()
        self._replay.cancel()
        self._requests.stop()
        self._impact.stop()
        self._variants.stop()
        self._designs.stop()
        self._key_tools.close()
        self._save_settings()
        self._client.close()
        self.host.stop()
        if not self._background.close(_PATIENCE_MS):
            # Most likely a keyring that waits for somebody to answer its prompt.
            self._keyring.close()
            if not self._background.close(_PATIENCE_MS):
                log.warning("a background call did not end in time")
        self._session.close()
        self._collector.stop()
        self.window.close()

    def _make_window(self, geometry_file: Path) -> MainWindow:
        """The window around the pages, with the strips above them that say what is wrong."""
        session_bar = SessionBar(self._session, self.appearance)
        server_notice = Notice("server.problem", self.appearance, "Start again")
        server_notice.action_requested.connect(self._server.start)
        self._server.status_changed.connect(server_notice.show_status)
        keyring_notice = Notice("keys.problem", self.appearance)
        self._keys.ring.store_unavailable.connect(keyring_notice.show_status)
        self._keys.ring.remedy_changed.connect(keyring_notice.set_action)
        keyring_notice.action_requested.connect(self._keys.ring.run_remedy)
        window = MainWindow(
            ServerPanel(self._server, self.appearance, scenarios=SCENARIOS),
            self._login_panel,
            self._bench,
            self._designs.page,
            self._key_tools.page,
            (session_bar, server_notice, keyring_notice, self._key_tools.clipboard_strip),
            self.appearance,
            geometry_file,
        )
        window.add_to_foot(SessionMenu(self._session, session_bar, self.appearance))
        return window

    def _make_bench(self, claim_table: str, registered: frozenset[str]) -> BenchPanel:
        """The bench page, whose parts are joined with each other."""
        answers = AnswersPanel(self._replay, self.appearance)
        why = WhyPanel(self.appearance)
        answers.answer_selected.connect(why.show_answer)
        why.side_chosen.connect(answers.choose_side)
        why.flip_chosen.connect(self._editor.apply)
        self._findings = FindingsPresenter(self._editor, registered, is_common_secret)
        claims = ClaimsPanel(
            self._editor, parse_registry(claim_table), parse_header_registry(claim_table), self.appearance
        )
        claims.add_view("Bytes", BytesPanel(self._editor, self.appearance))
        claims.add_view("Diff", IssuedDiff(self._editor.token, self._background.run, self.appearance))
        difference = DiffView(
            self._background.run, self.appearance, name="variants.diff", table_name="variants.difference"
        )
        variants = VariantsPanel(self._variants, difference, self.appearance)
        variants.answer_selected.connect(why.show_variant)
        claims.add_view("Variants", variants)
        claims.add_view("Verify", VerifyPanel(self._verify, self.appearance))
        claims.add_view("Impact", ImpactPanel(self._impact, self.appearance))
        return BenchPanel(
            TokenPanel(self._editor.token, self._token_source, self.appearance),
            claims,
            FindingsPanel(self._findings, self.appearance),
            answers,
            self._requests.add_to(answers, why, self._editor, self.appearance),
            self._sign_panel,
        )

    def _connect_presenters(self) -> None:
        self._keys.ring.keys_changed.connect(self._server.set_ring)
        self._keys.ring.keys_changed.connect(self._editor.set_keys)
        self._keys.ring.keys_changed.connect(self._sign_panel.show_keys)
        self._keys.ring.keys_changed.connect(self._verify.keys.set_ring)
        self._keys.ring.keys_changed.connect(self._variants.set_keys)
        self._keys.ring.keys_changed.connect(self._session.set_keys)
        self._editor.signed.connect(self._keys.note_use)
        self._keys.ring.keys_changed.connect(self._findings.set_ring)
        self._key_tools.findings.findings_changed.connect(self._sign_panel.show_findings)
        self._keys.ring.opened.connect(self._server.start)
        self._keys.ring.opened.connect(self._session.look_for_lost)
        self._session.title_changed.connect(self.window.show_session)
        self._session.design_opened.connect(self._on_design_opened)
        self._server.started.connect(self._on_server_started)
        self._server.clock_changed.connect(self._editor.token.tick)
        self._server.clock_changed.connect(self._keys.ring.apply_clock)
        self._server.clock_changed.connect(self._replay.world_changed)
        self._server.header_limit_changed.connect(self._replay.world_changed)
        self._keys.ring.trust_changed.connect(self._replay.world_changed)
        self._login_panel.design_chosen.connect(self._on_design_chosen)
        self._login.token_issued.connect(self._on_token_issued)
        self._editor.token.state_changed.connect(self._on_token_changed)
        self._sign_panel.new_key_requested.connect(self._on_new_key_requested)
        self._consents.changed.connect(self._save_settings)
        self.window.closed.connect(self.close)
        self.window.page_looked_at.connect(self._on_page_looked_at)

    def _connect_shortcuts(self) -> None:
        self.window.add_shortcut(shortcuts.REPLAY, self._replay.replay)
        for keys in shortcuts.SIGN:
            self.window.add_shortcut(keys, self._editor.sign)
        self.window.add_shortcut(shortcuts.UNDO, self._editor.token.undo)
        for keys in shortcuts.REDO:
            self.window.add_shortcut(keys, self._editor.token.redo)
        self.window.add_shortcut(shortcuts.LOG_IN, self._login_panel.focus)
        self.window.add_shortcut(shortcuts.QUIT, self._on_quit)

    def _prefill(self) -> None:
        settings = self._settings
        self._login_panel.show_designs(self._offered)
        self._login_panel.prefill(settings.username, settings.design)
        self._sign_panel.prefill(settings.signing_kid, HeaderUpdate(settings.header_update))
        self._sign_panel.each_edit.setChecked(settings.sign_each_edit)
        self._sign_panel.replay_each_edit.setChecked(settings.replay_each_edit)
        self._session.set_recent(settings.recent_sessions.splitlines())

    @Slot()
    def _save_settings(self) -> None:
        settings = Settings(
            scheme=self.appearance.scheme.value,
            username=self._login_panel.username,
            design=self._login_panel.design,
            sign_each_edit=self._sign_panel.each_edit.isChecked(),
            replay_each_edit=self._sign_panel.replay_each_edit.isChecked(),
            header_update=self._sign_panel.header_update.value,
            signing_kid=self._sign_panel.kid,
            allowed_hosts=self._consents.kept,
            recent_sessions="\n".join(self._session.recent),
        )
        try:
            settings_file.save(self._settings_path, settings)
        except OSError as error:
            log.warning("settings could not be saved: %s", error)

    @Slot(object)
    def _on_server_started(self, info: ServerInfo) -> None:
        log.info("the demo server answers at %s", info.url)
        self._offered = info.designs
        self._login_panel.show_server(info)
        if self._prefers_own_design:  # once: afterwards the user has chosen
            self._prefers_own_design = False
            self._login_panel.choose_design(info.design)
        self._editor.token.expect(info.issuer, info.audience)
        self._verify.expect(info.issuer, info.audience)
        self._requests.set_scenario(info.requests)

    @Slot(str, str)
    def _on_token_issued(self, compact: str, design: str) -> None:
        self._replay.set_issued(compact, design)
        self._expect_type_of(design)
        self._editor.token.set_issued(compact)

    @Slot(str)
    def _on_design_chosen(self, design: str) -> None:
        self._replay.choose_design(design)
        self._expect_type_of(self._replay.design)

    @Slot(str)
    def _on_design_opened(self, design: str) -> None:
        self._login_panel.choose_design(design)
        self._expect_type_of(design)

    def _expect_type_of(self, design: str) -> None:
        token_type = next((each.type for each in self._offered if each.id == design), None)
        self._editor.token.expect_type(token_type)
        self._verify.expect_type(token_type)

    @Slot(object)
    def _on_token_changed(self, state: EditorState) -> None:
        self._replay.set_edited(state.reading.text)

    @Slot(object)
    def _on_page_looked_at(self, page: QWidget) -> None:
        if page is self._key_tools.page:
            self._keys.ring.refresh()

    @Slot()
    def _on_new_key_requested(self) -> None:
        self.window.show_page(self._key_tools.page)
        self._key_tools.page.focus_generate()

    @Slot()
    def _on_quit(self) -> None:
        self.window.close()


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
