"""The view Time: how long a request takes under each design, and where that time goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QSortFilterProxyModel, Qt, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from workbench.core.designs.timing import DesignTiming, Measurement, TimingQuestion
from workbench.presenters.designs.timing import TimingPresenter, basis, compare, explain, headline
from workbench.ui import shortcuts
from workbench.ui.designs.time.parts_bar import PartsChart, PartsDelegate
from workbench.ui.designs.time.table import Column, TimingTableModel
from workbench.ui.designs.user_box import UserBox
from workbench.ui.editing.number_field import DecimalField
from workbench.ui.item_views.roles import Role
from workbench.ui.item_views.table import make_table
from workbench.ui.widgets.caption import caption
from workbench.ui.widgets.card import Card
from workbench.ui.widgets.run_control import RunControl
from workbench.ui.widgets.sentence_label import SentenceLabel
from workbench.ui.widgets.splitter import GAP
from workbench.ui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from workbench.core.server.info import ServerInfo
    from workbench.presenters.designs.chosen_user import ChosenUser
    from workbench.ui.theme import Appearance

_ALL_REQUESTS = ""
_LONGEST_LOOKUP_MS = 1_000
_USUAL_LOOKUP_MS = 1
_REPETITIONS = (50, 200, 1000)
_USUAL_REPETITIONS = 200
_WIDTHS = {
    Column.DESIGN: 120,
    Column.LOOKUPS: 76,
    Column.MEDIAN: 84,
    Column.P95: 72,
    Column.VERIFICATION: 112,
    Column.DIRECTORY: 96,
    Column.POLICY: 80,
}


class _Reading(Card):
    """Says in words what the figures of the chosen design mean, and how all of them came about."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("How to read it", parent)
        self._sentence = SentenceLabel("time.sentence", self)
        self._comparison = SentenceLabel("time.comparison", self)
        note = SentenceLabel("time.note", self, role="caption")
        note.setText(
            "Median and p95 are those of all requests. The parts are those of an average request: the median of "
            "each request, averaged over the requests; the rest is preparing the checks and assembling the decision "
            "record. Directory and deny-list are in the server's own memory; each lookup takes longer by the time that "
            "is set above, as if they were other services."
        )
        for label in (self._sentence, self._comparison, note):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self.body.addWidget(label)
        self.body.addStretch(1)

    def show_design(self, timing: DesignTiming, measurement: Measurement) -> None:
        """Explain the figures of one design."""
        self._sentence.setText(explain(timing))
        self._comparison.setText(compare(timing, measurement))
        self._comparison.setVisible(bool(self._comparison.text()))


