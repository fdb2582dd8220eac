"""The hosts that tokens may be sent to, and a way to revoke that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

if TYPE_CHECKING:
    from workbench.presenters.requests.consents import ConsentsPresenter


class HostsView(QWidget):
    """Lists the permanently allowed hosts."""

    def __init__(self, consents: ConsentsPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._consents = consents
        self._empty = QLabel(
            (
                "Only the demo server gets a token without asking you. "
                "For a request to any other host, you are asked before anything is sent."
            ),
            self,
        )
        self._empty.setObjectName("requests.no_hosts")
        self._empty.setProperty("role", "empty")
        self._empty.setWordWrap(True)
        self._label = QLabel("Allowed &hosts: tokens are sent there without asking.", self)
        self._label.setProperty("role", "caption")
        self._list = QListWidget(self)
        self._list.setObjectName("requests.hosts")
        self._list.setAccessibleName("Allowed hosts")
        self._revoke = QPushButton("Ask again before sending there", self)
        self._revoke.setObjectName("requests.revoke")
        self._label.setBuddy(self._list)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self._revoke)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._empty)
        layout.addWidget(self._label)
        layout.addWidget(self._list, 1)
        layout.addLayout(foot)
        layout.addStretch(0)
        self._revoke.clicked.connect(self._on_revoke_clicked)
        self._list.currentRowChanged.connect(self._look)
        consents.changed.connect(self._show)
        self._show()

    @Slot()
    def _show(self) -> None:
        self._list.clear()
        for origin in self._consents.allowed:
            item = QListWidgetItem(origin.consent)
            item.setData(Qt.ItemDataRole.UserRole, origin)
            self._list.addItem(item)
        self._list.setCurrentRow(0)
        self._empty.setVisible(not self._consents.allowed)
        for part in (self._label, self._list, self._revoke):
            part.setVisible(bool(self._consents.allowed))
        self._look()

    @Slot()
    def _look(self) -> None:
        self._revoke.setEnabled(self._list.currentItem() is not None)

    @Slot()
    def _on_revoke_clicked(self) -> None:
        item = self._list.currentItem()
        if item is not None:
            self._consents.revoke(item.data(Qt.ItemDataRole.UserRole))
