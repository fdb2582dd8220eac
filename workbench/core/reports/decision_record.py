"""The record of a decision: what was asked and needed, what was found, and how to repeat it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from workbench.core.reports.claims_schema import claims_schema
from workbench.core.reports.commands import RepeatingCommand
from workbench.core.text.units import duration, plain_number
from workbench.core.text.wording import counted, joined
from workbench.core.verdict.needs import Need
from workbench.core.verdict.reasons import Against, against, because, headline, opening, setting_words, summary
from workbench.core.verdict.thresholds import Change
from workbench.core.verdict.token_claims import LeftOut, TokenClaim, left_out, token_claims
from workbench.core.verdict.verdict import ORDER, DesignVerdict, Verdict

QUESTION = "What should the access tokens of this service contain?"


@dataclass(frozen=True)
class DecisionRecord:
    """Everything that a record says, whatever its format.

    Attributes:
        verdict: the designs in order, and the choice.
        changes: what would change the choice.
        commands: the commands that repeat the figures.
        version: of the program.
        date: when it was made: ``2026-05-04``.
    """

    verdict: Verdict
    changes: tuple[Change, ...]
    commands: tuple[RepeatingCommand, ...]
    version: str
    date: str

    @property
    def question(self) -> str:
        """What was to be decided."""
        return QUESTION

    @property
    def order(self) -> str:
        """The sentence that says how the designs are ordered."""
        return ORDER

    @property
    def headline(self) -> str:
        """The answer in one line."""
        return headline(self.verdict)

    @property
    def choice(self) -> DesignVerdict | None:
        """The design to choose; None if none meets all needs."""
        return self.verdict.choice

    @property
    def summary(self) -> str:
        """What the chosen design, or the nearest one, puts into the token and asks."""
        row = self.verdict.nearest
        return "" if row is None else summary(row)

    @cached_property
    def because(self) -> tuple[str, ...]:
        """Why this one, and why not another."""
        return because(self.verdict)

    @cached_property
    def opening(self) -> tuple[str, ...]:
        """Of `because`, what is about the choice."""
        return opening(self.verdict)

    @cached_property
    def against(self) -> tuple[Against, ...]:
        """Of `because`, what is about each other design."""
        return against(self.verdict)

    @property
    def load(self) -> str:
        """What the service does, and what its largest user has, in one sentence."""
        load, largest = self.verdict.needs.load, self.verdict.needs.largest
        has = [counted(largest.roles, "role"), counted(largest.groups, "group"), counted(largest.records, "record")]
        requests = f"{plain_number(load.requests_per_s)} request{'' if load.requests_per_s == 1 else 's'} a second"
        users = counted(load.active_users, "active user")
        return f"{requests}, {users}, {plain_number(load.lookup_ms)} ms a lookup; the largest user has {joined(has)}."

    @cached_property
    def needs(self) -> tuple[tuple[str, str, str], ...]:
        """Each need that matters: its name, what is needed, and the question that it answers."""
        row = self.verdict.nearest
        limits = {} if row is None else {each.need: each.limit_text for each in row.checks}
        return tuple((need.label, limits.get(need, ""), need.sentence) for need in self.verdict.needs.wanted)

    @cached_property
    def claims(self) -> tuple[TokenClaim, ...]:
        """The claims of the chosen design's token, each with its reason."""
        return () if self.choice is None else token_claims(self.choice)

    @cached_property
    def left_out(self) -> tuple[LeftOut, ...]:
        """What the token does not say, and why."""
        return () if self.choice is None else left_out(self.verdict, self.choice)

    @cached_property
    def sample(self) -> Mapping[str, object] | None:
        """Header and claims of a sample token, without its signature; None without a choice, or for a reference."""
        if self.choice is None or not self.claims:
            return None
        header = dict(self.choice.profile.issued[0].header)
        return {"header": header, "claims": {each.name: each.value for each in self.claims}}

    @cached_property
    def schema(self) -> Mapping[str, object] | None:
        """The JSON Schema of the claims; None as for `sample`."""
        if self.choice is None or not self.claims:
            return None
        return claims_schema(self.choice.id, [each.claims for each in self.choice.profile.issued])

    @cached_property
    def table(self) -> tuple[tuple[str, ...], ...]:
        """The table of designs and needs as text, its heads first; a missed need is marked with a cross."""
        wanted = self.verdict.needs.wanted
        heads = ("Design", "Meets", "Lifetime", "With", *(need.short for need in wanted))
        return (heads, *(self._row(row, wanted) for row in self.verdict.designs))

    @staticmethod
    def _row(row: DesignVerdict, wanted: tuple[Need, ...]) -> tuple[str, ...]:
        cells = (f"{'✓' if each.ok else '✗'} {each.text}" for each in row.checks)
        return (row.id, f"{row.met} of {len(wanted)}", duration(row.setting.lifetime_s), setting_words(row), *cells)

    def to_json(self) -> dict[str, object]:
        """The document of ``advise --format json``."""
        found = self.verdict
        nearest = found.nearest
        misses = None if nearest is None else {"id": nearest.id, "misses": [each.value for each in nearest.misses]}
        return {
            "question": self.question,
            "scenario": found.profiles.scenario,
            "needs": found.needs.to_json(),
            "designs": [each.to_json() for each in found.designs],
            "choice": None if self.choice is None else self.choice.id,
            "lifetime_s": None if self.choice is None else self.choice.setting.lifetime_s,
            "claims": [each.to_json() for each in self.claims],
            "left_out": [each.to_json() for each in self.left_out],
            "because": list(self.because),
            "would_change": [each.to_json() for each in self.changes],
            "nearest": None if self.choice is not None else misses,
            "contradictions": [
                {"needs": [need.value for need in each.needs], "why": each.why} for each in found.contradictions
            ],
            "sample_token": self.sample,
            "claims_schema": self.schema,
            "commands": [each.line for each in self.commands],
            "version": self.version,
            "date": self.date,
        }
