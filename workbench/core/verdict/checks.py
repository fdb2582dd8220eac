"""Checks one need for one design: what the value is, whether it is met, how it was obtained, and why."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from workbench.core.designs.stale_window import Ending, Right, StaleWindow
from workbench.core.text.units import duration, plain_number, rate_words
from workbench.core.text.wording import joined
from workbench.core.token.header_limits import HeaderLimit
from workbench.core.verdict.needs import TIME_NEEDS, Need, Needs, Readable
from workbench.core.verdict.profile import DesignProfile
from workbench.core.verdict.setting import RIGHTS, Setting

MEASURED, COMPUTED = "measured", "computed"

UNITS = {
    **dict.fromkeys(TIME_NEEDS, "s"),
    Need.BEHIND: "bytes",
    Need.ADDED_MS: "ms a request",
    Need.LOOKUPS: "a second",
    Need.OFFLINE: "",
    Need.PER_RECORD: "",
    Need.CLIENT: "",
}
_COMPUTED = frozenset((Need.BEHIND, Need.ADDED_MS, Need.LOOKUPS))

Value = float | bool | frozenset[Readable]
"""Seconds, bytes, milliseconds, lookups, yes or no, or what can be read."""

Limits = Mapping[str, HeaderLimit]
"""The servers of the header-limit table, by name."""


@dataclass(frozen=True, slots=True)
class Check:
    """One cell of the table: a need, and what a design makes of it.

    Attributes:
        need: the need.
        limit: what is needed.
        value: what the design gives; a time is infinite if a removal is never noticed.
        ok: whether the need is met.
        why: how the value comes about, in one or two sentences.
    """

    need: Need
    limit: Value
    value: Value
    ok: bool
    why: str

    @property
    def how(self) -> str:
        """``measured`` on a real server, or ``computed`` from what was measured."""
        return COMPUTED if self.need in _COMPUTED else MEASURED

    @property
    def unit(self) -> str:
        """The unit of limit and value; empty where they have none."""
        return UNITS[self.need]

    @property
    def text(self) -> str:
        """The value in a few characters: ``5 min``, ``at once``, ``10,173 B``, ``roles``."""
        return value_text(self.need, self.value)

    @property
    def limit_text(self) -> str:
        """The limit in a few characters."""
        return value_text(self.need, self.limit)

    def to_json(self) -> dict[str, object]:
        """The members of a check in ``advise --format json``; a removal that is never noticed has null."""
        return {
            "need": self.need.value,
            "limit": _plain(self.limit),
            "value": _plain(self.value),
            "unit": self.unit,
            "ok": self.ok,
            "how": self.how,
            "why": self.why,
        }


def value_text(need: Need, value: Value) -> str:
    """A value of this need in a few characters."""
    if isinstance(value, frozenset):
        return ", ".join(each.value for each in Readable if each in value) or "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if need in TIME_NEEDS:
        return "never" if math.isinf(value) else duration(value) if value >= 1 else "at once"
    if need is Need.BEHIND:
        return f"{value:,.0f} B"
    if need is Need.ADDED_MS:
        return f"{rate_words(value)} ms"
    return f"{value:,.0f}" if value >= 10 else rate_words(value)


def value_of(need: Need, profile: DesignProfile, setting: Setting, needs: Needs) -> Value:
    """What the design, run with this setting, makes of a need."""
    match need:
        case Need.BEHIND:
            return profile.largest.token_bytes(needs.largest)
        case Need.ADDED_MS:
            return lookups(profile, setting, needs) * needs.load.lookup_ms
        case Need.LOOKUPS:
            return lookups(profile, setting, needs) * needs.load.requests_per_s
        case Need.OFFLINE:
            return profile.asks_nobody and not setting.deny_list
        case Need.PER_RECORD:
            return profile.follows_records
        case Need.CLIENT:
            return frozenset(profile.readable)
    return max(_longest(window, setting) for window in _windows(need, profile, setting))


def is_met(need: Need, value: Value, needs: Needs, limits: Limits) -> bool:
    """Whether *value* is what is needed."""
    match need:
        case Need.CLIENT:
            return needs.client_may_read is None or (isinstance(value, frozenset) and value <= needs.client_may_read)
        case Need.OFFLINE | Need.PER_RECORD:
            return bool(value) or not needs.has(need)
    assert not isinstance(value, frozenset)  # noqa: S101  the other needs have numbers
    if need is Need.BEHIND:
        return all(limits[name].takes(int(value)) for name in needs.behind)
    limit = getattr(needs, need)
    return limit is None or value <= limit


def lookups(profile: DesignProfile, setting: Setting, needs: Needs) -> float:
    """Questions that leave the service, a request, on average."""
    load = needs.load
    # Without users there is nobody whose answers are kept.
    rate = load.requests_per_s / load.active_users if load.active_users else 0.0
    asking = profile.for_groups(needs.typical.groups)
    return asking.lookups(setting.kept_s, rate, needs.typical.records, deny_list=setting.deny_list)


def check(need: Need, profile: DesignProfile, setting: Setting, needs: Needs, limits: Limits) -> Check:
    """The cell of one design and one need that matters."""
    value = value_of(need, profile, setting, needs)
    return Check(
        need,
        _limit(need, needs, limits),
        value,
        is_met(need, value, needs, limits),
        _why(need, profile, setting, needs, limits),
    )


def strictest(needs: Needs, limits: Limits) -> HeaderLimit:
    """Of the servers that the token must pass the one that takes the least."""
    return min((limits[name] for name in needs.behind), key=lambda limit: limit.largest_token)


def _limit(need: Need, needs: Needs, limits: Limits) -> Value:
    if need is Need.BEHIND:
        return strictest(needs, limits).largest_token
    limit: Value = getattr(needs, need)
    return limit


def _windows(need: Need, profile: DesignProfile, setting: Setting) -> list[StaleWindow]:
    windows = [profile.window(right, deny_list=setting.deny_list) for right in RIGHTS[need]]
    # What a group opens without being noticed is not what a role opens: the need on single records is about that.
    return [each for each in windows if each.right is not Right.GROUP or each.ending is not Ending.NEVER]


def _longest(window: StaleWindow, setting: Setting) -> float:
    return window.longest_s(setting.lifetime_s, setting.kept_s)


def _why(need: Need, profile: DesignProfile, setting: Setting, needs: Needs, limits: Limits) -> str:
    if need in TIME_NEEDS:
        windows = _windows(need, profile, setting)
        return max(windows, key=lambda each: _longest(each, setting)).why
    if need is Need.BEHIND:
        limit = strictest(needs, limits)
        size = profile.largest.token_bytes(needs.largest)
        verb = "takes" if limit.takes(size) else "refuses a token beyond"
        return (
            f"The largest user's token has {size:,} bytes with {needs.largest.roles} roles, {needs.largest.groups} "
            f"groups and {needs.largest.records:,} records; {limit.name} {verb} {limit.largest_token:,} bytes."
        )
    if need in (Need.ADDED_MS, Need.LOOKUPS):
        return _why_lookups(need, profile, setting, needs)
    if need is Need.OFFLINE:
        if profile.asks_nobody and not setting.deny_list:
            return "No request asked anything beside the token."
        return f"A request asks {_asked_words(profile, setting)}."
    if need is Need.PER_RECORD:
        agreement = profile.agreement
        if agreement.follows and not profile.follows_records:
            return profile.windows.of(Right.SHARE).why
        compared = f"{agreement.asked:,} requests for records, with fresh tokens, were compared with "
        differing = (
            f"{agreement.differing:,} differ, such as {agreement.example}" if agreement.differing else "none differs"
        )
        return f"{compared}{agreement.reference}: {differing}."
    revealed = [f"{each.value} ({', '.join(names)})" for each, names in profile.readable.items()]
    return f"The token reveals {joined(revealed)}." if revealed else "The token reveals nothing but whose it is."


def _why_lookups(need: Need, profile: DesignProfile, setting: Setting, needs: Needs) -> str:
    mean = lookups(profile, setting, needs)
    kept = f", with answers kept for {duration(setting.kept_s)}" if setting.kept_s else ""
    asking = profile.for_groups(needs.typical.groups)
    start = f"{rate_words(mean)} questions a request on average ({_asked_words(asking, setting)}{kept})"
    if asking is not profile:
        start += f", since {needs.typical.groups:,} groups are more than its tokens list"
    if need is Need.ADDED_MS:
        return f"{start}, of {plain_number(needs.load.lookup_ms)} ms each."
    return f"{start}, with {plain_number(needs.load.requests_per_s)} requests a second."


def _asked_words(profile: DesignProfile, setting: Setting) -> str:
    """Whom a request asks on average, before any answer is kept: ``the directory 2.3 times, the deny-list once``."""
    means: dict[str, float] = {}
    for each in profile.questions:
        for kind, count in each.asked.items():
            if kind != "deny-list" or setting.deny_list:
                means[kind] = means.get(kind, 0) + count / len(profile.questions)
    words = [f"the {kind} {_times(count)}" for kind, count in means.items() if count]
    return joined(words) or "nobody"


def _times(count: float) -> str:
    return "once" if round(count, 2) == 1 else f"{rate_words(count, 2)} times"


def _plain(value: Value) -> object:
    if isinstance(value, frozenset):
        return [each.value for each in Readable if each in value]
    if isinstance(value, float):
        return None if math.isinf(value) else round(value, 4)
    return value
