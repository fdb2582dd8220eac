"""The button in a card's head that copies and saves what the card shows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Slot
from PySide6.QtWidgets import QFileDialog, QMenu, QToolButton

from workbench.presenters.status import Status, StatusLevel
from workbench.ui.icons import Icon, icon
from workbench.ui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from workbench.presenters.exports import ExportsPresenter
    from workbench.ui.exports.subjects import Exports
    from workbench.ui.theme import Appearance
    from workbench.ui.widgets.card import Card

_SIDE = 28
_ICON = 16
_STAYS_MS = 10_000
"""A success disappears by itself where the card has no status line of its own; a failure stays."""


class ExportButton(QToolButton):
    """Opens a menu of what can be done with the tables and charts of a card, and reports how it went in the card."""

    def __init__(self, card: Card, presenter: ExportsPresenter, appearance: Appearance) -> None:
        super().__init__(card)
        self._card = card
        self._presenter = presenter
        self._appearance = appearance
        self._subjects: Sequence[Exports] = ()
        self._waiting = b"", ""  # for a file name: what is written, and its name for the report
        self._own_line: StatusLine | None = None
        self._leave = QTimer(self, singleShot=True, interval=_STAYS_MS)
        self._leave.timeout.connect(self._clear)
        self._menu = QMenu(self)
        self._menu.setToolTipsVisible(True)
        self._menu.aboutToShow.connect(self._fill)
        self.setMenu(self._menu)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setIconSize(QSize(_ICON, _ICON))
        self.setFixedSize(_SIDE, _SIDE)
        appearance.changed.connect(self._paint_icon)
        self._paint_icon()

    def offer(self, subjects: Sequence[Exports]) -> None:
        """Offer these, each under a heading of its own if there are several."""
        self._subjects = subjects
        name = subjects[0].name
        self.setObjectName(f"{name}.export")
        self._menu.setObjectName(f"{name}.export_menu")
        words = f"Copy or save {' and '.join(dict.fromkeys(f'this {each.kind}' for each in subjects))}"
        self.setToolTip(words)
        self.setAccessibleName(words)

    @property
    def heading(self) -> str:
        """The title of the card."""
        return self._card.title.text()

    def show_status(self, status: Status) -> None:
        """Report where the card reports everything else, or in a line of its own below."""
        line = self._line()
        line.show_status(status)
        self._leave.stop()
        if line is self._own_line and status.severity is StatusLevel.OK:
            self._leave.start()

    def save(self, data: bytes, what: str, suggested: str, kind: str) -> None:
        """Ask for a file, and write *data* into it.

        Args:
            data: what the file is to hold.
            what: what that is, for the report.
            suggested: the name of the file without its suffix.
            kind: the suffix, without its dot.
        """
        dialog = QFileDialog(self.window(), f"Save as {kind.upper()}", str(Path.home() / f"{suggested}.{kind}"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setNameFilters([f"{kind.upper()} (*.{kind})", "All files (*)"])
        dialog.setDefaultSuffix(kind)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.fileSelected.connect(self._on_file_selected)
        self._waiting = data, what
        dialog.open()

    @Slot(str)
    def _on_file_selected(self, path: str) -> None:
        data, what = self._waiting
        self._presenter.save(Path(path), data, what, self.show_status)

    def _line(self) -> StatusLine:
        if self._own_line is None:
            found = self._card.findChildren(StatusLine)
            if found:
                return found[0]
            self._own_line = StatusLine(f"{self.objectName()}_status", self._appearance, self._card)
            self._card.body.addWidget(self._own_line)
        return self._own_line

    @Slot()
    def _clear(self) -> None:
        self._line().show_status(Status(""))

    @Slot()
    def _fill(self) -> None:
        self._menu.clear()
        kinds = [each.kind for each in self._subjects]
        for each in self._subjects:
            if len(kinds) > 1:
                self._menu.addSection(each.kind.capitalize() if kinds.count(each.kind) == 1 else each.title)
            each.refresh()
            self._menu.addActions(each.actions)

    @Slot()
    def _paint_icon(self) -> None:
        self.setIcon(icon(Icon.COPY, self._appearance))
