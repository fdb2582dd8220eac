"""The presenters of the loop on stand-ins, connected as the program connects them, and the window on top."""

from functools import partial

from tests.presenters.stand_ins import StandInClient, StandInHost, run_now, server_info
from tests.ui.samples import DESIGNS, HEADER_REGISTRY, ISSUED, ISSUER, REGISTRY, STRANGER, USERS
from workbench.core.keys.store import MemoryKeyStore
from workbench.core.lint.tokens import References
from workbench.presenters.designs.chosen_user import ChosenUser
from workbench.presenters.designs.decisions import DesignsPresenter
from workbench.presenters.keys.keys import KeysPresenter
from workbench.presenters.requests.logout import LogoutPresenter
from workbench.presenters.requests.replay import ReplayPresenter
from workbench.presenters.server.login import LoginPresenter
from workbench.presenters.server.server import ServerPresenter
from workbench.presenters.token.bench_token import BenchToken
from workbench.presenters.token.editor import EditorPresenter
from workbench.presenters.token.findings import FindingsPresenter
from workbench.presenters.token.source import TokenSourcePresenter
from workbench.ui.claims.views import ClaimsPanel
from workbench.ui.designs.decisions.panel import DesignsPanel
from workbench.ui.icons import Icon
from workbench.ui.keys.panel import KeysPanel
from workbench.ui.requests.answers import AnswersPanel
from workbench.ui.requests.why import WhyPanel
from workbench.ui.server.login import LoginPanel
from workbench.ui.server.server_bar import ServerPanel
from workbench.ui.shell.bench import BenchPanel
from workbench.ui.shell.main_window import MainWindow
from workbench.ui.token.findings import FindingsPanel
from workbench.ui.token.sign import SignPanel
from workbench.ui.token.token_panel import TokenPanel
from workbench.ui.widgets.notice import Notice
from workbench.ui.widgets.tabbed_page import TabbedPage
from workbench.ui.widgets.tabs import View


class Loop:
    """Server, keys, log-in, editor and replay; `host.offset_s` is the clock of all of them."""

    def __init__(self, run=run_now):
        self.host = StandInHost()
        self.client = StandInClient(token=ISSUED)
        self.store = MemoryKeyStore()
        for key in (ISSUER, STRANGER):
            self.store.save(key)
        self.server = ServerPresenter(self.host, run)
        self.keys = KeysPresenter(self.store, self.host, run)
        self.login = LoginPresenter(self.client, self.server, run)
        self.editor = EditorPresenter(BenchToken(self.host.now))
        self.files = {}
        self.token_source = TokenSourcePresenter(self.editor.token, self.files.__getitem__, run)
        self.replay = ReplayPresenter(self.client, self.server, run)
        self.logout = LogoutPresenter(
            self.client.logout, self.server, self.editor.token, lambda: self.replay.design, run
        )
        self.keys.ring.keys_changed.connect(self.server.set_ring)
        self.keys.ring.keys_changed.connect(self.editor.set_keys)
        self.keys.ring.opened.connect(self.server.start)
        self.editor.token.expect("https://demo.example", "documents")
        self.editor.token.state_changed.connect(lambda state: self.replay.set_edited(state.reading.text))
        self.login.token_issued.connect(self._on_token_issued)

    def open(self):
        """Read the keys and start the server; its requests are there to be replayed."""
        self.keys.ring.open()
        self.replay.set_requests(server_info().requests)

    def issue(self, compact=ISSUED):
        """What a log-in brings."""
        self._on_token_issued(compact, "roles")

    def _on_token_issued(self, compact, design):
        self.replay.set_issued(compact, design)
        self.editor.token.set_issued(compact)


def no_comparison(*_):
    raise AssertionError("these tests compare no designs")


class BuiltPage:
    """A page of the window, built by a function."""

    shortcuts = ()

    def __init__(self, page_id, title, icon, build):
        self.id, self.title, self.icon, self.build = page_id, title, icon, build
        self.looks = 0

    def notices(self):
        return ()

    def looked_at(self):
        self.looks += 1


def make_bench(loop, appearance):
    sign = SignPanel(loop.editor, loop.replay, appearance)
    loop.keys.ring.keys_changed.connect(sign.show_keys)
    sign.show_keys(loop.keys.ring.keys)
    answers = AnswersPanel(loop.replay, appearance)
    why = WhyPanel(appearance)
    answers.answer_selected.connect(why.show_answer)
    why.side_chosen.connect(answers.choose_side)
    why.flip_chosen.connect(loop.editor.apply)
    return BenchPanel(
        TokenPanel(loop.editor.token, loop.token_source, appearance),
        ClaimsPanel(loop.editor, REGISTRY, HEADER_REGISTRY, appearance),
        FindingsPanel(FindingsPresenter(loop.editor, References), appearance),
        answers,
        why,
        sign,
    )


def make_designs(loop, appearance):
    page = TabbedPage("designs", "Designs", "Views of the designs")
    comparisons = DesignsPresenter(no_comparison, loop.server, no_comparison)
    page.add_view(View("decisions", "Decisions", partial(DesignsPanel, comparisons, ChosenUser(), appearance)))
    return page


def make_pages(loop, appearance):
    return (
        BuiltPage("bench", "Bench", Icon.BENCH, partial(make_bench, loop, appearance)),
        BuiltPage("designs", "Designs", Icon.DESIGNS, partial(make_designs, loop, appearance)),
        BuiltPage("keys", "Keys", Icon.KEYS, partial(KeysPanel, loop.keys, appearance)),
    )


def make_window(loop, appearance, state, pages=None):
    login = LoginPanel(loop.login, loop.logout, appearance)
    login.show_server(server_info(users=USERS, designs=DESIGNS))
    notice = Notice("server.problem", appearance, "Start again")
    server = ServerPanel(loop.server, appearance)
    pages = pages or make_pages(loop, appearance)
    return MainWindow(server, login, pages, (notice,), appearance, state)
