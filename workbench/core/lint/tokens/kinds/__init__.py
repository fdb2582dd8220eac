"""The kinds of token: one table each, and how a token's kind is recognised."""

from workbench.core.lint.tokens.kinds.kind import KindTable, TokenKind
from workbench.core.lint.tokens.kinds.recognition import Recognition, recognise
from workbench.core.lint.tokens.kinds.tables import TABLES, table_of

__all__ = ["TABLES", "KindTable", "Recognition", "TokenKind", "recognise", "table_of"]
