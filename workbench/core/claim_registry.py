"""What the well-known claims mean and of which JSON type they are, read from a table with a row a claim."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass

from workbench.core.claim import Claim

_ARTICLES = {"object": "an object", "date": "a number of seconds"}


@dataclass(frozen=True, slots=True)
class ClaimMeaning:
    """What a claim is for.

    Attributes:
        name: the claim, for example ``aud``.
        purpose: a few words for a developer.
        reference: the specification and section that define it.
        category: what kind of claim it is: ``registered``, ``oidc-profile``, ``vendor (unregistered)``.
        types: JSON types that the specification allows, ``date`` for a NumericDate; none where it leaves them open.
    """

    name: str
    purpose: str
    reference: str
    category: str = ""
    types: tuple[str, ...] = ()

    @property
    def type_words(self) -> str:
        """The types as a sentence has them: ``a string or a list``; empty where they are open."""
        return " or ".join(_ARTICLES.get(each, f"a {each}") for each in self.types)

    def type_fault(self, claim: Claim) -> str:
        """What is wrong with the type of *claim*, in words: ``should be a string``; empty if nothing is."""
        allowed = {"number" if each == "date" else each for each in self.types}
        return f"should be {self.type_words}" if allowed and claim.type_name not in allowed else ""


def parse_registry(table: str) -> Mapping[str, ClaimMeaning]:
    """Read CSV text with the columns ``claim``, ``purpose``, ``reference``; ``type``, ``category`` may be missing."""
    rows = csv.DictReader(io.StringIO(table))
    return {
        row["claim"]: ClaimMeaning(
            row["claim"],
            row["purpose"],
            row["reference"],
            row.get("category") or "",
            tuple(filter(None, (row.get("type") or "").split(" or "))),
        )
        for row in rows
    }
