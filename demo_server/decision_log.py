"""The log of decisions that ``/debug/decisions/{request_id}`` reads from."""

from collections import OrderedDict
from collections.abc import Iterator
from sys import getsizeof
from threading import Lock
from typing import Any

from demo_server.decision import Decision

_FIXED_BYTES = 3_000
"""About what a decision takes apart from what a request chooses: checks, numbers, short texts."""


class DecisionLog:
    """Keeps the newest decisions, by request id. Safe to use from several threads.

    Args:
        capacity: how many are kept at most.
        capacity_bytes: how many bytes they take at most, estimated; the newest is kept whatever it takes.
    """

    def __init__(self, capacity: int = 10_000, capacity_bytes: int = 64 * 1024 * 1024) -> None:
        self.capacity = capacity
        self.capacity_bytes = capacity_bytes
        self._decisions: OrderedDict[str, tuple[Decision, int]] = OrderedDict()  # with what each one takes
        self._bytes = 0
        self._lock = Lock()

    def add(self, decision: Decision) -> None:
        """Keep *decision*, and drop the oldest ones while there are too many or they are too large."""
        size = estimated_bytes(decision)
        with self._lock:
            self._bytes += size - self._decisions.pop(decision.request_id, (None, 0))[1]
            self._decisions[decision.request_id] = decision, size
            while len(self._decisions) > 1 and (
                len(self._decisions) > self.capacity or self._bytes > self.capacity_bytes
            ):
                _, (_, dropped) = self._decisions.popitem(last=False)
                self._bytes -= dropped

    def get(self, request_id: str) -> Decision | None:
        """Return the decision on that request, or None if it was never recorded or has been dropped."""
        decision, _ = self._decisions.get(request_id, (None, 0))
        return decision

    def __len__(self) -> int:
        return len(self._decisions)

    def __iter__(self) -> Iterator[Decision]:
        """Iterate over a copy of the log, oldest first."""
        with self._lock:
            return iter([decision for decision, _ in self._decisions.values()])


def estimated_bytes(decision: Decision) -> int:
    """About how much memory a decision takes: what its texts and values take, and a fixed part."""
    size = _FIXED_BYTES + getsizeof(decision.path) + getsizeof(decision.detail) + getsizeof(decision.user)
    size += 0 if decision.filtered is None else getsizeof(decision.filtered.detail)
    for grant in decision.grants:
        size += getsizeof(grant.detail)
        for flip in grant.flip:
            size += getsizeof(flip.sentence) + getsizeof(flip.target) + _value_bytes(flip.value)
    return size


def _value_bytes(value: Any) -> int:
    """What a JSON value takes, with what is inside it; it comes from a token, whose nesting is bounded."""
    size = getsizeof(value)
    if isinstance(value, list):
        size += sum(map(_value_bytes, value))
    elif isinstance(value, dict):
        size += sum(_value_bytes(name) + _value_bytes(each) for name, each in value.items())
    return size
