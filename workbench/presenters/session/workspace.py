"""What a session is about, as the window holds it now: read as one state, and replaced by another as a whole."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from workbench.core.answers.expectations import Expectations
from workbench.core.requests.request import Request
from workbench.presenters.designs.decisions import DesignsPresenter
from workbench.presenters.requests.replay import ReplayPresenter
from workbench.presenters.server.server import ServerPresenter, ServerState
from workbench.presenters.session.state import SessionState
from workbench.presenters.status import Status, StatusLevel
from workbench.presenters.token.bench_token import BenchToken
from workbench.presenters.variants.variants import VariantsPresenter


@dataclass(frozen=True, slots=True)
class Incoming:
    """A state that is to take the place of the present one.

    Attributes:
        state: the state.
        remarks: what is not as it was.
        path: its file; None if it has none.
        told: what to say when it is there.
        moment: where the server's clock is to stand; None to take *offset_s*.
        offset_s: how far the clock is to be ahead.
        tokens: whether its file holds tokens.
        clean: whether it is as in its file.
    """

    state: SessionState
    remarks: tuple[str, ...]
    path: Path | None
    told: str
    moment: int | None = None
    offset_s: int = 0
    tokens: bool = False
    clean: bool = True


class Workspace(QObject):
    """Bench, variants, designs and server, seen as what a session keeps of them.

    Signals:
        changed(): something that a session keeps may be another.
        replaced(Incoming, tuple[str, ...]): the incoming state is there; what could not be as it was.
        clock_told(Status): where the server's clock stands since a session was opened; empty if it goes as it should.
        design_opened(str): a session decided by this design is there.
    """

    changed = Signal()
    replaced = Signal(object, object)
    clock_told = Signal(object)
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
        """The present state."""
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
        """An empty bench without variants, with the requests of the scenario."""
        info = self.server.info
        requests = tuple(info.requests) if info is not None else ()
        return SessionState(self.server.scenario, self._replay.design, requests=requests)

    def replace(self, incoming: Incoming) -> None:
        """Begin to replace the present state; it goes on when the server serves the scenario."""
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
            QTimer.singleShot(0, self._advance)  # when all have heard of it: requests of the scenario come first

    def _finish(self, incoming: Incoming) -> None:
        state, server, remarks = incoming.state, self.server, list(incoming.remarks)
        if state.scenario != server.scenario:
            remarks.append(f"the scenario {state.scenario} cannot be served, and {server.scenario} stays")
        design = state.design
        known = {each.id for each in server.info.designs} if server.info is not None else {design}
        if design and design not in known:
            remarks.append(f"there is no design {design} here, and {self._replay.design or 'none'} decides")
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
        self.replaced.emit(incoming, tuple(remarks))

    @Slot(object)
    def _on_clock_changed(self, offset_s: int) -> None:
        if self._clock_wanted is None or offset_s != self._clock_wanted:
            self._clock_wanted = None
            self.clock_told.emit(Status(""))
            return
        moment = datetime.fromtimestamp(self.server.now, UTC).strftime("%Y-%m-%d %H:%M:%S")
        text = (
            f"The demo server's clock went back to {moment} UTC, when this session was saved, so that its tokens are "
        )
        self.clock_told.emit(Status(f"{text}as old as they were then.", StatusLevel.WARNING))
