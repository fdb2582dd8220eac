"""The tables that the linter uses, read when it is first needed."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from workbench.ui.assets import asset

if TYPE_CHECKING:
    from workbench.core.lint.tokens import References


@cache
def lint_references() -> References:
    """What is known of claims and of servers."""
    from workbench.core.lint.tokens import parse_references

    return parse_references(*(asset(name).read_text(encoding="utf-8") for name in ("claims.csv", "header_limits.csv")))
