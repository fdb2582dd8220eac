"""The marks that the token takes the place of when a request is sent: by itself, or inside a text in base64.

``{{base64:user:{{token}}}}`` is what the credentials of Basic are made of: the text between is encoded once the token
is in it. ``base64url`` is the same in that alphabet and without padding.
"""

import re
from collections.abc import Callable

from workbench.core.text.base64_runs import Base64Run, encoded

TOKEN_MARK = "{{token}}"  # noqa: S105  a mark, not a secret
"""Is replaced by the token when a request is sent, in the path, in the value of a header and in the body."""

_BASE64, _BASE64URL = "base64", "base64url"
# The last two of several closing braces end the mark, so that JSON can be inside.
_IN_BASE64 = re.compile(
    rf"\{{\{{(?P<form>{_BASE64URL}|{_BASE64}):(?P<inside>(?:\{{\{{token\}}\}}|(?!\}}\}}(?!\}}))(?!\{{\{{base64).)*?)"
    r"\}\}(?!\})",
    re.DOTALL,
)


def in_base64(run: Base64Run, inside: str) -> str:
    """The mark for a text in base64 that is *inside* once the token is in it; empty if no mark can be read as that."""
    mark = f"{{{{{_BASE64URL if run.is_url_safe else _BASE64}:{inside}}}}}"
    found = _IN_BASE64.match(mark)
    return mark if found is not None and found.end() == len(mark) and TOKEN_MARK in inside else ""


def has_base64(text: str) -> bool:
    """Whether the token is inside base64 in *text*."""
    return any(TOKEN_MARK in found["inside"] for found in _IN_BASE64.finditer(text))


def with_base64(text: str, token: str, written: Callable[[str], str] = str) -> tuple[str, tuple[str, ...]]:
    """*text* with the token in the marks for base64, and what was written in their places.

    Args:
        text: with marks.
        token: the token.
        written: how base64 is to be written there, such as percent-encoded.
    """
    found: list[str] = []

    def fill(mark: re.Match[str]) -> str:
        if TOKEN_MARK not in mark["inside"]:
            return mark[0]
        inside = mark["inside"].replace(TOKEN_MARK, token)
        found.append(written(encoded(inside, url_safe=mark["form"] == _BASE64URL)))
        return found[-1]

    return _IN_BASE64.sub(fill, text), tuple(found)
