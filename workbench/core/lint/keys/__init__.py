"""A linter for keys: whether others can have the private part of one, and whether it may do what it does.

``judge`` checks one key with every rule of ``RULES``, ``judge_among`` compares several. All is pure;
public numbers suffice, except for an HMAC secret. An error is what a strict server trusts no key with.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workbench.core.lint.keys.finding import KeyFinding, worst
    from workbench.core.lint.keys.rule import IsCommon
    from workbench.core.lint.keys.subject import KeySubject
    from workbench.core.lint.keys.table import RULES, judge, judge_among, ordered

__all__ = ["RULES", "IsCommon", "KeyFinding", "KeySubject", "judge", "judge_among", "ordered", "worst"]

_MODULES = {
    "IsCommon": "rule",
    "KeyFinding": "finding",
    "KeySubject": "subject",
    "RULES": "table",
    "judge": "table",
    "judge_among": "table",
    "ordered": "table",
    "worst": "finding",
}


def __getattr__(name: str) -> object:
    """Import what is asked for: a list of keys is shown before any of them is checked."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
