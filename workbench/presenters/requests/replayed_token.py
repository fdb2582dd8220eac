"""Keeps the token on the bench, the replay and the design that decides in step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from workbench.presenters.requests.replay import Side

if TYPE_CHECKING:
    from workbench.core.server.info import DesignInfo, ServerInfo
    from workbench.presenters.requests.replay import ReplayPresenter
    from workbench.presenters.server.server import ServerPresenter
    from workbench.presenters.token.bench_token import BenchToken
    from workbench.presenters.token.editor_state import EditorState
    from workbench.presenters.token.expectations import TokenExpectations


class ReplayedToken(QObject):
    """Passes an issued token to bench and replay, each edit to the replay, and the type of the design to who judges.

    Signals:
        after_login_changed(bool): `after_login` was switched.
        refusal_found(int): the replay after a login has ended; the request in this row is the first that was refused.

    Attributes:
        designs: the designs that can be chosen; none before a server has started.
        after_login: whether the requests are replayed once after each login.
    """

    after_login_changed = Signal(bool)
    refusal_found = Signal(int)

    def __init__(
        self,
        token: BenchToken,
        expected: TokenExpectations,
        replay: ReplayPresenter,
        server: ServerPresenter,
    ) -> None:
        super().__init__()
        self._token = token
        self._expected = expected
        self._replay = replay
        self._server = server
        self.designs: Sequence[DesignInfo] = ()
        self.after_login = True
        self._logging_in = False
        replay.busy_changed.connect(self._on_busy_changed)
        token.state_changed.connect(self._on_token_changed)
        server.started.connect(self._on_server_started)

    @Slot(str, str)
    def set_issued(self, compact: str, design: str) -> None:
        """A login under *design* returned this token: replay the requests with it, unless that is switched off."""
        self._replay.set_issued(compact, design)
        self.open_design(design)
        self._token.set_issued(compact)
        if self.after_login and self._replay.answers:
            self._logging_in = True
            self._replay.replay_unasked()

    @Slot(bool)
    def set_after_login(self, on: bool) -> None:
        """Replay the requests after each login, or only when asked."""
        if on != self.after_login:
            self.after_login = on
            self.after_login_changed.emit(on)

    @Slot(str)
    def choose_design(self, design: str) -> None:
        """The user chose *design*: it decides until a login does."""
        self._replay.choose_design(design)
        self.open_design(self._replay.design)

    @Slot(str)
    def open_design(self, design: str) -> None:
        """*design* decides: its tokens have a type, a ``sub`` and perhaps an ``aud`` of their own."""
        found = next((each for each in self.designs if each.id == design), None)
        info = self._server.info
        if info is not None:
            self._expected.expect(info.issuer, info.audience_of(design))
        token_type = None if found is None else found.type
        self._expected.expect_design(token_type, None if info is None else info.subjects(design))

    @Slot(object)
    def _on_server_started(self, info: ServerInfo) -> None:
        self.designs = info.designs
        self.open_design(self._replay.design)

    @Slot(bool)
    def _on_busy_changed(self, busy: bool) -> None:
        if busy or not self._logging_in:
            return
        self._logging_in = False
        outcomes = [answers.outcome(Side.EDITED) for answers in self._replay.answers]
        refused = (row for row, outcome in enumerate(outcomes) if outcome is not None and not outcome.allowed)
        row = next(refused, None)
        if row is not None:
            self.refusal_found.emit(row)

    @Slot(object)
    def _on_token_changed(self, state: EditorState) -> None:
        self._replay.set_edited(state.reading.text)
