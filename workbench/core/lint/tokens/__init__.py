"""A linter for tokens: what the standards, the vendors and measurements have to say on one.

``lint`` looks at a ``Subject`` with every rule of the ``RULES`` and gives the findings; ``apply_fix`` makes the change
that one of them offers. All is pure: the clock, facts on the key and the source of random ids are passed in. Which
rules hold depends on what a token is for (``TokenKind``), told or worked out.
"""

from workbench.core.lint.tokens.finding import Finding, Fix, apply_fix
from workbench.core.lint.tokens.rule import Rule
from workbench.core.lint.tokens.subject import KeyFacts, Subject, TokenKind
from workbench.core.lint.tokens.table import RULES, lint

__all__ = [
    "RULES",
    "Finding",
    "Fix",
    "KeyFacts",
    "Rule",
    "Subject",
    "TokenKind",
    "apply_fix",
    "lint",
]
