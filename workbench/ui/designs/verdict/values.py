"""The values that the fields of the needs offer, and what they are called."""

from workbench.core.text.units import duration
from workbench.core.verdict.needs import LONGEST_S, TIME_NEEDS, Need, Readable

TIMES = (0, 30, 60, 300, 900, 1_800, 3_600, 28_800)
READABLE = (
    (),
    (Readable.ROLES,),
    (Readable.ROLES, Readable.GROUPS),
    (Readable.RIGHTS, Readable.ROLES, Readable.GROUPS),
    tuple(each for each in Readable if each is not Readable.PERSONAL),
)
HELD = (("Roles", "roles"), ("Groups", "groups"), ("Records read", "readable"), ("Records written", "writable"))
LOAD = {
    "load.requests_per_s": "All users together.",
    "load.active_users": "How many users are logged in at the same time.",
    "load.lookup_ms": "How long one question to the directory or the deny-list takes, from your service and back.",
}
RENEWAL = "What bridges a lifetime that is shorter than a session: a refresh token, or another login."
USERS = "What one user has: the median one, and the one with the most. The largest token comes from the latter."


def usual(need: Need) -> object:
    """What a need starts from that has not had a value yet."""
    if need in TIME_NEEDS:
        return 300
    return {Need.BEHIND: ("nginx",), Need.ADDED_MS: 2.0, Need.LOOKUPS: 1_000}.get(need, frozenset((Readable.ROLES,)))


def time_words(value: object) -> str:
    """A length of time in a few characters."""
    seconds = float(str(value))
    return "at once" if seconds < 1 else duration(min(seconds, LONGEST_S))


def names_words(value: object) -> str:
    """Names of servers."""
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def readable_words(value: object) -> str:
    """What a client may read."""
    names = value if isinstance(value, frozenset) else frozenset()
    return ", ".join(each.value for each in Readable if each in names) or "nothing"
