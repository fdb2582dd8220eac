"""Runs blocking calls (HTTP, keyring, key generation) off the GUI thread."""

import itertools
import logging
import threading
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, QThreadPool, Signal, Slot

from workbench.core.errors import WorkbenchError

log = logging.getLogger(__name__)

Result = TypeVar("Result")
OnFailure = Callable[[WorkbenchError], None]
_Callbacks = tuple[Callable[[object], None], OnFailure]

# Enough for a replay, a keyring that waits for its prompt, and a key being made, side by side.
_THREADS = 4


def _attempt(call: Callable[[], object]) -> tuple[object, WorkbenchError | None]:
    """Call; hand an error on without its frames, which would hold Qt objects in a cycle."""
    try:
        return call(), None
    except WorkbenchError as error:
        return None, error.with_traceback(None)
    except Exception as error:
        log.exception("background call failed")
        return None, WorkbenchError(f"Internal error: {type(error).__name__}.", hint="The log holds the details.")


class Background(QObject):
    """Runs calls on a pool of threads; the callbacks run on the GUI thread, and never after `close`."""

    _answered = Signal(object, object, object)

    def __init__(self) -> None:
        super().__init__()
        self._pool = QThreadPool()
        self._pool.setMaxThreadCount(_THREADS)
        self._tickets = itertools.count()
        self._callbacks: dict[int, _Callbacks] = {}
        self._closed = threading.Event()
        self._answered.connect(self._deliver)

    @property
    def waiting(self) -> int:
        """How many calls have not been answered yet."""
        return len(self._callbacks)

    def run(self, call: Callable[[], Result], on_success: Callable[[Result], None], on_failure: OnFailure) -> None:
        """Pass the result of *call* to *on_success*, or a WorkbenchError to *on_failure*."""
        if self._closed.is_set():
            return
        ticket = next(self._tickets)
        # The pool's thread never holds the callbacks: they belong to QObjects of the GUI thread.
        self._callbacks[ticket] = (on_success, on_failure)  # type: ignore[assignment]  # the ticket keeps them paired
        self._pool.start(lambda: self._finish(ticket, call))

    def _finish(self, ticket: int, call: Callable[[], object]) -> None:
        result, error = _attempt(call)
        if not self._closed.is_set():
            self._answered.emit(ticket, result, error)

    @Slot(object, object, object)
    def _deliver(self, ticket: int, result: object, error: WorkbenchError | None) -> None:
        callbacks = self._callbacks.pop(ticket, None)
        if callbacks is None:
            return
        on_success, on_failure = callbacks
        if error is None:
            on_success(result)
        else:
            on_failure(error)

    def close(self, timeout_ms: int) -> bool:
        """Drop what has not been answered and wait for the threads; False if one still runs after *timeout_ms*."""
        self._closed.set()
        self._callbacks.clear()
        self._pool.clear()
        return self._pool.waitForDone(timeout_ms)
