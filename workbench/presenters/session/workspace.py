"""The parts of the window that a session saves: read as one state, and replaced as a whole."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from workbench.presenters.server.server import ServerPresenter, ServerState
from workbench.presenters.status import Status, StatusLevel

if TYPE_CHECKING:
    from workbench.core.requests.request import Request
    from workbench.presenters.designs.decisions import DesignsPresenter
    from workbench.presenters.requests.replay import ReplayPresenter
    from workbench.presenters.session.state import SessionState
    from workbench.presenters.token.bench_token import BenchToken
    from workbench.presenters.variants.variants import VariantsPresenter


@dataclass(frozen=True, slots=True)
class Incoming:
    """A state that will replace the current one.

    Attributes:
        state: the state.
        deviations: what differs from the time of saving.
        path: its file; None if it has none.
        message: the status once it is in place.
        moment: the time for the server's clock; None to use *offset_s*.
        offset_s: how far the clock will be ahead.
        tokens: whether its file holds tokens.
        clean: whether it has no unsaved changes.
    """

    state: SessionState
    deviations: tuple[str, ...]
    path: Path | None
    message: str
    moment: int | None = None
    offset_s: int = 0
    tokens: bool = False
    clean: bool = True


class Workspace(QObject):
    """Bench, variants, designs and server, as far as a session saves them.

    Signals:
        changed(): something that a session saves may have changed.
        replaced(Incoming, tuple[str, ...]): the incoming state is in place; what differs from the time of saving.
        clock_note_changed(Status): the time to which an opened session set the server's clock; empty at real time.
        design_opened(str): a session with this design was opened.
    """

    changed = Signal()
    replaced = Signal(object, object)
    clock_note_changed = Signal(object)
    design_opened = Signal(str)

    def __init__(
        self,
        variants: VariantsPresenter,
        designs: DesignsPresenter,
        token: BenchToken,
        replay: ReplayPresenter,
        set_requests: Callable[[Sequence[Request]], None],
        server: ServerPresenter,
    ) -> None:
        super().__init__()
        self._variants = variants
        self._designs = designs
        self._token = token
        self._replay = replay
        self._set_requests = set_requests
        self.server = server
        self._incoming: Incoming | None = None
        self._asked_for_scenario = False
        self._clock_wanted: int | None = None
        for changed in (
            variants.variants_changed,
            variants.expectations_changed,
            designs.expectations_changed,
            token.state_changed,
            replay.answers_changed,
            replay.conditions_changed,
            server.scenario_changed,
        ):
            changed.connect(self.changed)
        server.state_changed.connect(self._on_server_state)
        server.clock_changed.connect(self._on_clock_changed)

    @property
    def state(self) -> SessionState:
        """The current state."""
        from workbench.presenters.session.state import SessionState

        return SessionState(
            scenario=self.server.scenario,
            design=self._replay.design,
            issued=self._replay.issued,
            edited=self._token.state.reading.text,
            requests=tuple(each.request for each in self._replay.answers),
            variants=self._variants.variants,
            expected=self._variants.expectations.pins,
            expected_of_designs=self._designs.all_expected,
        )

    @property
    def blank(self) -> SessionState:
        """The state with an empty bench, no variants, and the requests of the scenario."""
        from workbench.presenters.session.state import SessionState

        info = self.server.info
        requests = tuple(info.requests) if info is not None else ()
        return SessionState(self.server.scenario, self._replay.design, requests=requests)

    def replace(self, incoming: Incoming) -> None:
        """Start replacing the current state; it continues when the server serves the scenario."""
        self._incoming, self._asked_for_scenario = incoming, False
        self._advance()

    @Slot()
    def _advance(self) -> None:
        incoming, server = self._incoming, self.server
        if incoming is None or self._server_is_starting:
            return
        if incoming.state.scenario != server.scenario and not self._asked_for_scenario:
            self._asked_for_scenario = True
            server.choose_scenario(incoming.state.scenario)
            if self._server_is_starting:
                return
        self._incoming = None
        self._finish(incoming)

    @property
    def _server_is_starting(self) -> bool:
        return self.server.state is ServerState.STARTING

    @Slot()
    def _on_server_state(self) -> None:
        if self._incoming is not None:
            QTimer.singleShot(0, self._advance)  # after all other slots: the scenario's requests are set first

    def _finish(self, incoming: Incoming) -> None:
        from workbench.core.answers.expectations import Expectations

        state, server, deviations = incoming.state, self.server, list(incoming.deviations)
        if state.scenario != server.scenario:
            deviations.append(f"the scenario {state.scenario} cannot be served, so {server.scenario} stays")
        design = state.design
        known = {each.id for each in server.info.designs} if server.info is not None else {design}
        if design and design not in known:
            deviations.append(f"there is no design {design} here, so {self._replay.design or 'none'} decides")
            design = self._replay.design
        offset_s = incoming.offset_s
        if incoming.moment is not None:
            offset_s = math.ceil(incoming.moment - (server.now - server.clock_offset))
        self._clock_wanted = offset_s if incoming.moment is not None and offset_s else None
        server.move_clock(offset_s)
        if state.requests:
            self._set_requests(state.requests)
        self._replay.set_issued(state.issued, design)
        self._token.open_session(state.issued, state.edited, words="open a session")
        self._designs.set_all_expected(state.expected_of_designs)
        self._variants.restore(state.variants, Expectations(dict(state.expected)))
        self.design_opened.emit(design)
        self.replaced.emit(incoming, tuple(deviations))

    @Slot(object)
    def _on_clock_changed(self, offset_s: int) -> None:
        from datetime import UTC, datetime

        if self._clock_wanted is None or offset_s != self._clock_wanted:
            self._clock_wanted = None
            self.clock_note_changed.emit(Status(""))
            return
        moment = datetime.fromtimestamp(self.server.now, UTC).strftime("%Y-%m-%d %H:%M:%S")
        text = f"The demo server's clock was set to {moment} UTC, when this session was saved, so that its tokens are "
        self.clock_note_changed.emit(Status(f"{text}as old as they were then.", StatusLevel.WARNING))
