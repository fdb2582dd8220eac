"""Staleness: how long the answers to an old token are wrong after the world has changed.

An answer is wrong if the old token is accepted where a user who logs in now would be refused, or refused where such a
user would be accepted. The server is asked for both at every moment; nothing here is computed from lifetimes. A token
that expired or was revoked is refused rightly: its user has to log in again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil

from workbench.core.answers.outcome import Request
from workbench.core.errors import ExperimentError
from workbench.core.server.directory_change import WorldChange

LIFETIMES_S = (300, 900, 1800, 3600)
"""The lifetimes that are compared, in seconds."""

MARGIN_S = 2
"""Seconds from the last question to the turning point after it: long enough for the answer to arrive before it."""

_STEPS_S = (15, 30, 60, 120, 300, 600, 900)
_MOST_STEPS = 6
_AFTER_EXP = 0.06
"""How long after exp the last question is asked, as a share of the lifetime."""


class Revocation(StrEnum):
    """Who ends tokens before they expire, and whether the server checks."""

    NONE = "none"  # the deny-list is not checked
    LOG_OUT = "log-out"  # the deny-list is asked, and a log-out puts a token on it
    EVERY_CHANGE = "every-change"  # the service puts the user's tokens on it with every change

    @property
    def words(self) -> str:
        """The mode, as the window shows it."""
        match self:
            case Revocation.NONE:
                return "none: the deny-list is not checked"
            case Revocation.LOG_OUT:
                return "the deny-list is checked: a logout counts, for one lookup a request"
            case _:
                return "every change revokes the user's tokens"


@dataclass(frozen=True, slots=True)
class StalenessQuestion:
    """What is to be measured.

    Attributes:
        username: who logs in.
        change: what happens to the world.
        request: what is asked again and again.
        revocation: who ends tokens before they expire.
        change_s: when the change happens, in seconds after the login.
        moments_s: when to ask again, in seconds after the login; none for every few minutes.
        lifetimes_s: lifetimes of the tokens, in seconds; one run each.
        designs: ids of the designs to ask; all if empty.
    """

    username: str
    change: WorldChange
    request: Request
    revocation: Revocation = Revocation.NONE
    change_s: float = 300
    moments_s: tuple[float, ...] = ()
    lifetimes_s: tuple[int, ...] = LIFETIMES_S
    designs: tuple[str, ...] = ()

    def change_in(self, lifetime_s: int) -> float:
        """When the change happens for tokens of this lifetime: halfway if they would expire before it."""
        return self.change_s if self.change_s + MARGIN_S < lifetime_s else lifetime_s / 2

    def moments(self, lifetime_s: int, turns_s: Sequence[float] = ()) -> tuple[float, ...]:
        """When to ask, in seconds after the login: before and at the change, in between, around exp, and after it.

        Args:
            lifetime_s: of the tokens.
            turns_s: seconds after the change at which a design of its own kind may notice it.
        """
        change_s = self.change_in(lifetime_s)
        step = next((each for each in _STEPS_S if (lifetime_s - change_s) / each <= _MOST_STEPS), _STEPS_S[-1])
        on_the_way = self.moments_s or tuple(range((int(change_s) // step + 1) * step, lifetime_s, step))
        after_exp_s = lifetime_s + ceil(lifetime_s * _AFTER_EXP / 30) * 30
        fixed = (0, max(0, change_s - MARGIN_S), change_s, lifetime_s - MARGIN_S, lifetime_s, after_exp_s)
        turns = (change_s + each for each in turns_s if change_s + each < lifetime_s)
        return tuple(sorted({float(moment) for moment in (*fixed, *on_the_way, *turns)}))


def parse_minutes(text: str) -> tuple[float, ...]:
    """Parse moments that were typed as minutes, such as ``6, 10 29.5``; return seconds.

    Raises:
        ExperimentError: a word is not a number of minutes from 0 to 1440.
    """
    moments = []
    for word in text.replace(",", " ").replace(";", " ").split():
        try:
            value = float(word)
        except ValueError:
            value = -1
        if not 0 <= value <= 1440:
            raise ExperimentError(
                f'"{word}" is not a minute after the login.', hint="Type numbers such as 6, 10, 29.5."
            )
        moments.append(value * 60)
    return tuple(moments)


def parse_minute(text: str) -> float:
    """Parse the moment of a change; return seconds.

    Raises:
        ExperimentError: it is not one number of minutes above 0.
    """
    moments = parse_minutes(text)
    if len(moments) != 1 or moments[0] < MARGIN_S:
        raise ExperimentError(
            "The change happens at one moment after the login.", hint="Type one number of minutes, such as 5 or 2.5."
        )
    return moments[0]
