"""The questions that a request asks outside its token, each counted and timed.

In this program every answer comes from memory. In a real system each of these questions leaves the process: for a
database, a deny-list in a cache, an authorization server. The delay stands for that way.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from enum import StrEnum
from time import perf_counter_ns, sleep  # noqa: TID251  to wait is what the user asked for here
from typing import TypeVar

from demo_server.answer_cache import AnswerCache

Answer = TypeVar("Answer")

MAX_DELAY_MS = 1_000
"""The longest delay of an answer: a request asks several questions, and must end within the client's patience."""


class Asked(StrEnum):
    """Whom a question is for."""

    DIRECTORY = "directory"
    DENY_LIST = "deny-list"
    INTROSPECTION = "introspection"
    VERSION = "version"

    __hash__ = str.__hash__  # that of an Enum is a call of Python code, made for each question of each request


CAN_FAIL = (Asked.DIRECTORY, Asked.DENY_LIST, Asked.INTROSPECTION)
"""Who can fail, each by itself: in a real system they are different servers."""

_ASKED_AT = {each: Asked.DIRECTORY if each is Asked.VERSION else each for each in Asked}
"""Who answers: the permission versions are kept in the directory."""

UNAVAILABLE = frozenset(f"{each.value}.unavailable" for each in CAN_FAIL)
"""The reasons of refusals that are due to a question without an answer."""

RETRY_AFTER_S = 5
"""Seconds after which a client may try again (RFC 9110 section 10.2.3)."""

_NAMES = {Asked.DIRECTORY: "the directory", Asked.DENY_LIST: "the deny-list", Asked.INTROSPECTION: "introspection"}


class UnavailableError(Exception):
    """A question got no answer, and no kept answer may be used in its place.

    Attributes:
        what: who did not answer, one of `CAN_FAIL`.
        reason: one of `UNAVAILABLE`.
    """

    def __init__(self, what: Asked, about: str = "", outdated: str = "") -> None:
        asked = f", which was asked about {about}" if about else ""
        kept = f"; {outdated}" if outdated else ""
        super().__init__(
            f"{_NAMES[_ASKED_AT[what]]} does not answer{asked}{kept}: without an answer the server refuses; "
            f"try again in {RETRY_AFTER_S} s"
        )
        self.what = _ASKED_AT[what]
        self.reason = f"{self.what.value}.unavailable"


@dataclass(frozen=True, slots=True)
class AskedCount:
    """The questions of one kind that a request asked.

    Attributes:
        what: whom they were for.
        count: how many.
        elapsed_us: microseconds until the answers, all together, the delay included.
        cached: whether they were answered from a cache, without leaving the process.
    """

    what: Asked
    count: int
    elapsed_us: float
    cached: bool = False

    def to_json(self) -> dict[str, object]:
        """Return the questions as the HTTP contract shows them."""
        return {
            "what": self.what.value,
            "count": self.count,
            "elapsed_us": round(self.elapsed_us, 1),
            "cached": self.cached,
        }


class Questions:
    """Counts and times the questions of one request.

    Args:
        delay_s: seconds by which each answer is delayed, unless a cache gives it.
        now: seconds since 1970 UTC, by which a cache judges the age of its answers.
        failing: who does not answer, of `CAN_FAIL`, so that only kept answers are left.

    Attributes:
        kept: which kept answers were used since `take_kept` was called, and how old they are.
    """

    def __init__(self, delay_s: float = 0.0, now: float = 0.0, failing: frozenset[Asked] = frozenset()) -> None:
        self._delay_s = delay_s
        self._now = now
        self.kept: list[str] = []
        self.failing = failing
        self._asked: dict[tuple[Asked, bool], AskedCount] = {}

    def ask(
        self,
        what: Asked,
        call: Callable[[], Answer],
        cache: AnswerCache | None = None,
        question: Hashable = None,
        about: str = "",
    ) -> Answer:
        """Return the answer of *call*, counted as one question of the kind *what*.

        Args:
            what: whom it is for.
            call: asks.
            cache: where the answer may already be, and is kept.
            question: what the answer depends on.
            about: the same in words, such as ``the account of bob``.

        Raises:
            UnavailableError: who is asked does not answer, and no answer that was kept is recent enough.
        """
        started = perf_counter_ns()
        kept = None if cache is None else cache.find(question, self._now)
        if kept is not None:
            self._count(what, started, cached=True)
            self.kept.append(f"{about}, {kept.age_s:.0f} s old")
            answer: Answer = kept.answer
            return answer
        if self.failing and _ASKED_AT[what] in self.failing:
            raise UnavailableError(what, about, "" if cache is None else cache.outdated(question, self._now))
        if self._delay_s:
            sleep(self._delay_s)
        answer = call()
        if cache is not None:
            cache.keep(question, answer, self._now)
        self._count(what, started, cached=False)
        return answer

    def require(self, what: Asked) -> None:
        """Make sure that something can be written where questions of the kind *what* are answered.

        Raises:
            UnavailableError: nobody answers there.
        """
        if _ASKED_AT[what] in self.failing:
            raise UnavailableError(what)

    def take_kept(self) -> str:
        """Return in words which kept answers were used since the last call, and how old they are; empty if none was."""
        if not self.kept:
            return ""
        words = f"kept answer{'s' * (len(self.kept) > 1)}: {'; '.join(self.kept)}"
        self.kept.clear()
        return words

    def count(self, what: Asked) -> int:
        """Return how many questions of the kind *what* were answered so far, by a cache or not."""
        return sum(each.count for (kind, _), each in self._asked.items() if kind is what)

    @property
    def asked(self) -> tuple[AskedCount, ...]:
        """What was asked so far, in the order of the first question of each kind; what a cache answered is apart."""
        return tuple(self._asked.values())

    def _count(self, what: Asked, started: int, *, cached: bool) -> None:
        elapsed_us = (perf_counter_ns() - started) / 1000
        before = self._asked.get((what, cached))
        if before is not None:
            elapsed_us += before.elapsed_us
        self._asked[what, cached] = AskedCount(what, 1 if before is None else before.count + 1, elapsed_us, cached)
