"""Answers that are kept for some seconds, so that the same question does not leave the process again."""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Any, NamedTuple

_MOST_ANSWERS = 10_000


class Kept(NamedTuple):
    """An answer that was kept.

    Attributes:
        answer: what it was.
        age_s: seconds since it came.
    """

    answer: Any
    age_s: float


class AnswerCache:
    """The newest answers, each with the moment at which it came. Safe to use from several threads.

    Args:
        kept_s: seconds for which an answer is used.
    """

    def __init__(self, kept_s: float) -> None:
        self._kept_s = kept_s
        self._lock = Lock()
        self._answers: OrderedDict[Hashable, tuple[float, Any]] = OrderedDict()

    def find(self, question: Hashable, now: float) -> Kept | None:
        """Return the kept answer, or None if no answer is recent enough.

        An answer from the future, seen from *now*, is not used either: the clock was moved back.
        """
        kept = self._find(question, now)
        return kept if kept is not None and 0 <= kept.age_s < self._kept_s else None

    def outdated(self, question: Hashable, now: float) -> str:
        """Say why the answer that was kept is not used any more; empty if no answer was kept."""
        kept = self._find(question, now)
        if kept is None or not self._kept_s:
            return ""
        if kept.age_s < 0:
            return "the kept answer is from the future, because the clock was moved back, and is not used"
        return (
            f"the kept answer is {kept.age_s:.0f} s old and is not used: this design keeps an answer for "
            f"{self._kept_s:g} s"
        )

    def _find(self, question: Hashable, now: float) -> Kept | None:
        with self._lock:
            kept = self._answers.get(question)
        return None if kept is None else Kept(kept[1], now - kept[0])

    def keep(self, question: Hashable, answer: Any, now: float) -> None:
        """Keep the answer that came at the moment *now*, seconds since 1970 UTC."""
        with self._lock:
            self._answers[question] = now, answer
            self._answers.move_to_end(question)
            if len(self._answers) > _MOST_ANSWERS:
                self._answers.popitem(last=False)

    def clear(self) -> None:
        """Forget all answers."""
        with self._lock:
            self._answers.clear()
