"""The bar at the top of the window: the demo server at the left, the login at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout

if TYPE_CHECKING:
    from workbench.ui.server.login import LoginPanel
    from workbench.ui.server.server_bar import ServerPanel

_MARGIN, _GAP = 12, 16

# Beside the fields of the login, for its status on two lines.
_STATUS = 200


class TopBar(QFrame):
    """Folds the clock into the menu of the server where the login needs the room."""

    def __init__(self, server: ServerPanel, login: LoginPanel) -> None:
        super().__init__()
        self._server = server
        self._login = login
        self.setProperty("bar", "top")
        self.setFixedHeight(48)  # two lines of a status fit, and nothing moves when they appear
        row = QHBoxLayout(self)
        row.setContentsMargins(_MARGIN, 4, _MARGIN, 4)
        row.setSpacing(_GAP)
        row.addWidget(server)
        row.addWidget(login, 1)

    def minimumSizeHint(self) -> QSize:
        """As wide as what cannot be folded."""
        around = 2 * _MARGIN + _GAP
        width = self._server.least_width() + self._login.minimumSizeHint().width() + around
        return QSize(width, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold or unfold for the new width."""
        super().resizeEvent(event)
        self._fold()

    def event(self, event: QEvent) -> bool:
        """Fold or unfold when a part of the bar needs another width."""
        done = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:
            self._fold()
        return done

    def _fold(self) -> None:
        around = 2 * _MARGIN + _GAP
        self._server.fold(self.width() - self._login.minimumSizeHint().width() - _STATUS - around)
