"""``python -m tests.benchmarks.many_keys``: how long the Keys page with 500 keys takes to open.

Measured from the moment at which the keyring has answered: the keys reach every part of the window, and the page is
painted. Beside it a bare table of as many rows and columns, and the window with one key; the ratios can be compared
between machines.
"""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QLineEdit, QTableView

from tests.keyrings import MemoryKeyring
from tests.screenshots import wait_until
from tests.window_driver import WindowDriver
from workbench.app import build
from workbench.core.keys.signing_key import generate
from workbench.services.key_storage.store import KeyringStore

KEYS = 500
_COLUMNS = 8
_ROUNDS = 5
_LIMIT_S = 0.3


def best_of(action: Callable[[], float]) -> float:
    """Seconds of the quickest of a few rounds, after one that does not count."""
    action()
    return min(action() for _ in range(_ROUNDS))


def open_bare_table() -> float:
    """Seconds that Qt itself takes to show such a table."""
    started = perf_counter()
    model = QStandardItemModel()
    for row in range(KEYS):
        model.appendRow([QStandardItem(f"{row} {column}") for column in range(_COLUMNS)])
    table = QTableView()
    table.setModel(model)
    table.resize(1000, 600)
    table.show()
    table.repaint()
    elapsed = perf_counter() - started
    table.close()
    return elapsed


class OpenedWindow:
    """The whole window on a keyring with some keys."""

    def __init__(self, number: int) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self.backend = MemoryKeyring()
        KeyringStore(self.backend).save(*(generate("ES256", f"key {count}", now=count) for count in range(number)))
        self._workbench = build(Path(self._folder.name), self.backend)
        self._workbench.window.show()
        self._driver = WindowDriver(self._workbench.window, wait_until)
        self._driver.wait_for_server()
        self._answer = KeyringStore(self.backend).load()

    def open_page(self) -> float:
        """Seconds from the keyring's answer to the painted page."""
        self._driver.open_page("Bench")
        QCoreApplication.processEvents()
        started = perf_counter()
        self._workbench.shared.keys._set_keys(())  # so that nothing of the last round is left
        self._workbench.shared.keys._on_news(self._answer)
        self._driver.open_page("Keys")
        self._workbench.window.repaint()
        elapsed = perf_counter() - started
        wait_until(lambda: self._workbench.shared.background.waiting == 0)
        return elapsed

    def look_through(self) -> float:
        """Seconds from a letter in the filter to the painted rows, on the page as it is open."""
        self._driver.open_page("Keys")
        field = self._driver.find(QLineEdit, "keys.filter")
        field.clear()
        QCoreApplication.processEvents()
        started = perf_counter()
        field.setText("9")
        self._workbench.window.repaint()
        return perf_counter() - started

    def sort(self) -> float:
        """Seconds from a click on the head of the names to the painted rows."""
        table = self._driver.find(QTableView, "keys.table")
        table.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        QCoreApplication.processEvents()
        started = perf_counter()
        table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
        self._workbench.window.repaint()
        return perf_counter() - started

    def repaint(self) -> float:
        """Seconds of painting the table once more; no keyring may be asked for that."""
        calls = self.backend.calls
        started = perf_counter()
        self._driver.find(QTableView, "keys.table").viewport().repaint()
        elapsed = perf_counter() - started
        if self.backend.calls != calls:
            raise RuntimeError("the keyring was read for a repaint")
        return elapsed

    def close(self) -> None:
        """End the program."""
        self._workbench.close()
        self._folder.cleanup()


def main() -> None:
    """Measure and print."""
    application = QApplication([])
    application.setApplicationName("Token Workbench")
    bare = best_of(open_bare_table)
    seconds: dict[int, float] = {}
    further: dict[str, float] = {}
    for number in (1, KEYS):
        window = OpenedWindow(number)
        try:
            seconds[number] = best_of(window.open_page)
            if number == KEYS:
                further = {
                    "a letter in the filter": best_of(window.look_through),
                    "sorting by name": best_of(window.sort),
                    "painting the table": best_of(window.repaint),
                }
        finally:
            window.close()
    print(f"the Keys page, from the keyring's answer on; best of {_ROUNDS}")
    print(f"  bare table of {KEYS} rows    {bare * 1000:7.1f} ms    1.0 x")
    for number, elapsed in seconds.items():
        print(f"  with {number + 1:3} keys             {elapsed * 1000:7.1f} ms {elapsed / bare:6.1f} x")
    for words, elapsed in further.items():
        print(f"  {words:22}    {elapsed * 1000:7.1f} ms {elapsed / bare:6.1f} x")
    print(f"  within {_LIMIT_S * 1000:g} ms: {'yes' if seconds[KEYS] <= _LIMIT_S else 'NO'}")


if __name__ == "__main__":
    main()
