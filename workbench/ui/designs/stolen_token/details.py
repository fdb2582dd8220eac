"""The card that describes a stolen token under one design: what it opens, until when, and what ends it earlier."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from workbench.core.designs.stolen_token_text import Effect, Ending, endings, readable_sentence, summary, until_sentence
from workbench.ui.icons import Icon
from workbench.ui.theme import Appearance, Tone
from workbench.ui.widgets.card import Card
from workbench.ui.widgets.icon_text import FactLine
from workbench.ui.widgets.sentence_label import SentenceLabel

if TYPE_CHECKING:
    from workbench.core.designs.stolen_token import BlastRadius, DesignReach

_LOOK = {
    Effect.AT_ONCE: (Icon.ALLOWED, Tone.ALLOWED),
    Effect.PARTLY: (Icon.WARNING, Tone.WARNING),
    Effect.NOT: (Icon.REFUSED, Tone.REFUSED),
}
_ENDINGS = ("log_out", "disabling", "taking_away")


class StolenTokenDetailsCard(Card):
    """Shows one design of a `BlastRadius` in sentences; they scroll if there is too little room."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._summary = SentenceLabel("reach.summary", self)
        self._until = FactLine("reach.until", appearance, self)
        self._endings = [FactLine(f"reach.{name}", appearance, self) for name in _ENDINGS]
        self._claims = FactLine("reach.told", appearance, self)
        inside = QWidget(self)
        lines = QVBoxLayout(inside)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(6)
        for line in (self._summary, self._until, *self._endings, self._claims):
            lines.addWidget(line)
        lines.addStretch(1)
        area = QScrollArea(self)  # accepts the focus, so that it can be scrolled by keys
        area.setObjectName("reach.words")
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setWidget(inside)
        area.setAccessibleName("What a stolen token does")
        for widget in (inside, area.viewport()):  # the area paints them in its background colour
            widget.setAutoFillBackground(False)
        self.body.addWidget(area, 1)

    def show_design(self, design: DesignReach, reach: BlastRadius) -> None:
        """Describe this design of *reach*."""
        self.title.setText(f"Stolen under {design.design}")
        self._summary.setText(summary(design, reach.user))
        for line, ending in zip_longest(self._endings, endings(design)):
            _show_ending(line, ending)
        readable = design.readable
        until = "" if readable is None else until_sentence(readable, reach.asked_at)
        self._until.show_fact(until, Icon.WAITING, Tone.MUTED)
        read = "" if readable is None else readable_sentence(readable, reach.user)
        self._claims.show_fact(read, Icon.INFO, Tone.MUTED)


def _show_ending(line: FactLine, ending: Ending | None) -> None:
    picture, tone = (Icon.INFO, Tone.MUTED) if ending is None else _LOOK[ending.effect]
    line.show_fact("" if ending is None else ending.sentence, picture, tone)
