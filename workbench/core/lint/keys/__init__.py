"""A linter for keys: whether others can have the private part of one, and whether it may do what it does.

``judge`` checks one key with every rule of ``RULES``, ``judge_among`` compares several. All is pure;
public numbers suffice, except for an HMAC secret. An error is what a strict server trusts no key with.
"""

from workbench.core.lint.keys.finding import KeyFinding, worst
from workbench.core.lint.keys.rule import IsCommon
from workbench.core.lint.keys.subject import KeySubject
from workbench.core.lint.keys.table import RULES, judge, judge_among, ordered

__all__ = ["RULES", "IsCommon", "KeyFinding", "KeySubject", "judge", "judge_among", "ordered", "worst"]
