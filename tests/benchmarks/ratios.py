"""``python -m tests.benchmarks.ratios``: seconds, and how they are to those of bare requests in the same run.

Seconds are those of the machine; the ratio can be compared between machines.
"""

import os
from collections.abc import Callable
from time import perf_counter

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from tests.benchmarks import keystroke
from tests.benchmarks.ten_designs import CELLS, OpenWindow, compare_all, send_bare_requests
from workbench.services.http_client.client import HttpClient

_ROUNDS = 3
_LIMIT_S = 2.0


def best_of(action: Callable[[], object]) -> float:
    """Seconds of the quickest of a few rounds, after one that does not count."""
    action()
    times = []
    for _ in range(_ROUNDS):
        started = perf_counter()
        action()
        times.append(perf_counter() - started)
    return min(times)


def main() -> None:
    """Measure and print."""
    application = QApplication([])
    application.setApplicationName("Token Workbench")
    client = HttpClient()
    window = OpenWindow()
    try:
        bare = best_of(lambda: send_bare_requests(window.host))
        alone = best_of(lambda: compare_all(window.host, client))
        shown = best_of(window.compare)
    finally:
        window.close()
        client.close()
    print(f"ten designs, ten requests, five users: {CELLS} cells; best of {_ROUNDS}")
    for words, seconds in (("bare requests", bare), ("compared", alone), ("compared in an open window", shown)):
        print(f"  {words:<28}{seconds:6.2f} s {seconds / bare:6.1f} x")
    print(f"  within {_LIMIT_S:g} s with the window open: {'yes' if shown <= _LIMIT_S else 'NO'}")
    keystroke.report()


if __name__ == "__main__":
    main()
