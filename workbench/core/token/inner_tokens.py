"""Tokens inside a token: its payload (a nested JWT, RFC 7519 section 3), claims, and the key binding of an SD-JWT."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from workbench.core.claims.nodes import nodes
from workbench.core.text.wording import named
from workbench.core.token.raw import is_header, raw_tokens

if TYPE_CHECKING:
    from workbench.core.token.compact import Reading

_MOST = 20
_MOST_NAME = 40


@dataclass(frozen=True, slots=True)
class InnerToken:
    """A token that is inside another.

    Attributes:
        place: where it is, in words: ``payload``, the name of a claim, ``key binding``.
        token: the token.
        is_claim: whether it is the value of a claim, or inside one.
    """

    place: str
    token: str = field(repr=False)
    is_claim: bool = False

    @property
    def words(self) -> str:
        """It in a sentence: ``the payload``, ``the token in id_token_hint``."""
        return f"the token in {self.place}" if self.is_claim else f"the {self.place}"


def inner_tokens(reading: Reading) -> tuple[InnerToken, ...]:
    """The tokens inside what was read, in their order."""
    if reading.nested:
        return (InnerToken("payload", reading.nested),)
    found: list[InnerToken] = []
    for path, value in () if reading.claims is None else nodes(reading.claims.to_dict()):
        if isinstance(value, str) and is_token(value):
            found.append(InnerToken(named(*path)[:_MOST_NAME], value, is_claim=True))
            if len(found) == _MOST:
                return tuple(found)
    binding = reading.tail.rpartition("~")[2]
    if "." in binding:
        found.append(InnerToken("key binding", binding))
    return tuple(found)


def is_token(text: str) -> bool:
    """Whether *text* is a whole token and nothing else."""
    first, dot, _ = text.partition(".")
    return bool(dot) and is_header(first) and next(raw_tokens(text), None) == (0, len(text))
