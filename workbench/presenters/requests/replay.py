"""Replaying requests with the issued and with the edited token."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from workbench.core.errors import ForeignServerError, UnsendableTokenError, WorkbenchError
from workbench.core.requests.sender import Sender
from workbench.presenters.requests.answers import Answers, Conditions, Side, carried_over, summary
from workbench.presenters.requests.consents import ConsentsPresenter
from workbench.presenters.status import Status, StatusLevel

if TYPE_CHECKING:
    from workbench.core.answers.outcome import Outcome, Request
    from workbench.core.requests.origin import Origin
    from workbench.presenters.ports import Client, Run
    from workbench.presenters.server.server import ServerPresenter


__all__ = ["Answers", "ReplayPresenter", "Side"]

# Long enough to finish typing a word, short enough to feel immediate.
_EACH_EDIT_MS = 250


_SENT_FROM_NOW_ON = {
    Sender.HOLDER: "Tokens bound to a key are sent with a proof by this program's key. Replay to compare.",
    Sender.WITHOUT_PROOF: "Tokens bound to a key are sent without a proof. Replay to see what a thief gets.",
    Sender.OTHER_KEY: "Tokens bound to a key are sent with a proof by another key. Replay to see what a thief gets.",
}


class ReplayPresenter(QObject):
    """Sends every request once for each token, one after the other, and can be stopped between two of them.

    Requests to hosts that are not permanently allowed come last, and wait for the answer of `ConsentsPresenter`;
    automatic replays after an edit or a login leave them out.

    Signals:
        answers_changed(tuple[Answers, ...]): requests or answers changed.
        answer_arrived(int, Answers): the answers in this row are new.
        status_changed(Status): the result, or why it stopped.
        busy_changed(bool): a replay started or ended.
        progress_changed(int, int): answers received, answers expected.
        outdated_changed(bool): whether token, clock, limit or trust changed after the answers shown.
        conditions_changed(): the deciding design or the world changed; see `design` and `world`.
    """

    answers_changed = Signal(object)
    answer_arrived = Signal(int, object)
    status_changed = Signal(object)
    busy_changed = Signal(bool)
    progress_changed = Signal(int, int)
    outdated_changed = Signal(bool)
    conditions_changed = Signal()

    def __init__(
        self, client: Client, server: ServerPresenter, run: Run, consents: ConsentsPresenter | None = None
    ) -> None:
        super().__init__()
        self._consents = consents or ConsentsPresenter()
        self._consents.answered.connect(self._on_consent_answered)
        self._allowed_once: set[Origin] = set()
        self._waiting_for: Origin | None = None
        self._withheld = 0
        self._client = client
        self._server = server
        self._run = run
        self._answers: tuple[Answers, ...] = ()
        self._tokens: dict[Side, str] = {}
        self._sent: dict[Side, str] = {}
        self._world = 0
        self._answered: dict[tuple[int, Side], Conditions] = {}
        self._design = ""
        self._left: list[tuple[int, Side]] = []
        self._expected = 0
        self._runs = itertools.count(1)
        self._current_run = 0
        self.busy = False
        self.each_edit = False
        self.token_sender = self._sent_as = Sender.HOLDER
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_EACH_EDIT_MS)
        self._pause.timeout.connect(self.replay_unasked)

    @property
    def answers(self) -> tuple[Answers, ...]:
        """The requests and their newest answers."""
        return self._answers

    @property
    def issued(self) -> str:
        """The token as issued; empty before a login."""
        return self._tokens.get(Side.ISSUED, "")

    @property
    def edited(self) -> str:
        """The edited token; empty if there is none."""
        return self._tokens.get(Side.EDITED, "")

    @property
    def design(self) -> str:
        """The design that decides."""
        return self._design

    @property
    def world(self) -> int:
        """A number that changes with each `world_changed`."""
        return self._world

    def set_requests(self, requests: Sequence[Request]) -> None:
        """Replay *requests* from now on, and clear the status of earlier answers."""
        self._answers = tuple(Answers(request) for request in requests)
        self._answered.clear()
        self.answers_changed.emit(self._answers)
        self.status_changed.emit(Status(""))

    def change_requests(self, requests: Sequence[Request]) -> None:
        """Replay *requests* from now on, keeping the answers to those already in the list."""
        if self.busy:
            self.cancel()
        if any(each.request not in requests for each in self._answers):
            self._withheld = 0  # one that was not sent may be gone
        self._answers, self._answered = carried_over(self._answers, self._answered, requests)
        self.answers_changed.emit(self._answers)
        if self._answered:
            self._report()
        else:
            self.status_changed.emit(Status(""))
        self._tell_whether_outdated()

    @Slot(str, str)
    def set_issued(self, compact: str, design: str) -> None:
        """Compare with this token, and let *design* decide; clear earlier answers."""
        self.cancel()
        self._tokens[Side.ISSUED] = compact
        self._design = design
        self.set_requests([each.request for each in self._answers])
        self.conditions_changed.emit()

    @Slot(str)
    def choose_design(self, design: str) -> None:
        """Let *design* decide about a pasted token; after a login, the design of the login decides."""
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
        """Replay after each edit, or only when asked."""
        self.each_edit = on

    @Slot(object)
    def send_as(self, sender: Sender) -> None:
        """Send tokens that are bound to a key as their holder does, or a thief, from the next replay on."""
        if sender is not self.token_sender:
            self.token_sender = sender
            self.status_changed.emit(Status(_SENT_FROM_NOW_ON[sender]))
            self._tell_whether_outdated()

    @Slot()
    def world_changed(self) -> None:
        """Note that clock, limit, trust or directory changed: the same tokens may get other answers now."""
        self._world += 1
        self.conditions_changed.emit()
        self._tell_whether_outdated()
        if self.each_edit and self._tokens.get(Side.EDITED):
            self._pause.start()

    @Slot()
    def replay(self) -> None:
        """Send every request with both tokens."""
        self._start(asking=True)

    @Slot(int)
    def replay_row(self, row: int) -> None:
        """Send the request in this row alone, with both tokens; the other answers stay."""
        if 0 <= row < len(self._answers):
            self._start(asking=True, rows=(row,))

    @Slot()
    def replay_unasked(self) -> None:
        """The same, without the requests that need the user's consent first."""
        self._start(asking=False)

    def _start(self, *, asking: bool, rows: Sequence[int] | None = None) -> None:
        """Send the requests in these *rows*, of all if it is None; *asking* the user where consent is needed."""
        self._pause.stop()
        if self.busy:
            self._finish_run()
        sides = [side for side in Side if self._tokens.get(side)]
        if not sides:
            self.status_changed.emit(Status("There is no token to send. Log in or paste one first.", StatusLevel.ERROR))
            return
        url = self._server.running_url
        if url is None:
            text = "The demo server is not running. Start it again, then replay."
            self.status_changed.emit(Status(text, StatusLevel.ERROR))
            return
        self._sent = {side: self._tokens[side] for side in sides}
        self._sent_as = self.token_sender
        self._forget_sides_without_a_token()
        self._withheld, self._allowed_once = 0, set()
        places = [(row, side) for row in (range(len(self._answers)) if rows is None else rows) for side in sides]
        self._left = [place for place in places if self._needs_consent(place, url) is None]
        unasked = [place for place in places if place not in self._left]
        if asking:
            self._left += unasked
        else:
            self._withheld = len(unasked)
        self._left.reverse()
        self._expected = len(self._left)
        self._current_run = next(self._runs)
        self._set_busy(busy=True)
        self.status_changed.emit(Status(""))
        self._send_next()

    @Slot()
    def cancel(self) -> None:
        """Send no further request; keep the answers so far."""
        self._pause.stop()
        if self.busy:
            done = self._expected - len(self._left)
            self._finish_run()
            self.status_changed.emit(Status(f"Stopped after {done} of {self._expected} requests.", StatusLevel.WARNING))

    def _send_next(self) -> None:
        self.progress_changed.emit(self._expected - len(self._left), self._expected)
        url = self._server.running_url
        if not self._left or url is None:
            self._finish_run()
            self._report()
            return
        origin = self._needs_consent(self._left[-1], url)
        if origin is not None:
            self._waiting_for = origin
            self._consents.ask(origin)
            return
        row, side = self._left.pop()
        request = self._answers[row].request
        call = partial(self._client.replay, url, request, self._sent[side], self._design, self._sent_as)
        run = self._current_run
        self._run(call, partial(self._on_outcome, run, row, side), partial(self._on_failure, run, row, side))

    def _needs_consent(self, place: tuple[int, Side], url: str) -> Origin | None:
        return self._consents.needed(self._answers[place[0]].request, url, self._allowed_once)

    @Slot(object, bool)
    def _on_consent_answered(self, origin: Origin, allowed: bool) -> None:
        if origin != self._waiting_for:
            return
        self._waiting_for = None
        if allowed:
            self._allowed_once.add(origin)
        else:
            refused = [each for each in self._left if self._needs_consent(each, "") == origin]
            self._left = [each for each in self._left if each not in refused]
            self._withheld += len(refused)
            for row, side in refused:
                words = f"Not sent: you did not allow sending the token to {origin}. Replay to be asked again."
                self._put(row, side, self._answers[row].with_problem(side, Status(words, StatusLevel.WARNING)))
        self._send_next()

    def _on_outcome(self, run: int, row: int, side: Side, outcome: Outcome) -> None:
        if run != self._current_run:
            return
        self._put(row, side, self._answers[row].with_outcome(side, outcome))
        self._send_next()

    def _put(self, row: int, side: Side, changed: Answers) -> None:
        self._answered[row, side] = (self._sent[side], self._world, self._sent_as)
        self._answers = (*self._answers[:row], changed, *self._answers[row + 1 :])
        self.answer_arrived.emit(row, changed)

    def _on_failure(self, run: int, row: int, side: Side, error: WorkbenchError) -> None:
        from workbench.core.requests.request import AUTHORIZATION

        if run != self._current_run:
            return
        request = self._answers[row].request
        of_this_request = request.base_url is not None or request.placement != AUTHORIZATION
        if of_this_request and isinstance(error, ForeignServerError | UnsendableTokenError):
            self._put(row, side, self._answers[row].with_error(side, error))
            self._send_next()  # the others go to the demo server, or carry the token elsewhere
            return
        self._finish_run()
        self.status_changed.emit(Status.of(error))
        self._server.check_alive()

    def _finish_run(self) -> None:
        self._current_run = 0
        self._left = []
        if self._waiting_for is not None:
            self._waiting_for = None
            self._consents.withdraw()
        self._set_busy(busy=False)
        self._tell_whether_outdated()

    def _report(self) -> None:
        self.status_changed.emit(summary(self._answers, self._sent, self._withheld))

    def _forget_sides_without_a_token(self) -> None:
        gone = [side for side in Side if side not in self._sent]
        for side in gone:
            self._answers = tuple(each.with_outcome(side, None) for each in self._answers)
            self._answered = {place: what for place, what in self._answered.items() if place[1] is not side}
        if gone:
            self.answers_changed.emit(self._answers)

    def _tell_whether_outdated(self) -> None:
        if not self.busy:
            present = {side: (self._tokens.get(side, ""), self._world, self.token_sender) for side in Side}
            self.outdated_changed.emit(any(what != present[side] for (_, side), what in self._answered.items()))

    def _set_busy(self, *, busy: bool) -> None:
        if busy != self.busy:
            self.busy = busy
            self.busy_changed.emit(busy)
