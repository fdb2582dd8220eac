"""A rule: what it is called, where it comes from, and the function that looks."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from workbench.core.claims.nodes import Path
from workbench.core.lint.severity import Severity
from workbench.core.lint.tokens.finding import Finding, Fix
from workbench.core.lint.tokens.subject import Subject
from workbench.core.token.segments import Segment


@dataclass(frozen=True, slots=True)
class Hit:
    """What the function of a rule has found.

    Attributes:
        message: one sentence that names the claim and its value.
        path: names and list indexes that lead to what it is about.
        others: the same for each further claim that it is about.
        fix: the change that fixes it.
        severity: how much it matters, where that is not the rule's own severity.
        segment: the part it is about, where that is not the part that the rule looks at.
        source: the specification that it rests on, where that is not the rule's own source.
    """

    message: str
    path: Path = ()
    fix: Fix | None = None
    severity: Severity | None = None
    segment: Segment | None = None
    source: str = ""
    others: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the linter.

    Attributes:
        rule_id: stable name: ``JWT`` and three digits.
        severity: how much a finding usually matters.
        source: the specification and section, or the measurement, that it rests on.
        segment: the part that it looks at; a part that could not be read is passed over.
        look: finds what breaks the rule; it may find several things.
    """

    rule_id: str
    severity: Severity
    source: str
    segment: Segment
    look: Callable[[Subject], Iterator[Hit]]

    def findings(self, subject: Subject) -> Iterator[Finding]:
        """Everything in *subject* that breaks this rule."""
        if not subject.has(self.segment) or not subject.table.applies(self.rule_id):
            return
        for hit in self.look(subject):
            severity, segment = hit.severity or self.severity, hit.segment or self.segment
            source = hit.source or self.source
            yield Finding(self.rule_id, severity, segment, hit.path, hit.message, source, hit.fix, hit.others)
