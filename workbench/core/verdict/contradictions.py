"""Needs that no design can meet together: which two, and why, in one sentence."""

from collections.abc import Iterator
from dataclasses import dataclass

from workbench.core.text.units import duration, plain_number
from workbench.core.verdict.needs import TIME_NEEDS, Need, Needs, Readable

SHORTEST_LIFETIME_S = 60
"""The shortest lifetime of a token that is practical, in seconds: below it the clocks of two machines, and the way to
the issuer for a new token, take a good part of it."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two needs that exclude each other.

    Attributes:
        needs: both.
        why: one sentence.
    """

    needs: tuple[Need, Need]
    why: str


def contradictions(needs: Needs) -> tuple[Contradiction, ...]:
    """Every pair of needs that no design can meet together."""
    return tuple(_contradictions(needs))


def _contradictions(needs: Needs) -> Iterator[Contradiction]:
    quick = [need for need in TIME_NEEDS if needs.within_s(need) < SHORTEST_LIFETIME_S]
    floor = duration(SHORTEST_LIFETIME_S)
    if needs.offline:
        for need in quick:
            yield Contradiction(
                (need, Need.OFFLINE),
                "Whoever decides without asking anyone believes a token until exp, and a lifetime below "
                f"{floor} is not practical.",
            )
        if needs.per_record and needs.client_may_read is not None and Readable.RECORDS not in needs.client_may_read:
            yield Contradiction(
                (Need.PER_RECORD, Need.CLIENT),
                "Without asking anyone, a decision about one record needs the record's id in the token, where the "
                "client reads it.",
            )
    if Need.LOGOUT in quick:
        yield from _a_question_each_time(needs)
    elif quick:
        for need in (Need.ADDED_MS, Need.LOOKUPS):
            possible = needs.load.lookup_ms if need is Need.ADDED_MS else needs.load.requests_per_s
            if needs.limit(need) == 0 and possible:
                yield Contradiction((quick[0], need), "What counts with the next request has to be asked.")


def _a_question_each_time(needs: Needs) -> Iterator[Contradiction]:
    if needs.added_ms is not None and needs.load.lookup_ms > needs.added_ms:
        yield Contradiction(
            (Need.LOGOUT, Need.ADDED_MS),
            "A logout that counts this soon takes a question on every request, and one takes "
            f"{plain_number(needs.load.lookup_ms)} ms.",
        )
    if needs.lookups_per_s is not None and needs.load.requests_per_s > needs.lookups_per_s:
        yield Contradiction(
            (Need.LOGOUT, Need.LOOKUPS),
            "A logout that counts this soon takes a question on every request: "
            f"{plain_number(needs.load.requests_per_s)} a second.",
        )
