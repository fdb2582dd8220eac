"""The tables that the linter looks things up in: claims, and limits of servers."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from workbench.core.claims.registry import ClaimMeaning, parse_header_registry, parse_registry, registered_names
from workbench.core.token.header_limits import HeaderLimit, parse_limits


@dataclass(frozen=True, slots=True)
class References:
    """What is known of claims and of servers; an empty part leaves out the rules that need it.

    Attributes:
        registered: names of the registered claims.
        meanings: what is known of claims, registered or a vendor's, by their names.
        parameters: what is known of header parameters, by their names.
        limits: how large a token servers accept, the strictest first.
    """

    registered: frozenset[str] = frozenset()
    meanings: Mapping[str, ClaimMeaning] = field(default_factory=dict)
    limits: tuple[HeaderLimit, ...] = ()
    parameters: Mapping[str, ClaimMeaning] = field(default_factory=dict)


def parse_references(claim_table: str, limit_table: str) -> References:
    """Read both tables from CSV text; see ``parse_registry`` and ``parse_limits``."""
    return References(
        registered_names(claim_table),
        parse_registry(claim_table),
        parse_limits(limit_table),
        parse_header_registry(claim_table),
    )
