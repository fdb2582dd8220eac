"""The requests, and the server's answers to the issued and the edited token."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QHeaderView, QLabel, QPushButton, QVBoxLayout, QWidget

from workbench.presenters.requests.replay import Answers, ReplayPresenter, Side
from workbench.ui import shortcuts
from workbench.ui.item_views.roles import Role
from workbench.ui.item_views.table import make_table
from workbench.ui.requests.answers_table import AnswersTableModel, Column
from workbench.ui.widgets.card import Card
from workbench.ui.widgets.main_action import set_main_action
from workbench.ui.widgets.progress_bar import ProgressBar
from workbench.ui.widgets.run_control import swap
from workbench.ui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from workbench.ui.theme import Appearance

_ROW_HEIGHT = 26


class AnswersPanel(QWidget):
    """Replays the requests and shows the answers side by side.

    Signals:
        answer_selected(Answers | None, Side): the user selected this answer.
        row_selected(int): the request in this row is selected; -1 for none.
    """

    answer_selected = Signal(object, object)
    row_selected = Signal(int)

    def __init__(self, replay: ReplayPresenter, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side = Side.EDITED
        card = self._card = Card("Answers", self)
        self._status = StatusLine("replay.status", appearance, card)
        self._run = QPushButton("Replay   F5", card)
        self._run.setObjectName("replay.run")
        set_main_action(self._run)
        self._run.setToolTip("Send every request with both tokens (F5)")
        self._cancel = QPushButton("Stop   Esc", card)
        self._cancel.setObjectName("replay.cancel")
        self._cancel.hide()
        self._progress = ProgressBar("replay.progress", "Replay", card)
        self._outdated = QLabel("out of date", card)
        self._outdated.setObjectName("replay.outdated")
        self._outdated.setToolTip(
            "The token, the server's clock, its header limit or the trusted keys changed after these answers: "
            "replay the requests."
        )
        self._outdated.setProperty("tone", "warning")
        self._outdated.hide()
        self._model = AnswersTableModel(replay, self)
        self._table = make_table("replay.table", self._model, appearance, card, row_height=_ROW_HEIGHT)
        self._table.setAccessibleName("Answers")
        self._lay_out(card)
        self._show_busy(replay.busy)

        self._run.clicked.connect(replay.replay)
        self._cancel.clicked.connect(replay.cancel)
        escape = QShortcut(QKeySequence(shortcuts.STOP), self)
        escape.activated.connect(replay.cancel)
        replay.status_changed.connect(self._status.show_status)
        replay.busy_changed.connect(self._show_busy)
        replay.progress_changed.connect(self._progress.show_progress)
        replay.outdated_changed.connect(self._outdated.setVisible)
        replay.answer_arrived.connect(self._on_answer_arrived)
        replay.answers_changed.connect(self._on_answers_changed)
        self._table.selectionModel().currentChanged.connect(self._on_current_changed)
        # Strips above or below the table shrink it, which may hide the selected row.
        self._table.verticalScrollBar().rangeChanged.connect(self._keep_in_sight)
        self._on_answers_changed()

    def add_strip(self, strip: QWidget) -> None:
        """Put *strip* above the table."""
        self._card.body.insertWidget(1, strip)

    def add_bar(self, bar: QWidget) -> None:
        """Put *bar* below the table."""
        self._card.body.addWidget(bar)

    def add_actions(self, actions: Sequence[QAction]) -> None:
        """Offer *actions* in the menu of an answer."""
        self._table.addActions(actions)

    def focus(self) -> None:
        """Focus the table."""
        self._table.setFocus()

    @Slot()
    def _keep_in_sight(self) -> None:
        self._table.scrollTo(self._table.currentIndex())

    @Slot(int)
    def select_row(self, row: int) -> None:
        """Select the request in this row."""
        index = self._model.index(row, Column.EDITED)
        if index.isValid():
            self._table.setCurrentIndex(index)
            self._table.scrollTo(index)

    @Slot(int)
    def show_refusal(self, row: int) -> None:
        """Select the refused request in this row, unless the user went to another one."""
        if self._table.currentIndex().row() <= 0:
            self.select_row(row)

    @Slot(object)
    def choose_side(self, side: Side) -> None:
        """Select the answer for the token of *side*."""
        index = self._table.currentIndex()
        column = Column.ISSUED if side is Side.ISSUED else Column.EDITED
        if index.isValid() and index.column() != column:
            self._table.setCurrentIndex(index.siblingAtColumn(column))
        else:  # another answer is explained at the moment
            self._tell_selection(index)

    @Slot(bool)
    def _show_busy(self, busy: bool) -> None:
        swap(*((self._cancel, self._run) if busy else (self._run, self._cancel)))
        if not busy:
            self._progress.start_over()
        self._progress.setVisible(busy)

    @Slot()
    def _on_answers_changed(self) -> None:
        if self._model.rowCount() and not self._table.currentIndex().isValid():
            self._table.setCurrentIndex(self._model.index(0, Column.EDITED))
        else:
            self._tell_selection(self._table.currentIndex())

    @Slot(int, object)
    def _on_answer_arrived(self, row: int, _answers: Answers) -> None:
        if row == self._table.currentIndex().row():
            self._tell_selection(self._table.currentIndex())

    @Slot(QModelIndex, QModelIndex)
    def _on_current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid() and current.column() in (Column.ISSUED, Column.EDITED):
            self._side = Side.ISSUED if current.column() == Column.ISSUED else Side.EDITED
        self._tell_selection(current)

    def _tell_selection(self, index: QModelIndex) -> None:
        self.row_selected.emit(index.row())
        self.answer_selected.emit(index.data(Role.SUBJECT) if index.isValid() else None, self._side)

    def _lay_out(self, card: Card) -> None:
        head = self._table.horizontalHeader()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(Column.REQUEST, QHeaderView.ResizeMode.Stretch)
        for column, width in ((Column.ISSUED, 72), (Column.EDITED, 72)):
            head.resizeSection(column, width)
        head.setSectionResizeMode(Column.CHANGED, QHeaderView.ResizeMode.ResizeToContents)
        self._table.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # the end of the path identifies the record
        card.head.addWidget(self._status, 1000)
        card.head.addStretch(1)
        card.head.addWidget(self._outdated)
        card.head.addWidget(self._cancel)
        card.head.addWidget(self._run)
        card.body.setSpacing(4)
        card.body.addWidget(self._progress)
        card.body.addWidget(self._table, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card)
