"""The embedded demo server: started, stopped, and its clock moved."""

from __future__ import annotations

from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from workbench.core.keys.signing_key import KeyRole, SigningKey
from workbench.presenters.status import Status, StatusLevel

if TYPE_CHECKING:
    from workbench.core.errors import WorkbenchError
    from workbench.core.server.info import ServerInfo
    from workbench.presenters.ports import Host, Run


class ServerState(StrEnum):
    """What the demo server is doing."""

    STARTING = "starting"
    RUNNING = "running"
    STOPPED = "stopped"
    FAILED = "failed"


class ServerPresenter(QObject):
    """Starts and stops the demo server, and changes its settings.

    Signals:
        state_changed(ServerState): its new state.
        started(ServerInfo): it answers requests from now on.
        status_changed(Status): why it is not running; empty while it is.
        clock_changed(int): the offset of its clock from the real one, in seconds.
        header_limit_changed(int): the most bytes of a header block; beyond, it answers 431.
        lookup_delay_changed(float): milliseconds by which each of its lookups is delayed.
        failing_changed(tuple[str, ...]): who answers none of its questions from now on.
        scenario_changed(str): another scenario is served, or will be at the next start.

    Attributes:
        state: its state.
        info: the server that started last; None before the first start.
        clock_offset: how far its clock is ahead of the real one, in seconds.
    """

    state_changed = Signal(object)
    started = Signal(object)
    status_changed = Signal(object)
    clock_changed = Signal(object)
    header_limit_changed = Signal(object)
    lookup_delay_changed = Signal(float)
    failing_changed = Signal(object)
    scenario_changed = Signal(str)

    def __init__(self, host: Host, run: Run) -> None:
        super().__init__()
        self._host = host
        self._run = run
        self._issuer_key: SigningKey | None = None
        self._trusted: tuple[SigningKey, ...] = ()
        self._served = host.scenario
        self._offered = host.designs
        self._changing = False
        self.state = ServerState.STARTING
        self.info: ServerInfo | None = None
        self.clock_offset = 0

    @property
    def now(self) -> float:
        """The server's clock, in seconds since 1970 UTC."""
        return self._host.now()

    @property
    def header_limit(self) -> int:
        """Bytes of a request's header block, beyond which it answers 431."""
        return self._host.header_limit

    @property
    def lookup_delay_ms(self) -> float:
        """Milliseconds by which each question to the directory or the deny-list is delayed."""
        return self._host.lookup_delay_ms

    @property
    def failing(self) -> tuple[str, ...]:
        """Who answers no question of the server: ``directory``, ``deny-list``, ``introspection``."""
        return self._host.failing

    @property
    def scenario(self) -> str:
        """The scenario that is served: the name of a built-in one, or the path of a file."""
        return self._host.scenario

    @property
    def running_url(self) -> str | None:
        """The base URL while the server is running."""
        return self.info.url if self.info is not None and self.state is ServerState.RUNNING else None

    @Slot(object)
    def set_ring(self, keys: tuple[SigningKey, ...]) -> None:
        """Start with the issuer's key and the trusted keys of *keys* from now on.

        They include retired keys, which become valid again if the clock is moved back.
        """
        self._issuer_key = next((key for key in keys if key.role is KeyRole.ISSUER), None)
        self._trusted = tuple(
            key for key in keys if (key.trusted or key.retires_at is not None) and key is not self._issuer_key
        )

    @Slot()
    def start(self) -> None:
        """Start the server, on the port that it had before if it ran already."""
        if self.state is not ServerState.RUNNING:
            self._start()

    @Slot(str)
    def choose_scenario(self, scenario: str) -> None:
        """Serve *scenario* for the rest of this run: a running server is restarted with the new world."""
        if scenario == self._host.scenario or self._changing:
            return
        self._host.choose_scenario(scenario)
        self.scenario_changed.emit(scenario)
        if self.state is not ServerState.STOPPED:
            self._start()

    @Slot(str)
    def open_design(self, path: str) -> None:
        """Offer the design of a file for the rest of this run: a running server is restarted with it."""
        if self._changing:
            return
        if path not in self._host.designs:
            self._host.choose_designs((*self._host.designs, path))
        self.reload()

    @Slot()
    def reload(self) -> None:
        """Read scenario and design files again: a running server is restarted, unless a file cannot be used."""
        if self.state is not ServerState.STOPPED:
            self._start()

    @Slot()
    def stop(self) -> None:
        """Stop the server; tokens and edits stay."""
        if self.state is ServerState.RUNNING:
            self._run(self._host.stop, self._on_stopped, self._on_failure)

    @Slot()
    def check_alive(self) -> None:
        """Check whether the server still runs after a request got no answer, so that it can be restarted."""
        if self.state is ServerState.RUNNING and not self._host.running:
            self._on_stopped(None)

    @Slot(int)
    def move_clock(self, offset_s: int) -> None:
        """Set the server's clock *offset_s* seconds ahead of the real one."""
        self._host.move_clock(offset_s)
        self.clock_offset = offset_s
        self.clock_changed.emit(offset_s)

    @Slot(int)
    def set_header_limit(self, limit_bytes: int) -> None:
        """Accept header blocks up to this size, also after a restart."""
        if limit_bytes != self._host.header_limit:
            self._host.set_header_limit(limit_bytes)
            self.header_limit_changed.emit(limit_bytes)

    @Slot(float)
    def set_lookup_delay(self, delay_ms: float) -> None:
        """Let each lookup take so many milliseconds longer, also after a restart."""
        if delay_ms != self._host.lookup_delay_ms:
            self._host.set_lookup_delay(delay_ms)
            self.lookup_delay_changed.emit(delay_ms)

    @Slot(str, bool)
    def set_fails(self, name: str, fails: bool) -> None:
        """Let ``directory``, ``deny-list`` or ``introspection`` fail, or answer again; also after a restart."""
        others = tuple(each for each in self._host.failing if each != name)
        failing = (*others, name) if fails else others
        if failing != self._host.failing:
            self._host.set_failing(failing)
            self.failing_changed.emit(failing)

    def _start(self) -> None:
        if self._issuer_key is None or self._changing:
            return
        self._changing = True
        self._set_state(ServerState.STARTING)
        self.status_changed.emit(Status(""))
        port = self.info.port if self.info is not None else 0
        self._run(partial(self._host.start, self._issuer_key, self._trusted, port), self._on_started, self._on_failure)

    def _on_started(self, info: ServerInfo) -> None:
        self._changing = False
        self._served, self._offered = self._host.scenario, self._host.designs
        self.info = info
        self._set_state(ServerState.RUNNING)
        self.started.emit(info)

    def _on_stopped(self, _result: None) -> None:
        self._set_state(ServerState.STOPPED)
        self.status_changed.emit(
            Status("The demo server is stopped. Your token and your edits are kept.", StatusLevel.WARNING)
        )

    def _on_failure(self, error: WorkbenchError) -> None:
        self._changing = False
        if self._host.running:  # an unusable file leaves the running server alone
            self._host.choose_designs(self._offered)
        if self._host.running and self._host.scenario != self._served:
            self._host.choose_scenario(self._served)
            self.scenario_changed.emit(self._served)
        self._set_state(ServerState.RUNNING if self._host.running else ServerState.FAILED)
        self.status_changed.emit(Status.of(error))

    def _set_state(self, state: ServerState) -> None:
        self.state = state
        self.state_changed.emit(state)
