"""Which one of the main actions on the screen is the next step: the only button that stands out."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from workbench.presenters.server.server import ServerPresenter, ServerState

if TYPE_CHECKING:
    from workbench.presenters.token.bench_token import BenchToken
    from workbench.presenters.token.editor_state import EditorState

START_SERVER = "server.problem_action"
LOG_IN = "login.submit"
SIGN = "sign.submit"
REPLAY = "replay.run"
_LOOP = (START_SERVER, LOG_IN, SIGN, REPLAY)

# What the user has just opened, to do just that: it comes before what the page around it is for.
_OPENED = (
    "session.go",
    "requests.import_submit",
    "requests.repeat",
    "key_import.unlock",
    "key_import.take",
    "key_import.open",
    "key_export.save",
)


# What a page leads to, once it is there: it comes before the work that led to it.
_CONCLUDING = ("verdict.save",)


class NextStep(QObject):
    """Chooses among main actions, which are named like their buttons.

    What the user has opened comes first, then what the page leads to, then what it is for, and on the bench the next
    step of its loop: log in, replay, and after an edit sign, then replay again.

    Signals:
        changed(): another one of the same actions may be the next step.
    """

    changed = Signal()

    def __init__(self, server: ServerPresenter, token: BenchToken) -> None:
        super().__init__()
        self._server = server
        self._token = token
        self._steps = self._loop_steps()
        server.state_changed.connect(self._on_server_state_changed)
        token.state_changed.connect(self._on_token_changed)

    def choose(self, offered: Collection[str]) -> str | None:
        """The next step among the actions that can be seen; None if it is not one of them."""
        opened = [name for name in _OPENED if name in offered]
        concluding = [name for name in _CONCLUDING if name in offered]
        of_the_page = [name for name in offered if name not in _OPENED and name not in _LOOP]
        of_the_loop = [name for name in self._steps if name in offered]
        return next(iter((*opened, *concluding, *of_the_page, *of_the_loop)), None)

    def _loop_steps(self) -> tuple[str, ...]:
        """The next step of the loop, and what is next where that one is not on the screen."""
        state = self._token.state
        if state.stale and state.reading.claims is not None:
            return (SIGN,)
        step = LOG_IN if state.is_empty else REPLAY
        down = self._server.state in (ServerState.STOPPED, ServerState.FAILED)
        return (START_SERVER, step) if down else (step,)

    @Slot(object)
    def _on_server_state_changed(self, _state: ServerState) -> None:
        self._look()

    @Slot(object)
    def _on_token_changed(self, _state: EditorState) -> None:
        self._look()

    def _look(self) -> None:
        steps = self._loop_steps()
        if steps != self._steps:
            self._steps = steps
            self.changed.emit()
