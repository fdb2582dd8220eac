"""The view Decisions: what each design decides, what that costs, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from workbench.ui import shortcuts
from workbench.ui.designs.decisions.costs import CostsCard
from workbench.ui.designs.decisions.differences import DifferencesBar
from workbench.ui.designs.decisions.matrix import ALL_USERS, DesignsMatrixModel
from workbench.ui.designs.user_box import UserBox
from workbench.ui.icons import Icon
from workbench.ui.item_views.roles import Role
from workbench.ui.item_views.table import make_table
from workbench.ui.requests.outcome import OutcomeView
from workbench.ui.theme import Appearance, Tone
from workbench.ui.variants.expectation import ExpectationBox, ExpectationMenu
from workbench.ui.widgets.caption import caption
from workbench.ui.widgets.card import Card
from workbench.ui.widgets.pill import Pill
from workbench.ui.widgets.run_control import RunControl
from workbench.ui.widgets.splitter import GAP, make_splitter
from workbench.ui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from workbench.core.answers.matrix import Cell, Matrix
    from workbench.core.server.info import ServerInfo
    from workbench.presenters.designs.chosen_user import ChosenUser
    from workbench.presenters.designs.decisions import DesignsPresenter
    from workbench.presenters.designs.findings import DesignFindingsPresenter
    from workbench.presenters.designs.stale_windows import StaleWindowsPresenter

# The least and the most, however long the names.
_DESIGN_WIDTH = (96, 260)
_CELL_WIDTH = (94, 200)
_ROW_HEIGHT = 26


class DesignsPanel(QWidget):
    """Shows the comparisons of a `DesignsPresenter`."""

    def __init__(
        self,
        designs: DesignsPresenter,
        chosen: ChosenUser,
        appearance: Appearance,
        parent: QWidget | None = None,
        *,
        findings: DesignFindingsPresenter | None = None,
        windows: StaleWindowsPresenter | None = None,
    ) -> None:
        super().__init__(parent)
        self._designs = designs
        self._chosen = chosen
        self.setProperty("ground", True)
        matrix = Card("What each design decides", self)
        self._user = UserBox("designs.user", chosen, matrix, everybody="all users")
        self._reference = QComboBox(matrix)
        self._reference.setObjectName("designs.reference")
        self._reference.setMinimumWidth(90)
        self._reference.setMaximumWidth(140)
        self._reference.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._differing = Pill("designs.differing", appearance, matrix)
        self._pin = QPushButton("Pin as expected", matrix)
        self._pin.setObjectName("designs.pin")
        self._unpin = QPushButton("Unpin all", matrix)
        self._unpin.setObjectName("designs.unpin")
        self._unpin.setProperty("flat", True)
        self._unpin.setToolTip("Clear expectations for these cells")
        self._pin.setToolTip("Expect the current answer of each cell shown")
        self._control = RunControl(
            ("designs.compare", "Compare"),
            "designs.stop",
            ("designs.progress", "Comparison"),
            matrix,
            shortcut=shortcuts.RUN_VIEW,
        )
        self._walk = DifferencesBar(matrix)
        self._status = StatusLine("designs.status", appearance, matrix)
        self._model = DesignsMatrixModel(designs, self)
        self._table = make_table("designs.matrix", self._model, appearance, matrix, row_height=_ROW_HEIGHT)
        self._table.setAccessibleName("Designs by requests")
        self._table.horizontalHeader().setStretchLastSection(False)
        self._table.setProperty("dense", True)  # ten requests stand side by side
        self._table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)  # one cell is explained below
        ExpectationMenu(designs, self._table)
        self._empty = QLabel(
            "Compare (F6) logs every demo user in under every design and replays every request.", matrix
        )
        self._empty.setProperty("role", "empty")
        self._costs = CostsCard(findings, windows, appearance, self)
        why = Card("Why", self)
        self._outcome = OutcomeView("designs", appearance, why)
        self._expectation = ExpectationBox(designs, why)
        self._lay_out(matrix, why)
        self._connect()
        self._on_choice_changed()

    @Slot(object)
    def show_server(self, info: ServerInfo) -> None:
        """Offer the designs of this server to compare with."""
        reference = self._reference.currentData()
        self._reference.clear()
        for design in info.designs:
            self._reference.addItem(design.id, design.id)
        self._reference.setCurrentIndex(max(0, self._reference.findData(reference)))

    def _connect(self) -> None:
        self._user.currentIndexChanged.connect(self._on_choice_changed)
        self._reference.currentIndexChanged.connect(self._on_choice_changed)
        self._control.connect_to(self._designs, self._designs.compare)
        self._pin.clicked.connect(self._on_pin_clicked)
        self._unpin.clicked.connect(self._on_unpin_clicked)
        self._walk.only_differing.toggled.connect(self._on_only_differing)
        self._walk.next.clicked.connect(self._on_next)
        self._walk.previous.clicked.connect(self._on_previous)
        self._designs.matrix_changed.connect(self._show_matrix)
        self._designs.status_changed.connect(self._status.show_status)
        self._designs.expectations_changed.connect(self._show_pins)
        self._table.selectionModel().currentChanged.connect(self._on_current_changed)

    @Slot()
    def _on_choice_changed(self) -> None:
        self._model.show_user(str(self._user.currentData() or ALL_USERS))
        self._model.show_reference(str(self._reference.currentData() or ""))
        self._show_matrix(self._designs.matrix)

    @Slot(bool)
    def _on_only_differing(self, only: bool) -> None:
        self._model.show_only_differing(only)
        self._show_matrix(self._designs.matrix)

    @Slot()
    def _on_next(self) -> None:
        self._go_to(self._model.next_difference(self._table.currentIndex()))

    @Slot()
    def _on_previous(self) -> None:
        self._go_to(self._model.next_difference(self._table.currentIndex(), -1))

    def _go_to(self, index: QModelIndex) -> None:
        if index.isValid():
            self._table.setCurrentIndex(index)
            self._table.scrollTo(index)

    @Slot(object)
    def _show_matrix(self, matrix: Matrix | None) -> None:
        self._empty.setVisible(matrix is None)
        self._table.setVisible(matrix is not None)
        user, reference = str(self._user.currentData() or ALL_USERS), str(self._reference.currentData() or "")
        self._costs.show_matrix(matrix, user, reference)
        self._table.clearSpans()
        for row in range(self._model.rowCount()):
            if self._model.is_head(row):
                self._table.setSpan(row, 0, 1, self._model.columnCount())
        differing = self._model.differing()
        words = "1 cell differs" if differing == 1 else f"{differing} cells differ"
        tone = Tone.WARNING if differing else Tone.MUTED
        self._differing.show_state(words if matrix is not None else "", tone, Icon.CHANGED)
        self._walk.show_differences(differing, compared=matrix is not None)
        self._show_pins()
        if not self._table.currentIndex().isValid():
            self._table.setCurrentIndex(self._model.most_telling())
        self._show_cell(self._table.currentIndex().data(Role.SUBJECT))

    @Slot()
    def _show_pins(self) -> None:
        """Enable the pin buttons, and make room for the text of broken cells."""
        cells = self._model.cells()
        self._pin.setEnabled(bool(cells))
        self._unpin.setVisible(any(self._designs.expectations.status_of(cell) is not None for cell in cells))
        head = self._table.horizontalHeader()
        for column in range(self._model.columnCount()):
            least, most = _CELL_WIDTH if column else _DESIGN_WIDTH
            wanted = max(self._table.sizeHintForColumn(column), head.sectionSizeHint(column))
            self._table.setColumnWidth(column, min(max(least, wanted), most))

    @Slot()
    def _on_pin_clicked(self) -> None:
        self._designs.expect(self._model.cells())

    @Slot()
    def _on_unpin_clicked(self) -> None:
        self._designs.expect_nothing(self._model.cells())

    @Slot(QModelIndex, QModelIndex)
    def _on_current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        self._show_cell(current.data(Role.SUBJECT))

    def _show_cell(self, cell: Cell | None) -> None:
        self._expectation.show_cell(cell)
        if cell is not None and cell.outcome is not None:
            self._outcome.show_outcome(cell.outcome, appliable=False)
        elif cell is not None:
            self._outcome.show_nothing(cell.undecided)
        else:
            self._outcome.show_nothing("Choose a cell to see why the server answers this way.")

    def _lay_out(self, matrix: Card, why: Card) -> None:
        for words, widget in (("for", self._user), ("compared with", self._reference)):
            matrix.head.addWidget(caption(words, widget, matrix))
            matrix.head.addWidget(widget, 100)
        matrix.head.addWidget(self._differing)
        matrix.head.addStretch(1)
        for button in (self._pin, self._control.stop, self._control.start):
            matrix.head.addWidget(button)
        matrix.body.setSpacing(4)
        matrix.body.addWidget(self._control.progress)
        matrix.body.addWidget(self._empty, 1)
        matrix.body.addWidget(self._table, 1)
        below = QHBoxLayout()
        below.addWidget(self._walk)
        below.addWidget(self._status, 1)
        below.addStretch(0)
        below.addWidget(self._unpin)
        matrix.body.addLayout(below)
        self._table.hide()
        self._differing.show_state("", Tone.MUTED)
        why.head.addWidget(self._expectation)
        why.head.addStretch(1)
        why.head.addWidget(self._outcome.views)
        why.body.addWidget(self._outcome, 1)
        lower = make_splitter("designs.lower", (self._costs, why), (690, 480))
        whole = make_splitter("designs.whole", (matrix, lower), (380, 330), vertical=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, GAP, 0, 0)
        layout.addWidget(whole)
