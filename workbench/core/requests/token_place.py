"""Finds where a request that was pasted carries its token, so that the bench's token can replace it."""

import re
from dataclasses import replace

from workbench.core.requests.draft import RequestDraft
from workbench.core.requests.request import AUTHORIZATION, TokenPlacement, TokenWhere

# Three segments of base64url, of which the first begins as a JSON object does.
_JWT = re.compile(r"eyJ[A-Za-z0-9_-]*\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*")
_SCHEME = re.compile(r"(?P<scheme>Bearer|DPoP|JWT|Token)[ \t]+(?P<token>\S+)", re.IGNORECASE)


def take_token_out(draft: RequestDraft) -> tuple[RequestDraft, str]:
    """The draft with the place of its first token, and that token.

    Whatever follows ``Bearer`` in ``Authorization`` is a token; elsewhere it has to look like a JWT. Without one the
    token goes into ``Authorization``, and the text is empty.
    """
    for position, (name, value) in enumerate(draft.headers):
        found = _in_header(name, value.strip())
        if found is not None:
            placement, token, rest = found
            others = [(name, rest)] if rest else []
            headers = (*draft.headers[:position], *others, *draft.headers[position + 1 :])
            return replace(draft, headers=headers, placement=placement), token
    address, _, query = draft.url.partition("?")
    pairs = query.split("&")
    for position, pair in enumerate(pairs):
        name, _, value = pair.partition("=")
        if name and _JWT.fullmatch(value):
            rest = "&".join([*pairs[:position], *pairs[position + 1 :]])
            url = f"{address}?{rest}" if rest else address
            return replace(draft, url=url, placement=TokenPlacement(TokenWhere.QUERY, name)), value
    return replace(draft, placement=AUTHORIZATION), ""


def _in_header(name: str, value: str) -> tuple[TokenPlacement, str, str] | None:
    """Where a header carries a token, the token, and what is left of the header without it."""
    schemed = _SCHEME.fullmatch(value)
    if name.lower() == "cookie":
        return _in_cookies([pair.strip() for pair in value.split(";")])
    where = TokenWhere.AUTHORIZATION if name.lower() == "authorization" else TokenWhere.HEADER
    if schemed and (where is TokenWhere.AUTHORIZATION or _JWT.fullmatch(schemed["token"])):
        return TokenPlacement(where, name, schemed["scheme"]), schemed["token"], ""
    if _JWT.fullmatch(value):
        return TokenPlacement(where, name), value, ""
    return None


def _in_cookies(pairs: list[str]) -> tuple[TokenPlacement, str, str] | None:
    for position, pair in enumerate(pairs):
        name, _, value = pair.partition("=")
        if name and _JWT.fullmatch(value.strip('"')):
            rest = "; ".join([*pairs[:position], *pairs[position + 1 :]])
            return TokenPlacement(TokenWhere.COOKIE, name), value.strip('"'), rest
    return None
