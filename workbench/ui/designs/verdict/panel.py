"""The view Verdict: the needs at the left, the designs that meet them, the answer, and its token."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from workbench.ui import shortcuts
from workbench.ui.designs.verdict.answer import AnswerCard
from workbench.ui.designs.verdict.matrix_card import MatrixCard
from workbench.ui.designs.verdict.needs_form import NeedsForm
from workbench.ui.designs.verdict.token import TokenCard
from workbench.ui.widgets.open_file import choose_file
from workbench.ui.widgets.splitter import GAP, make_splitter

if TYPE_CHECKING:
    from workbench.core.reports.decision_record import DecisionRecord
    from workbench.core.verdict.needs import Needs
    from workbench.presenters.designs.verdict import VerdictPresenter
    from workbench.ui.theme import Appearance

_KINDS = ("Markdown (*.md)", "HTML (*.html)", "JSON (*.json)")


class VerdictPanel(QWidget):
    """Shows the answer of a `VerdictPresenter`, and passes on what is needed.

    Signals:
        view_requested(str, str): the user wants to see this design in this view, by their ids.
        bench_requested(str): the user wants to try this design on the bench.
    """

    view_requested = Signal(str, str)
    bench_requested = Signal(str)

    def __init__(self, verdict: VerdictPresenter, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._verdict = verdict
        self.setProperty("ground", True)
        self._needs = NeedsForm(verdict.servers, appearance, self)
        self._matrix = MatrixCard(verdict, appearance, self)
        self._answer = AnswerCard(appearance, self)
        self._token = TokenCard(appearance, self)
        self._lay_out()
        self._connect()
        self._show_needs(verdict.needs)
        self._token.hide()

    def _connect(self) -> None:
        verdict = self._verdict
        verdict.needs_changed.connect(self._show_needs)
        verdict.answer_changed.connect(self._show_answer)
        verdict.busy_changed.connect(self._answer.show_busy)
        verdict.value_refused.connect(self._needs.show_fault)
        self._needs.edited.connect(verdict.set_value)
        self._needs.reset.clicked.connect(verdict.reset)
        self._needs.undo.clicked.connect(verdict.undo)
        self._needs.open.clicked.connect(self._on_open)
        self._matrix.view_requested.connect(self.view_requested)
        self._answer.tried.connect(verdict.attempt)
        self._answer.save.clicked.connect(self._on_save)
        self._answer.copy.clicked.connect(self._on_copy)
        self._token.bench.clicked.connect(self._on_bench)
        escape = QShortcut(QKeySequence(shortcuts.STOP), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(verdict.stop)

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
        self._matrix.show_verdict(record.verdict)

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

    @Slot()
    def _on_bench(self) -> None:
        record = self._verdict.record
        if record is not None and record.choice is not None:
            self.bench_requested.emit(record.choice.id)

    def _lay_out(self) -> None:
        below = make_splitter("verdict.below", (self._answer, self._token), (474, 391))
        right = make_splitter("verdict.right", (self._matrix, below), (352, 327), vertical=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, GAP, 0, 0)
        layout.addWidget(make_splitter("verdict.whole", (self._needs, right), (284, 877)), 1)
