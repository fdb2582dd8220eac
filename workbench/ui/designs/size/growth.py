"""How the tokens grow: a chart and the same figures as a table, with what grows to choose, and the measuring itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QStackedWidget, QWidget

from workbench.core.designs.growth import Growing, Ids, SizeReport
from workbench.ui import shortcuts
from workbench.ui.designs.size.growth_chart import GrowthChart
from workbench.ui.designs.size.growth_table import GrowthTableModel
from workbench.ui.header_limits import header_limits, marked_limits
from workbench.ui.item_views.table import make_table
from workbench.ui.widgets.caption import caption
from workbench.ui.widgets.card import Card
from workbench.ui.widgets.run_control import RunControl
from workbench.ui.widgets.segments import SegmentedButtons
from workbench.ui.widgets.sentence_label import SentenceLabel
from workbench.ui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from workbench.presenters.designs.size import SizePresenter
    from workbench.ui.theme import Appearance

_ROW_HEIGHT = 26
_GROWING = ((Growing.RECORDS, "readable records"), (Growing.ROLES, "roles"), (Growing.GROUPS, "groups"))


class GrowthCard(Card):
    """Shows the growth that a `SizePresenter` has measured, and asks it for another."""

    def __init__(self, size: SizePresenter, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._size = size
        self.title.setText("How the token grows")
        self._control = RunControl(
            ("size.measure", "Measure"),
            "size.stop",
            ("size.progress", "Measurement"),
            self,
            shortcut=shortcuts.RUN_VIEW,
        )
        self._control.start.setToolTip("Measure again, after roles or access lists have changed")
        self._growing = QComboBox(self)
        self._growing.setObjectName("size.growing")
        for growing, words in _GROWING:
            self._growing.addItem(words, growing.value)
        self._ids = QComboBox(self)
        self._ids.setObjectName("size.ids")
        self._ids.addItem("the scenario's", Ids.SCENARIO.value)
        self._ids.addItem("UUIDs (36)", Ids.UUID.value)
        views = (("chart", "Chart"), ("numbers", "Numbers"))
        self._views = SegmentedButtons("size.view", views, self)
        self._views.choose("chart")
        self._chart = GrowthChart("designs.growth", marked_limits(), header_limits(), appearance, self)
        self._chart.setAccessibleName("Growth of the tokens; Numbers shows the same as a table")
        self._model = GrowthTableModel(header_limits(), self)
        self._numbers = make_table("size.numbers", self._model, appearance, self, row_height=_ROW_HEIGHT)
        self._numbers.setAccessibleName("Growth of the tokens in bytes")
        self._numbers.horizontalHeader().setStretchLastSection(False)
        self._empty = SentenceLabel("size.empty", self, text="Nothing was measured; see the reason below.")
        self._empty.setProperty("role", "empty")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedWidget(self)
        self._view: QWidget = self._chart
        self._status = StatusLine("size.status", appearance, self)
        self._lay_out()
        self._connect()

    def _connect(self) -> None:
        self._control.connect_to(self._size, self._size.measure)
        self._growing.currentIndexChanged.connect(self._on_growing_chosen)
        self._ids.currentIndexChanged.connect(self._on_ids_chosen)
        self._views.chosen.connect(self._on_view_chosen)
        self._size.report_changed.connect(self._show_report)
        self._size.status_changed.connect(self._status.show_status)

    @Slot(int)
    def _on_growing_chosen(self, _index: int) -> None:
        growing = Growing(self._growing.currentData())
        self._ids.setEnabled(growing is Growing.RECORDS)
        self._size.choose_growing(growing)

    @Slot(int)
    def _on_ids_chosen(self, _index: int) -> None:
        self._size.choose_ids(Ids(self._ids.currentData()))

    @Slot(str)
    def _on_view_chosen(self, view: str) -> None:
        self._view = self._numbers if view == "numbers" else self._chart
        if self._stack.currentWidget() is not self._empty:
            self._stack.setCurrentWidget(self._view)

    @Slot(object)
    def _show_report(self, report: SizeReport | None) -> None:
        self._stack.setCurrentWidget(self._empty if report is None else self._view)
        self._model.show(report.growth if report is not None else None)
        self._numbers.resizeColumnsToContents()
        if report is None:
            self._chart.show_nothing()
        else:
            self._chart.show_growth(report.growth, report.growth.growing.value)

    def _lay_out(self) -> None:
        self.head.addStretch(1)
        self.head.addWidget(self._views)
        self.head.addWidget(self._control.stop)
        self.head.addWidget(self._control.start)
        options = QHBoxLayout()
        options.setSpacing(8)
        options.addWidget(caption("with more", self._growing, self))
        options.addWidget(self._growing)
        options.addWidget(caption("ids", self._ids, self))
        options.addWidget(self._ids)
        options.addStretch(1)
        self._stack.addWidget(self._chart)
        self._stack.addWidget(self._numbers)
        self._stack.addWidget(self._empty)
        self.body.addLayout(options)
        self.body.addWidget(self._control.progress)
        self.body.addWidget(self._stack, 1)
        self.body.addWidget(self._status)
