"""Logging in, at the right of the top bar."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from workbench.presenters.status import Status
from workbench.ui import shortcuts
from workbench.ui.server.login_fields import PasswordField, UserField
from workbench.ui.theme import Appearance
from workbench.ui.widgets.main_action import set_main_action
from workbench.ui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from workbench.core.server.info import DesignInfo, ServerInfo, UserInfo
    from workbench.presenters.requests.logout import LogoutPresenter
    from workbench.presenters.server.login import LoginPresenter


_STATUS_WIDTH = 24
"""At least; empty or not, so that no field moves when a message comes."""


class LoginPanel(QWidget):
    """User name, password, design, and the result of the last login. A refused login keeps the text in the fields.

    Signals:
        design_chosen(str): the user chose another design.
    """

    design_chosen = Signal(str)

    def __init__(
        self, login: LoginPresenter, logout: LogoutPresenter, appearance: Appearance, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._login = login
        self._logout = logout
        self._users: dict[str, UserInfo] = {}
        self._scenario = ""
        self._status = StatusLine("login.status", appearance, self)
        self._status.set_small()
        self._username = UserField(appearance, self)
        self._username.setObjectName("login.username")
        self._username.setPlaceholderText("alice, bob, …")
        self._password = PasswordField(self)
        self._password.setObjectName("login.password")
        self._design = QComboBox(self)
        self._design.setObjectName("login.design")
        self._design.setToolTip(
            "Claim design: what the token carries, and how the server decides. Takes effect at the next login."
        )
        self._submit = QPushButton("Log in", self)
        self._submit.setObjectName("login.submit")
        set_main_action(self._submit)
        self._log_out = QPushButton("Log out", self)
        self._log_out.setObjectName("login.log_out")
        self._log_out.setProperty("flat", True)
        self._log_out.setToolTip("Revoke the token. It stays on the bench: replay to see who refuses it")
        self._log_out.setEnabled(False)
        self._lay_out()

        self._username.user_chosen.connect(self._on_user_chosen)
        self._design.currentTextChanged.connect(self.design_chosen)
        self._submit.clicked.connect(self.log_in)
        self._username.textEdited.connect(self._on_username_edited)
        self._username.entered.connect(self.log_in)
        self._password.returnPressed.connect(self.log_in)
        for keys in shortcuts.SUBMIT:  # the other fields report these keys; a combo box ignores them
            enter = QShortcut(QKeySequence(keys), self._design)
            enter.setContext(Qt.ShortcutContext.WidgetShortcut)
            enter.activated.connect(self.log_in)
        login.status_changed.connect(self._status.show_status)
        login.busy_changed.connect(self._show_busy)
        self._log_out.clicked.connect(logout.log_out)
        logout.status_changed.connect(self._status.show_status)
        logout.available_changed.connect(self._show_log_out)

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
    def show_status(self, status: Status) -> None:
        """Show how a login or a logout went; an empty text clears the line."""
        self._status.show_status(status)

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
        self._users = {user.username: user for user in info.users}
        self._username.offer(info.users)
        self.show_designs(info.designs, info.unavailable)

    def _make_ready(self, info: ServerInfo) -> None:
        """Fill in a demo user and the password where nothing was typed, so that Enter logs in."""
        if self._username.isModified() or self._password.text():
            return
        able = [user for user in info.users if user.demo_password and not user.disabled]
        named = [user for user in able if user.username == self.username]
        for user in (named or ([] if self.username else able))[:1]:
            self._username.setText(user.username)
            self._password.fill_in(user.demo_password)
            if self._username.hasFocus():
                self._username.selectAll()

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
            self._password.fill_in(user.demo_password)
        # The field takes the name over by itself, but only while it has the focus.
        self._username.setText(username)
        self._password.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def log_in(self) -> None:
        """Log in with what is in the fields."""
        if self._submit.isEnabled():
            missing = next((field for field in (self._username, self._password) if not field.text().strip()), None)
            self._login.log_in(self.username, self._password.text(), self.design)
            if missing is not None:
                missing.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(bool)
    def _show_busy(self, busy: bool) -> None:
        had_focus = self._submit.hasFocus()
        self._submit.setDisabled(busy)
        if busy and had_focus:  # Qt would move it to Log out, where a second Enter revokes the token
            self._username.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(bool)
    def _show_log_out(self, available: bool) -> None:
        had_focus = self._log_out.hasFocus()
        self._log_out.setEnabled(available)
        if not available and had_focus:
            self._submit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        self._status.setMinimumWidth(_STATUS_WIDTH)
        room = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        room.setRetainSizeWhenHidden(True)
        self._status.setSizePolicy(room)
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
        layout.addWidget(self._log_out)