class TimingPanel(QWidget):
    """Shows the measurements of a `TimingPresenter`."""

    def __init__(
        self, timing: TimingPresenter, chosen: ChosenUser, appearance: Appearance, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._timing = timing
        self._measurement: Measurement | None = None
        self.setProperty("ground", True)
        card = Card("Time of a request", self)
        self._user = UserBox("time.user", chosen, card)
        self._request = QComboBox(card)
        self._request.setObjectName("time.request")
        self._request.setMinimumWidth(110)
        self._request.setMaximumWidth(240)
        self._request.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._repetitions = QComboBox(card)
        self._repetitions.setObjectName("time.repetitions")
        for count in _REPETITIONS:
            self._repetitions.addItem("{n} a design".format(n=f"{count:,}"), count)
        self._repetitions.setCurrentIndex(_REPETITIONS.index(_USUAL_REPETITIONS))
        self._lookup = DecimalField("time.lookup_ms", 0, _LONGEST_LOOKUP_MS, "ms", card)
        self._lookup.setValue(_USUAL_LOOKUP_MS)
        self._lookup.setToolTip(
            "How long a lookup takes in your own service: a question to its directory or its deny-list. "
            "0 measures those of the demo server, which are in its memory."
        )
        self._control = RunControl(
            ("time.measure", "Measure"),
            "time.stop",
            ("time.progress", "Measurement"),
            card,
            shortcut=shortcuts.RUN_VIEW,
        )
        self._empty = QLabel(
            (
                "Measure (F6) repeats the requests of the chosen user under every design, in turn, on a copy of the "
                "demo server, and shows how long the server took to decide."
            ),
            card,
        )
        self._empty.setWordWrap(True)
        self._empty.setProperty("role", "empty")
        names = ("verification", "lookups", "policy", "the rest")
        self._legend = PartsChart("time.chart", names, appearance, card)
        self._basis = SentenceLabel("time.basis", card, role="caption")
        self._headline = SentenceLabel("time.headline", card, role="title")
        self._model = TimingTableModel(self)
        self._sorted = QSortFilterProxyModel(self)
        self._sorted.setSourceModel(self._model)
        self._sorted.setSortRole(Role.ORDER)
        self._table = make_table("time.table", self._sorted, appearance, card)
        self._table.setAccessibleName("Time of a request under each design")
        self._table.setItemDelegateForColumn(Column.BAR, PartsDelegate(appearance, self._table))
        self._table.setSortingEnabled(True)
        self._table.sortByColumn(Column.DESIGN, Qt.SortOrder.AscendingOrder)
        for column, width in _WIDTHS.items():
            self._table.setColumnWidth(column, width)
        self._status = StatusLine("time.status", appearance, card)
        self._reading = _Reading(self)
        self._lay_out(card)
        self._connect()
        self._show_results(there=False)

    @Slot(object)
    def show_server(self, info: ServerInfo) -> None:
        """Offer the requests of this server."""
        chosen = self._request.currentData()
        self._request.clear()
        self._request.addItem(f"all {len(info.requests)} in turn", _ALL_REQUESTS)
        for request in info.requests:
            self._request.addItem(request.label, request.id)
        self._request.setCurrentIndex(max(0, self._request.findData(chosen)))

    def _connect(self) -> None:
        self._control.connect_to(self._timing, self._on_measure_clicked)
        self._timing.measured.connect(self._show_measurement)
        self._timing.status_changed.connect(self._status.show_status)
        self._table.selectionModel().currentRowChanged.connect(self._on_row_changed)

    @Slot()
    def _on_measure_clicked(self) -> None:
        user, request = self._user.currentData(), self._request.currentData()
        self._timing.measure(
            TimingQuestion(
                user=str(user or ""),
                request=str(request or _ALL_REQUESTS),
                repetitions=int(self._repetitions.currentData()),
                lookup_ms=float(self._lookup.number),
            )
        )

    @Slot(object)
    def _show_measurement(self, measurement: Measurement) -> None:
        row = max(0, self._table.currentIndex().row())
        self._show_results(there=True)
        self._measurement = measurement
        self._model.show(measurement)
        self._legend.show_bars(self._model.bars())
        self._basis.setText(basis(measurement))
        self._headline.setText(headline(measurement))
        self._table.setCurrentIndex(self._sorted.index(row, 0))

    @Slot(QModelIndex, QModelIndex)
    def _on_row_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        timing = current.data(Role.SUBJECT)
        if timing is not None and self._measurement is not None:
            self._reading.show_design(timing, self._measurement)

    def _show_results(self, *, there: bool) -> None:
        self._empty.setVisible(not there)
        for part in (self._headline, self._legend, self._basis, self._table, self._reading):
            part.setVisible(there)

    def _lay_out(self, card: Card) -> None:
        captions = ("for", "requests", "repeated", "lookup takes")
        widgets = (self._user, self._request, self._repetitions, self._lookup)
        for words, widget in zip(captions, widgets, strict=True):
            card.head.addWidget(caption(words, widget, card))
            card.head.addWidget(widget, 100 if widget in (self._user, self._request) else 0)
        card.head.addStretch(1)
        card.head.addWidget(self._control.stop)
        card.head.addWidget(self._control.start)
        legend = QHBoxLayout()
        legend.addWidget(self._legend, 1)
        legend.addWidget(self._basis)
        card.body.setSpacing(4)
        card.body.addWidget(self._control.progress)
        card.body.addWidget(self._empty, 1)
        card.body.addWidget(self._headline)
        card.body.addLayout(legend)
        card.body.addWidget(self._table, 1)
        card.body.addWidget(self._status)
        self._table.horizontalHeader().setSectionResizeMode(Column.BAR, QHeaderView.ResizeMode.Stretch)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, GAP, 0, 0)
        layout.setSpacing(GAP)
        layout.addWidget(card, 1)
        layout.addWidget(self._reading)  # as high as its text needs; no splitter, which would cut them off
