"""The tables that the linter uses, read when it is first needed."""

from functools import cache

from workbench.core.lint.tokens import References, parse_references
from workbench.ui.assets import asset


@cache
def lint_references() -> References:
    """What is known of claims and of servers."""
    return parse_references(*(asset(name).read_text(encoding="utf-8") for name in ("claims.csv", "header_limits.csv")))
