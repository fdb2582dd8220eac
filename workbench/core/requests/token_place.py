"""Finds where a request that was pasted carries its token, so that the bench's token can replace it.

In the usual places the token is removed, and the request's placement says where the bench's is sent. In all others, and
wherever the same token is once more, `TOKEN_MARK` takes its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from workbench.core.requests.placeholders import is_placeholder, placeholders, value_of
from workbench.core.requests.request import AUTHORIZATION, TokenPlacement, TokenWhere
from workbench.core.requests.token_mark import TOKEN_MARK, has_base64, in_base64
from workbench.core.text.base64_runs import base64_runs
from workbench.core.text.escapes import levels
from workbench.core.token.raw import raw_tokens

if TYPE_CHECKING:
    from workbench.core.requests.draft import RequestDraft

_SCHEME = re.compile(r"(?P<scheme>Bearer|DPoP|JWT|Token)(?:[ \t]+(?P<token>\S.*))?", re.IGNORECASE)
_OTHER_SCHEME = re.compile(r"(?P<scheme>[A-Za-z][\w-]*)[ \t]+\S")
_NAME_BEFORE = re.compile(r"([A-Za-z_][\w.-]{0,63})\\?[\"']?\s*[=:]\s*\\?[\"']?(?:(?:Bearer|DPoP)\s)?\Z", re.IGNORECASE)
_OF_A_TOKEN = re.compile(r"token|jwt|auth|bearer|session", re.IGNORECASE)
_NOWHERE = TokenPlacement(TokenWhere.NOWHERE)


@dataclass(frozen=True, slots=True)
class Placed:
    """A draft without its token.

    Attributes:
        draft: the draft, with the place where the bench's token goes.
        token: the token that it had; empty if none.
        place: where that was, in words; empty if there was none.
        placeholder: what was there instead of a token.
        notes: further sentences.
    """

    draft: RequestDraft = field(repr=False)
    token: str = field(default="", repr=False)
    place: str = ""
    placeholder: str = ""
    notes: tuple[str, ...] = ()


def take_token_out(draft: RequestDraft, variables: Mapping[str, str] | None = None) -> Placed:
    """The draft with the place of its first token, and that token.

    Whatever follows ``Bearer`` in ``Authorization`` is a token or a placeholder; elsewhere it has to look like a JWT.
    Without one the token goes into ``Authorization``.

    Args:
        draft: the request as pasted.
        variables: what was assigned in front of the command, by name.
    """
    placed = (
        _in_headers(draft) or _in_query(draft) or _anywhere(draft) or Placed(replace(draft, placement=AUTHORIZATION))
    )
    if is_placeholder(placed.token):
        known = value_of(placed.token, variables or {})
        placed = replace(placed, token=known, placeholder="" if known else placed.token)
    replaced = placed.token or next((placed.placeholder for _ in placeholders(placed.placeholder)), "")
    drafted = _marked(placed.draft, replaced) if replaced else placed.draft
    drafted, notes = _without_authorization(drafted)
    return replace(placed, draft=drafted, notes=(*notes, *_tokens_left(drafted)))


def _tokens_left(draft: RequestDraft) -> Iterator[str]:
    """Sentences on further tokens, which are sent unchanged."""
    for where, text in _texts(draft):
        if any(any(raw_tokens(level.text)) for level in levels(text)):
            yield f"There is another token in {where}, which is sent unchanged."
        elif any(any(raw_tokens(run.text)) for level in levels(text) for run in base64_runs(level.text)):
            yield f"There is another token in base64 in {where}, which is sent unchanged."


def _texts(draft: RequestDraft) -> list[tuple[str, str]]:
    """The texts of a request, each with its place in words."""
    return [
        *((f"the header {name}", value) for name, value in draft.headers),
        ("the address", draft.url),
        ("the body", draft.body),
    ]


def _in_headers(draft: RequestDraft) -> Placed | None:
    for position, (name, value) in enumerate(draft.headers):
        found = _in_header(name, value.strip())
        if found is not None:
            placement, token, rest = found
            others = [(name, rest)] if rest else []
            headers = (*draft.headers[:position], *others, *draft.headers[position + 1 :])
            is_cookie = placement.where is TokenWhere.COOKIE
            place = f"the cookie {placement.name}" if is_cookie else f"the header {placement.name}"
            return Placed(replace(draft, headers=headers, placement=placement), token, place)
    return None


def _in_header(name: str, value: str) -> tuple[TokenPlacement, str, str] | None:
    """Where a header carries a token, the token, and what is left of the header without it."""
    if name.lower() == "cookie":
        return _in_cookies([pair.strip() for pair in value.split(";")])
    schemed = _SCHEME.fullmatch(value)
    if name.lower() == "authorization":
        if schemed and schemed["token"] and any(raw_tokens(value)) and not _is_token(schemed["token"]):
            return None  # something is around it, such as "v1_", which stays
        if schemed and (schemed["token"] is None or " " not in schemed["token"] or is_placeholder(schemed["token"])):
            return TokenPlacement(TokenWhere.AUTHORIZATION, name, schemed["scheme"]), schemed["token"] or "", ""
        is_token = _is_token(value) or is_placeholder(value)
        scheme = "" if _is_token(value) else AUTHORIZATION.scheme
        return (TokenPlacement(TokenWhere.AUTHORIZATION, name, scheme), value, "") if is_token else None
    if schemed and schemed["token"] and _stands_for_one(name, schemed["token"]):
        return TokenPlacement(TokenWhere.HEADER, name, schemed["scheme"]), schemed["token"], ""
    return (TokenPlacement(TokenWhere.HEADER, name), value, "") if _stands_for_one(name, value) else None


def _in_cookies(pairs: list[str]) -> tuple[TokenPlacement, str, str] | None:
    for position, pair in enumerate(pairs):
        name, _, value = pair.partition("=")
        if name and _stands_for_one(name, value.strip('"')):
            rest = "; ".join([*pairs[:position], *pairs[position + 1 :]])
            return TokenPlacement(TokenWhere.COOKIE, name), value.strip('"'), rest
    return None


def _in_query(draft: RequestDraft) -> Placed | None:
    address, _, query = draft.url.partition("?")
    pairs = query.split("&")
    for position, pair in enumerate(pairs):
        name, _, value = pair.partition("=")
        if name and _stands_for_one(name, value):
            rest = "&".join([*pairs[:position], *pairs[position + 1 :]])
            url = f"{address}?{rest}" if rest else address
            placement = TokenPlacement(TokenWhere.QUERY, name)
            return Placed(replace(draft, url=url, placement=placement), value, f"{name} in the query")
    return None


def _anywhere(draft: RequestDraft) -> Placed | None:
    """A token inside a text, however it is delimited or encoded there; it is marked by the caller."""
    texts = _texts(draft)
    for where, text in texts:
        token, name = _token_inside(text)
        if token:
            return Placed(replace(draft, placement=_NOWHERE), token, f"{name} in {where}" if name else where)
    for where, text in texts:
        token = _token_in_base64(text)
        if token:
            return Placed(replace(draft, placement=_NOWHERE), token, f"base64 in {where}")
    for where, text in texts:
        start, end = next(placeholders(text), (0, 0))
        if end:
            marked = _replaced(replace(draft, placement=_NOWHERE), text[start:end])
            return Placed(marked, text[start:end], where)
    return None


def _token_inside(text: str) -> tuple[str, str]:
    """The first token inside *text*, and the name before it at the level at which there is one; empty for neither."""
    token = ""
    for level in levels(text):
        start, end = next(raw_tokens(level.text), (0, 0))
        if end:
            token = token or level.text[start:end]
            name = _NAME_BEFORE.search(level.text[:start])
            if name is not None:
                return _without_full_stop(token), name[1]
    return _without_full_stop(token), ""


def _token_in_base64(text: str) -> str:
    """The first token, or placeholder for one, in what is base64 inside *text*, and can be replaced there."""
    for level in reversed(list(levels(text))):
        for run in base64_runs(level.text):
            token, _ = _token_inside(run.text)
            if not token:
                start, end = next(placeholders(run.text), (0, 0))
                token = run.text[start:end]
            if token and has_base64(_with_base64_mark(text, token)):
                return token
    return ""


def _without_full_stop(token: str) -> str:
    return token[:-1] if token.endswith(".") and token.count(".") == 3 else token


def _stands_for_one(name: str, value: str) -> bool:
    return _is_token(value) or (_OF_A_TOKEN.search(name) is not None and is_placeholder(value))


def _is_token(value: str) -> bool:
    return next(raw_tokens(value), None) == (0, len(value)) and bool(value)


def _marked(draft: RequestDraft, token: str) -> RequestDraft:
    """The draft with the mark wherever *token* is, at any level of encoding."""
    marked = _replaced(draft, token)
    name = marked.placement.name.lower()
    alone = {TOKEN_MARK, f"{marked.placement.scheme} {TOKEN_MARK}"}
    twice = {"header", "authorization"}  # the placement writes this header already
    headers = tuple(
        (header, value)
        for header, value in marked.headers
        if not (marked.placement.where.value in twice and header.lower() == name and value in alone)
    )
    return replace(marked, headers=headers)


def _replaced(draft: RequestDraft, token: str) -> RequestDraft:
    headers = tuple((name, _with_mark(value, token)) for name, value in draft.headers)
    return replace(draft, url=_with_mark(draft.url, token), headers=headers, body=_with_mark(draft.body, token))


def _with_mark(text: str, token: str) -> str:
    return _with_base64_mark(_with_plain_mark(text, token), token)


def _with_base64_mark(text: str, token: str) -> str:
    """*text* with a mark for each text in base64 that has *token* inside."""
    for level in reversed(list(levels(text))):  # what is percent-encoded inside base64 shows at the deepest alone
        for run in base64_runs(level.text):
            mark = in_base64(run, _with_plain_mark(run.text, token)) if token in run.text else ""
            if mark:
                start, end = level.span(run.start, run.end)
                return f"{text[:start]}{mark}{_with_base64_mark(text[end:], token)}"
    return text


def _with_plain_mark(text: str, token: str) -> str:
    parts: list[str] = []
    while span := next(_spans(text, token), None):
        parts += [text[: span[0]], TOKEN_MARK]
        text = text[span[1] :]
    return "".join((*parts, text))


def _spans(text: str, token: str) -> Iterator[tuple[int, int]]:
    """Where *token* is first in *text*, by level of encoding."""
    for level in levels(text):
        at = level.text.find(token)
        if at >= 0:
            yield level.span(at, at + len(token))


def _without_authorization(draft: RequestDraft) -> tuple[RequestDraft, tuple[str, ...]]:
    """The draft without credentials of another kind, which the token takes the place of, and what was left out."""
    kept: list[tuple[str, str]] = []
    notes: list[str] = []
    in_authorization = draft.placement.where is TokenWhere.AUTHORIZATION
    for name, value in draft.headers:
        other = _OTHER_SCHEME.match(value) if name.lower() == "authorization" else None
        is_basic = other is not None and other["scheme"].lower() == "basic" and TOKEN_MARK not in value
        if name.lower() != "authorization" or not (in_authorization or is_basic):
            kept.append((name, value))
        elif is_basic:
            notes.append(f"The header {name} was left out: this bench sends tokens, not a user name and a password.")
        else:
            scheme = f" ({other['scheme'][:20]})" if other else ""
            notes.append(f"The header {name}{scheme} was left out: the token is sent in its place.")
    return replace(draft, headers=tuple(kept)), tuple(notes)
