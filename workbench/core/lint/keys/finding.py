"""A finding about a key."""

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.core.lint.severity import Severity


@dataclass(frozen=True, slots=True)
class KeyFinding:
    """What a rule has found on a key. Nothing in it reveals a secret.

    Attributes:
        rule_id: the rule, ``KEY001`` and so on.
        severity: how much it matters. A key with an error is not trusted by a strict server; with anything less it is.
        message: one sentence about this very key, of printable characters only.
        advice: what to do about it, in one sentence.
        source: the specification and section, or the publication, behind the rule.
    """

    rule_id: str
    severity: Severity
    message: str
    advice: str
    source: str


def worst(findings: Sequence[KeyFinding]) -> Severity | None:
    """How much the worst of *findings* matters; None if there are none."""
    return min((finding.severity for finding in findings), key=lambda severity: severity.rank, default=None)
