"""Keeps the token on the bench, the replay and the design that decides in step."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Slot

from workbench.core.server.info import DesignInfo, ServerInfo
from workbench.presenters.requests.replay import ReplayPresenter
from workbench.presenters.server.server import ServerPresenter
from workbench.presenters.token.bench_token import BenchToken
from workbench.presenters.token.editor_state import EditorState
from workbench.presenters.token.expectations import TokenExpectations


class ReplayedToken(QObject):
    """Passes an issued token to bench and replay, each edit to the replay, and the type of the design to who judges.

    Attributes:
        designs: the designs that can be chosen.
    """

    def __init__(
        self,
        token: BenchToken,
        expected: TokenExpectations,
        replay: ReplayPresenter,
        server: ServerPresenter,
        designs: Sequence[DesignInfo],
    ) -> None:
        """Start with *designs*, which are offered until a server has started."""
        super().__init__()
        self._token = token
        self._expected = expected
        self._replay = replay
        self.designs = designs
        token.state_changed.connect(self._on_token_changed)
        server.started.connect(self._on_server_started)

    @Slot(str, str)
    def set_issued(self, compact: str, design: str) -> None:
        """A login under *design* returned this token."""
        self._replay.set_issued(compact, design)
        self.open_design(design)
        self._token.set_issued(compact)

    @Slot(str)
    def choose_design(self, design: str) -> None:
        """The user chose *design*: it decides until a login does."""
        self._replay.choose_design(design)
        self.open_design(self._replay.design)

    @Slot(str)
    def open_design(self, design: str) -> None:
        """*design* decides: its tokens have a type of their own."""
        self._expected.expect_type(next((each.type for each in self.designs if each.id == design), None))

    @Slot(object)
    def _on_server_started(self, info: ServerInfo) -> None:
        self.designs = info.designs
        self._expected.expect(info.issuer, info.audience)

    @Slot(object)
    def _on_token_changed(self, state: EditorState) -> None:
        self._replay.set_edited(state.reading.text)
