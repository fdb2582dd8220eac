"""What ``tests.benchmarks.start`` measures, each in a process of its own: the program, and an empty PySide6 window.

Both print a line at each moment, with the clock that all processes share and the processor's seconds. Imports are few,
since they are measured too.
"""

from __future__ import annotations

import builtins
import sys
from time import perf_counter, process_time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

PAINTED, READY = "painted", "ready"
_LONGEST_S = 60
_LOOK_MS = 2

# What is looked at on the bench: each of these must have been painted.
_BENCH = ("login.username", "claims.views", "replay.run", "sign.key")


def main() -> None:
    """Open the window that the first argument names; any others are for ``python -m workbench``."""
    if sys.argv[1] == "empty":
        _open_empty_window()
    else:
        _open_workbench(sys.argv[2:])


def _report(moment: str) -> None:
    print(moment, perf_counter(), process_time(), flush=True)
    print(f"# {moment}", file=sys.stderr, flush=True)  # between the lines of -X importtime


def _open_empty_window() -> None:
    from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow

    application = QApplication([])
    window = QMainWindow()
    field = QLineEdit()
    window.setCentralWidget(field)
    window.show()
    field.setFocus()
    _wait_for_keys(application, [field], field)
    _report(PAINTED)


def _open_workbench(arguments: list[str]) -> None:
    """Run the program as its users do, but for the event loop, which watches the window and then closes it."""
    importing = builtins.__import__
    from PySide6.QtWidgets import QApplication

    builtins.__import__ = importing  # as the program itself does around its import of Qt
    from workbench.__main__ import main as run

    def watch(_application: QApplication | None = None) -> int:
        _watch()
        return 0

    QApplication.exec = watch
    sys.exit(run(arguments))


def _watch() -> None:
    from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QComboBox, QLabel, QLineEdit, QMainWindow, QWidget

    application = QApplication.instance()
    window = next(each for each in application.topLevelWidgets() if isinstance(each, QMainWindow) and each.isVisible())
    parts = [part for part in (window.findChild(QWidget, name) for name in _BENCH) if part.isVisible()]
    parts = [each.viewport() if isinstance(each, QAbstractScrollArea) else each for each in parts]
    field = window.findChild(QLineEdit, "login.username")
    _wait_for_keys(application, parts, field)
    _report(PAINTED)
    address, keys = window.findChild(QLabel, "server.status"), window.findChild(QComboBox, "sign.key")
    _wait(lambda: address.text().startswith("127.0.0.1:") and keys.count() > 0)
    _ask(address.text().split()[0])
    _report(READY)
    window.close()


def _wait_for_keys(application: QApplication, parts: Sequence[QWidget], field: QLineEdit) -> None:
    """Let the window work until each of *parts* was painted, and *field* has taken a key from the keyboard."""
    from PySide6.QtCore import QEvent, QObject, Qt
    from PySide6.QtGui import QKeyEvent

    class Eye(QObject):
        def eventFilter(self, part: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                waited.discard(part)
            return False

    waited, eye = set(parts), Eye()
    for part in parts:
        part.installEventFilter(eye)
    _wait(lambda: not waited)
    typed: list[str] = []
    field.textEdited.connect(typed.append)
    key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Q, Qt.KeyboardModifier.NoModifier, "q")
    application.postEvent(application.focusWidget(), key)
    _wait(lambda: bool(typed))
    for part in parts:
        part.removeEventFilter(eye)


def _wait(condition: Callable[[], bool]) -> None:
    """Let the window work; in a loop of its own, since ``processEvents`` keeps Python's lock while it waits."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop, timer = QEventLoop(), QTimer()
    until = perf_counter() + _LONGEST_S
    timer.setInterval(_LOOK_MS)
    timer.timeout.connect(lambda: (condition() or perf_counter() > until) and loop.quit())
    timer.start()
    loop.exec()
    assert condition(), "the window did not get ready"


def _ask(address: str) -> None:
    """Send a request to the server and read its answer."""
    import socket

    host, _, port = address.partition(":")
    with socket.create_connection((host, int(port)), timeout=5) as peer:
        peer.sendall(f"GET /healthz HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n".encode())
        assert peer.recv(4096).startswith(b"HTTP/1.1 200")


if __name__ == "__main__":
    main()
