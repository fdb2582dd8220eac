"""Which claims are registered, read from the table of claims."""

import csv
import io

_NOT_REGISTERED = ("vendor", "demo", "header")


def registered_names(table: str) -> frozenset[str]:
    """The names of the claims that a specification defines, from CSV text with the columns ``claim`` and ``category``.

    Claims of one vendor and those of the demo server have a row to tell their meaning, and are not registered; header
    parameters are no claims.
    """
    rows = csv.DictReader(io.StringIO(table))
    return frozenset(row["claim"] for row in rows if not row["category"].startswith(_NOT_REGISTERED))
