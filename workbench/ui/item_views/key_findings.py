"""How a key with findings looks in lists, and what its tool tip says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from workbench.ui.item_views.findings_model import LOOK

if TYPE_CHECKING:
    from workbench.core.lint.keys import KeyFinding
    from workbench.ui.icons import Icon
    from workbench.ui.theme import Tone


NOT_TRUSTED = "The demo server trusts no key with an error."


def look_of(findings: Sequence[KeyFinding]) -> tuple[Icon, Tone] | None:
    """Icon and tone for a key with these findings; None if there are none."""
    from workbench.core.lint.keys import worst

    severity = worst(findings)
    return None if severity is None else LOOK[severity][:2]


def counted_words(findings: Sequence[KeyFinding]) -> str:
    """The number of findings of each severity: ``1 error, 2 warnings``; empty if there are none."""
    from workbench.core.lint.severity import SEVERITIES, counted

    counts = Counter(finding.severity for finding in findings)
    words = (counted(counts[each], each) for each in SEVERITIES if counts[each])
    return ", ".join(words)


def worst_words(findings: Sequence[KeyFinding]) -> str:
    """The number of findings of the worst severity: ``2 errors``; empty if there are none."""
    from workbench.core.lint.keys import worst

    return counted_words([each for each in findings if each.severity is worst(findings)])


def summary(findings: Sequence[KeyFinding]) -> str:
    """All findings with what to do, one line each, and the consequence for the demo server: for a tool tip."""
    from workbench.core.lint.keys import worst
    from workbench.core.lint.severity import NOUNS, Severity

    lines = [f"{NOUNS[finding.severity].capitalize()}: {finding.message} {finding.advice}" for finding in findings]
    return "\n".join((*lines, NOT_TRUSTED) if worst(findings) is Severity.ERROR else lines)
