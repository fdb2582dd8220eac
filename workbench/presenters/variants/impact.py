"""The impact of each claim: finds it, and knows whether the result is up to date."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot

from workbench.core.variants.impact import MOST_ELEMENTS, Effect, Impact, ImpactQuestion
from workbench.presenters.server.experiment import ExperimentPresenter
from workbench.presenters.status import Status, StatusLevel

if TYPE_CHECKING:
    from workbench.core.errors import WorkbenchError
    from workbench.core.experiment import Experiment
    from workbench.presenters.ports import RunReporting
    from workbench.presenters.requests.replay import ReplayPresenter
    from workbench.presenters.server.server import ServerPresenter
    from workbench.presenters.token.editor import EditorPresenter


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question, and the number of the world in which it was asked."""

    question: ImpactQuestion
    world: int


class ImpactPresenter(ExperimentPresenter):
    """Finds the impact of every claim of the token on the bench, signed with the key and decided by the design in use.

    The present signature does not matter: every token that is sent is signed again.

    Signals:
        impact_changed(Impact | None): there is a new result; None once there is no token any more.
        obstacle_changed(str): what to do before an experiment can start; empty for nothing.
        token_changed(): the edited token has changed, and with it perhaps the answer of `can_remove`.
        outdated_changed(str): what has changed since the result, in words; empty if it is up to date.
        status_changed(Status): the outcome, or why there is none.
        busy_changed(bool): an experiment is running.
        progress_changed(int, int): tokens tried, tokens to try.
    """

    impact_changed = Signal(object)
    obstacle_changed = Signal(str)
    token_changed = Signal()
    outdated_changed = Signal(str)

    def __init__(
        self,
        editor: EditorPresenter,
        replay: ReplayPresenter,
        server: ServerPresenter,
        find: Experiment[ImpactQuestion, Impact],
        run: RunReporting,
    ) -> None:
        super().__init__(server, run)
        self._editor = editor
        self._replay = replay
        self._find = find
        self._asked: _Asked | None = None
        self._shown_obstacle = ""
        self._shown_outdated: str | None = ""
        self.impact: Impact | None = None
        editor.token.state_changed.connect(self._on_token_changed)
        editor.signing_changed.connect(self._look)
        replay.conditions_changed.connect(self._look)
        server.state_changed.connect(self._look)
        self._look()

    @property
    def obstacle(self) -> str:
        """What to do before an experiment can start; empty for nothing."""
        reading, key = self._editor.token.state.reading, self._editor.signing_key
        if self._editor.token.state.is_empty:
            return "Log in to get a token, or paste one: then find out which of its claims decides what."
        if reading.claims is None:
            return "The payload cannot be read as claims. The JSON view shows the error: fix it there."
        if not len(reading.claims):
            return "The token has no claims, so nothing can be left out. Log in again, or add claims in the JSON view."
        if key is None:
            return "Choose a key under Sign with first: every token that is sent is signed again."
        if not key.trusted:
            return (
                f"The demo server does not trust {key.name}, so every answer would be 401, whatever is left out. "
                "Choose a trusted key under Sign with, or trust this one on the Keys page."
            )
        if self._server.running_url is None:
            return "The demo server is not running. Start it again, then find out."
        return ""

    @property
    def outdated(self) -> str:
        """What has changed since the result; empty if it is up to date, or there is none."""
        asked = self._asked
        if asked is None or self.impact is None:
            return ""
        now = self._question()
        if now is None:
            return "the token"
        before = asked.question
        other_key = now.key.kid != before.key.kid
        # Claims one by one: white space between them makes no difference. Another key writes itself into the header.
        other_token = tuple(now.claims) != tuple(before.claims) or (now.header != before.header and not other_key)
        compared = (
            ("the token", other_token),
            ("the key", other_key),
            ("the design", now.design != before.design),
            ("the server's clock, keys or data", self._replay.world != asked.world),
        )
        return " and ".join(words for words, is_other in compared if is_other)

    @Slot()
    def find_out(self) -> None:
        """Leave every claim out in turn, and the first elements of long arrays."""
        self._start(MOST_ELEMENTS)

    @Slot()
    def find_out_all(self) -> None:
        """Leave every claim and every element out in turn, however long that takes."""
        self._start(None)

    def can_remove(self, effect: Effect) -> bool:
        """Whether the edited token still has the claim of *effect*, unchanged."""
        return not effect.omission.is_element and self._row(effect) is not None

    def remove(self, effect: Effect) -> None:
        """Remove the claim of *effect* from the edited token; the signature does not change."""
        row = self._row(effect)
        if row is not None:
            self._editor.remove_claim(row)

    def _row(self, effect: Effect) -> int | None:
        claims, wanted = self._editor.token.state.reading.claims, effect.omission.claim
        rows = range(len(claims)) if claims is not None else range(0)
        return next((row for row in rows if claims is not None and claims[row] == wanted), None)

    def _question(self) -> ImpactQuestion | None:
        claims, key = self._editor.token.state.reading.claims, self._editor.signing_key
        if claims is None or key is None:
            return None
        return ImpactQuestion(self._editor.header_to_sign(key), claims, key, self._replay.design)

    def _start(self, most_elements: int | None) -> None:
        if self.busy:
            return
        question = self._question()
        if self.obstacle or question is None:
            self.status_changed.emit(Status(self.obstacle, StatusLevel.ERROR))
            return
        asked = _Asked(replace(question, most_elements=most_elements), self._replay.world)
        self._begin(self._find, asked.question, partial(self._on_impact, asked), self._on_failure)

    def _on_impact(self, asked: _Asked, impact: Impact) -> None:
        if self._editor.token.state.is_empty:  # a new session was begun meanwhile
            self._forget()
            return
        self._asked, self.impact = asked, impact
        self.impact_changed.emit(impact)
        self.status_changed.emit(_status(impact))
        self._shown_outdated = None  # what was emitted was about the earlier result
        self._look()

    def _on_failure(self, error: WorkbenchError) -> None:
        self._emit_failure(error)
        self._server.check_alive()

    def _forget(self) -> None:
        """Show no result: it is about a token of an earlier session."""
        self._asked = self.impact = None
        self.impact_changed.emit(None)
        self.status_changed.emit(Status(""))

    @Slot()
    def _on_token_changed(self) -> None:
        if self._editor.token.state.is_empty and not self.busy:
            self._forget()
        self._look()
        self.token_changed.emit()

    @Slot()
    def _look(self) -> None:
        """Emit whether an obstacle is left, and whether the result is up to date."""
        obstacle, outdated = self.obstacle, self.outdated
        if obstacle != self._shown_obstacle:
            self._shown_obstacle = obstacle
            self.obstacle_changed.emit(obstacle)
        if outdated != self._shown_outdated:
            self._shown_outdated = outdated
            self.outdated_changed.emit(outdated)


def _status(impact: Impact) -> Status:
    if impact.left:
        tried = len(impact.effects)
        return Status(f"Stopped after {tried:,} of {tried + impact.left:,} parts.", StatusLevel.WARNING)
    parts = [impact.summary, *(each.sentence for each in impact.untried)]
    severity = StatusLevel.WARNING if impact.unread_claims or impact.untried else StatusLevel.OK
    return Status(" ".join(parts), severity)
