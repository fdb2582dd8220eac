"""What a session file holds: tokens, requests and what they are expected to answer, in a world and at a moment.

Never a key and never a password; a token with its signature only if the user chose so. The JSON is read and written by
`file_format`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from workbench.core.answers.expectations import Place
from workbench.core.answers.outcome import Request
from workbench.core.session.saved_token import KeyNote, SavedToken


@dataclass(frozen=True, slots=True)
class SavedVariant:
    """A variant in a session file.

    Attributes:
        name: what the user calls it.
        token: the token.
        differs: how it differed from the issued token, in a few words.
    """

    name: str
    token: SavedToken
    differs: str = ""


@dataclass(frozen=True, slots=True)
class Session:
    """All that a session file holds.

    Attributes:
        scenario: what the demo server served: the name of a built-in scenario, or the path of a file.
        design: id of the design that decided.
        moment: the demo server's clock, in seconds since 1970 UTC.
        offset_s: how far that was ahead of the real one.
        issued: the token as issued; None before a login.
        edited: the token on the bench; None if there was none.
        requests: what was replayed; empty for the scenario's own.
        variants: in their order.
        keys: notes on the keys that signed any of the tokens.
        expected: the status that is expected of a variant, by design, variant and request.
        expected_of_designs: by scenario id, what is expected on the Designs page, by design, user and request.
    """

    scenario: str
    design: str = ""
    moment: int = 0
    offset_s: int = 0
    issued: SavedToken | None = None
    edited: SavedToken | None = None
    requests: tuple[Request, ...] = ()
    variants: tuple[SavedVariant, ...] = ()
    keys: tuple[KeyNote, ...] = ()
    expected: Mapping[Place, int] = field(default_factory=dict)
    expected_of_designs: Mapping[str, Mapping[Place, int]] = field(default_factory=dict)

    @property
    def has_tokens(self) -> bool:
        """Whether a token is in it with its signature."""
        tokens = (self.issued, self.edited, *(each.token for each in self.variants))
        return any(token is not None and token.compact for token in tokens)

    @property
    def expects_something(self) -> bool:
        """Whether anything is expected of any answer."""
        return bool(self.expected) or any(self.expected_of_designs.values())
