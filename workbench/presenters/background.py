"""Runs blocking calls (HTTP, keyring, key generation) off the GUI thread."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QDeadlineTimer, QObject, Signal, Slot

from workbench.core.errors import WorkbenchError
from workbench.core.text.wording import capitalized

if TYPE_CHECKING:
    from workbench.core.experiment import ShowProgress

Result = TypeVar("Result")
OnFailure = Callable[[WorkbenchError], None]
LogDefect = Callable[[BaseException], str]
_Callbacks = tuple[Callable[[object], None], OnFailure]


def _attempt(call: Callable[[], object], log_defect: LogDefect) -> tuple[object, WorkbenchError | None]:
    """Call; return an error without its frames, which would keep Qt objects in a cycle."""
    try:
        return call(), None
    except WorkbenchError as error:
        return None, error.with_traceback(None)
    except Exception as error:  # noqa: BLE001  a defect: its log keeps the traceback
        return None, WorkbenchError(capitalized(log_defect(error)))


class Background(QObject):
    """Runs each call in a thread of its own; the callbacks run on the GUI thread, and never after `close`.

    The threads are Python's, not those of Qt's pool: a pool's thread that asks for its name, as logging and joining
    do, stays listed in ``threading`` after it has ended.
    """

    _answered = Signal(object, object, object)
    _reported = Signal(object, int, int)

    def __init__(self, log_defect: LogDefect) -> None:
        """Make a runner; *log_defect* keeps an error that nobody foresaw, and says where in one sentence."""
        super().__init__()
        self._log_defect = log_defect
        self._threads: set[threading.Thread] = set()
        self._tickets = itertools.count()
        self._callbacks: dict[int, _Callbacks] = {}
        self._closed = threading.Event()
        self._listeners: dict[int, ShowProgress] = {}
        self._answered.connect(self._deliver)
        self._reported.connect(self._pass_on)

    @property
    def waiting(self) -> int:
        """How many calls have not returned yet."""
        return len(self._callbacks)

    def run(self, call: Callable[[], Result], on_success: Callable[[Result], None], on_failure: OnFailure) -> None:
        """Pass the result of *call* to *on_success*, or a WorkbenchError to *on_failure*."""
        self._begin(next(self._tickets), call, on_success, on_failure)

    def run_reporting(
        self,
        call: Callable[[ShowProgress], Result],
        on_progress: ShowProgress,
        on_success: Callable[[Result], None],
        on_failure: OnFailure,
    ) -> None:
        """Do as `run`, and pass on to *on_progress* what the call reports: the steps done and the steps expected."""
        ticket = next(self._tickets)
        self._listeners[ticket] = on_progress
        self._begin(ticket, partial(call, partial(self._report, ticket)), on_success, on_failure)

    def _begin(
        self, ticket: int, call: Callable[[], Result], on_success: Callable[[Result], None], on_failure: OnFailure
    ) -> None:
        if self._closed.is_set():
            return
        # The thread never refers to the callbacks: they belong to QObjects of the GUI thread.
        self._callbacks[ticket] = (on_success, on_failure)  # type: ignore[assignment]  # the ticket keeps them paired
        # A daemon: a call that cannot be stopped must not keep the program running.
        thread = threading.Thread(target=self._finish, args=(ticket, call), name="background", daemon=True)
        self._threads = {each for each in self._threads if each.is_alive()} | {thread}
        thread.start()

    def _finish(self, ticket: int, call: Callable[[], object]) -> None:
        result, error = _attempt(call, self._log_defect)
        if not self._closed.is_set():
            self._answered.emit(ticket, result, error)

    def _report(self, ticket: int, done: int, expected: int) -> None:
        if not self._closed.is_set():
            self._reported.emit(ticket, done, expected)

    @Slot(object, int, int)
    def _pass_on(self, ticket: int, done: int, expected: int) -> None:
        listener = self._listeners.get(ticket)
        if listener is not None:
            listener(done, expected)

    @Slot(object, object, object)
    def _deliver(self, ticket: int, result: object, error: WorkbenchError | None) -> None:
        self._listeners.pop(ticket, None)
        callbacks = self._callbacks.pop(ticket, None)
        if callbacks is None:
            return
        on_success, on_failure = callbacks
        if error is None:
            on_success(result)
        else:
            on_failure(error)

    def close(self, timeout_ms: int) -> bool:
        """Drop all pending calls and wait for their threads; False if one still runs after *timeout_ms*."""
        self._closed.set()
        self._callbacks.clear()
        self._listeners.clear()
        deadline = QDeadlineTimer(timeout_ms)
        for thread in self._threads:
            thread.join(max(0, deadline.remainingTime()) / 1000)
        return not any(thread.is_alive() for thread in self._threads)
