"""What each part of a token costs: how many of the token's characters a claim takes up.

The payload travels as base64url, four characters for three octets, so that a claim seldom fills whole characters. A
character is counted to the part that its first bit comes from. Thereby every character is counted once, and header,
claims, braces, signature and dots add up to the length of the token exactly; a claim's own figure may differ by one
from what the token would lose without it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.core.strict_json import text as json_text
from workbench.core.token.header_limits import header_bytes

if TYPE_CHECKING:
    from workbench.core.token.compact import Token

DOTS = 2
"""Characters between the three segments."""


@dataclass(frozen=True, slots=True)
class ClaimCost:
    """What one claim takes up.

    Attributes:
        name: the claim's name.
        json_bytes: octets in the payload: name, colon, value, and the comma before the next claim.
        characters: its share of the token, in base64url characters.
    """

    name: str
    json_bytes: int
    characters: int


@dataclass(frozen=True, slots=True)
class TokenSize:
    """The length of a token, and what it is made of.

    Attributes:
        header: characters of the JOSE header's segment.
        claims: what each claim costs, in the order of the payload.
        braces: characters of the payload that belong to no claim: the braces, and white space inside them.
        signature: characters of the signature's segment.
        opaque: characters of a reference token, which has no parts; 0 for a JWT.
    """

    header: int
    claims: tuple[ClaimCost, ...]
    braces: int
    signature: int
    opaque: int = 0

    @property
    def token_bytes(self) -> int:
        """Length of the token; it is ASCII, so that its characters are its octets."""
        if self.opaque:
            return self.opaque
        return self.header + sum(each.characters for each in self.claims) + self.braces + self.signature + DOTS

    @property
    def header_bytes(self) -> int:
        """Octets of the whole Authorization header, its line end included."""
        return header_bytes(self.token_bytes)

    @property
    def biggest_first(self) -> tuple[ClaimCost, ...]:
        """The claims, the largest first."""
        return tuple(sorted(self.claims, key=lambda cost: -cost.characters))


def measure(token: Token) -> TokenSize:
    """Take the length of *token* apart."""
    header, payload, signature = token.compact.split(".")
    claims = claim_costs(token.payload_text)
    return TokenSize(len(header), claims, len(payload) - sum(each.characters for each in claims), len(signature))


def measure_opaque(token: str) -> TokenSize:
    """The length of a reference token, from which nothing can be read."""
    return TokenSize(header=0, claims=(), braces=0, signature=0, opaque=len(token))


def claim_costs(payload_text: str) -> tuple[ClaimCost, ...]:
    """What each claim of this payload costs, in the order of the text; a duplicate name has two costs.

    Raises:
        JsonTextError: the text is not a JSON object.
    """
    costs: list[ClaimCost] = []
    for name, start, end in _places(payload_text):
        first = len(payload_text[:start].encode())
        last = first + len(payload_text[start:end].encode())
        costs.append(ClaimCost(name, last - first, _characters_before(last) - _characters_before(first)))
    return tuple(costs)


def _characters_before(octets: int) -> int:
    """How many base64url characters begin within so many octets: character *i* begins at bit ``6 i``."""
    return -(-8 * octets // 6)


def _places(payload_text: str) -> list[tuple[str, int, int]]:
    """Name, start and end of each claim; it ends where the next begins, the last one where its value ends."""
    found: list[tuple[str, int]] = []
    position = 0
    for member in json_text.members(payload_text):
        # Only white space, commas and colons are in between: the first match is the member itself.
        start = payload_text.index(member.name_text, position)
        position = payload_text.index(member.text, start + len(member.name_text)) + len(member.text)
        found.append((member.name, start))
    ends = [*(start for _, start in found[1:]), position]
    return [(name, start, end) for (name, start), end in zip(found, ends, strict=False)]
