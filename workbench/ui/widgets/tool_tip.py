"""Tool tips that show a text as it is: what comes from a token or a server may contain markup."""

import html


def literal(text: str) -> str:
    """*text* as a tool tip; Qt would read one that looks like HTML as HTML."""
    escaped = html.escape(text, quote=False)
    return text if escaped == text else f'<p style="white-space: pre-wrap">{escaped}</p>'
