"""The lifetime, the cache time and the revocation that the verdict chooses for one design within the needs.

The lifetime is the longest that serves, at most `LONGEST_LIFETIME_S`. A deny-list is chosen only where a logout must
count before the shortest practical lifetime would end the token.
"""

from dataclasses import dataclass
from functools import cached_property

from workbench.core.designs.stale_window import Ending, Right
from workbench.core.server.info import Mechanism
from workbench.core.verdict.contradictions import SHORTEST_LIFETIME_S
from workbench.core.verdict.needs import Need, Needs, Renewal
from workbench.core.verdict.profile import DesignProfile

LONGEST_LIFETIME_S = 1_800
"""The longest lifetime that is chosen, and how long a session lasts at least, in seconds."""

LONGEST_KEPT_S = 300
"""The longest time that an answer is kept, in seconds."""

RIGHTS = {
    Need.ROLE: (Right.ROLE, Right.GROUP),
    Need.SHARE: (Right.SHARE,),
    Need.ACCOUNT: (Right.ACCOUNT,),
    Need.LOGOUT: (Right.LOGOUT,),
}
"""The rights that each need on time is about."""


@dataclass(frozen=True)
class Setting:
    """How one design is run.

    Attributes:
        lifetime_s: seconds that a token lasts.
        kept_s: seconds that an answer is kept; 0 for a design that keeps none.
        deny_list: whether the deny-list is checked.
        mechanisms: all that the design needs when it is run so.
    """

    lifetime_s: int
    kept_s: float
    deny_list: bool
    mechanisms: frozenset[Mechanism]

    @cached_property
    def has_refresh(self) -> bool:
        """Whether a refresh token renews the access token within a session."""
        return Mechanism.REFRESH in self.mechanisms


def settings(profile: DesignProfile, needs: Needs) -> tuple[Setting, ...]:
    """The settings worth comparing: one, or for a design that keeps answers with its own cache time and without."""
    lifetime_s = _lifetime_s(profile, needs)
    deny_list = _needs_deny_list(profile, needs, lifetime_s)
    chosen = set(profile.mechanisms)
    if deny_list:
        chosen.add(Mechanism.DENY_LIST)
    renewed = lifetime_s < LONGEST_LIFETIME_S and needs.renewed_by is Renewal.REFRESH
    if renewed or Mechanism.REFRESH in profile.info.mechanisms:
        chosen.add(Mechanism.REFRESH)
    return tuple(
        Setting(lifetime_s, kept_s, deny_list, frozenset(chosen if kept_s else chosen - {Mechanism.CACHE}))
        for kept_s in _kept_s(profile, needs)
    )


def _lifetime_s(profile: DesignProfile, needs: Needs) -> int:
    longest = min(LONGEST_LIFETIME_S, profile.info.lifetime_s or LONGEST_LIFETIME_S)
    limits = [
        needs.within_s(need)
        for need, rights in RIGHTS.items()
        if any(profile.window(right, deny_list=False).ending is Ending.EXPIRY for right in rights)
    ]
    # A need below the floor is missed with any lifetime, so it shortens none.
    return int(min([longest, *(limit for limit in limits if limit >= SHORTEST_LIFETIME_S)]))


def _needs_deny_list(profile: DesignProfile, needs: Needs, lifetime_s: int) -> bool:
    too_late = needs.within_s(Need.LOGOUT) < lifetime_s
    waits = profile.without_deny_list.ending is Ending.EXPIRY
    helps = profile.windows.of(Right.LOGOUT).ending is Ending.AT_ONCE
    return too_late and waits and helps and not needs.offline


def _kept_s(profile: DesignProfile, needs: Needs) -> tuple[float, ...]:
    if not profile.info.kept_s:
        return (0.0,)
    limits = [
        needs.within_s(need)
        for need, rights in RIGHTS.items()
        if any(profile.window(right, deny_list=False).ending is Ending.KEPT_ANSWER for right in rights)
    ]
    longest = min([LONGEST_KEPT_S, *limits])
    return (longest,) if longest >= 1 else (profile.info.kept_s,)  # with none it would be another design
