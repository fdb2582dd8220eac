"""A linter for tokens, by the rules of standards, of vendors and of measurements.

``lint`` applies every rule of ``RULES`` to a ``Subject`` and returns the findings; ``apply_fix`` makes the change that
one of them offers. All is pure: the clock, facts on the key and the source of random ids are passed in. Which rules
apply depends on what kind of token it is (``TokenKind``, a table each in ``kinds``), which is chosen or recognised.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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

_MODULES = {
    "Finding": "finding",
    "Fix": "finding",
    "KeyFacts": "subject",
    "RULES": "table",
    "References": "references",
    "Rule": "rule",
    "Subject": "subject",
    "TokenKind": "kinds",
    "apply_fix": "finding",
    "lint": "table",
    "parse_references": "references",
}


def __getattr__(name: str) -> object:
    """Import what is asked for: the names of kinds and severities are needed before any rule."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
