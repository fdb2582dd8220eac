"""What can be done with one answer: copy its request as curl, copy its reason, and send its request alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence

from workbench.core.answers.check_outcome import CheckOutcome
from workbench.core.requests.copy_form import CopyForm
from workbench.presenters.requests.replay import Answers, Side
from workbench.ui import shortcuts

if TYPE_CHECKING:
    from workbench.core.answers.outcome import Outcome
    from workbench.presenters.requests.replay import ReplayPresenter
    from workbench.presenters.requests.requests import RequestsPresenter
    from workbench.ui.requests.answers import AnswersPanel


class AnswerActions(QObject):
    """Adds the actions to the table of an `AnswersPanel`; they act on the answer that is selected there."""

    def __init__(self, panel: AnswersPanel, requests: RequestsPresenter, replay: ReplayPresenter) -> None:
        super().__init__(panel)
        self._requests = requests
        self._replay = replay
        self._row = -1
        self._answers: Answers | None = None
        self._side = Side.EDITED
        self._curl = self._action("requests.copy_answer_curl", "Copy as curl", self._copy_curl)
        self._reason = self._action("replay.copy_reason", "Copy reason", self._copy_reason)
        self._alone = self._action("replay.run_one", "Send this request alone", self._send_alone)
        self._alone.setShortcut(QKeySequence(shortcuts.REPLAY_ONE))
        panel.add_actions([self._curl, self._reason, self._alone])
        panel.row_selected.connect(self._on_row_selected)
        panel.answer_selected.connect(self._on_answer_selected)
        self._look()

    def _action(self, name: str, words: str, slot: Callable[[], None]) -> QAction:
        action = QAction(words, self)
        action.setObjectName(name)
        action.triggered.connect(slot)
        return action

    @Slot(int)
    def _on_row_selected(self, row: int) -> None:
        self._row = row
        self._look()

    @Slot(object, object)
    def _on_answer_selected(self, answers: Answers | None, side: Side) -> None:
        self._answers, self._side = answers, side
        self._look()

    def _look(self) -> None:
        self._curl.setEnabled(self._row >= 0)
        self._alone.setEnabled(self._row >= 0)
        self._reason.setEnabled(self._outcome() is not None)

    def _outcome(self) -> Outcome | None:
        return self._answers.outcome(self._side) if self._answers is not None else None

    @Slot()
    def _copy_curl(self) -> None:
        text = self._requests.copy_text(self._row, CopyForm.CURL, with_variable=False)
        if text:
            QGuiApplication.clipboard().setText(text)

    @Slot()
    def _copy_reason(self) -> None:
        outcome = self._outcome()
        if outcome is not None:
            QGuiApplication.clipboard().setText(reason_of(outcome))

    @Slot()
    def _send_alone(self) -> None:
        self._replay.replay_row(self._row)


def reason_of(outcome: Outcome) -> str:
    """The answer and its reason, in a line for a report."""
    checks = outcome.decision.checks if outcome.decision is not None else ()
    failed = next((check.detail for check in checks if check.outcome is CheckOutcome.FAIL), "")
    words = (outcome.reason, failed or outcome.detail)
    reason = ": ".join(each for each in words if each)
    answer = f"{outcome.request.label}: {outcome.status} {outcome.reason_phrase}".rstrip()
    return f"{answer}, {reason}" if reason else answer
