"""Errors that nobody foresaw while the window is open: a log file and a notice, and the program goes on."""

import logging
import sys
import threading
from types import TracebackType

from PySide6.QtCore import QObject, Signal

from workbench.core.text.wording import capitalized
from workbench.presenters.status import Status, StatusLevel
from workbench.services.crash_log import write_crash_log

log = logging.getLogger(__name__)

_MOST_LOGS = 20


class Defects(QObject):
    """Reports errors that were raised in slots, event handlers and threads, which would print their tracebacks.

    The same error at the same place is reported once: one in a paint event comes many times a second.

    Signals:
        reported(Status): what happened, and where its log is.
    """

    reported = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._seen: set[tuple[str, str, int]] = set()

    def catch(self) -> None:
        """Take what is raised from now on."""
        sys.excepthook = self._on_error
        threading.excepthook = self._on_error_in_thread

    def _on_error_in_thread(self, found: threading.ExceptHookArgs) -> None:
        if found.exc_value is not None:
            self._on_error(found.exc_type, found.exc_value, found.exc_traceback)

    def _on_error(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if not issubclass(kind, Exception):
            sys.__excepthook__(kind, error, trace)
            return
        place = (kind.__name__, *_place(trace))
        if place in self._seen or len(self._seen) >= _MOST_LOGS:
            return
        self._seen.add(place)
        sentence = write_crash_log(error.with_traceback(trace))
        log.error("%s", sentence)
        text = f"{capitalized(sentence)} The program goes on; save your session."
        self.reported.emit(Status(text, StatusLevel.ERROR))


def _place(trace: TracebackType | None) -> tuple[str, int]:
    """File and line where it was raised."""
    if trace is None:
        return "", 0
    while trace.tb_next is not None:
        trace = trace.tb_next
    return trace.tb_frame.f_code.co_filename, trace.tb_lineno
