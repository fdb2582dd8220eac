"""The view Verdict: the needs at the left, the designs that meet them, the answer, and its token."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from workbench.ui import shortcuts
from workbench.ui.designs.verdict.answer import AnswerCard
from workbench.ui.designs.verdict.needs_form import NeedsForm
from workbench.ui.designs.verdict.table import COMPUTED_SIGN, VerdictTableModel, folded
from workbench.ui.designs.verdict.token import TokenCard
from workbench.ui.item_views.table import LEAST_ROWS, fit_columns, make_table
from workbench.ui.widgets.card import Card
from workbench.ui.widgets.open_file import choose_file
from workbench.ui.widgets.run_control import RunControl
from workbench.ui.widgets.splitter import GAP, make_splitter
from workbench.ui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from workbench.core.reports.decision_record import DecisionRecord
    from workbench.core.verdict.needs import Needs
    from workbench.presenters.designs.verdict import VerdictPresenter
    from workbench.ui.theme import Appearance

_ROW_HEIGHT = 25
_HEAD_HEIGHT = 40
_SCROLL_BAR = 20
_COLUMN = (56, 150)  # pixels, least and most
_KINDS = ("Markdown (*.md)", "HTML (*.html)", "JSON (*.json)")


class VerdictPanel(QWidget):
    """Shows the answer of a `VerdictPresenter`, and passes on what is needed."""

    def __init__(self, verdict: VerdictPresenter, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._verdict = verdict
        self.setProperty("ground", True)
        self._needs = NeedsForm(verdict.servers, self)
        card = Card("Which design meets them", self)
        self._about = QLabel(card)
        self._about.setObjectName("verdict.about")
        self._about.setProperty("role", "caption")
        self._control = RunControl(
            ("verdict.measure", "Measure"),
            "verdict.stop",
            ("verdict.progress", "Measuring"),
            card,
            shortcut=shortcuts.RUN_VIEW,
        )
        self._model = VerdictTableModel(self)
        self._table = make_table("verdict.table", self._model, appearance, card, row_height=_ROW_HEIGHT)
        self._table.setAccessibleName("Designs, and which need each of them meets")
        self._table.horizontalHeader().setFixedHeight(_HEAD_HEIGHT)
        self._table.setMinimumHeight(LEAST_ROWS * _ROW_HEIGHT + _HEAD_HEIGHT + _SCROLL_BAR)
        self._more = QPushButton(card)
        self._more.setObjectName("verdict.more_designs")
        self._more.setCheckable(True)
        self._more.setProperty("flat", True)
        self._status = StatusLine("verdict.status", appearance, card)
        self._answer = AnswerCard(appearance, self)
        self._token = TokenCard(appearance, self)
        self._lay_out(card)
        self._connect()
        self._show_needs(verdict.needs)
        self._table.hide()
        self._more.hide()
        self._token.hide()

    def _connect(self) -> None:
        verdict = self._verdict
        self._control.connect_to(verdict, verdict.measure)
        verdict.needs_changed.connect(self._show_needs)
        verdict.answer_changed.connect(self._show_answer)
        verdict.status_changed.connect(self._status.show_status)
        self._needs.edited.connect(verdict.set_value)
        self._needs.reset.clicked.connect(verdict.reset)
        self._needs.undo.clicked.connect(verdict.undo)
        self._needs.open.clicked.connect(self._on_open)
        self._answer.tried.connect(verdict.attempt)
        self._answer.save.clicked.connect(self._on_save)
        self._answer.copy.clicked.connect(self._on_copy)
        self._more.toggled.connect(self._show_table)

    @Slot(object)
    def _show_needs(self, needs: Needs) -> None:
        self._needs.show_needs(needs)
        verdict = self._verdict
        profiles = verdict.profiles
        source = "Measure to start from the scenario" if profiles is None else f"From the scenario {profiles.scenario}"
        changed = "1 need tried" if verdict.is_tried else f"{verdict.changed} changed"
        self._needs.source.setText(f"{source}; {changed}.")
        self._needs.undo.setVisible(verdict.is_tried)

    @Slot(object)
    def _show_answer(self, record: DecisionRecord) -> None:
        self._needs.show_contradictions(record.verdict.contradictions)
        self._answer.show_record(record, searching=self._verdict.searching)
        self._token.show_record(record)
        answers = f"{record.verdict.profiles.answers:,} answers of the real server"
        self._about.setText(f"{COMPUTED_SIGN} computed; all else is measured. {answers}")
        self._show_table()

    @Slot()
    def _show_table(self) -> None:
        record = self._verdict.record
        if record is None:
            return
        more = folded(record.verdict.designs)
        self._model.show(record.verdict, all_rows=self._more.isChecked())
        self._table.show()
        fit_columns(self._table, dict.fromkeys(range(self._model.columnCount()), _COLUMN))
        self._more.setVisible(more > 0)
        words = f"{more} more designs, each misses two needs or more"
        self._more.setText("Fewer designs" if self._more.isChecked() else words)

    @Slot()
    def _on_open(self) -> None:
        path = choose_file(self, "Open needs", "Needs (*.toml);;All files (*)")
        if path:
            self._verdict.open(Path(path))

    @Slot()
    def _on_save(self) -> None:
        dialog = QFileDialog(self.window(), "Save decision record", str(Path.home() / "decision.md"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setNameFilters([*_KINDS, "All files (*)"])
        dialog.setDefaultSuffix("md")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.fileSelected.connect(self._on_file_selected)
        dialog.open()

    @Slot(str)
    def _on_file_selected(self, path: str) -> None:
        self._verdict.save(Path(path))

    @Slot()
    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._verdict.markdown())

    def _lay_out(self, card: Card) -> None:
        card.head.addStretch(1)
        for widget in (self._about, self._control.stop, self._control.start):
            card.head.addWidget(widget)
        card.body.setSpacing(4)
        card.body.addWidget(self._control.progress)
        card.body.addWidget(self._table, 1)
        more = QHBoxLayout()
        more.addWidget(self._more)
        more.addStretch(1)
        card.body.addLayout(more)
        card.body.addWidget(self._status)
        below = make_splitter("verdict.below", (self._answer, self._token), (474, 391))
        right = QWidget(self)
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(card, 1)
        column.addWidget(below)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, GAP, 0, 0)
        layout.addWidget(make_splitter("verdict.whole", (self._needs, right), (284, 877)), 1)
