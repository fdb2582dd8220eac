"""A rule on keys: what it is called, where it comes from, what to do, and the function that looks."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from workbench.core.lint.keys.finding import KeyFinding
from workbench.core.lint.keys.subject import KeySubject
from workbench.core.lint.severity import Severity

IsCommon = Callable[[bytes], bool]
"""Whether a secret is one of those that others try first."""


@dataclass(frozen=True, slots=True)
class Look:
    """What the functions of the rules are given: a key, and what cannot be worked out from it."""

    key: KeySubject
    is_common: IsCommon


@dataclass(frozen=True, slots=True)
class KeyRule:
    """One rule on a single key.

    Attributes:
        rule_id: stable name: ``KEY`` and three digits.
        severity: how much a finding matters; see `KeyFinding`.
        source: the specification and section, or the publication, that it rests on.
        advice: what to do about it, in one sentence.
        look: yields a sentence for each breach of the rule.
    """

    rule_id: str
    severity: Severity
    source: str
    advice: str
    look: Callable[[Look], Iterator[str]]

    def findings(self, look: Look) -> Iterator[KeyFinding]:
        """Everything that breaks this rule."""
        for message in self.look(look):
            yield self.finding(message)

    def finding(self, message: str) -> KeyFinding:
        """A finding by this rule."""
        return KeyFinding(self.rule_id, self.severity, message, self.advice, self.source)
