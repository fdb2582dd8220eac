"""The drawer in place of the card Why: edit, import, repeat, and the allowed hosts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QPushButton, QStackedWidget, QVBoxLayout, QWidget

from workbench.ui.requests.details import DRAWER_WIDTH
from workbench.ui.requests.editor import RequestEditor
from workbench.ui.requests.hosts_view import HostsView
from workbench.ui.requests.import_view import ImportView
from workbench.ui.requests.repeat_view import RepeatView
from workbench.ui.widgets.card import Card
from workbench.ui.widgets.segments import SegmentedButtons

if TYPE_CHECKING:
    from workbench.presenters.requests.consents import ConsentsPresenter
    from workbench.presenters.requests.repeat import RepeatPresenter
    from workbench.presenters.requests.requests import RequestsPresenter
    from workbench.ui.theme import Appearance


class RequestDrawer(QWidget):
    """Shows one of its views for the selected request until it is closed.

    Signals:
        closed(): the user closed the drawer.
    """

    closed = Signal()

    def __init__(
        self,
        requests: RequestsPresenter,
        repeat: RepeatPresenter,
        consents: ConsentsPresenter,
        appearance: Appearance,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._requests = requests
        self._row = -1
        card = Card("Request", self)
        choices = (
            ("edit", "Edit"),
            ("import", "Import"),
            ("repeat", "Repeat"),
            ("hosts", "Hosts"),
        )
        self._views = SegmentedButtons("requests.view", choices, card)
        self._editor = RequestEditor(requests, appearance, card)
        self._import = ImportView(requests, appearance, card)
        self._repeat = RepeatView(repeat, appearance, card)
        self._hosts = HostsView(consents, card)
        self._stack = QStackedWidget(card)
        for view in (self._editor, self._import, self._repeat, self._hosts):
            self._stack.addWidget(view)
        close = QPushButton("Close", card)
        close.setObjectName("requests.close")
        close.setProperty("flat", True)
        card.head.addWidget(self._views)
        card.head.addStretch(1)
        card.head.addWidget(close)
        card.body.addWidget(self._stack, 1)
        self.setMinimumWidth(DRAWER_WIDTH)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card)
        self._views.chosen.connect(self.show_view)
        close.clicked.connect(self.closed)
        self._import.imported.connect(self._on_imported)
        requests.changed.connect(self._look)
        self.show_view("edit")
        self._look()

    @Slot(str)
    def show_view(self, view: str) -> None:
        """Show ``edit``, ``import``, ``repeat`` or ``hosts``, and focus it."""
        self._views.choose(view)
        widgets = {"edit": self._editor, "import": self._import, "repeat": self._repeat, "hosts": self._hosts}
        self._stack.setCurrentWidget(widgets[view])

    def focus(self) -> None:
        """Focus the first field of the view."""
        shown = self._stack.currentWidget()
        if shown is self._editor:
            self._editor.focus()
        elif shown is self._import:
            self._import.focus()
        elif shown is not None:
            shown.setFocus()

    def show_row(self, row: int) -> None:
        """Show the request in this row in every view; -1 for none."""
        self._row = row
        self._look()

    @Slot()
    def _look(self) -> None:
        row = self._row if self._row < len(self._requests.requests) else -1
        self._editor.show_row(row)
        self._repeat.show_request(self._requests.requests[row] if row >= 0 else None)

    @Slot()
    def _on_imported(self) -> None:
        self.show_view("edit")
