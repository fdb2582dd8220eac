"""What the well-known claims mean, read from a table with a row a claim."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ClaimMeaning:
    """What a claim is for.

    Attributes:
        name: the claim, for example ``aud``.
        purpose: a few words for a developer.
        reference: the specification and section that define it.
    """

    name: str
    purpose: str
    reference: str


def parse_registry(table: str) -> Mapping[str, ClaimMeaning]:
    """Read CSV text with the columns ``claim``, ``purpose`` and ``reference``; others are passed over."""
    rows = csv.DictReader(io.StringIO(table))
    return {row["claim"]: ClaimMeaning(row["claim"], row["purpose"], row["reference"]) for row in rows}
