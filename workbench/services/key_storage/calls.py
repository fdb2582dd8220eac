"""Operations with a keyring, each with one time-out for all of its calls: a keyring may wait for the user, or for ever.

An operation, such as saving a key, is a number of calls. The limit is the operation's: 500 keys in a keyring that does
not answer are given up once, not 500 times. A keyring that answers steadily is not given up, however many keys it
holds: each answer adds the time that a call may take.
"""

import threading
from collections.abc import Callable
from concurrent.futures import Future, InvalidStateError, wait
from contextlib import suppress
from time import monotonic
from typing import Any, TypeVar

from workbench.core.errors import KeyringTimeoutError

PACE_S = 0.25
"""Seconds that a call may take without using up the patience that there is for the whole operation."""

_POLL_S = 0.02

_T = TypeVar("_T")


class _Operation:
    """An operation under way.

    Attributes:
        outcome: what it returned or raised.
        over: it has ended or was given up, and the next one may begin.
        given_up: nothing waits for it any more.
        answered: how many of its calls have ended.
        obstacle: what it waits for, if that is not the keyring.
    """

    def __init__(self) -> None:
        self.outcome: Future[Any] = Future()
        self.over = threading.Event()
        self.given_up = threading.Event()
        self.answered = 0
        self.obstacle = ""


class KeyringCalls:
    """Runs operations one after the other, in the order in which they are asked for, each in a thread of its own.

    An operation that takes too long is given up. Its call under way is not ended, for a keyring cannot be stopped:
    it goes on in its thread, which does not keep the program from ending, and no call of that operation follows it.
    Later operations do not wait for it, so that the keyring can be tried again immediately.
    """

    def __init__(self, timeout_s: float) -> None:
        """Give up an operation after *timeout_s* seconds, and `PACE_S` more for each answer that it had."""
        self._timeout_s = timeout_s
        self._lock = threading.Lock()
        self._last = _Operation()
        self._last.over.set()
        self._unfinished: set[_Operation] = set()
        self._closed = False
        self._current = threading.local()

    def close(self) -> None:
        """End all waiting immediately, and make no further call: the program ends."""
        with self._lock:
            self._closed = True
            unfinished = tuple(self._unfinished)
        for operation in unfinished:
            operation.given_up.set()
            operation.over.set()
            with suppress(InvalidStateError):  # it has just ended
                operation.outcome.set_exception(_ended())

    def run(self, function: Callable[[], _T]) -> _T:
        """The result of *function*, which makes its calls with `call`, or what it raises.

        Raises:
            KeyringTimeoutError: it did not end in time, or the program ends. Whether its last call took effect shows
                only when the keyring is read again.
        """
        operation = _Operation()
        with self._lock:
            if self._closed:
                raise _ended()
            self._unfinished.add(operation)
            before, self._last = self._last, operation
        try:
            before.over.wait()  # which has a limit of its own
            if not operation.given_up.is_set():
                thread = threading.Thread(target=self._work, args=(operation, function), name="keyring", daemon=True)
                thread.start()
            self._wait_for(operation)
            result: _T = operation.outcome.result(0)
            return result
        finally:
            operation.over.set()
            with self._lock:
                self._unfinished.discard(operation)

    def call(self, function: Callable[[], _T]) -> _T:
        """Make one call of the keyring; only within the function that `run` runs.

        Raises:
            KeyringTimeoutError: the operation was given up.
        """
        operation: _Operation = self._current.operation
        if operation.given_up.is_set():
            raise _ended()
        try:
            return function()
        finally:
            operation.answered += 1

    def wait_until(self, condition: Callable[[], bool], obstacle: str) -> None:
        """Ask *condition* again and again until it holds; only within the function that `run` runs.

        Args:
            condition: does not block.
            obstacle: a sentence on what is in the way, for the error if it stays there too long.

        Raises:
            KeyringTimeoutError: the operation was given up.
        """
        operation: _Operation = self._current.operation
        operation.obstacle = obstacle
        while not condition():
            if operation.given_up.wait(_POLL_S):
                raise _ended()
        operation.obstacle = ""

    def _work(self, operation: _Operation, function: Callable[[], object]) -> None:
        self._current.operation = operation
        with suppress(InvalidStateError):  # the program ends
            try:
                result = function()
            except BaseException as error:  # noqa: BLE001  it is the caller's to handle, whatever it is
                operation.outcome.set_exception(error)
            else:
                operation.outcome.set_result(result)

    def _wait_for(self, operation: _Operation) -> None:
        started = monotonic()
        while not operation.outcome.done():
            left = started + self._timeout_s + PACE_S * operation.answered - monotonic()
            if left <= 0:
                operation.given_up.set()
                if operation.obstacle:
                    raise KeyringTimeoutError(operation.obstacle, hint="Close it or wait for it, then try again.")
                raise KeyringTimeoutError(f"The keyring did not answer within {self._timeout_s:g} s.")
            wait([operation.outcome], left)


def _ended() -> KeyringTimeoutError:
    return KeyringTimeoutError("The keyring had not answered when it was given up.")
