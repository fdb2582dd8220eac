"""The findings on a key, one a row; and how a key with findings is marked elsewhere."""

from collections import Counter
from collections.abc import Sequence
from enum import IntEnum

from PySide6.QtCore import QObject

from workbench.core.lint.keys import KeyFinding, worst
from workbench.core.lint.severity import NOUNS, SEVERITIES, Severity, counted
from workbench.ui.icons import Icon
from workbench.ui.item_views.findings_model import LOOK, FindingsTableModel
from workbench.ui.theme import Tone


class Column(IntEnum):
    """The columns."""

    MESSAGE = 0
    ADVICE = 1
    SOURCE = 2


# In the order of the columns.
_HEADS = ("Finding", "What to do", "Source")


class KeyFindingsModel(FindingsTableModel[KeyFinding]):
    """Shows findings in their order, the worst first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(_HEADS, parent)
        self._in_one = False

    def show_in_one(self, on: bool) -> None:
        """Let the first column show all of a finding, where there is no room for three; or its message alone."""
        if on != self._in_one:
            self._in_one = on
            self.show(self.rows())

    def _text(self, remark: KeyFinding, column: int) -> str:
        if self._in_one and column == Column.MESSAGE:
            return f"{remark.message} {remark.advice} ({remark.source})"
        return (remark.message, remark.advice, remark.source)[column]

    def _details(self, remark: KeyFinding) -> str:
        return f"{remark.advice}\n{remark.source}"


def look_of(findings: Sequence[KeyFinding]) -> tuple[Icon, Tone] | None:
    """Icon and tone for a key with these findings; None if there are none."""
    severity = worst(findings)
    return None if severity is None else LOOK[severity][:2]


def counted_words(findings: Sequence[KeyFinding]) -> str:
    """How many there are of each severity: ``1 error, 2 warnings``; empty if there are none."""
    counts = Counter(finding.severity for finding in findings)
    words = (counted(counts[each], each) for each in SEVERITIES if counts[each])
    return ", ".join(words)


def worst_words(findings: Sequence[KeyFinding]) -> str:
    """How many there are of the worst severity: ``2 errors``; empty if there are none."""
    return counted_words([each for each in findings if each.severity is worst(findings)])


def summary(findings: Sequence[KeyFinding]) -> str:
    """All findings with what to do, one line each, for a tool tip; and whether the demo server trusts the key."""
    lines = [f"{NOUNS[finding.severity].capitalize()}: {finding.message} {finding.advice}" for finding in findings]
    return "\n".join((*lines, NOT_TRUSTED) if worst(findings) is Severity.ERROR else lines)


NOT_TRUSTED = "The demo server trusts no key with an error."
