"""A menu of header limits for the demo server: those of real servers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from workbench.core.token.header_limits import HeaderLimit, named, settings_to_try
from workbench.ui.header_limits import header_limits
from workbench.ui.widgets import tool_tip

if TYPE_CHECKING:
    from workbench.presenters.server.server import ServerPresenter


class HeaderLimitMenu(QMenu):
    """Offers the limits of real servers, and sets the chosen one, which applies from the next request on."""

    def __init__(self, server: ServerPresenter, parent: QWidget) -> None:
        super().__init__(parent)
        self._server = server
        self._default = server.header_limit
        self.setObjectName("server.header_limit")
        self.setToolTipsVisible(True)
        group = QActionGroup(self)
        for size, limits in settings_to_try(header_limits()):
            action = self.addAction(self._words(size, limits))
            action.setObjectName(f"server.header_limit_{size}")
            action.setData(size)
            action.setCheckable(True)
            action.setToolTip(tool_tip.literal("\n".join(limit.sentence for limit in limits)))
            group.addAction(action)
        group.triggered.connect(self._on_chosen)
        server.header_limit_changed.connect(self._show_limit)
        self._show_limit(server.header_limit)

    def _words(self, size: int, limits: tuple[HeaderLimit, ...]) -> str:
        words = f"{size:,} B, as {named(limits, 2)}"
        return f"{words} (default)" if size == self._default else words

    @Slot(QAction)
    def _on_chosen(self, action: QAction) -> None:
        self._server.set_header_limit(int(action.data()))

    @Slot(object)
    def _show_limit(self, limit_bytes: int) -> None:
        self.setTitle(f"Header &limit: {limit_bytes:,} B")
        for action in self.actions():
            action.setChecked(action.data() == limit_bytes)
