"""The requests and the server's answers for the issued and the edited token."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from workbench.presenters.requests.replay import Answers, ReplayPresenter, Side
from workbench.ui.icons import Icon
from workbench.ui.item_views.roles import Index, Role
from workbench.ui.item_views.table_model import TableModel
from workbench.ui.theme import Tone

if TYPE_CHECKING:
    from workbench.core.answers.outcome import Outcome
    from workbench.presenters.status import Status


class Column(IntEnum):
    """The columns."""

    REQUEST = 0
    ISSUED = 1
    EDITED = 2
    CHANGED = 3


# In the order of the columns.
_HEADS = ("Request", "Issued", "Edited", "")
_SIDES = {Column.ISSUED: Side.ISSUED, Column.EDITED: Side.EDITED}


class AnswersTableModel(TableModel):
    """Shows the answers of a `ReplayPresenter`, one row for each request."""

    def __init__(self, replay: ReplayPresenter, parent: QObject | None = None) -> None:
        super().__init__(_HEADS, parent)
        self._answers = replay.answers
        replay.answers_changed.connect(self._on_answers_changed)
        replay.answer_arrived.connect(self._on_answer_arrived)

    def rows(self) -> tuple[Answers, ...]:
        """See `TableModel.rows`."""
        return self._answers

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Text, tone and icon of a cell."""
        if not index.isValid() or index.row() >= len(self._answers):
            return None
        answers, column = self._answers[index.row()], Column(index.column())
        if role == Role.SUBJECT:
            return answers
        if column is Column.REQUEST:
            return _request_data(answers, role)
        if column is Column.CHANGED:
            return _changed_data(answers, role)
        problem = answers.problem(_SIDES[column])
        if problem is not None:
            return _problem_data(problem, column, role)
        return _outcome_data(answers.outcome(_SIDES[column]), column, role)

    def _on_answers_changed(self, answers: tuple[Answers, ...]) -> None:
        if len(answers) == len(self._answers):
            self._answers = answers  # the same number of rows: keep the selection, also while a request is typed
            if answers:
                self.dataChanged.emit(self.index(0, 0), self.index(len(answers) - 1, len(Column) - 1))
            return
        self.beginResetModel()
        self._answers = answers
        self.endResetModel()

    def _on_answer_arrived(self, row: int, answers: Answers) -> None:
        before = _shown(self._answers[row])
        self._answers = (*self._answers[:row], answers, *self._answers[row + 1 :])
        # One by one: for two cells at once Qt paints the whole table, which takes longer than to get the answer.
        for column, what in _shown(answers).items():
            if what != before[column]:
                index = self.index(row, column)
                self.dataChanged.emit(index, index)


def _shown(answers: Answers) -> dict[Column, object]:
    """What the cells show that an answer can change."""
    sides = {column: (answers.outcome(side), answers.problem(side)) for column, side in _SIDES.items()}
    shown: dict[Column, object] = {
        column: (outcome and (outcome.status, outcome.reason_phrase, outcome.reason), problem)
        for column, (outcome, problem) in sides.items()
    }
    return shown | {Column.CHANGED: answers.comparison.changed}


def _request_data(answers: Answers, role: int) -> object:
    match role:
        case Qt.ItemDataRole.DisplayRole:
            return answers.request.label
        case Qt.ItemDataRole.ToolTipRole:
            body = f"\n\n{answers.request.body}" if answers.request.body else ""
            return f"{answers.request.label}{body}"
        case Role.MONO:
            return True
    return None


def _changed_data(answers: Answers, role: int) -> object:
    if not answers.comparison.changed:
        return None
    match role:
        case Qt.ItemDataRole.DisplayRole:
            return "changed"
        case Role.TONE:
            return Tone.ACCENT
        case Role.ICON:
            return Icon.CHANGED
        case Qt.ItemDataRole.ToolTipRole:
            return "The server answers the edited token differently."
    return None


def _problem_data(problem: Status, column: Column, role: int) -> object:
    match role:
        case Qt.ItemDataRole.DisplayRole:
            return "none"
        case Qt.ItemDataRole.ToolTipRole:
            return problem.text
        case Qt.ItemDataRole.AccessibleTextRole:
            return f"{_HEADS[column]}: no answer. {problem.text}"
        case Role.TONE:
            return Tone.WARNING
        case Role.ICON:
            return Icon.WARNING
    return None


def _outcome_data(outcome: Outcome | None, column: Column, role: int) -> object:
    if outcome is None:
        if role == Qt.ItemDataRole.DisplayRole:
            return "–"
        return Tone.MUTED if role == Role.TONE else None
    match role:
        case Qt.ItemDataRole.DisplayRole:
            return str(outcome.status)
        case Qt.ItemDataRole.ToolTipRole:
            reason = f": {outcome.reason}" if outcome.reason else ""
            return f"{outcome.status} {outcome.reason_phrase}{reason}"
        case Qt.ItemDataRole.AccessibleTextRole:
            allowed = "allowed" if outcome.allowed else "refused"
            return f"{_HEADS[column]}: {outcome.status}, {allowed}"
        case Role.TONE:
            return Tone.ALLOWED if outcome.allowed else Tone.REFUSED
        case Role.ICON:
            return Icon.ALLOWED if outcome.allowed else Icon.REFUSED
        case Role.STRONG:
            return True
    return None
