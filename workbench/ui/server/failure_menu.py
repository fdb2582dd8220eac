"""A menu of what fails: the directory, the deny-list or introspection, as if another server were down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from workbench.ui.widgets import tool_tip

if TYPE_CHECKING:
    from workbench.presenters.server.server import ServerPresenter

_PARTS = (
    ("directory", "Di&rectory: users, roles, access lists, versions"),
    ("deny-list", "De&ny-list: revoked tokens"),
    ("introspection", "In&trospection: what a reference token means"),
)


class FailureMenu(QMenu):
    """Lets whom the server asks fail; it applies from the next request on."""

    def __init__(self, server: ServerPresenter, parent: QWidget) -> None:
        super().__init__(parent)
        self._server = server
        self.setObjectName("server.failing")
        self.setToolTipsVisible(True)
        for name, words in _PARTS:
            action = self.addAction(words)
            action.setObjectName(f"server.fails_{name}")
            action.setData(name)
            action.setCheckable(True)
            action.setToolTip(
                tool_tip.literal(
                    "It answers no question. A request that needs an answer gets 503, unless the design keeps one"
                    " that is recent enough."
                )
            )
        self.triggered.connect(self._on_chosen)
        server.failing_changed.connect(self._show_failing)
        self._show_failing(server.failing)

    @Slot(QAction)
    def _on_chosen(self, action: QAction) -> None:
        self._server.set_fails(action.data(), action.isChecked())

    @Slot(object)
    def _show_failing(self, failing: tuple[str, ...]) -> None:
        self.setTitle(f"Fa&ilures: {', '.join(failing) or 'none'}")
        for action in self.actions():
            action.setChecked(action.data() in failing)
