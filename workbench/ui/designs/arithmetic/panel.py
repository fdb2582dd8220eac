"""Arithmetic: the user's own numbers above, what each design makes of them below, and how it was worked out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from workbench.core.designs.arithmetic import Figures, Load
from workbench.ui import shortcuts
from workbench.ui.designs.arithmetic.formula_view import FormulaView
from workbench.ui.designs.arithmetic.table import ArithmeticTableModel, Column
from workbench.ui.designs.user_box import UserBox
from workbench.ui.editing.number_field import DecimalField, NumberField
from workbench.ui.item_views.roles import Role
from workbench.ui.item_views.table import make_table
from workbench.ui.widgets.caption import caption
from workbench.ui.widgets.card import Card
from workbench.ui.widgets.elided_label import ElidedLabel
from workbench.ui.widgets.run_control import RunControl
from workbench.ui.widgets.sentence_label import SentenceLabel
from workbench.ui.widgets.splitter import GAP, make_splitter
from workbench.ui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from workbench.core.designs.size_model import Counts
    from workbench.presenters.designs.arithmetic import ArithmeticPresenter
    from workbench.presenters.designs.chosen_user import ChosenUser
    from workbench.ui.theme import Appearance

_FIELDS_A_ROW = 5
# Eight designs and their formulas are to be seen at once.
_ROW_HEIGHT = 26
_WIDTHS = {
    Column.DESIGN: 104,
    Column.TOKEN: 90,
    Column.PER_DAY: 98,
    Column.LOOKUPS: 82,
    Column.ADDED: 78,
    Column.VERIFICATION: 84,
    Column.LOGINS: 74,
    Column.RIGHT: 106,
    Column.ACCOUNT: 128,
}


class ArithmeticPanel(QWidget):
    """Shows the figures of an `ArithmeticPresenter`, and passes on what the user types."""

    def __init__(
        self,
        arithmetic: ArithmeticPresenter,
        chosen: ChosenUser,
        appearance: Appearance,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._arithmetic = arithmetic
        self.setProperty("ground", True)
        numbers = Card("Your own numbers", self)
        numbers.setObjectName("designs.calculator")
        self._user = UserBox("calculator.user", chosen, numbers)
        self._own = QPushButton("Back to the user's own", numbers)
        self._own.setObjectName("calculator.own")
        self._requests = NumberField("calculator.requests_per_s", 1, 1_000_000, "/s", numbers)
        self._users = NumberField("calculator.users", 1, 1_000_000_000, "", numbers)
        self._lifetime = NumberField("calculator.lifetime", 1, 366 * 86_400, "s", numbers)
        self._lookup = DecimalField("calculator.lookup_ms", 0, 60_000, "ms", numbers)
        # Made-up names differ in a number, which needs more characters for more records.
        self._id_length = NumberField("calculator.id_length", 6, 256, "characters", numbers)
        self._counts = {
            "roles": NumberField("calculator.roles", 0, 999, "", numbers),
            "groups": NumberField("calculator.groups", 0, 99_999, "", numbers),
            "readable": NumberField("calculator.resources", 0, 99_999, "", numbers),
            "writable": NumberField("calculator.writable", 0, 99_999, "", numbers),
        }
        results = Card("What each design costs with them", self)
        self._measured = ElidedLabel("calculator.measured", results)
        self._control = RunControl(
            ("calculator.measure", "Measure again"),
            "calculator.stop",
            ("calculator.progress", "Measuring"),
            results,
            shortcut=shortcuts.RUN_VIEW,
        )
        self._empty = SentenceLabel("calculator.empty", results)
        self._empty.setProperty("role", "empty")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._model = ArithmeticTableModel(self)
        self._table = make_table("calculator.table", self._model, appearance, results, row_height=_ROW_HEIGHT)
        self._table.setAccessibleName("What each design costs under these numbers")
        for column, width in _WIDTHS.items():
            self._table.setColumnWidth(column, width)
        self._table.horizontalHeader().setMinimumSectionSize(60)
        self._status = StatusLine("calculator.status", appearance, results)
        self._working = Card("", self)
        self._formulas = FormulaView("calculator.formulas", appearance, self._working)
        self._formulas.setAccessibleName("Formulas")
        self._formulas.setPlaceholderText("Shows how each figure for the selected design is calculated.")
        self._lay_out(numbers, results)
        self._show_load(arithmetic.load)
        self._show_counts(arithmetic.counts)
        self._show_figures(())
        self._show_busy(arithmetic.busy)
        self._connect()

    def showEvent(self, event: QShowEvent) -> None:
        """Let the presenter measure while visible."""
        super().showEvent(event)
        self._arithmetic.set_watched(watched=True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop measuring while hidden."""
        super().hideEvent(event)
        self._arithmetic.set_watched(watched=False)

    def _connect(self) -> None:
        for field in (self._requests, self._users, self._lifetime, self._lookup, self._id_length):
            field.valueChanged.connect(self._on_load_typed)
        for field in self._counts.values():
            field.valueChanged.connect(self._on_count_typed)
        self._own.clicked.connect(self._arithmetic.use_own_counts)
        self._control.connect_to(self._arithmetic, self._arithmetic.measure)
        self._arithmetic.figures_changed.connect(self._show_figures)
        self._arithmetic.counts_changed.connect(self._show_counts)
        self._arithmetic.status_changed.connect(self._status.show_status)
        self._arithmetic.busy_changed.connect(self._show_busy)
        self._table.selectionModel().currentRowChanged.connect(self._on_row_changed)

    @Slot()
    def _on_load_typed(self) -> None:
        self._arithmetic.set_load(
            Load(
                requests_per_s=self._requests.value(),
                users=self._users.value(),
                lifetime_s=self._lifetime.value(),
                lookup_ms=self._lookup.number,
                id_length=self._id_length.value(),
            )
        )

    @Slot(int)
    def _on_count_typed(self, value: int) -> None:
        name = next(name for name, field in self._counts.items() if field is self.sender())
        self._arithmetic.set_count(name, value)

    @Slot(QModelIndex, QModelIndex)
    def _on_row_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        self._show_formulas(current.data(Role.SUBJECT))

    def _show_load(self, load: Load) -> None:
        self._requests.setValue(load.requests_per_s)
        self._users.setValue(load.users)
        self._lifetime.setValue(load.lifetime_s)
        self._lookup.setValue(float(load.lookup_ms))
        self._id_length.setValue(load.id_length)

    @Slot(object)
    def _show_counts(self, counts: Counts) -> None:
        for name, field in self._counts.items():
            field.blockSignals(True)  # what is shown was not typed
            field.setValue(getattr(counts, name))
            field.blockSignals(False)

    @Slot(object)
    def _show_figures(self, figures: tuple[Figures, ...]) -> None:
        measured = self._arithmetic.measured
        self._model.show(figures)
        self._table.setVisible(bool(figures))
        self._empty.setVisible(not figures)
        for field in self._counts.values():
            field.setEnabled(measured is not None)
        self._own.setEnabled(not self._arithmetic.is_own)
        if measured is None:
            self._measured.show_text("")
        else:
            text = "measured with {user}'s tokens in {scenario}"
            self._measured.show_text(text.format(user=measured.username, scenario=measured.scenario))
        if figures and not self._table.currentIndex().isValid():
            self._table.setCurrentIndex(self._model.index(0, 0))
        self._show_formulas(self._table.currentIndex().data(Role.SUBJECT))

    def _show_formulas(self, figures: Figures | None) -> None:
        if figures is None:
            self._working.title.setText("How it is calculated")
            self._formulas.show_estimates(())
            return
        self._working.title.setText(f"How it is calculated for {figures.design}")
        self._formulas.show_estimates(figures.formulas)

    @Slot(bool)
    def _show_busy(self, busy: bool) -> None:
        self._empty.setText(
            "Tokens are issued and requests replayed for the user to start from …"
            if busy
            else "The figures appear on their own: start from a user who can log in, with the demo server running."
        )

    def _lay_out(self, numbers: Card, results: Card) -> None:
        numbers.head.addStretch(1)
        numbers.head.addWidget(caption("Start from", self._user, numbers))
        numbers.head.addWidget(self._user, 100)
        numbers.head.addWidget(self._own)
        numbers.body.addLayout(self._grid(numbers))
        results.head.addStretch(1)
        for widget in (self._measured, self._control.start, self._control.stop):
            results.head.addWidget(widget)
        results.body.setSpacing(4)
        results.body.addWidget(self._control.progress)
        results.body.addWidget(self._status)
        results.body.addWidget(self._empty, 1)
        results.body.addWidget(self._table, 1)
        self._working.body.addWidget(self._formulas, 1)
        below = make_splitter("calculator.whole", (results, self._working), (322, 212), vertical=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, GAP, 0, 0)
        layout.setSpacing(GAP)
        layout.addWidget(numbers)
        layout.addWidget(below, 1)

    def _grid(self, numbers: Card) -> QGridLayout:
        """Label and field side by side; the load in the first row, what each user holds in the second."""
        made_up = "Names beyond those that the user has are made up: {what}."
        records = made_up.format(what="their ids have the length that is set above")
        roles = made_up.format(what="8 characters each, and in a scope two permissions each")
        groups = made_up.format(what="12 characters each")
        fields = (
            ("Requests", self._requests, "All users together."),
            ("Users", self._users, "Logged in at the same time; each logs in again when the token expires."),
            ("Token lives", self._lifetime, "Seconds from iat to exp."),
            ("Lookup takes", self._lookup, "In your own directory or deny-list, including the network round trip."),
            ("Record id", self._id_length, "A UUID has 36 characters. The user's own ids are kept."),
            ("Roles", self._counts["roles"], roles),
            ("Groups", self._counts["groups"], groups),
            ("Records read", self._counts["readable"], records),
            ("Records written", self._counts["writable"], records),
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(8)
        for position, (words, field, tip) in enumerate(fields):
            row, place = divmod(position, _FIELDS_A_ROW)
            field.setToolTip(tip)
            field.setAccessibleDescription(tip)
            grid.addWidget(caption(words, field, numbers), row, 2 * place)
            grid.addWidget(field, row, 2 * place + 1)
            grid.setColumnStretch(2 * place + 1, 1)
        return grid
