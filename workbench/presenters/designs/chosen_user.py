"""The user whom all views of the Designs page are about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

if TYPE_CHECKING:
    from workbench.core.server.info import ServerInfo, UserInfo


class ChosenUser(QObject):
    """Holds the users of the running server, and the chosen one.

    Signals:
        users_changed(tuple[UserInfo, ...]): a server with other users runs.
        changed(str): another user was chosen, by username.
    """

    users_changed = Signal(object)
    changed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.users: Sequence[UserInfo] = ()
        self.username = ""

    @property
    def user(self) -> UserInfo | None:
        """The chosen user; None before the first server runs."""
        return next((user for user in self.users if user.username == self.username), None)

    @Slot(object)
    def show_server(self, info: ServerInfo) -> None:
        """Offer the users of this server; keep the choice if possible."""
        self.users = tuple(info.users)
        self.users_changed.emit(self.users)
        if self.user is None and self.users:
            # The first user often may do almost everything; the second shows more differences.
            self.choose(self.users[min(1, len(self.users) - 1)].username)

    @Slot(str)
    def choose(self, username: str) -> None:
        """Choose the user for all views."""
        if username != self.username:
            self.username = username
            self.changed.emit(username)
