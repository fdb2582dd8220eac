"""A linter for tokens, by the rules of standards, of vendors and of measurements.

``lint`` applies every rule of ``RULES`` to a ``Subject`` and returns the findings; ``apply_fix`` makes the change that
one of them offers. All is pure: the clock, facts on the key and the source of random ids are passed in. Which rules
apply depends on what kind of token it is (``TokenKind``, a table each in ``kinds``), which is chosen or recognised.
"""

from workbench.core.lint.tokens.finding import Finding, Fix, apply_fix
from workbench.core.lint.tokens.kinds import TokenKind
from workbench.core.lint.tokens.references import References, parse_references
from workbench.core.lint.tokens.rule import Rule
from workbench.core.lint.tokens.subject import KeyFacts, Subject
from workbench.core.lint.tokens.table import RULES, lint

__all__ = [
    "RULES",
    "Finding",
    "Fix",
    "KeyFacts",
    "References",
    "Rule",
    "Subject",
    "TokenKind",
    "apply_fix",
    "lint",
    "parse_references",
]
