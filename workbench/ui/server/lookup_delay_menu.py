"""A menu of lookup times for the demo server: as if directory and deny-list were other services."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from workbench.ui.widgets import tool_tip

if TYPE_CHECKING:
    from workbench.presenters.server.server import ServerPresenter

_DELAYS = (
    (0.0, "none: directory and deny-list are in the server's memory"),
    (0.5, "a cache in the same data centre"),
    (1.0, "a database in the same data centre"),
    (5.0, "a busy database, or another zone"),
    (20.0, "another region of the country"),
    (100.0, "another continent"),
)
"""Milliseconds, and where a lookup takes about as long."""


class LookupDelayMenu(QMenu):
    """Sets how much longer each lookup takes; it applies from the next request on."""

    def __init__(self, server: ServerPresenter, parent: QWidget) -> None:
        super().__init__(parent)
        self._server = server
        self.setObjectName("server.lookup_delay")
        self.setToolTipsVisible(True)
        group = QActionGroup(self)
        for delay_ms, place in _DELAYS:
            action = self.addAction(f"{delay_ms:g} ms, {place}")
            action.setObjectName(f"server.lookup_delay_{delay_ms:g}")
            action.setData(delay_ms)
            action.setCheckable(True)
            action.setToolTip(
                tool_tip.literal("Each question to the directory and to the deny-list takes so much longer.")
            )
            group.addAction(action)
        group.triggered.connect(self._on_chosen)
        server.lookup_delay_changed.connect(self._show_delay)
        self._show_delay(server.lookup_delay_ms)

    @Slot(QAction)
    def _on_chosen(self, action: QAction) -> None:
        self._server.set_lookup_delay(float(action.data()))

    @Slot(float)
    def _show_delay(self, delay_ms: float) -> None:
        self.setTitle(f"Look&up time: +{delay_ms:g} ms")
        for action in self.actions():
            action.setChecked(action.data() == delay_ms)
