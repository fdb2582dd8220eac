"""The log of decisions that ``/debug/decisions/{request_id}`` reads from."""

from collections import OrderedDict
from collections.abc import Iterator
from threading import Lock

from demo_server.decision import Decision


class DecisionLog:
    """Keeps the newest decisions, by request id. Safe to use from several threads."""

    def __init__(self, capacity: int = 10_000) -> None:
        self.capacity = capacity
        self._decisions: OrderedDict[str, Decision] = OrderedDict()
        self._lock = Lock()

    def add(self, decision: Decision) -> None:
        """Keep *decision*, and drop the oldest one if there are more than `capacity`."""
        with self._lock:
            self._decisions[decision.request_id] = decision
            if len(self._decisions) > self.capacity:
                self._decisions.popitem(last=False)

    def get(self, request_id: str) -> Decision | None:
        """Return the decision on that request, or None if it was never recorded or has been dropped."""
        return self._decisions.get(request_id)

    def __len__(self) -> int:
        return len(self._decisions)

    def __iter__(self) -> Iterator[Decision]:
        """Iterate over a copy of the log, oldest first."""
        with self._lock:
            return iter(list(self._decisions.values()))
