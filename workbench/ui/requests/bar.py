"""The actions on the requests, below their table: common ones as buttons, the rest in menus; and a status line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from workbench.core.requests.copy_form import CopyForm
from workbench.core.requests.sender import Sender
from workbench.core.text.wording import shortened
from workbench.presenters.status import Status
from workbench.ui.arrangement import eliding
from workbench.ui.icons import Icon, icon
from workbench.ui.theme import Appearance, Tone
from workbench.ui.widgets import tool_tip
from workbench.ui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from workbench.presenters.requests.requests import RequestsPresenter

_FORMS = {
    "requests.copy_curl": CopyForm.CURL,
    "requests.copy_curl_cmd": CopyForm.CURL_COMMAND_PROMPT,
    "requests.copy_curl_powershell": CopyForm.CURL_POWERSHELL,
    "requests.copy_httpie": CopyForm.HTTPIE,
    "requests.copy_python": CopyForm.PYTHON,
}
_SENDERS = {
    Sender.HOLDER: "with a proof by this program's key",
    Sender.WITHOUT_PROOF: "without a proof, as a thief does",
    Sender.OTHER_KEY: "with a proof by another key, as a thief does",
}


_LABEL = 32
"""Characters of an offered request, which fit on one line beside its button; the tool tip has all of it."""


class RequestsBar(QWidget):
    """Acts on the selected request, and reports the result.

    Attributes:
        after_login: the check box in the menu: replay after each login.

    Signals:
        view_requested(str): the user wants ``edit``, ``import``, ``repeat`` or ``hosts``.
        token_wanted(str): put the token of an imported command on the bench.
        sender_chosen(Sender): send tokens that are bound to a key as this sender does.
    """

    view_requested = Signal(str)
    token_wanted = Signal(str)
    sender_chosen = Signal(object)

    def __init__(self, requests: RequestsPresenter, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._requests = requests
        self._appearance = appearance
        self._row = -1
        self._token = self._command = ""
        self._add = self._button("requests.add", "Add")
        self._edit = self._button("requests.edit", "Edit")
        self._remove = self._button("requests.remove", "Remove")
        self._copy = self._button("requests.copy", "Copy")
        self._more = self._button("requests.more", "More")
        for button, words in ((self._add, "Add a request"), (self._edit, "Edit the request"), (self._remove, "Remove")):
            button.setToolTip(words)
        self._status = StatusLine("requests.status", appearance, self)
        self._status.set_small()
        self._undo = self._button("requests.undo", "Undo")
        self._take_token = self._button("requests.take_token", "Use its token")
        self._take_token.setToolTip("Replace the token on the bench by the one in the command")
        self._take_request = self._button("requests.take_request", "Add its request")
        self._make_copy_menu()
        self._make_more_menu()
        self._lay_out()
        self._add.clicked.connect(self._on_add_clicked)
        self._edit.clicked.connect(self._on_edit_clicked)
        self._remove.clicked.connect(self._on_remove_clicked)
        self._undo.clicked.connect(requests.undo_remove)
        self._take_token.clicked.connect(self._on_take_token_clicked)
        requests.status_changed.connect(self._say)
        self._take_request.clicked.connect(self._on_take_request_clicked)
        requests.token_offered.connect(self._offer_token)
        requests.request_offered.connect(self._offer_request)
        requests.changed.connect(self._look)
        appearance.changed.connect(self._paint_icons)
        self._paint_icons()
        self.forget()
        self._look()

    def show_row(self, row: int) -> None:
        """Act on this row from now on; -1 for none. Clear the status of the previous one."""
        if row != self._row:
            self.forget()
        self._row = row
        self._look()

    @Slot()
    def forget(self) -> None:
        """Clear the status and its buttons."""
        self._status.show_status(Status(""))
        self._undo.hide()
        self._offer_token("")
        self._command = ""
        self._take_request.hide()

    @Slot(object)
    def _say(self, status: Status) -> None:
        self._status.show_status(status)
        self._undo.setVisible(self._requests.removed is not None and status.text.startswith("Removed"))

    @Slot()
    def _look(self) -> None:
        count = len(self._requests.requests)
        chosen = 0 <= self._row < count
        for part in (self._edit, self._remove, self._copy, self._duplicate, self._repeat):
            part.setEnabled(chosen)
        self._up.setEnabled(chosen and self._row > 0)
        self._down.setEnabled(chosen and self._row < count - 1)
        self._reset.setEnabled(self._requests.can_reset)
        removed = self._requests.removed
        self._put_back.setEnabled(removed is not None)
        words = "Restore the removed request" if removed is None else f"Restore {removed.label}"
        self._put_back.setText(eliding.for_action(words))

    @Slot()
    def _on_add_clicked(self) -> None:
        self._requests.add()
        self.view_requested.emit("edit")

    @Slot()
    def _on_edit_clicked(self) -> None:
        self.view_requested.emit("edit")

    @Slot()
    def _on_remove_clicked(self) -> None:
        self._requests.remove(self._row)

    @Slot()
    def _on_duplicate(self) -> None:
        self._requests.duplicate(self._row)
        self.view_requested.emit("edit")

    @Slot()
    def _on_up(self) -> None:
        self._requests.move(self._row, -1)

    @Slot()
    def _on_down(self) -> None:
        self._requests.move(self._row, 1)

    @Slot(QAction)
    def _on_copy_chosen(self, action: QAction) -> None:
        form = _FORMS.get(action.objectName())
        if form is not None:
            text = self._requests.copy_text(self._row, form, with_variable=self._variable.isChecked())
            if text:
                QGuiApplication.clipboard().setText(text)

    @Slot(QAction)
    def _on_view_chosen(self, action: QAction) -> None:
        if action.data():
            self.view_requested.emit(action.data())

    @Slot(str)
    def _offer_token(self, token: str) -> None:
        self._token = token
        self._take_token.setVisible(bool(token))

    @Slot()
    def _on_take_token_clicked(self) -> None:
        token = self._token
        self._offer_token("")
        self.token_wanted.emit(token)

    @Slot(str, str)
    def _offer_request(self, command: str, label: str) -> None:
        if command or self._command:
            self.forget()
        if command:
            self._command = command
            self._take_request.show()
            self._take_request.setToolTip(tool_tip.literal(f"Add {label} to the requests"))
            self._status.show_status(Status(f"The command sends {shortened(label, _LABEL)}"))

    @Slot()
    def _on_take_request_clicked(self) -> None:
        command = self._command
        self.forget()
        self._requests.import_curl(command)

    def _button(self, name: str, words: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.setProperty("flat", True)
        return button

    def _make_copy_menu(self) -> None:
        menu = QMenu(self)
        self._action(menu, "requests.copy_curl", "as curl")
        self._action(menu, "requests.copy_curl_cmd", "as curl for the Windows command prompt")
        self._action(menu, "requests.copy_curl_powershell", "as curl for PowerShell")
        self._action(menu, "requests.copy_httpie", "as HTTPie")
        self._action(menu, "requests.copy_python", "as Python (httpx)")
        menu.addSeparator()
        self._variable = self._action(menu, "requests.copy_variable", "with $TOKEN instead of the token")
        self._variable.setCheckable(True)
        menu.triggered.connect(self._on_copy_chosen)
        self._copy.setMenu(menu)
        self._copy.setToolTip("Copy the request as a command, with the token in it unless you choose $TOKEN")

    def _make_more_menu(self) -> None:
        menu = QMenu(self)
        self._action(menu, "requests.import", "Import a curl command", view="import")
        self._repeat = self._action(menu, "requests.show_repeat", "Repeat", view="repeat")
        self._action(menu, "requests.show_hosts", "Allowed hosts", view="hosts")
        self.after_login = self._action(menu, "replay.after_login", "Replay after each login")
        self.after_login.setCheckable(True)
        self._make_sender_menu(menu)
        menu.addSeparator()
        self._duplicate = self._action(menu, "requests.duplicate", "Duplicate")
        self._up = self._action(menu, "requests.move_up", "Move up")
        self._down = self._action(menu, "requests.move_down", "Move down")
        menu.addSeparator()
        self._put_back = self._action(menu, "requests.put_back", "")
        self._put_back.triggered.connect(self._requests.undo_remove)
        self._reset = self._action(menu, "requests.reset", "Reset to the scenario's requests")
        self._duplicate.triggered.connect(self._on_duplicate)
        self._up.triggered.connect(self._on_up)
        self._down.triggered.connect(self._on_down)
        self._reset.triggered.connect(self._requests.reset)
        menu.triggered.connect(self._on_view_chosen)
        self._more.setMenu(menu)

    def _make_sender_menu(self, parent: QMenu) -> None:
        menu = parent.addMenu("Send tokens bound to a key (DPoP)")
        menu.setObjectName("replay.sender")
        self._senders = QActionGroup(self)
        for sender, words in _SENDERS.items():
            action = self._action(menu, f"replay.sender.{sender}", words)
            action.setCheckable(True)
            action.setChecked(sender is Sender.HOLDER)
            self._senders.addAction(action)
        self._senders.triggered.connect(self._on_sender_chosen)

    @Slot(QAction)
    def _on_sender_chosen(self, action: QAction) -> None:
        self.sender_chosen.emit(Sender(action.objectName().removeprefix("replay.sender.")))

    def _action(self, menu: QMenu, name: str, words: str, *, view: str = "") -> QAction:
        action = menu.addAction(words)
        action.setObjectName(name)
        action.setData(view)
        return action

    @Slot()
    def _paint_icons(self) -> None:
        pictures = (
            (self._add, Icon.ADD),
            (self._edit, Icon.EDITED),
            (self._remove, Icon.REMOVE),
            (self._copy, Icon.COPY),
            (self._more, Icon.MORE),
            (self._undo, Icon.REVERT),
        )
        for button, picture in pictures:
            button.setIcon(icon(picture, self._appearance, Tone.ACCENT))

    def _lay_out(self) -> None:
        status = QHBoxLayout()
        status.setSpacing(4)
        status.addWidget(self._status, 1)
        status.addWidget(self._take_token)
        status.addWidget(self._take_request)
        status.addWidget(self._undo)
        buttons = QHBoxLayout()
        buttons.setSpacing(0)
        for button in (self._add, self._edit, self._remove, self._copy):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self._more)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(status)
        layout.addLayout(buttons)
