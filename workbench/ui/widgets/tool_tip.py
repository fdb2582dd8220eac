"""Plain-text tool tips: a text from a token or a server may contain markup."""

from __future__ import annotations


def literal(text: str) -> str:
    """*text* as a plain tool tip, even if Qt would take it for HTML."""
    import html

    escaped = html.escape(text, quote=False)
    return text if escaped == text else f'<p style="white-space: pre-wrap">{escaped}</p>'
