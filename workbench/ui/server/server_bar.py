"""The demo server at the left of the top bar: its address, its state, its clock."""

from collections.abc import Iterable, Sequence
from pathlib import PurePath

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QMenu, QToolButton, QWidget

from workbench.presenters.server.server import ServerPresenter, ServerState
from workbench.ui.arrangement import eliding
from workbench.ui.arrangement.foldable import FoldableChoice, fold_to_fit
from workbench.ui.icons import Icon, icon
from workbench.ui.server.failure_menu import FailureMenu
from workbench.ui.server.header_limit_menu import HeaderLimitMenu
from workbench.ui.server.lookup_delay_menu import LookupDelayMenu
from workbench.ui.theme import Appearance, Tone
from workbench.ui.widgets import tool_tip
from workbench.ui.widgets.pill import Pill

# Useful offsets: shortly before, at and after the end of a 30-minute token.
_CLOCKS = (
    ("now", 0),
    ("+5 min", 5 * 60),
    ("+29 min", 29 * 60),
    ("+31 min", 31 * 60),
    ("+1 hour", 60 * 60),
    ("+1 day", 24 * 60 * 60),
    ("−5 min", -5 * 60),
)


_GAP = 6


class ServerPanel(QWidget):
    """Shows the server of a `ServerPresenter`, starts and stops it, moves its clock, and changes its scenario."""

    def __init__(
        self,
        server: ServerPresenter,
        appearance: Appearance,
        parent: QWidget | None = None,
        *,
        scenarios: Sequence[str] = (),
    ) -> None:
        """Make the panel; *scenarios* are the built-in ones; the user's own is listed beside them."""
        super().__init__(parent)
        self._server = server
        self._appearance = appearance
        self._pill = Pill("server.status", appearance, self)
        self._actions = QToolButton(self)
        self._actions.setObjectName("server.actions")
        self._actions.setAccessibleName("Demo server: start, stop, settings")
        self._actions.setToolTip("Start or stop the demo server; change its scenario, header limit or lookup time")
        self._actions.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self._actions)
        self._start = menu.addAction("&Start the demo server", server.start)
        self._stop = menu.addAction("S&top the demo server", server.stop)
        self._start.setObjectName("server.start")
        self._stop.setObjectName("server.stop")
        self._scenarios = self._make_scenario_menu(menu, dict.fromkeys((*scenarios, server.scenario)))
        self._header_limit = HeaderLimitMenu(server, menu)
        menu.addMenu(self._header_limit)
        self._lookup_delay = LookupDelayMenu(server, menu)
        menu.addMenu(self._lookup_delay)
        self._failures = FailureMenu(server, menu)
        menu.addMenu(self._failures)
        self._actions.setMenu(menu)
        self._clock = QComboBox(self)
        self._clock.setObjectName("server.clock")
        self._clock.setToolTip("The demo server's clock: see a token expire without waiting")
        for words, offset_s in _CLOCKS:
            self._clock.addItem(words, offset_s)
        caption = QLabel("Clock", self)
        caption.setProperty("role", "caption")
        caption.setBuddy(self._clock)

        menu.addSeparator()
        self._foldable = FoldableChoice(self._clock, "Cloc&k", menu, (caption,))

        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(_GAP)
        for widget in (self._pill, self._actions, caption, self._clock):
            layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)

        self._clock.currentIndexChanged.connect(self._on_clock_chosen)
        server.clock_changed.connect(self._show_clock)
        self._scenarios.triggered.connect(self._on_scenario_chosen)
        server.scenario_changed.connect(self._show_scenario)
        server.failing_changed.connect(self._show_failing)
        server.state_changed.connect(self._show_state)
        appearance.changed.connect(self._paint_icon)
        self._show_scenario(server.scenario)
        self._show_state(server.state)
        self._paint_icon()

    def fold(self, room: int) -> None:
        """Put the clock into the menu if the panel has less than *room*, and back if there is enough."""
        fold_to_fit((self._foldable,), room - self.least_width(), _GAP)

    def least_width(self) -> int:
        """The width with the clock in the menu."""
        return self._pill.sizeHint().width() + self._actions.sizeHint().width() + _GAP

    @Slot(object)
    def _show_state(self, state: ServerState) -> None:
        info = self._server.info
        self._start.setEnabled(state in (ServerState.STOPPED, ServerState.FAILED))
        self._stop.setEnabled(state is ServerState.RUNNING)
        self._scenarios.setEnabled(state is not ServerState.STARTING)
        match state:
            case ServerState.STARTING:
                self._pill.show_state("demo server starting…", Tone.WARNING, Icon.WAITING)
            case ServerState.RUNNING if info is not None:
                flaws = [*info.weaknesses, *(f"{name} fails" for name in self._server.failing)]
                mode = ", ".join(flaws) or "strict"
                detail = "The embedded demo server, scenario {scenario}, reachable only from this machine."
                self._pill.show_state(
                    f"{info.host}:{info.port} {mode}",
                    Tone.WARNING if flaws else Tone.ALLOWED,
                    Icon.SERVER_RUNNING,
                    detail.format(scenario=info.scenario),
                )
            case ServerState.STOPPED:
                self._pill.show_state("demo server stopped", Tone.REFUSED, Icon.SERVER_STOPPED)
            case _:
                self._pill.show_state("demo server not running", Tone.REFUSED, Icon.REFUSED)

    @Slot(object)
    def _show_failing(self, _failing: tuple[str, ...]) -> None:
        self._show_state(self._server.state)

    @Slot(int)
    def _on_clock_chosen(self, _index: int) -> None:
        self._server.move_clock(int(self._clock.currentData()))

    @Slot(object)
    def _show_clock(self, offset_s: int) -> None:
        """Show the clock's offset, even if something other than this list set it."""
        known = len(_CLOCKS)
        self._clock.blockSignals(True)
        while self._clock.count() > known:
            self._clock.removeItem(known)
        if self._clock.findData(offset_s) < 0:
            self._clock.addItem(_moved(offset_s), offset_s)
        self._clock.setCurrentIndex(self._clock.findData(offset_s))
        self._clock.blockSignals(False)

    @Slot(QAction)
    def _on_scenario_chosen(self, action: QAction) -> None:
        self._server.choose_scenario(str(action.data()))

    @Slot(str)
    def _show_scenario(self, scenario: str) -> None:
        for action in self._scenarios.actions():
            action.setChecked(action.data() == scenario)

    def _make_scenario_menu(self, menu: QMenu, scenarios: Iterable[str]) -> QMenu:
        menu.addSeparator()
        # Not "&Scenario": S belongs to Start.
        submenu = menu.addMenu("S&cenario")
        submenu.setObjectName("server.scenarios")
        submenu.setToolTipsVisible(True)
        group = QActionGroup(submenu)
        for scenario in scenarios:
            action = submenu.addAction(eliding.for_action(PurePath(scenario).name))
            action.setObjectName(f"server.scenario_{PurePath(scenario).stem}")
            action.setData(scenario)
            action.setCheckable(True)
            action.setToolTip(tool_tip.literal(scenario))
            group.addAction(action)
        return submenu

    @Slot()
    def _paint_icon(self) -> None:
        self._actions.setIcon(icon(Icon.DROPDOWN, self._appearance, Tone.MUTED))


def _moved(offset_s: int) -> str:
    """An offset that is not in the list, in the same short form: ``+24:51``, ``−26 h 12``."""
    minutes, seconds = divmod(abs(offset_s), 60)
    sign = "−" if offset_s < 0 else "+"
    return f"{sign}{minutes // 60} h {minutes % 60:02d}" if minutes >= 60 else f"{sign}{minutes}:{seconds:02d}"
