"""What is changed in the world, for whom, and what is asked of a token meanwhile: the questions of an experiment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from workbench.core.designs.staleness import Revocation
from workbench.core.server.directory_change import DirectoryEntry, possible_changes
from workbench.ui import shortcuts
from workbench.ui.designs.staleness.request_box import RequestBox
from workbench.ui.designs.user_box import UserBox
from workbench.ui.widgets import tool_tip
from workbench.ui.widgets.caption import caption
from workbench.ui.widgets.card import Card
from workbench.ui.widgets.elided_label import ElidedLabel
from workbench.ui.widgets.run_control import RunControl
from workbench.ui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from workbench.core.server.info import ServerInfo
    from workbench.presenters.designs.chosen_user import ChosenUser
    from workbench.presenters.designs.staleness import StalenessPresenter
    from workbench.ui.theme import Appearance


class WorldChangeCard(Card):
    """Takes what a `StalenessPresenter` is to measure, or to do to the running server."""

    def __init__(
        self, staleness: StalenessPresenter, chosen: ChosenUser, appearance: Appearance, parent: QWidget
    ) -> None:
        super().__init__("Change the world while a token is valid", parent)
        self._staleness = staleness
        self._user = UserBox("staleness.user", chosen, self)
        self._changes = _box("staleness.change", self, 220)
        self._record = QLineEdit(self)
        self._record.setObjectName("staleness.record")
        self._record.setPlaceholderText("another record")
        self._record.setAccessibleName("Another record whose access list is to change")
        self._record.setToolTip("The id of a record, then Enter")
        self._record.setMinimumWidth(120)
        self._record.setMaximumWidth(160)
        self._changes.setPlaceholderText("Choose a change")
        self._shown_user = ""
        self._request = RequestBox(appearance, self)
        self._warning = StatusLine("staleness.dependence", appearance, self)
        self._warning.set_small()
        self._minute = QLineEdit("5", self)
        self._minute.setObjectName("staleness.change_at")
        self._minute.setToolTip("Minutes after the login, such as 5 or 2.5")
        self._minute.setFixedWidth(52)
        self._moments = QLineEdit(self)
        self._moments.setObjectName("staleness.moments")
        self._moments.setPlaceholderText("every few")
        self._moments.setToolTip("Minutes after the login, such as 6, 10, 29.5")
        self._moments.setMinimumWidth(80)
        self._moments.setMaximumWidth(120)
        self._revocation = _box("staleness.revocation", self, 150)
        for mode in Revocation:
            self._revocation.addItem(mode.words, mode)
        self._revocation.setCurrentIndex(list(Revocation).index(Revocation.LOG_OUT))  # as the running server does
        self._control = RunControl(
            ("staleness.run", "Measure"),
            "staleness.stop",
            ("staleness.progress", "Measuring"),
            self,
            shortcut=shortcuts.RUN_VIEW,
        )
        self._apply = QPushButton("Apply to the running server", self)
        self._apply.setObjectName("staleness.apply")
        self._reset = QPushButton("Reset its world", self)
        self._reset.setObjectName("staleness.reset")
        self._entry_label = ElidedLabel("staleness.standing", self)
        self._status = StatusLine("staleness.status", appearance, self)
        self._lay_out()
        self._connect(chosen)
        self._show_whether_possible()
        if chosen.username:
            staleness.show_user(chosen.username)

    @Slot(object)
    def show_server(self, info: ServerInfo) -> None:
        """Offer the requests of this server."""
        self._request.offer(info.requests)
        self._staleness.refresh()

    def _connect(self, chosen: ChosenUser) -> None:
        chosen.changed.connect(self._on_user_chosen)
        chosen.changed.connect(self._staleness.show_user)
        self._staleness.entry_changed.connect(self._show_entry)
        self._staleness.status_changed.connect(self._status.show_status)
        self._staleness.dependence_changed.connect(self._request.show_dependence)
        self._staleness.dependence_changed.connect(self._show_whether_possible)
        self._request.warning_changed.connect(self._warning.show_status)
        self._changes.currentIndexChanged.connect(self._on_change_chosen)
        self._record.returnPressed.connect(self._on_record_typed)
        self._control.connect_to(self._staleness, self._on_measure_clicked)
        self._apply.clicked.connect(self._on_apply_clicked)
        self._reset.clicked.connect(self._staleness.reset)

    @Slot()
    def _on_user_chosen(self) -> None:
        """Clear the changes of another user until the directory has listed those of this one."""
        self._changes.clear()

    @Slot(object)
    def _show_entry(self, entry: DirectoryEntry) -> None:
        present = self._changes.currentText()
        self._changes.blockSignals(True)
        self._changes.clear()
        for change in possible_changes(entry):
            self._changes.addItem(change.sentence, change)
        typed = self._record.text().strip()
        about_typed = (
            row for row in range(self._changes.count()) if typed and self._changes.itemData(row).record == typed
        )
        same_user, self._shown_user = entry.user == self._shown_user, entry.user
        row = next(about_typed, self._changes.findText(present))
        # After the chosen change was made, it is not offered again, and none is chosen: a second press of the button
        # must not make another that nobody asked for.
        self._changes.setCurrentIndex(row if row >= 0 or (same_user and present) else 0)
        self._changes.blockSignals(False)
        self._record.setVisible(entry.further_records > 0)
        self._entry_label.show_text(f"{entry.user} on the running server: {entry.sentence}")
        self._on_change_chosen()

    @Slot()
    def _on_change_chosen(self) -> None:
        self._staleness.show_change(self._changes.currentData())
        self._show_whether_possible()

    @Slot()
    def _on_record_typed(self) -> None:
        self._staleness.show_record(self._record.text())

    @Slot()
    def _on_measure_clicked(self) -> None:
        request = self._request.request
        if request is None:
            return
        self._staleness.measure(
            self._changes.currentData(),
            request,
            Revocation(self._revocation.currentData()),
            self._minute.text(),
            self._moments.text(),
        )

    @Slot()
    def _on_apply_clicked(self) -> None:
        self._staleness.apply(self._changes.currentData())

    @Slot()
    def _show_whether_possible(self) -> None:
        possible = self._changes.currentIndex() >= 0
        self._control.start.setEnabled(possible and not self._staleness.finding_dependence)
        self._apply.setEnabled(possible)

    def _lay_out(self) -> None:
        self.head.addSpacing(8)
        self.head.addWidget(self._status, 1)
        self.head.addStretch()
        self.head.addWidget(self._control.stop)
        self.head.addWidget(self._control.start)
        first, second, third = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        self._add(first, "for", self._user, 2)
        self._add(first, "change", self._changes, 5)
        first.addWidget(self._record, 1)
        self._add(first, "and ask", self._request, 3)
        self._add(second, "changed at minute", self._minute)
        self._add(second, "asked again at minutes", self._moments, 1)
        self._add(second, "revocation", self._revocation, 3)
        second.addStretch(1)
        third.addWidget(self._entry_label, 1)
        third.addWidget(self._apply)
        third.addWidget(self._reset)
        self.body.setSpacing(6)
        for row in (first, second, third):
            row.setSpacing(8)
            self.body.addLayout(row)
        self.body.insertWidget(1, self._warning)
        self.body.addWidget(self._control.progress)
        self._record.hide()

    def _add(self, row: QHBoxLayout, words: str, field: QWidget, stretch: int = 0) -> None:
        row.addWidget(caption(words, field, self))
        row.addWidget(field, stretch)


class _Box(QComboBox):
    """Has the whole choice as its tool tip: the entries may be wider than it is."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.currentTextChanged.connect(self._show_tool_tip)

    @Slot(str)
    def _show_tool_tip(self, text: str) -> None:
        self.setToolTip(tool_tip.literal(text))


def _box(name: str, parent: QWidget, least: int) -> QComboBox:
    """A box whose entries may be longer than it is."""
    box = _Box(parent)
    box.setObjectName(name)
    box.setMinimumWidth(least)
    box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    return box
