"""Replaying the scenario's requests with the issued and with the edited token."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from workbench.core.errors import WorkbenchError
from workbench.core.exchange import Comparison, Outcome, Request
from workbench.presenters.ports import Client, Run
from workbench.presenters.server import ServerPresenter
from workbench.presenters.status import Severity, Status

# Long enough for a word to be typed to its end, short enough to feel like an answer.
_EACH_EDIT_MS = 250


class Side(StrEnum):
    """Which of the two tokens a request was sent with."""

    ISSUED = "issued"
    EDITED = "edited"


_UNANSWERED = Comparison(None, None)


@dataclass(frozen=True, slots=True)
class Answers:
    """A request with its answers for both tokens."""

    request: Request
    comparison: Comparison = _UNANSWERED

    def outcome(self, side: Side) -> Outcome | None:
        """The answer for the token of *side*."""
        return self.comparison.issued if side is Side.ISSUED else self.comparison.edited

    def with_outcome(self, side: Side, outcome: Outcome | None) -> "Answers":
        """The same request with another answer on *side*."""
        if side is Side.ISSUED:
            return replace(self, comparison=replace(self.comparison, issued=outcome))
        return replace(self, comparison=replace(self.comparison, edited=outcome))


class ReplayPresenter(QObject):
    """Sends every request once for each token, one after the other, and can be stopped between two of them.

    Signals:
        answers_changed(tuple[Answers, ...]): requests or answers are other ones.
        answer_arrived(int, Answers): the answers in this row are new.
        status_changed(Status): what was found, or why it stopped.
        busy_changed(bool): a replay is under way.
        progress_changed(int, int): answers received, answers expected.
        outdated_changed(bool): answers shown are of another token, clock, limit or trust than the present ones.
        conditions_changed(): another design decides, or the world is another one; see `design` and `world`.
    """

    answers_changed = Signal(object)
    answer_arrived = Signal(int, object)
    status_changed = Signal(object)
    busy_changed = Signal(bool)
    progress_changed = Signal(int, int)
    outdated_changed = Signal(bool)
    conditions_changed = Signal()

    def __init__(self, client: Client, server: ServerPresenter, run: Run) -> None:
        super().__init__()
        self._client = client
        self._server = server
        self._run = run
        self._answers: tuple[Answers, ...] = ()
        self._tokens: dict[Side, str] = {}
        self._sent: dict[Side, str] = {}
        self._world = 0
        self._answered: dict[tuple[int, Side], tuple[str, int]] = {}  # with which token, and in which world
        self._design = ""
        self._left: list[tuple[int, Side]] = []
        self._expected = 0
        self._runs = itertools.count(1)
        self._current_run = 0
        self.busy = False
        self.each_edit = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_EACH_EDIT_MS)
        self._pause.timeout.connect(self.replay)

    @property
    def answers(self) -> tuple[Answers, ...]:
        """The requests and their newest answers."""
        return self._answers

    @property
    def issued(self) -> str:
        """The token as issued; empty before a log-in."""
        return self._tokens.get(Side.ISSUED, "")

    @property
    def design(self) -> str:
        """The design that decides."""
        return self._design

    @property
    def world(self) -> int:
        """Another number after each `world_changed`."""
        return self._world

    def set_requests(self, requests: Sequence[Request]) -> None:
        """Replay these from now on; what was said of the answers before is of no account any more."""
        self._answers = tuple(Answers(request) for request in requests)
        self._answered.clear()
        self.answers_changed.emit(self._answers)
        self.status_changed.emit(Status(""))

    @Slot(str, str)
    def set_issued(self, compact: str, design: str) -> None:
        """Compare with this token, and let *design* decide; earlier answers are another token's."""
        self.cancel()
        self._tokens[Side.ISSUED] = compact
        self._design = design
        self.set_requests([each.request for each in self._answers])
        self.conditions_changed.emit()

    @Slot(str)
    def choose_design(self, design: str) -> None:
        """Let *design* decide about a pasted token; after a log-in the design of the log-in decides."""
        if not self.issued:
            self._design = design
            self.conditions_changed.emit()

    @Slot(str)
    def set_edited(self, compact: str) -> None:
        """Replay with this token as the edited one."""
        if compact == self._tokens.get(Side.EDITED):
            return
        self._tokens[Side.EDITED] = compact
        self._tell_whether_outdated()
        if self.each_edit and compact:
            self._pause.start()

    @Slot(bool)
    def set_each_edit(self, on: bool) -> None:
        """Replay by itself after each edit, or only when asked."""
        self.each_edit = on

    @Slot()
    def world_changed(self) -> None:
        """Clock, limit, trust or directory are other ones: the same tokens may get other answers now."""
        self._world += 1
        self.conditions_changed.emit()
        self._tell_whether_outdated()
        if self.each_edit and self._tokens.get(Side.EDITED):
            self._pause.start()

    @Slot()
    def replay(self) -> None:
        """Send every request with both tokens."""
        self._pause.stop()
        if self.busy:
            self._finish_run()
        sides = [side for side in Side if self._tokens.get(side)]
        if not sides:
            self.status_changed.emit(Status("Log in or paste a token first: there is nothing to send.", Severity.ERROR))
            return
        if self._server.running_url is None:
            text = "The demo server is not running. Start it again, then replay."
            self.status_changed.emit(Status(text, Severity.ERROR))
            return
        self._sent = {side: self._tokens[side] for side in sides}
        self._forget_sides_without_a_token()
        self._left = [(row, side) for row in range(len(self._answers)) for side in sides]
        self._left.reverse()
        self._expected = len(self._left)
        self._current_run = next(self._runs)
        self._set_busy(busy=True)
        self.status_changed.emit(Status(""))
        self._send_next()

    @Slot()
    def cancel(self) -> None:
        """Send no further request; answers that came stay."""
        self._pause.stop()
        if self.busy:
            done = self._expected - len(self._left)
            self._finish_run()
            self.status_changed.emit(Status(f"Stopped after {done} of {self._expected} requests.", Severity.WARNING))

    def _send_next(self) -> None:
        self.progress_changed.emit(self._expected - len(self._left), self._expected)
        url = self._server.running_url
        if not self._left or url is None:
            self._finish_run()
            self._report()
            return
        row, side = self._left.pop()
        call = partial(self._client.replay, url, self._answers[row].request, self._sent[side], self._design)
        run = self._current_run
        self._run(call, partial(self._on_outcome, run, row, side), partial(self._on_failure, run))

    def _on_outcome(self, run: int, row: int, side: Side, outcome: Outcome) -> None:
        if run != self._current_run:
            return
        self._answered[row, side] = (self._sent[side], self._world)
        changed = self._answers[row].with_outcome(side, outcome)
        self._answers = (*self._answers[:row], changed, *self._answers[row + 1 :])
        self.answer_arrived.emit(row, changed)
        self._send_next()

    def _on_failure(self, run: int, error: WorkbenchError) -> None:
        if run == self._current_run:
            self._finish_run()
            self.status_changed.emit(Status.of(error))
            self._server.look_after()

    def _finish_run(self) -> None:
        self._current_run = 0
        self._left = []
        self._set_busy(busy=False)
        self._tell_whether_outdated()

    def _report(self) -> None:
        if not self._sent.get(Side.ISSUED):
            text = f"{len(self._answers)} answers; log in to compare them with an issued token's"
            self.status_changed.emit(Status(text))
        elif Side.EDITED not in self._sent:
            text = f"{len(self._answers)} answers for the issued token; there is no edited one"
            self.status_changed.emit(Status(text))
        else:
            changed = sum(each.comparison.changed for each in self._answers)
            text = f"{changed} changed" if changed else "no answer changed"
            self.status_changed.emit(Status(text, Severity.WARNING if changed else Severity.INFO))

    def _forget_sides_without_a_token(self) -> None:
        gone = [side for side in Side if side not in self._sent]
        for side in gone:
            self._answers = tuple(each.with_outcome(side, None) for each in self._answers)
            self._answered = {place: what for place, what in self._answered.items() if place[1] is not side}
        if gone:
            self.answers_changed.emit(self._answers)

    def _tell_whether_outdated(self) -> None:
        if not self.busy:
            present = {side: (self._tokens.get(side, ""), self._world) for side in Side}
            self.outdated_changed.emit(any(what != present[side] for (_, side), what in self._answered.items()))

    def _set_busy(self, *, busy: bool) -> None:
        if busy != self.busy:
            self.busy = busy
            self.busy_changed.emit(busy)
