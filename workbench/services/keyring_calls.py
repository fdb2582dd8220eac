"""Calls of a keyring, each with a time-out: a keyring may wait for the user, or for ever."""

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from threading import Lock, Thread
from typing import Any, TypeVar

from workbench.core.errors import KeyringTimeoutError

_T = TypeVar("_T")


class KeyringCalls:
    """Makes calls one after the other in one thread, which is there only while there are calls.

    A call that takes too long is given up, not ended: no keyring can be told to stop. It goes on in its thread, which
    does not keep the program from ending, and later calls wait behind it, so that no two of them ever overlap.
    """

    def __init__(self, timeout_s: float) -> None:
        """Give up waiting for a call after *timeout_s* seconds."""
        self._timeout_s = timeout_s
        self._waiting: deque[Callable[[], None]] = deque()
        self._lock = Lock()
        self._running = False
        self._closed = False
        self._unanswered: set[Future[Any]] = set()

    def close(self) -> None:
        """Let everybody who waits go at once, and make no further call: the program ends."""
        with self._lock:
            self._closed = True
            unanswered = tuple(self._unanswered)
        for future in unanswered:
            with suppress(InvalidStateError):  # it has just been answered
                future.set_exception(_given_up())

    def call(self, function: Callable[[], _T]) -> _T:
        """The result of *function*, or what it raises.

        Raises:
            KeyringTimeoutError: it did not end in time (if it had not begun, it is not made any more), or the program
                ends.
        """
        future: Future[_T] = Future()
        with self._lock:
            if self._closed:
                raise _given_up()
            self._unanswered.add(future)
            self._waiting.append(lambda: _fulfil(future, function))
            if not self._running:
                self._running = True
                Thread(target=self._work, name="keyring", daemon=True).start()
        try:
            return future.result(self._timeout_s)
        except TimeoutError:
            if future.done():  # the keyring's own
                raise
            future.cancel()
            raise KeyringTimeoutError(f"The keyring did not answer within {self._timeout_s:g} s.") from None
        finally:
            with self._lock:
                self._unanswered.discard(future)

    def _work(self) -> None:
        while True:
            with self._lock:
                if not self._waiting:
                    self._running = False
                    return
                job = self._waiting.popleft()
            job()


def _fulfil(future: "Future[_T]", function: Callable[[], _T]) -> None:
    if future.done() or not future.set_running_or_notify_cancel():
        return
    with suppress(InvalidStateError):  # given up while it ran
        try:
            result = function()
        except BaseException as error:  # noqa: BLE001  it is the caller's to handle, whatever it is
            future.set_exception(error)
        else:
            future.set_result(result)


def _given_up() -> KeyringTimeoutError:
    return KeyringTimeoutError("The keyring had not answered when the program ended.")
