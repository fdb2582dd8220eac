"""Logging in, at the right of the top bar."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from workbench.presenters.status import Status
from workbench.ui.icons import Icon, icon
from workbench.ui.theme import Appearance, Tone
from workbench.ui.widgets.main_action import set_main_action
from workbench.ui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from workbench.core.server.info import DesignInfo, ServerInfo, UserInfo
    from workbench.presenters.server.login import LoginPresenter


class _UserField(QLineEdit):
    """Opens its list of users on Down; the open list takes the key by itself."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the list on Down."""
        completer = self.completer()
        if event.key() == Qt.Key.Key_Down and completer is not None:
            completer.complete()
        else:
            super().keyPressEvent(event)


# Wider than the field: the list shows roles and groups as well.
_USERS_WIDTH = 280


class LoginPanel(QWidget):
    """User name, password, design, and the result of the last login. A refused login keeps the text in the fields.

    Signals:
        design_chosen(str): the user chose another design.
    """

    design_chosen = Signal(str)

    def __init__(self, login: LoginPresenter, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._login = login
        self._appearance = appearance
        self._users: dict[str, UserInfo] = {}
        self._scenario = ""
        self._status = StatusLine("login.status", appearance, self)
        self._status.set_small()
        self._username = _UserField(self)
        self._username.setObjectName("login.username")
        self._username.setPlaceholderText("alice, bob, …")
        self._password = QLineEdit(self)
        self._password.setObjectName("login.password")
        self._password.setEchoMode(QLineEdit.EchoMode.Password)
        self._design = QComboBox(self)
        self._design.setObjectName("login.design")
        self._design.setToolTip(
            "Claim design: what the token carries, and how the server decides. Takes effect at the next login."
        )
        self._submit = QPushButton("Log in", self)
        self._submit.setObjectName("login.submit")
        set_main_action(self._submit)
        self._choices = QStandardItemModel(self)
        self._completer = QCompleter(self._choices, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setCompletionRole(Qt.ItemDataRole.UserRole)
        users = QListView(self)
        users.setMinimumWidth(_USERS_WIDTH)
        users.setProperty("popup", True)
        self._completer.setPopup(users)
        self._username.setCompleter(self._completer)
        self._show_users = QAction("Choose a user", self)
        self._show_users.setToolTip("Users of the demo server (Down)")
        self._username.addAction(self._show_users, QLineEdit.ActionPosition.TrailingPosition)
        self._lay_out()

        self._show_users.triggered.connect(self._completer.complete)
        self._completer.activated.connect(self._on_user_chosen)
        self._design.currentTextChanged.connect(self.design_chosen)
        self._submit.clicked.connect(self.log_in)
        self._username.textEdited.connect(self._on_username_edited)
        self._username.returnPressed.connect(self._on_username_entered)
        self._password.returnPressed.connect(self.log_in)
        login.status_changed.connect(self._status.show_status)
        login.busy_changed.connect(self._submit.setDisabled)
        appearance.changed.connect(self._paint_icon)
        self._paint_icon()

    @property
    def username(self) -> str:
        """The typed user name."""
        return self._username.text().strip()

    @property
    def design(self) -> str:
        """The chosen design."""
        return str(self._design.currentData() or self._design.currentText())

    def prefill(self, username: str, design: str) -> None:
        """Restore the last choices."""
        self._username.setText(username)
        if self._design.findData(design) < 0:
            self._design.addItem(design, design)
        self._design.setCurrentIndex(self._design.findData(design))

    def choose_design(self, design: str) -> None:
        """Choose this design, if it is offered."""
        position = self._design.findData(design)
        if position >= 0:
            self._design.setCurrentIndex(position)

    @Slot()
    def focus(self) -> None:
        """Focus the first login field."""
        self._username.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._username.selectAll()

    @Slot(object)
    def show_server(self, info: ServerInfo) -> None:
        """Offer the users and designs of this server; clear a name from another scenario."""
        unknown = self.username not in {user.username for user in info.users}
        if unknown and (self._scenario not in ("", info.scenario) or not self._username.isModified()):
            self._username.clear()
            self._password.clear()
            self._status.show_status(Status(""))
        self._scenario = info.scenario
        self._make_ready(info)
        self._username.setPlaceholderText(", ".join([*(user.username for user in info.users[:2]), "…"]))
        self._users = {user.username: user for user in info.users}
        self._choices.clear()
        for user in info.users:
            item = QStandardItem(_described(user))
            item.setData(user.username, Qt.ItemDataRole.UserRole)
            self._choices.appendRow(item)
        self.show_designs(info.designs, info.unavailable)

    def _make_ready(self, info: ServerInfo) -> None:
        """Fill in a demo user and the password where nothing was typed, so that Enter logs in."""
        if self._username.isModified() or self._password.text():
            return
        able = [user for user in info.users if user.demo_password and not user.disabled]
        named = [user for user in able if user.username == self.username]
        for user in (named or ([] if self.username else able))[:1]:
            self._username.setText(user.username)
            self._fill_in(user.demo_password)
            if self._username.hasFocus():
                self._username.selectAll()

    def _fill_in(self, password: str) -> None:
        self._password.setText(password)
        self._password.setCursorPosition(0)  # show its beginning: half a character at the left looks like a fault

    @Slot(str)
    def _on_username_edited(self, _text: str) -> None:
        """Another user has another password; one that was typed stays."""
        if not self._password.isModified():
            self._password.clear()

    def show_designs(self, designs: Sequence[DesignInfo], unavailable: Mapping[str, str] | None = None) -> None:
        """Offer these designs; keep the current choice if it is among them.

        Args:
            designs: those that can be used.
            unavailable: for each further one, by its id, what to install for it; the server says the same at a login.
        """
        chosen = self.design
        self._design.clear()
        for design in designs:
            self._design.addItem(design.id, design.id)
            self._design.setItemData(self._design.count() - 1, design.summary, Qt.ItemDataRole.ToolTipRole)
        for name, reason in (unavailable or {}).items():
            self._design.addItem(name, name)
            self._design.setItemData(self._design.count() - 1, reason, Qt.ItemDataRole.ToolTipRole)
        self._design.setCurrentIndex(max(0, self._design.findData(chosen)))

    @Slot(str)
    def _on_user_chosen(self, username: str) -> None:
        user = self._users.get(username)
        if user is not None and user.demo_password:
            self._fill_in(user.demo_password)
        # The field takes the name over by itself, but only while it has the focus.
        self._username.setText(username)
        self._password.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_username_entered(self) -> None:
        # Enter on a user in the open list chooses that user, and reaches the field as well.
        users = self._completer.popup()
        if users is None or not (users.isVisible() and users.currentIndex().isValid()):
            self.log_in()

    @Slot()
    def log_in(self) -> None:
        """Log in with what is in the fields."""
        if self._submit.isEnabled():
            self._login.log_in(self.username, self._password.text(), self.design)

    @Slot()
    def _paint_icon(self) -> None:
        self._show_users.setIcon(icon(Icon.DROPDOWN, self._appearance, Tone.MUTED))

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addStretch(1)
        self._status.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        layout.addWidget(self._status, 1000)
        for words, field, narrowest, widest in (
            ("User", self._username, 84, 120),
            ("Password", self._password, 76, 120),
            ("Design", self._design, 96, 130),
        ):
            caption = QLabel(words, self)
            caption.setProperty("role", "caption")
            caption.setBuddy(field)
            field.setMinimumWidth(narrowest)
            field.setMaximumWidth(widest)
            field.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            layout.addWidget(caption)
            layout.addWidget(field, 300)
        layout.addWidget(self._submit)


def _described(user: UserInfo) -> str:
    """The user in one line, for the list to choose from."""
    parts = [user.username, ", ".join(user.roles), ", ".join(user.groups)]
    if user.disabled:
        parts.append("account disabled")
    return " · ".join(part for part in parts if part)
