"""Findings on the tokens that a design issues."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from workbench.core.lint.design_advice import DesignCase
from workbench.core.lint.severity import SEVERITIES, Severity, counted
from workbench.core.lint.tokens import Finding, References, Subject, lint
from workbench.core.token.compact import read


@dataclass(frozen=True, slots=True)
class DesignFinding:
    """A finding on a token, traced to the design file.

    Attributes:
        finding: what the rule found; without a fix, since this token is not edited.
        cause: what in the design file causes it.
        advice: what to change in the design file; empty where no change to it fixes the finding.
        intended: why the design violates the rule on purpose, as its file says; empty where it does not say so.
    """

    finding: Finding
    cause: str
    advice: str
    intended: str = ""


@dataclass(frozen=True, slots=True)
class LintedDesign:
    """The findings on the token that one user gets under one design.

    Attributes:
        design: id of the design.
        token_bytes: length of the token; 0 if there is none.
        findings: the worst first, those that are intended last.
        problem: why no token was issued; empty if one was.
    """

    design: str
    token_bytes: int = 0
    findings: tuple[DesignFinding, ...] = ()
    problem: str = ""

    def count(self, severity: Severity) -> int:
        """How many findings are of this severity; those that are intended do not count."""
        return sum(each.finding.severity is severity and not each.intended for each in self.findings)

    @property
    def intended(self) -> int:
        """How many findings are intended."""
        return sum(bool(each.intended) for each in self.findings)

    @property
    def worst(self) -> Severity | None:
        """The severity of the worst finding that is not intended; None if there is none."""
        return next((severity for severity in SEVERITIES if self.count(severity)), None)

    @property
    def summary(self) -> str:
        """How many findings of the worst severity there are: ``2 warnings``."""
        if self.worst is None:
            return f"{self.intended} intended" if self.intended else "none"
        return counted(self.count(self.worst), self.worst)


@dataclass(frozen=True, slots=True)
class LintQuestion:
    """Whose tokens are linted.

    Attributes:
        username: the user who logs in under each design.
    """

    username: str


@dataclass(frozen=True, slots=True)
class LintReport:
    """The findings on the tokens of one user.

    Attributes:
        username: the user who logged in.
        designs: one for each design, in the order of the server.
    """

    username: str
    designs: tuple[LintedDesign, ...]


def lint_design(
    design: str,
    template: Iterable[str],
    trusted: Iterable[str],
    compact: str,
    *,
    now: float,
    references: References,
    intended: Mapping[str, str] | None = None,
) -> LintedDesign:
    """Lint the token *compact*, which *design* made.

    Args:
        design: id of the design.
        template: names of the claims that the design adds to those of every token.
        trusted: names of the claims that its grants take rights from.
        compact: the token.
        now: seconds since 1970 UTC.
        references: what is known of claims and of servers.
        intended: for rules that the design violates on purpose, by their id, the reason.
    """
    reasons = intended or {}
    names, believed = tuple(template), frozenset(trusted)
    subject = Subject(read(compact), now=now, references=references, grants=believed)
    found = []
    for finding in lint(subject):
        case = DesignCase(finding, names, believed, subject)
        # Without its fix, which edits one token, and may hold large parts of it.
        reason = reasons.get(finding.rule_id, "")
        found.append(DesignFinding(replace(finding, fix=None), case.cause, case.advice, reason))
    found.sort(key=lambda each: bool(each.intended))
    return LintedDesign(design, subject.size, tuple(found))


def total(designs: Iterable[LintedDesign]) -> Mapping[Severity, int]:
    """How many findings of each severity there are on all of these; those that are intended do not count."""
    return Counter(each.finding.severity for design in designs for each in design.findings if not each.intended)
