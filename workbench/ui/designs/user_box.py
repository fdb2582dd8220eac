"""A box to choose the user of a view."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from workbench.ui.widgets import tool_tip

if TYPE_CHECKING:
    from workbench.core.server.info import UserInfo
    from workbench.presenters.designs.chosen_user import ChosenUser

EVERYBODY = ""


class UserBox(QComboBox):
    """Shows the users of a `ChosenUser` with their roles and groups; all such boxes choose together.

    Where *everybody* is given, the last entry has these words, the data `EVERYBODY`, and stands for all of them; to
    choose it is this box's own affair.
    """

    def __init__(self, name: str, chosen: ChosenUser, parent: QWidget | None = None, *, everybody: str = "") -> None:
        super().__init__(parent)
        self._chosen = chosen
        self._everybody = everybody
        self.setObjectName(name)
        self.setMinimumWidth(90)
        self.setMaximumWidth(200)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._show_users(chosen.users)
        chosen.users_changed.connect(self._show_users)
        chosen.changed.connect(self._show_choice)
        self.currentIndexChanged.connect(self._on_index_changed)
        self.currentIndexChanged.connect(self._show_tool_tip)

    @Slot(object)
    def _show_users(self, users: Sequence[UserInfo]) -> None:
        self.blockSignals(True)
        everybody = bool(self._everybody) and self.currentData() == EVERYBODY
        self.clear()
        for each in users:
            self.addItem(" · ".join((each.username, *each.roles, *each.groups)), each.username)
        if self._everybody:
            self.addItem(self._everybody, EVERYBODY)
        self.setCurrentIndex(self.findData(EVERYBODY if everybody else self._chosen.username))
        self.blockSignals(False)
        self._show_tool_tip()

    @Slot()
    def _show_tool_tip(self) -> None:
        """Name the whole choice, which may be wider than the box."""
        self.setToolTip(tool_tip.literal(self.currentText()))

    @Slot(str)
    def _show_choice(self, username: str) -> None:
        self.setCurrentIndex(self.findData(username))

    @Slot(int)
    def _on_index_changed(self, index: int) -> None:
        username = self.itemData(index)
        if username:
            self._chosen.choose(str(username))
