"""A place to paste a curl command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from workbench.presenters.status import Status
from workbench.ui.widgets.main_action import set_main_action
from workbench.ui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from workbench.presenters.requests.requests import RequestsPresenter
    from workbench.ui.theme import Appearance


class ImportView(QWidget):
    """Makes a request from a pasted curl command; a rejected one stays in the field to be fixed.

    Signals:
        imported(): the request is in the list.
    """

    imported = Signal()

    def __init__(self, requests: RequestsPresenter, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._requests = requests
        label = QLabel("&Paste a curl command, for example one copied as cURL from a browser's developer tools.", self)
        label.setProperty("role", "caption")
        label.setWordWrap(True)
        self._text = QPlainTextEdit(self)
        self._text.setObjectName("requests.curl")
        self._text.setProperty("mono", True)
        self._text.setTabChangesFocus(True)
        self._text.setPlaceholderText("curl 'https://api.example.org/v1/me' \\\n  -H 'Authorization: Bearer eyJ…'")
        label.setBuddy(self._text)
        take = QPushButton("Import", self)
        take.setObjectName("requests.import_submit")
        set_main_action(take)
        self._status = StatusLine("requests.import_status", appearance, self)
        self._status.set_small()
        foot = QHBoxLayout()
        foot.addWidget(self._status, 1)
        foot.addStretch(0)
        foot.addWidget(take)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(label)
        layout.addWidget(self._text, 1)
        layout.addLayout(foot)
        take.clicked.connect(self._on_take_clicked)
        requests.import_failed.connect(self._status.show_status)

    def focus(self) -> None:
        """Focus the text."""
        self._text.setFocus()

    @Slot()
    def _on_take_clicked(self) -> None:
        self._status.show_status(Status(""))
        if self._requests.import_curl(self._text.toPlainText()):
            self._text.clear()  # it holds a token
            self.imported.emit()
