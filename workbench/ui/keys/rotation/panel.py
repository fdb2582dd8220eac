"""Rotation: the running server's key is rotated above; below, a plan is predicted, played and shown over time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Slot
from PySide6.QtWidgets import QHeaderView, QLabel, QTabWidget, QVBoxLayout, QWidget

from workbench.core.rotation.report import RotationReport, moment_words
from workbench.ui import shortcuts
from workbench.ui.charts.timeline import Timeline
from workbench.ui.item_views.roles import Role
from workbench.ui.item_views.table import fit_columns, make_table
from workbench.ui.keys.rotation.plan import RotationPlanFields
from workbench.ui.keys.rotation.table import RotationTableModel
from workbench.ui.widgets.caption import caption
from workbench.ui.widgets.card import Card
from workbench.ui.widgets.run_control import RunControl
from workbench.ui.widgets.sentence_label import SentenceLabel
from workbench.ui.widgets.splitter import GAP
from workbench.ui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from workbench.presenters.keys.rotation import RotationPresenter
    from workbench.ui.keys.rotation.rotate_now import RotateNowCard
    from workbench.ui.theme import Appearance

_ROW_HEIGHT = 24
_PRESET_WIDTH = 210
_WIDTHS = {0: (56, 70), 1: (60, 240), 2: (60, 90), **dict.fromkeys(range(3, 9), (60, 160))}


class RotationPanel(QWidget):
    """Shows what a `RotationPresenter` predicts and what a server answered."""

    def __init__(
        self,
        rotation: RotationPresenter,
        now: RotateNowCard,
        appearance: Appearance,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("ground", True)
        self._rotation = rotation
        self._report: RotationReport = rotation.report
        card = Card("How a rotation proceeds", self)
        self._fields = RotationPlanFields(appearance, card)
        self._control = RunControl(
            ("rotation.play", "Play"),
            "rotation.stop",
            ("rotation.progress", "Playing the rotation"),
            card,
            shortcut=shortcuts.RUN_VIEW,
        )
        self._status = StatusLine("rotation.status", appearance, card)
        self._judgement = StatusLine("rotation.judgement", appearance, card)
        self._line = Timeline("rotation.timeline", appearance, card, with_cursor=True)
        self._moment = SentenceLabel("rotation.moment", card)
        self._moment.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._model = RotationTableModel(self)
        self._table = make_table("rotation.table", self._model, appearance, card, row_height=_ROW_HEIGHT)
        self._table.setAccessibleName("The rotation moment by moment")
        self._lay_out(card, now)
        self._connect()
        rotation.set_plan(self._fields.plan)  # which has its report shown

    def _connect(self) -> None:
        rotation = self._rotation
        self._control.connect_to(rotation, rotation.play)
        self._fields.plan_changed.connect(rotation.set_plan)
        rotation.report_changed.connect(self._show_report)
        rotation.status_changed.connect(self._status.show_status)
        rotation.judged.connect(self._judgement.show_status)
        self._line.moment_chosen.connect(self._show_moment)
        self._table.selectionModel().currentChanged.connect(self._on_row_chosen)

    @Slot(object)
    def _show_report(self, report: RotationReport) -> None:
        self._report = report
        self._model.show(report)
        fit_columns(self._table, _WIDTHS)
        self._line.show_chart(report)
        self._show_moment(self._line.cursor_s or 0.0)

    @Slot(float)
    def _show_moment(self, at_s: float) -> None:
        """Describe the moment at the cursor, and select its row of the table."""
        words = moment_words(self._report, at_s)
        self._moment.setText(words)
        self._line.say(words)
        row = self._model.row_at(at_s)
        if row >= 0 and row != self._table.currentIndex().row():
            column = max(0, self._table.currentIndex().column())
            self._table.selectionModel().blockSignals(True)
            self._table.setCurrentIndex(self._model.index(row, column))
            self._table.selectionModel().blockSignals(False)
            self._table.viewport().update()

    @Slot(QModelIndex, QModelIndex)
    def _on_row_chosen(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid():
            self._line.put_cursor(current.data(Role.SUBJECT))

    def _lay_out(self, card: Card, now: RotateNowCard) -> None:
        presets = self._fields.presets
        presets.setFixedWidth(_PRESET_WIDTH)
        card.head.addSpacing(8)
        card.head.addWidget(caption("plan", presets, card))
        card.head.addWidget(presets)
        card.head.addWidget(self._status, 1)
        card.head.addStretch()
        card.head.addWidget(self._control.stop)
        card.head.addWidget(self._control.start)
        line = QWidget(card)
        below = QVBoxLayout(line)
        below.setContentsMargins(0, 6, 0, 0)
        below.setSpacing(6)
        below.addWidget(self._line, 100)
        legend = QLabel(
            (
                "Hatched: a valid token is refused, or a key is accepted that no token needs. Circle: a real server "
                "was asked. Mouse or arrow keys move the cursor."
            ),
            line,
        )
        legend.setProperty("role", "caption")
        legend.setWordWrap(True)
        below.addWidget(legend)
        below.addStretch(1)
        views = QTabWidget(card)
        views.setObjectName("rotation.views")
        views.setAccessibleName("The rotation as a time line or a table")
        views.setDocumentMode(True)
        views.tabBar().setDrawBase(False)
        views.tabBar().setAccessibleName("Time line or table")
        views.addTab(line, "Time line")
        views.addTab(self._table, "Table")
        self._table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self._fields.last_row.addWidget(self._control.progress, 1)
        card.body.addWidget(self._fields)
        card.body.addWidget(self._judgement)
        card.body.addWidget(views, 1)
        card.body.addWidget(self._moment)
        QWidget.setTabOrder(self._control.start, views.tabBar())
        QWidget.setTabOrder(views.tabBar(), self._line)
        QWidget.setTabOrder(self._line, self._table)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, GAP, 0, 0)
        layout.setSpacing(GAP)
        layout.addWidget(now)
        layout.addWidget(card, 1)
