"""The fields of the login: a user name with the list of users, and a password that may be filled in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, Qt, Signal, Slot
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent, QMouseEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView, QWidget

from workbench.ui.icons import Icon, icon
from workbench.ui.theme import Appearance, Tone

if TYPE_CHECKING:
    from workbench.core.server.info import UserInfo

# Wider than the field: the list shows roles and groups as well.
_USERS_WIDTH = 280


class UserField(QLineEdit):
    """A user name. Down or the arrow opens the whole list of users; typing shows those whose name contains the text.

    Signals:
        user_chosen(str): a user of the list was chosen.
        entered(): Enter was pressed on what was typed, and no user of the list is marked.
    """

    user_chosen = Signal(str)
    entered = Signal()

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._choices = QStandardItemModel(self)
        self._completer = QCompleter(self._choices, self)
        self._completer.setCompletionRole(Qt.ItemDataRole.UserRole)
        self._completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self._users = QListView(self)
        self._users.setMinimumWidth(_USERS_WIDTH)
        self._users.setUniformItemSizes(True)
        self._users.setProperty("popup", True)
        self._completer.setPopup(self._users)
        self.setCompleter(self._completer)
        self._show_users = QAction("Choose a user", self)
        self._show_users.setToolTip("Users of the demo server (Down)")
        self.addAction(self._show_users, QLineEdit.ActionPosition.TrailingPosition)
        self._show_users.triggered.connect(self._show_all)
        self._completer.activated.connect(self.user_chosen)
        self.returnPressed.connect(self._on_return_pressed)
        appearance.changed.connect(self._paint_icon)
        self._paint_icon()

    def offer(self, users: Sequence[UserInfo]) -> None:
        """Offer these users."""
        self._choices.clear()
        for user in users:
            item = QStandardItem(_described(user))
            item.setData(user.username, Qt.ItemDataRole.UserRole)
            self._choices.appendRow(item)
        self.setPlaceholderText(", ".join([*(user.username for user in users[:2]), "…"]))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the list on Down; filter it while a name is typed. The open list takes Down by itself."""
        if event.key() == Qt.Key.Key_Down:
            self._show_all()
            return
        if event.text().isprintable():
            self._completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        super().keyPressEvent(event)
        if self._users.isVisible() and not self._users.currentIndex().isValid():
            self._mark_best()

    @Slot()
    def _show_all(self) -> None:
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.complete()

    def _mark_best(self) -> None:
        """Mark the user whom Enter chooses: of that very name, else the first that begins with it, else the first."""
        typed, shown = self.text().strip().lower(), self._users.model()
        rows = range(shown.rowCount())
        names = [str(shown.index(row, 0).data(Qt.ItemDataRole.UserRole)).lower() for row in rows]
        if names:
            row = min(rows, key=lambda row: (names[row] != typed, not names[row].startswith(typed), row))
            # Current, and not selected: Qt writes a selected one into the field.
            chosen = self._users.selectionModel()
            chosen.setCurrentIndex(shown.index(row, 0), QItemSelectionModel.SelectionFlag.NoUpdate)

    @Slot()
    def _on_return_pressed(self) -> None:
        # Enter on a user in the open list chooses that user, and reaches the field as well.
        if not (self._users.isVisible() and self._users.currentIndex().isValid()):
            self.entered.emit()

    @Slot()
    def _paint_icon(self) -> None:
        self._show_users.setIcon(icon(Icon.DROPDOWN, self._appearance, Tone.MUTED))


class PasswordField(QLineEdit):
    """A password. One that was filled in is selected when the field gets the focus, so that typing replaces it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self._clicked_into = False

    def fill_in(self, password: str) -> None:
        """Show a password that the user need not know."""
        self.setText(password)
        self.setCursorPosition(0)  # show its beginning: half a character at the left looks like a fault

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Select all of a password that was filled in."""
        super().focusInEvent(event)
        self._clicked_into = event.reason() == Qt.FocusReason.MouseFocusReason
        self._select_filled_in()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select it after the click that gives the focus, too; the next click puts the cursor where it is."""
        super().mousePressEvent(event)
        if self._clicked_into:
            self._clicked_into = False
            self._select_filled_in()

    def _select_filled_in(self) -> None:
        if not self.isModified():
            self.setSelection(len(self.text()), -len(self.text()))  # backwards: the beginning stays in view


def _described(user: UserInfo) -> str:
    """The user in one line, for the list to choose from."""
    parts = [user.username, ", ".join(user.roles), ", ".join(user.groups)]
    if user.disabled:
        parts.append("account disabled")
    return " · ".join(part for part in parts if part)
