"""Plain-text tool tips: a text from a token or a server may contain markup."""

from __future__ import annotations


def literal(text: str) -> str:
    """*text* as a plain tool tip, even if Qt would take it for HTML."""
    if not any(sign in text for sign in "&<>"):
        return text
    import html

    return f'<p style="white-space: pre-wrap">{html.escape(text, quote=False)}</p>'
