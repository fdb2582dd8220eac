"""The period in which a token is valid (RFC 7519 sections 4.1.4 to 4.1.6), in figures for a bar and in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, tzinfo
from typing import TYPE_CHECKING

from workbench.core.claims.phase import Phase
from workbench.core.text.numeric_date import countdown, is_numeric_date, local_time
from workbench.core.text.units import duration

if TYPE_CHECKING:
    from workbench.core.claims.claim_set import ClaimSet

_CALENDAR_S = 10.0**12  # beyond it a bar says nothing


@dataclass(frozen=True, slots=True)
class Lifetime:
    """A token's lifetime at one moment.

    Attributes:
        phase: where it is.
        words: that in words, with the time left: ``expires in 29 min 50 s of 30 min``.
        details: each time of the token, local and in UTC, a line each.
        gone: the share of its lifetime that has passed, from 0 to 1; None where it has no beginning or no end.
        starts: where between beginning and end it begins to count; None where that is the beginning itself.
    """

    phase: Phase
    words: str
    details: str
    gone: float | None = None
    starts: float | None = None


def lifetime_of(claims: ClaimSet, now: float, tz: tzinfo | None = None) -> Lifetime:
    """The lifetime of a token at *now*, in seconds since 1970 UTC; *tz* None is this computer's zone."""
    times = {name: _moment(claims.get(name)) for name in ("iat", "nbf", "exp")}
    details = "\n".join(
        f"{name}: {local_and_utc(seconds, now, tz)}, {countdown(seconds, now)}"
        for name, seconds in times.items()
        if seconds is not None
    )
    issued_at, starts_at, expires_at = times.values()
    if "exp" not in claims:
        return Lifetime(Phase.ENDLESS, "never expires: there is no exp", details)
    if expires_at is None:
        return Lifetime(Phase.UNREADABLE, "exp is not a time", details)
    begins = issued_at if issued_at is not None else starts_at
    gone = starts = None
    if begins is not None and _all_near(now, begins, expires_at) and begins < expires_at:
        gone = min(max((now - begins) / (expires_at - begins), 0.0), 1.0)
        if starts_at is not None and begins < starts_at < expires_at:
            starts = (starts_at - begins) / (expires_at - begins)
    whole = f" of {duration(expires_at - begins)}" if gone is not None and begins is not None else ""
    if expires_at <= now:
        return Lifetime(Phase.EXPIRED, f"expired {countdown(expires_at, now)}", details, gone, starts)
    if starts_at is not None and starts_at > now:
        return Lifetime(Phase.NOT_YET, f"valid {countdown(starts_at, now)}", details, gone, starts)
    return Lifetime(Phase.COUNTS, f"expires {countdown(expires_at, now)}{whole}", details, gone, starts)


def local_and_utc(seconds: float, now: float, tz: tzinfo | None = None) -> str:
    """A moment in local time, and in UTC where that differs: ``15:32:10 UTC+1 (14:32:10 UTC)``."""
    local, universal = local_time(seconds, tz, now=now), local_time(seconds, UTC, now=now)
    return local if local == universal else f"{local} ({universal})"


def _all_near(*moments: float) -> bool:
    """Whether they are close enough for a bar; compared one by one, since integers may be beyond every float."""
    return all(-_CALENDAR_S < each < _CALENDAR_S for each in moments)


def _moment(value: object) -> float | None:
    return value if is_numeric_date(value) else None
