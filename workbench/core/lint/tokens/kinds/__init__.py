"""The kinds of token: one table each, and how a token's kind is recognised."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workbench.core.lint.tokens.kinds.kind import KindTable, TokenKind
    from workbench.core.lint.tokens.kinds.recognition import Recognition, recognise
    from workbench.core.lint.tokens.kinds.tables import TABLES, table_of

__all__ = ["TABLES", "KindTable", "Recognition", "TokenKind", "recognise", "table_of"]

_MODULES = {
    "KindTable": "kind",
    "Recognition": "recognition",
    "TABLES": "tables",
    "TokenKind": "kind",
    "recognise": "recognition",
    "table_of": "tables",
}


def __getattr__(name: str) -> object:
    """Import what is asked for: the names of kinds and severities are needed before any rule."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
