"""Staleness: change the world while tokens are out, and see for how long their answers are wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Slot
from PySide6.QtWidgets import QComboBox, QHeaderView, QVBoxLayout, QWidget

from workbench.core.designs.staleness import LIFETIMES_S, Revocation
from workbench.core.text.units import in_words, minutes
from workbench.ui.charts.timeline import Timeline
from workbench.ui.designs.staleness.directory_change import WorldChangeCard
from workbench.ui.designs.staleness.lifetimes_table import LifetimesTableModel
from workbench.ui.designs.staleness.samples_table import Column, SamplesTableModel
from workbench.ui.item_views.roles import Role
from workbench.ui.item_views.table import fit_columns, make_table
from workbench.ui.widgets.caption import caption
from workbench.ui.widgets.card import Card
from workbench.ui.widgets.sentence_label import SentenceLabel
from workbench.ui.widgets.splitter import GAP, make_splitter

if TYPE_CHECKING:
    from workbench.core.designs.staleness_report import StalenessReport, StalenessRun
    from workbench.core.server.info import ServerInfo
    from workbench.presenters.designs.chosen_user import ChosenUser
    from workbench.presenters.designs.staleness import StalenessPresenter
    from workbench.ui.theme import Appearance

_LIFETIME_S = 1800
_ROW_HEIGHT = 24
_ANSWER_WIDTHS = {Column.MINUTE: 78, Column.NEW: 80, Column.VALIDITY: 108}
_NAME_WIDTH = (84, 160)  # a long name of a design of one's own leaves room for the figures


class StalenessPanel(QWidget):
    """Shows the experiments of a `StalenessPresenter`."""

    def __init__(
        self, staleness: StalenessPresenter, chosen: ChosenUser, appearance: Appearance, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._report: StalenessReport | None = None
        self.setProperty("ground", True)
        self._change = WorldChangeCard(staleness, chosen, appearance, self)
        line = Card("Time line", self)
        self._measured = SentenceLabel("staleness.measured", line, role="caption")
        self._lifetime = QComboBox(line)
        self._lifetime.setObjectName("staleness.lifetime")
        for lifetime_s in LIFETIMES_S:
            self._lifetime.addItem(in_words(lifetime_s), lifetime_s)
        self._lifetime.setCurrentIndex(self._lifetime.findData(_LIFETIME_S))
        self._line = Timeline("staleness.timeline", appearance, line)
        self._line.setAccessibleName("Time line of the designs")
        self._empty = SentenceLabel("staleness.empty", line, role="empty")
        self._empty.setText(
            "Choose a change and Measure. The user logs in under every design, the world is changed, and the same "
            "token is sent again and again until after exp. Beside each answer is the one that a user who logs in "
            "after the change gets."
        )
        self._legend = SentenceLabel("staleness.legend", line, role="caption")
        self._legend.setText(
            "Hatched: the answer is wrong, since a new login gets the other one. Each circle is a request; point at it "
            "to see its answers. Some were sent 2 s before the change and before exp. 401 at the end is right: the "
            "token has expired."
        )
        lifetimes = Card("Minutes wrong, by lifetime of the token", self)
        self._lifetimes_model = LifetimesTableModel(self)
        self._lifetimes = make_table(
            "staleness.lifetimes", self._lifetimes_model, appearance, lifetimes, row_height=_ROW_HEIGHT
        )
        self._lifetimes.setAccessibleName("Minutes wrong, designs by lifetimes")
        self._note = SentenceLabel("staleness.note", lifetimes, role="caption")
        answers = Card("Answers", self)
        self._answers_title = answers.title
        self._answers_title.setTextFormat(Qt.TextFormat.PlainText)
        self._verdict = SentenceLabel("staleness.verdict", answers)
        self._samples_model = SamplesTableModel(self)
        self._samples = make_table(
            "staleness.samples", self._samples_model, appearance, answers, row_height=_ROW_HEIGHT
        )
        self._samples.setAccessibleName("Answers of the chosen design")
        for column, width in _ANSWER_WIDTHS.items():
            self._samples.setColumnWidth(column, width)
        self._samples.horizontalHeader().setStretchLastSection(False)
        self._samples.horizontalHeader().setSectionResizeMode(Column.OLD, QHeaderView.ResizeMode.Stretch)
        self._lay_out(line, lifetimes, answers)
        self._connect(staleness)

    @Slot(object)
    def show_server(self, info: ServerInfo) -> None:
        """Offer what this server has to ask."""
        self._change.show_server(info)

    def _connect(self, staleness: StalenessPresenter) -> None:
        staleness.report_changed.connect(self._show_report)
        self._lifetime.currentIndexChanged.connect(self._show_run)
        self._line.row_selected.connect(self._show_design)
        self._lifetimes.selectionModel().currentChanged.connect(self._on_cell_chosen)

    def _run(self) -> StalenessRun | None:
        return self._report.run(self._lifetime.currentData()) if self._report is not None else None

    @Slot(object)
    def _show_report(self, report: StalenessReport) -> None:
        self._report = report
        self._lifetimes_model.show(report)
        for widget in self._findings:
            widget.show()
        self._empty.hide()
        head = self._lifetimes.horizontalHeader()
        head.setStretchLastSection(False)  # else it counts its old width, and the table scrolls sideways
        head.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        fit_columns(self._lifetimes, {0: _NAME_WIDTH})
        question = report.question
        parts = (question.request.label, question.change.sentence, f"revocation: {question.revocation.words}")
        self._measured.setText(" · ".join(parts[: 2 if question.revocation is Revocation.NONE else 3]))
        early = [each for each in question.lifetimes_s if question.change_in(each) != question.change_s]
        sentences = [
            "–: the change decides nothing.",
            *(
                f"With {in_words(each)} the change was made halfway, at minute {minutes(question.change_in(each))}."
                for each in early
            ),
        ]
        self._note.setText(" ".join(sentences))
        run = self._run()
        wrong = [course.design for course in run.courses if course.wrong] if run is not None else []
        self._show_run()
        self._line.choose(wrong[0] if wrong else report.designs[0])

    @Slot()
    def _show_run(self) -> None:
        run = self._run()
        if run is None:
            return
        self._line.show_chart(run)
        self._show_design(self._line.chosen)

    @Slot(str)
    def _show_design(self, design: str) -> None:
        run = self._run()
        course = run.course(design) if run is not None else None
        if run is None or course is None:
            return
        self._answers_title.setText(f"Answers under {design}")
        self._verdict.setText(course.verdict[:1].upper() + course.verdict[1:] + ".")
        self._samples_model.show(course)
        column = self._lifetime.currentIndex() + 1
        self._lifetimes.setCurrentIndex(self._lifetimes_model.index(run.courses.index(course), column))

    @Slot(QModelIndex, QModelIndex)
    def _on_cell_chosen(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if not current.isValid():
            return
        if current.column():
            self._lifetime.setCurrentIndex(current.column() - 1)
        self._line.choose(current.data(Role.SUBJECT))

    def _lay_out(self, line: Card, lifetimes: Card, answers: Card) -> None:
        lifetime = caption("lifetime", self._lifetime, line)
        line.head.addStretch(1)
        line.head.addWidget(lifetime)
        line.head.addWidget(self._lifetime)
        line.body.addWidget(self._measured)
        line.body.addWidget(self._empty)
        line.body.addWidget(self._line, 100)
        line.body.addWidget(self._legend)
        line.body.addStretch(1)
        lifetimes.body.addWidget(self._lifetimes, 1)
        lifetimes.body.addWidget(self._note)
        answers.head.addStretch(1)
        answers.body.addWidget(self._verdict)
        answers.body.addWidget(self._samples, 1)
        side = make_splitter("staleness.side", (lifetimes, answers), (310, 200), vertical=True)
        lower = make_splitter("staleness.lower", (line, side), (640, 530))
        self._findings = (lifetime, self._lifetime, self._measured, self._line, self._legend, side)
        for widget in self._findings:
            widget.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, GAP, 0, 0)
        layout.setSpacing(GAP)
        layout.addWidget(self._change)
        layout.addWidget(lower, 1)
