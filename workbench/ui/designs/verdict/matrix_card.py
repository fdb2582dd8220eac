"""Which design meets the needs: the table, how far the measuring is, and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QPushButton, QWidget

from workbench.ui import shortcuts
from workbench.ui.designs.verdict.cells import CellDelegate
from workbench.ui.designs.verdict.heads import GroupedHead
from workbench.ui.designs.verdict.table import COMPUTED_SIGN, DESIGN, FIRST_NEED, VerdictTableModel, folded
from workbench.ui.item_views.table import make_table
from workbench.ui.widgets.card import Card
from workbench.ui.widgets.elided_label import ElidedLabel
from workbench.ui.widgets.run_control import RunControl
from workbench.ui.widgets.status_line import StatusLines

if TYPE_CHECKING:
    from workbench.core.verdict.verdict import Verdict
    from workbench.presenters.designs.verdict import VerdictPresenter
    from workbench.ui.theme import Appearance

_ROW_HEIGHT, _CHOSEN_HEIGHT = 25, 30
_LEAST_ROWS = 5
_FRAME = 2
_WIDEST_CELL = 150
_SPARE = 2
_LEGEND = f"{COMPUTED_SIGN} computed; all else measured"


class MatrixCard(Card):
    """Shows a `Verdict` as a table, and starts the measuring.

    Signals:
        view_requested(str, str): the user wants to see this design in this view, by their ids.
    """

    view_requested = Signal(str, str)

    def __init__(self, verdict: VerdictPresenter, appearance: Appearance, parent: QWidget) -> None:
        super().__init__("Which design meets them", parent)
        self._verdict: Verdict | None = None
        self._presenter = verdict
        self._about = ElidedLabel("verdict.about", self)
        self.control = RunControl(
            ("verdict.measure", "Measure"),
            "verdict.stop",
            ("verdict.progress", "Measuring"),
            self,
            shortcut=shortcuts.RUN_VIEW,
        )
        self._model = VerdictTableModel(self)
        self.table = make_table("verdict.table", self._model, appearance, self, row_height=_ROW_HEIGHT)
        self.table.setAccessibleName("Designs, and which need each of them meets")
        self.table.setProperty("tight", True)
        self.table.setAlternatingRowColors(True)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.table.setItemDelegate(CellDelegate(appearance, self.table))
        self._head = GroupedHead(FIRST_NEED, appearance, self.table)
        self.table.setHorizontalHeader(self._head)
        rows = _CHOSEN_HEIGHT + (_LEAST_ROWS - 1) * _ROW_HEIGHT
        below = self.table.horizontalScrollBar().sizeHint().height()
        self.table.setMinimumHeight(self._head.height() + rows + below + _FRAME)
        self.more = QPushButton(self)
        self.more.setObjectName("verdict.more_designs")
        self.more.setCheckable(True)
        for name in ("flat", "low"):
            self.more.setProperty(name, True)
        self._status = StatusLines("verdict.status", 2, appearance, self)
        self._lay_out()
        self._connect()
        self.table.hide()
        self.more.hide()

    def show_verdict(self, verdict: Verdict) -> None:
        """Show the designs in their order; the current cell stays in the row of its design."""
        self._verdict = verdict
        self.control.name_start("Measure again")
        self._show_table()
        if not self._presenter.busy:
            self._about.show_text(_basis(verdict))

    def _connect(self) -> None:
        presenter = self._presenter
        self.control.connect_to(presenter, presenter.measure)
        presenter.status_changed.connect(self._status.show_status)
        presenter.progress_changed.connect(self._show_progress)
        presenter.busy_changed.connect(self._show_busy)
        self.more.toggled.connect(self._show_table)
        self.table.doubleClicked.connect(self._open)
        for keys in shortcuts.OPEN_CELL:
            shortcut = QShortcut(QKeySequence(keys), self.table)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(self._open_current)

    @Slot()
    def _show_table(self) -> None:
        if self._verdict is None:
            return
        before = self.table.currentIndex()
        design, column = before.siblingAtColumn(DESIGN).data(), before.column()
        rows = self._verdict.designs
        self._model.show(self._verdict, all_rows=self.more.isChecked())
        if before.isValid():
            row = next((at for at, each in enumerate(self._model.rows()) if each.id == design), 0)
            self.table.setCurrentIndex(self._model.index(row, min(column, self._model.columnCount() - 1)))
        if rows:
            self.table.setRowHeight(0, _CHOSEN_HEIGHT if rows[0].meets else _ROW_HEIGHT)
        self.table.show()
        columns = range(self._model.columnCount())
        self._head.fit([min(self.table.sizeHintForColumn(column) + _SPARE, _WIDEST_CELL) for column in columns])
        count = folded(rows)
        self.more.setVisible(count > 0)
        words = f"{count} more designs, each misses two needs or more"
        self.more.setText("Fewer designs" if self.more.isChecked() else words)

    @Slot(int, int)
    def _show_progress(self, done: int, expected: int) -> None:
        self._about.show_text(f"{done:,} of {expected:,} measured")

    @Slot(bool)
    def _show_busy(self, busy: bool) -> None:
        if busy:
            self._about.show_text("Starting to measure")
        else:
            self._about.show_text("" if self._verdict is None else _basis(self._verdict))

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        view = self._model.view_of(index)
        if view is not None:
            self.view_requested.emit(view, index.siblingAtColumn(DESIGN).data())

    @Slot()
    def _open_current(self) -> None:
        self._open(self.table.currentIndex())

    def _lay_out(self) -> None:
        self._about.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.head.addWidget(self._about, 1)
        for button in (self.control.stop, self.control.start):
            self.head.addWidget(button)
        below = QHBoxLayout()
        below.addWidget(self.more)
        below.addWidget(self._status, 1)
        self.body.setSpacing(2)
        self.body.addWidget(self.control.progress)
        self.body.addWidget(self.table, 1)
        self.body.addLayout(below)


def _basis(verdict: Verdict) -> str:
    return f"{_LEGEND}, in {verdict.profiles.answers:,} answers of the real server"
