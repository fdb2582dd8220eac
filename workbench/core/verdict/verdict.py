"""The verdict: every design with the setting that serves the needs best, in order, and the one to choose.

The order, in one sentence: of the designs that meet all needs the one with the fewest mechanisms comes first, then the
one with the fewest lookups a request, then the one with the fewest bytes for the largest user.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from workbench.core.verdict.checks import Check, Limits, check, is_met, lookups, value_of
from workbench.core.verdict.contradictions import Contradiction, contradictions
from workbench.core.verdict.needs import Need, Needs
from workbench.core.verdict.profile import DesignProfile, Profiles
from workbench.core.verdict.setting import Setting, settings

ORDER = (
    "Of the designs that meet all needs the one with the fewest mechanisms comes first (a refresh token, a cache, a "
    "version counter, introspection, a deny-list and a policy engine count one each), then the one with the fewest "
    "lookups a request, then the one with the fewest bytes for the largest user."
)
"""The sentence that says how designs are ordered; the page and the record say it too."""

_Key = tuple[int, int, float, int]


@dataclass(frozen=True)
class DesignVerdict:
    """One design, run as well as the needs allow.

    Attributes:
        profile: the design as it was measured.
        setting: lifetime, cache time and revocation.
        checks: one for each need that matters, in their order.
        typical_bytes: length of a typical user's token.
        largest_bytes: length of the largest user's token.
        lookups: questions that leave the service, a request, on average.
        added_ms: milliseconds that they add to a request, on average.
        rank: its place, counted from 1.
    """

    profile: DesignProfile
    setting: Setting
    checks: tuple[Check, ...]
    typical_bytes: int
    largest_bytes: int
    lookups: float
    added_ms: float
    rank: int

    @property
    def id(self) -> str:
        """The design's id."""
        return self.profile.id

    @property
    def met(self) -> int:
        """How many needs it meets."""
        return sum(each.ok for each in self.checks)

    @property
    def meets(self) -> bool:
        """Whether it meets all needs."""
        return self.met == len(self.checks)

    @property
    def misses(self) -> tuple[Need, ...]:
        """The needs that it does not meet."""
        return tuple(each.need for each in self.checks if not each.ok)

    def check(self, need: Need) -> Check | None:
        """The check of this need; None if it does not matter."""
        return next((each for each in self.checks if each.need is need), None)

    def to_json(self) -> dict[str, object]:
        """The members of a design in ``advise --format json``."""
        return {
            "id": self.id,
            "lifetime_s": self.setting.lifetime_s,
            "cache_s": self.setting.kept_s,
            "deny_list": self.setting.deny_list,
            "mechanisms": sorted(each.value for each in self.setting.mechanisms),
            "meets": self.meets,
            "checks": [each.to_json() for each in self.checks],
            "token_bytes": {"typical": self.typical_bytes, "largest": self.largest_bytes},
            "lookups": round(self.lookups, 4),
            "added_ms": round(self.added_ms, 4),
            "rank": self.rank,
        }


@dataclass(frozen=True)
class Verdict:
    """All designs in order, and the one to choose.

    Attributes:
        needs: what was needed.
        profiles: what was measured.
        limits: the servers of the header-limit table, by name.
        designs: the chosen one first, then by needs met, then by `ORDER`.
    """

    needs: Needs
    profiles: Profiles
    limits: Limits
    designs: tuple[DesignVerdict, ...]

    @property
    def choice(self) -> DesignVerdict | None:
        """The design to choose; None if none meets all needs."""
        first = self.nearest
        return first if first is not None and first.meets else None

    @property
    def nearest(self) -> DesignVerdict | None:
        """The design that meets the most needs; None if there is no design."""
        return self.designs[0] if self.designs else None

    @cached_property
    def contradictions(self) -> tuple[Contradiction, ...]:
        """Needs that exclude each other."""
        return contradictions(self.needs)

    def of(self, design: str) -> DesignVerdict:
        """The row of this design. Raises KeyError."""
        for each in self.designs:
            if each.id == design:
                return each
        raise KeyError(design)


def judge(needs: Needs, profiles: Profiles, limits: Limits) -> Verdict:
    """Find the verdict.

    Args:
        needs: what is needed.
        profiles: what was measured of each design.
        limits: the servers of the header-limit table, by name; `needs.behind` names some of them.
    """
    ranked = sorted(
        (_best(profile, needs, limits) for profile in profiles.designs if not profile.problem),
        key=lambda each: each[0],
    )
    designs = tuple(_row(profile, setting, needs, limits, rank) for rank, (_, profile, setting) in enumerate(ranked, 1))
    return Verdict(needs, profiles, limits, designs)


def choose(needs: Needs, profiles: Profiles, limits: Limits) -> str | None:
    """The id of the design that `judge` chooses, found without its reasons; None if no design meets all needs."""
    wanted = needs.wanted
    found = (_key_if_met(profile, needs, wanted, limits) for profile in profiles.designs if not profile.problem)
    best = min((each for each in found if each is not None), key=lambda each: each[0], default=None)
    return None if best is None else best[1]


def _key_if_met(
    profile: DesignProfile, needs: Needs, wanted: tuple[Need, ...], limits: Limits
) -> tuple[_Key, str] | None:
    """The place of a design that meets all needs, and its id; most others are out with the first need looked at."""
    for setting in settings(profile, needs):
        if all(is_met(need, value_of(need, profile, setting, needs), needs, limits) for need in wanted):
            return _place(0, profile, setting, needs), profile.id
    return None


def _best(profile: DesignProfile, needs: Needs, limits: Limits) -> tuple[_Key, DesignProfile, Setting]:
    return min(
        ((_key(profile, setting, needs, limits), profile, setting) for setting in settings(profile, needs)),
        key=lambda each: each[0][0],  # of two settings with as many misses the first: the design as it was meant
    )


def _key(profile: DesignProfile, setting: Setting, needs: Needs, limits: Limits) -> _Key:
    misses = sum(not is_met(need, value_of(need, profile, setting, needs), needs, limits) for need in needs.wanted)
    return _place(misses, profile, setting, needs)


def _place(misses: int, profile: DesignProfile, setting: Setting, needs: Needs) -> _Key:
    return (
        misses,
        len(setting.mechanisms),
        round(lookups(profile, setting, needs), 6),
        profile.largest.token_bytes(needs.largest),
    )


def _row(profile: DesignProfile, setting: Setting, needs: Needs, limits: Limits, rank: int) -> DesignVerdict:
    mean = lookups(profile, setting, needs)
    return DesignVerdict(
        profile=profile,
        setting=setting,
        checks=tuple(check(need, profile, setting, needs, limits) for need in needs.wanted),
        typical_bytes=profile.typical.token_bytes(needs.typical),
        largest_bytes=profile.largest.token_bytes(needs.largest),
        lookups=mean,
        added_ms=mean * needs.load.lookup_ms,
        rank=rank,
    )
