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
    """

    def __init__(self, delay_s: float = 0.0, now: float = 0.0) -> None:
        self._delay_s = delay_s
        self._now = now
        self._asked: dict[tuple[Asked, bool], AskedCount] = {}

    def ask(
        self,
        what: Asked,
        call: Callable[[], Answer],
        cache: AnswerCache | None = None,
        question: Hashable = None,
    ) -> Answer:
        """Return the answer of *call*, counted as one question of the kind *what*.

        Args:
            what: whom it is for.
            call: asks.
            cache: where the answer may already be, and is kept.
            question: what the answer depends on.
        """
        started = perf_counter_ns()
        kept = None if cache is None else cache.find(question, self._now)
        if kept is not None:
            self._count(what, started, cached=True)
            answer: Answer = kept[0]
            return answer
        if self._delay_s:
            sleep(self._delay_s)
        answer = call()
        if cache is not None:
            cache.keep(question, answer, self._now)
        self._count(what, started, cached=False)
        return answer

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
