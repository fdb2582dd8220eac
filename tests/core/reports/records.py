"""Decision records without a server."""

from dataclasses import replace

from tests.core.verdict.profiles import EXAMPLE, HYBRID, IDENTITY, LIMITS, profiles
from workbench.core.reports.commands import RepeatingCommand
from workbench.core.reports.decision_record import DecisionRecord
from workbench.core.verdict.thresholds import would_change
from workbench.core.verdict.verdict import judge


def record(needs=EXAMPLE, *designs):
    found = profiles(*designs)
    return DecisionRecord(
        judge(needs, found, LIMITS),
        would_change(needs, found, LIMITS),
        (RepeatingCommand("token-workbench advise needs.toml", "the whole record"),),
        "1.2.3",
        "2026-05-04",
    )


def with_claim(name, value):
    """The record of a design whose token has one claim more."""
    issued = HYBRID.issued[0]
    claims = {**issued.claims, name: value}
    return record(EXAMPLE, replace(HYBRID, issued=(replace(issued, claims=claims),)), IDENTITY)
