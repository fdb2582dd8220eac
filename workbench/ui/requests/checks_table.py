"""The checks that led the server to its answer."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from workbench.core.answers.check_outcome import CheckOutcome
from workbench.ui.item_views.checks_model import ChecksModel
from workbench.ui.theme import Tone

if TYPE_CHECKING:
    from workbench.core.answers.decision import Check


class Column(IntEnum):
    """The columns."""

    OUTCOME = 0
    NAME = 1
    DETAIL = 2


# In the order of the columns.
_HEADS = ("Outcome", "Check", "Why")

_WORDS = {
    CheckOutcome.PASS: "pass",
    CheckOutcome.FAIL: "fail",
    CheckOutcome.OFF: "off",
    CheckOutcome.NOT_REACHED: "not reached",
}


class ChecksTableModel(ChecksModel["Check"]):
    """Shows the checks of one decision in their order: outcome, name, and why."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(_HEADS, _WORDS, parent)

    def text(self, check: Check, _column: int) -> str:
        """See `ChecksModel.text`."""
        return check.detail

    def explanation(self, check: Check) -> str:
        """See `ChecksModel.explanation`."""
        lines = [check.detail]
        if check.reads:
            lines.append(f"Read: {', '.join(check.reads)}")
        if check.source:
            lines.append(f"From: {check.source}")
        lines.append(f"Took {check.elapsed_us:.0f} µs")
        return "\n".join(line for line in lines if line)

    def tone(self, check: Check, _column: int) -> Tone:
        """See `ChecksModel.tone`."""
        return Tone.REFUSED if check.outcome is CheckOutcome.FAIL else Tone.MUTED
