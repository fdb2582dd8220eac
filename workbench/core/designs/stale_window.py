"""How long a right that was removed keeps working under a design: a window for each kind of right, as measured.

A right of one kind may come from the token, and so last until ``exp``, while a right of another kind is looked up.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from workbench.core.text.units import duration


class Right(StrEnum):
    """What is removed."""

    ROLE = "role"
    GROUP = "group"
    SHARE = "share"  # a user's entry in the access list of a record
    ACCOUNT = "account"
    LOGOUT = "logout"

    @property
    def removed(self) -> str:
        """The right after its removal: ``a removed role``, ``a disabled account``."""
        return _REMOVED[self]


_REMOVED = {
    Right.ROLE: "a removed role",
    Right.GROUP: "a removed group membership",
    Right.SHARE: "a removed share",
    Right.ACCOUNT: "a disabled account",
    Right.LOGOUT: "a logout",
}


class Ending(StrEnum):
    """What ends the old answer to a token that was issued before the removal."""

    AT_ONCE = "at-once"  # the next request is refused
    KEPT_ANSWER = "kept-answer"  # an answer that the server keeps gets too old
    EXPIRY = "expiry"  # the token expires
    NEVER = "never"  # the design lets the user in without this right: a new token is accepted too
    NOT_GRANTED = "not-granted"  # the design gives no access by such a right, so there is none to lose
    NOT_MEASURED = "not-measured"  # the scenario has no such right whose removal changes an answer


@dataclass(frozen=True, slots=True)
class StaleWindow:
    """How long one kind of right keeps working after it was removed.

    Attributes:
        right: what was removed.
        ending: what ended the old answer.
        lifetime_s: seconds that the token lasted.
        turned_s: seconds from the removal to the first request that was refused; None if none was.
        removal: what was done, in words: ``remove the role viewer from bob``.
        request: the request that was repeated: ``GET /documents``.
    """

    right: Right
    ending: Ending
    lifetime_s: int = 0
    turned_s: float | None = None
    removal: str = ""
    request: str = ""

    def longest_s(self, lifetime_s: float, kept_s: float) -> float:
        """The longest time that the right may keep working; infinite if its removal is never noticed.

        Args:
            lifetime_s: seconds that a token lasts.
            kept_s: seconds that the server keeps an answer.
        """
        match self.ending:
            case Ending.KEPT_ANSWER:
                return min(kept_s, lifetime_s)
            case Ending.EXPIRY:
                return lifetime_s
            case Ending.NEVER:
                return math.inf
        return 0.0

    @property
    def text(self) -> str:
        """The window in a few characters: at most: ``0``, ``30 s``, ``30 min``, ``no end``; a dash if there is none."""
        match self.ending:
            case Ending.AT_ONCE:
                return "0"
            case Ending.KEPT_ANSWER:
                return duration(self.turned_s or 0)
            case Ending.EXPIRY:
                return duration(self.lifetime_s)
            case Ending.NEVER:
                return "no end"
        return "–"

    @property
    def why(self) -> str:
        """The reason in one or two sentences, with what was measured."""
        return " ".join(filter(None, (self._reason, self.evidence)))

    @property
    def evidence(self) -> str:
        """What was done to measure it; empty if nothing could be done."""
        if not self.removal:
            return ""
        if self.ending in (Ending.NEVER, Ending.NOT_GRANTED):
            return f"Tried with: {self.removal}, then {self.request}."
        return f"Measured: {self.removal}, then {self.request} with the old token."

    @property
    def _reason(self) -> str:
        what = self.right.removed
        match self.ending:
            case Ending.AT_ONCE:
                return f"The server asks on each request: {what} counts with the next one."
            case Ending.KEPT_ANSWER:
                return f"The server keeps answers of the directory: {what} was noticed after {self._turned}."
            case Ending.EXPIRY:
                return f"The server believes the token: {what} is not noticed until exp, {self._turned} later."
            case Ending.NEVER:
                return f"The design lets the user in without it: {what} is never noticed, not even with a new token."
            case Ending.NOT_GRANTED:
                return f"The design gives no access by it, so {what} changes nothing."
        return f"In this world {what} changes no answer, so it was not measured."

    @property
    def _turned(self) -> str:
        return duration(self.turned_s if self.turned_s is not None else self.lifetime_s)


@dataclass(frozen=True, slots=True)
class StaleWindows:
    """The windows of one design.

    Attributes:
        design: its id.
        windows: one for each kind of right, in their order.
    """

    design: str
    windows: tuple[StaleWindow, ...]

    def of(self, right: Right) -> StaleWindow:
        """The window of this kind of right."""
        return next((each for each in self.windows if each.right is right), StaleWindow(right, Ending.NOT_MEASURED))


@dataclass(frozen=True, slots=True)
class StaleWindowsQuestion:
    """Which designs to measure.

    Attributes:
        designs: their ids; all if empty.
        revocation: whether the server checks the deny-list; None for as the running server does.
        rights: which kinds of right.
        users: usernames of those who may lose rights; all if empty.
    """

    designs: tuple[str, ...] = ()
    revocation: bool | None = None
    rights: tuple[Right, ...] = tuple(Right)
    users: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers to one request while a right was removed.

    Attributes:
        allowed_before: whether the token was accepted while the user still had the right.
        allowed_with_new_token: whether a user who logged in after the removal was accepted.
        turned_s: seconds from the removal to the first refusal of the old token; None if there was none.
        lifetime_s: seconds that the token lasted.
    """

    allowed_before: bool
    allowed_with_new_token: bool = True
    turned_s: float | None = None
    lifetime_s: int = 0

    @property
    def was_decisive(self) -> bool:
        """Whether the removal changed the answer."""
        return self.allowed_before and not self.allowed_with_new_token

    def ending(self, *, counts: bool) -> Ending:
        """What ended the old answer.

        Args:
            counts: whether the removal changed the answer under the reference: then a design that goes on accepting
                the user does not notice it, and one that accepted nothing gives no access by such a right.
        """
        if not self.was_decisive:
            if not counts:
                return Ending.NOT_MEASURED
            return Ending.NEVER if self.allowed_before else Ending.NOT_GRANTED
        if self.turned_s == 0:
            return Ending.AT_ONCE
        if self.turned_s is None or self.turned_s >= self.lifetime_s:
            return Ending.EXPIRY
        return Ending.KEPT_ANSWER


_TELLING = (Ending.KEPT_ANSWER, Ending.EXPIRY, Ending.AT_ONCE, Ending.NEVER, Ending.NOT_GRANTED, Ending.NOT_MEASURED)
SETTLED = frozenset((Ending.KEPT_ANSWER, Ending.EXPIRY, Ending.AT_ONCE))
"""The endings that were seen, so that no other removal needs to be tried."""


def most_telling(windows: Iterable[StaleWindow]) -> StaleWindow:
    """Of the results of several removals the one that says most; of several that were seen, the longest."""
    return min(windows, key=lambda each: _TELLING.index(each.ending))
