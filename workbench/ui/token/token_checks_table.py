"""The checks of a token that is verified: what was found, what was expected, and whether they match."""

from enum import IntEnum

from PySide6.QtCore import QObject

from workbench.core.answers.check_outcome import CheckOutcome
from workbench.core.verification.report import TokenCheck
from workbench.ui.item_views.checks_model import ChecksModel
from workbench.ui.theme import Tone


class Column(IntEnum):
    """The columns."""

    OUTCOME = 0
    NAME = 1
    FOUND = 2
    EXPECTED = 3


# In the order of the columns.
_HEADS = ("Outcome", "Check", "Found", "Expected")

_WORDS = {
    CheckOutcome.PASS: "ok",
    CheckOutcome.FAIL: "fail",
    CheckOutcome.OFF: "absent",
    CheckOutcome.NOT_REACHED: "not checked",
}


class TokenChecksModel(ChecksModel[TokenCheck]):
    """Shows the checks of one report, the failed ones first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(_HEADS, _WORDS, parent)

    def show(self, checks: tuple[TokenCheck, ...]) -> None:
        """See `ChecksModel.show`."""
        super().show(tuple(sorted(checks, key=lambda check: check.outcome is not CheckOutcome.FAIL)))

    def text(self, check: TokenCheck, column: int) -> str:
        """See `ChecksModel.text`."""
        return check.found if column == Column.FOUND else check.expected

    def explanation(self, check: TokenCheck) -> str:
        """See `ChecksModel.explanation`."""
        compared = f"{check.name}: found {check.found}; expected {check.expected}."
        return f"{check.detail}\n{compared}".strip()

    def tone(self, check: TokenCheck, column: int) -> Tone | None:
        """See `ChecksModel.tone`."""
        if column == Column.EXPECTED:
            return Tone.MUTED
        return Tone.REFUSED if check.outcome is CheckOutcome.FAIL else None
