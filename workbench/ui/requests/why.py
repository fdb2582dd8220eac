"""Why the server answered as it did, for the issued and for the edited token."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.presenters.requests.replay import Answers, Side
from workbench.ui.requests.outcome import OutcomeView
from workbench.ui.widgets.card import Card
from workbench.ui.widgets.elided_label import ElidedLabel
from workbench.ui.widgets.segments import SegmentedButtons

if TYPE_CHECKING:
    from workbench.core.answers.outcome import Outcome
    from workbench.ui.theme import Appearance


class WhyPanel(QWidget):
    """Explains the selected answer.

    Signals:
        side_chosen(Side): show the answer for the token of this side.
        flip_chosen(Flip): make this change of a claim.
    """

    side_chosen = Signal(object)
    flip_chosen = Signal(object)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        card = Card("Why", self)
        sides = ((Side.ISSUED.value, "Issued"), (Side.EDITED.value, "Edited"))
        self._sides = SegmentedButtons("replay.side", sides, card)
        self._outcome = OutcomeView("replay", appearance, card)
        self._variant = ElidedLabel("replay.variant", card)
        card.head.addWidget(self._sides)
        card.head.addWidget(self._variant, 1)
        card.head.addWidget(self._outcome.views)
        card.body.addWidget(self._outcome, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card)
        self._outcome.flip_chosen.connect(self.flip_chosen)
        self._sides.chosen.connect(self._on_side_chosen)
        self.show_answer(None, Side.EDITED)

    @Slot(object, object)
    def show_answer(self, answers: Answers | None, side: Side) -> None:
        """Explain the answer to the request of *answers* for the token of *side*."""
        self._sides.choose(side.value)
        self._variant.show_text("")
        outcome = answers.outcome(side) if answers is not None else None
        problem = answers.problem(side) if answers is not None else None
        if outcome is not None:
            self._outcome.show_outcome(outcome, appliable=side is Side.EDITED)
        elif problem is not None:
            self._outcome.show_nothing(problem.text)
        elif side is Side.ISSUED and answers is not None and answers.outcome(Side.EDITED) is not None:
            text = "No token was issued: log in to compare the edited token with an issued one."
            self._outcome.show_nothing(text)
        else:
            text = "Replay the requests (F5) to see why each one is allowed or refused."
            self._outcome.show_nothing(text)

    @Slot(str, object)
    def show_variant(self, name: str, outcome: Outcome) -> None:
        """Explain the answer to a variant, which belongs to neither side."""
        self._sides.choose("")
        self._variant.show_text(f"variant {name}")
        self._outcome.show_outcome(outcome, appliable=False)

    @Slot(str)
    def _on_side_chosen(self, side: str) -> None:
        self.side_chosen.emit(Side(side))
