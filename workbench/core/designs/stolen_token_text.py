"""Describes a stolen token: until when it works, what ends it early, and what a thief reads in it."""

from dataclasses import dataclass
from datetime import UTC, tzinfo
from enum import StrEnum

from workbench.core.designs.stolen_token import BlastRadius, DesignReach, EndedBy, ReadableClaims, Revoker, Rights
from workbench.core.text.numeric_date import local_time
from workbench.core.text.wording import counted, listed, named, shown

_MINUTE_S = 60
_MOST_ELEMENTS = 3


class Effect(StrEnum):
    """Whether something ends a stolen token."""

    AT_ONCE = "immediately"
    PARTLY = "partly"
    NOT = "not before exp"


@dataclass(frozen=True, slots=True)
class Ending:
    """Something that may end a stolen token before ``exp``.

    Attributes:
        name: in a word, such as ``logout``.
        effect: whether it does.
        sentence: the effect, with the reason.
    """

    name: str
    effect: Effect
    sentence: str


def endings(reach: DesignReach) -> tuple[Ending, ...]:
    """Everything that the owner might try, with its effect; empty for a token that opens nothing."""
    if reach.ended_by is None:
        return ()
    return (
        Ending("logout", *_LOGOUT[reach.ended_by.revocation]),
        _disabling(reach.ended_by),
        _removing_rights(reach.rights, reach.ended_by),
    )


def ended_by(reach: DesignReach) -> str:
    """What ends the token before ``exp``, in a few words: ``logout, account, some rights``."""
    if reach.ended_by is None:
        return "–"
    found = [
        ending.name if ending.effect is Effect.AT_ONCE else f"some {ending.name}"
        for ending in endings(reach)
        if ending.effect is not Effect.NOT
    ]
    return ", ".join(found) if found else "nothing"


def until(readable: ReadableClaims | None, asked_at: float, tz: tzinfo | None = None) -> str:
    """When the token expires, in a few words: ``14:32:10 UTC+1 · 30 min``.

    Args:
        readable: the token, if there is one.
        asked_at: the moment from which the minutes count, in seconds since 1970 UTC.
        tz: time zone to show the moment in; None for the zone of this computer.
    """
    if readable is None:
        return "–"
    if readable.expires_at is None:
        return "never expires"
    return f"{local_time(readable.expires_at, tz, now=asked_at)} · {_span(readable.expires_at - asked_at)}"


def until_sentence(readable: ReadableClaims, asked_at: float, tz: tzinfo | None = None) -> str:
    """When the token expires, in local time and in UTC; see `until`."""
    if readable.expires_at is None:
        return "Has no exp, so it never expires."
    here = local_time(readable.expires_at, tz, now=asked_at)
    in_utc = local_time(readable.expires_at, UTC, now=asked_at)
    both = here if here == in_utc else f"{here} ({in_utc})"
    return f"Works until {both}, for {_span(readable.expires_at - asked_at)}."


def summary(reach: DesignReach, user: str) -> str:
    """What a thief can do with the token, in one sentence."""
    if reach.obstacle:
        return reach.obstacle
    sentence = f"With {user}'s token a thief can make {reach.tally} requests: "
    sentence += f"{reach.reads} that read, {reach.changes} that change something."
    opened = [each for each in reach.routes if each.route.break_glass and each.allowed]
    if opened:
        labels = " and ".join(f"{each.route.label} ({each.tally})" for each in opened)
        sentence += f" Break-glass is open to the thief too: {labels}."
    return sentence


def readable_sentence(readable: ReadableClaims, user: str = "") -> str:
    """What a thief reads in the token, in one sentence; *user* is the username that ``sub`` stands for."""
    if readable.opaque:
        return "Opaque: the thief reads nothing in it."
    words = ", ".join(f"{named(name)} {_value(value)}{_meaning(name, value, user)}" for name, value in readable.claims)
    return f"Signed, not encrypted: the thief reads {words}."


def sample_warning(reach: BlastRadius) -> str:
    """Which figures are extrapolated from a sample; empty if every request was tested."""
    parts = [f"{len(each.paths):,} of the {each.total:,} requests {each.label}" for each in reach.sampled]
    if not parts:
        return ""
    return f"Only an even sample was tested: {'; '.join(parts)}. Figures with “about” are extrapolated from it."


_LOGOUT = {
    Revoker.DENY_LIST: (
        Effect.AT_ONCE,
        "Logout: immediately, since every request looks up its jti in the deny-list: one lookup each.",
    ),
    Revoker.VERSION: (
        Effect.AT_ONCE,
        "Logout: immediately, since it raises the user's version, which every request looks up: one lookup each.",
    ),
    Revoker.INTROSPECTION: (
        Effect.AT_ONCE,
        "Logout: immediately, since every request asks introspection whether the token still counts: one lookup each.",
    ),
    Revoker.NOBODY: (Effect.NOT, "Logout: not before exp, since no request asks whether the token was revoked."),
}
_BY_VERSION = "immediately, since it raises the user's version, which every request looks up."


def _disabling(ended_by: EndedBy) -> Ending:
    name = "account"
    if ended_by.revocation is Revoker.VERSION:
        return Ending(name, Effect.AT_ONCE, f"Disabling the account: {_BY_VERSION}")
    if ended_by.account:
        sentence = "Disabling the account: immediately, since every request asks the directory."
        return Ending(name, Effect.AT_ONCE, sentence)
    sentence = "Disabling the account: not before exp, since this design never looks up the account."
    return Ending(name, Effect.NOT, sentence)


def _removing_rights(rights: Rights, ended_by: EndedBy) -> Ending:
    name = "rights"
    if ended_by.revocation is Revoker.VERSION:
        return Ending(name, Effect.AT_ONCE, f"Removing rights: {_BY_VERSION}")
    if rights.by_claims and rights.by_directory:
        count = counted(rights.by_directory, "request")
        sentence = (
            f"Removing rights: immediately for {count} that the directory allows; for the others {_believed(rights)}."
        )
        return Ending(name, Effect.PARTLY, sentence)
    if rights.by_claims:
        return Ending(name, Effect.NOT, f"Removing rights: not before exp, since {_believed(rights)}.")
    if rights.by_directory:
        return Ending(name, Effect.AT_ONCE, "Removing rights: immediately, since every request asks the directory.")
    sentence = "Removing rights: there are none to remove; the token only allows what any user may do."
    return Ending(name, Effect.NOT, sentence)


def _believed(rights: Rights) -> str:
    return f"{listed(rights.claims, most=4)} in the token {'is' if len(rights.claims) == 1 else 'are'} believed"


def _meaning(name: str, value: object, user: str) -> str:
    """Say whom an opaque ``sub`` stands for, which the thief does not read in it."""
    return f" (stands for {user})" if name == "sub" and user and value != user else ""


def _value(value: object) -> str:
    """A value as the token has it, shortened if it is long."""
    if isinstance(value, list) and len(value) <= _MOST_ELEMENTS:
        return f"[{', '.join(shown(each) for each in value)}]"
    return shown(value)


def _span(seconds: float) -> str:
    return f"{round(seconds / _MINUTE_S):,} min" if seconds >= 2 * _MINUTE_S else f"{round(seconds)} s"
