"""Answers that are kept for some seconds, so that the same question does not leave the process again."""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Any

_MOST_ANSWERS = 10_000


class AnswerCache:
    """The newest answers, each with the moment at which it came. Safe to use from several threads.

    Args:
        kept_s: seconds for which an answer is used.
    """

    def __init__(self, kept_s: float) -> None:
        self._kept_s = kept_s
        self._lock = Lock()
        self._answers: OrderedDict[Hashable, tuple[float, Any]] = OrderedDict()

    def find(self, question: Hashable, now: float) -> tuple[Any] | None:
        """Return the kept answer in a tuple of one, or None if no answer is recent enough.

        An answer from the future, seen from *now*, is not used either: the clock was moved back.
        """
        with self._lock:
            kept = self._answers.get(question)
        if kept is None or not 0 <= now - kept[0] < self._kept_s:
            return None
        return (kept[1],)

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
