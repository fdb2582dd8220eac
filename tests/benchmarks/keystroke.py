"""What is measured: a key typed into the token, from the key to the last widget painted, in the whole window.

``python -m tests.benchmarks.keystroke`` prints it alone; ``tests.benchmarks.ratios`` prints it with the rest.
"""

import os
import statistics
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, thread_time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from tests.keyrings import MemoryKeyring
from tests.screenshots import wait_until
from tests.window_driver import WindowDriver
from workbench.app import build
from workbench.core.claims.claim_set import ClaimSet
from workbench.core.lint.tokens import Subject, lint
from workbench.core.token.compact import read
from workbench.core.verification.claims_verdict import claims_verdict
from workbench.core.verification.ring_verdict import signature_verdict
from workbench.presenters.token.editor_state import changes_since

LIMITS_MS = {"usual": 16.0, "200 KiB": 100.0}
_LARGE = 200 * 1024
_KEYS = "123456789"
_ROUNDS = 3

Times = tuple[float, float]
"""Milliseconds that went by, and those of them that this thread worked."""


@dataclass(frozen=True)
class Figure:
    """Milliseconds of something that was done several times.

    Attributes:
        name: what was done.
        median_ms: as a user feels it.
        worst_ms: the same, of the slowest time.
        busy_ms: median of what the processor worked on it: what is left of the time when nobody else uses the machine.
    """

    name: str
    median_ms: float
    worst_ms: float
    busy_ms: float


class TypingWindow:
    """The whole window with bob's token in it, and fingers on the keys."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self._workbench = build(Path(self._folder.name), MemoryKeyring())
        self._workbench.window.show()
        self.driver = WindowDriver(self._workbench.window, wait_until)
        self.driver.log_in("bob")
        self.editor = self._workbench.shared.editor

    def grow(self) -> None:
        """Make the token one of 200 KiB, as a list of readable records makes it."""
        claims = self.editor.token.state.reading.claims
        count = (_LARGE * 3 // 4 - 500) // len('"doc-000000",')
        self.editor.set_claims(ClaimSet.from_dict({**claims.to_dict(), "ids": [f"doc-{n:06}" for n in range(count)]}))
        QApplication.processEvents()

    def type_into_json(self) -> list[Times]:
        """Type digits into the value of ``sub`` in the JSON view; milliseconds of each key."""
        self.driver.open_view("JSON")
        return self._type("claims.json", lambda text: text.index('"sub": "') + len('"sub": "'))

    def type_into_header(self) -> list[Times]:
        """Type into the value of ``typ`` in the header; milliseconds of each key."""
        self.driver.open_view("Header")
        return self._type("claims.header", lambda text: text.index('"typ": "') + len('"typ": "'))

    def type_into_bytes(self) -> list[Times]:
        """Type into the payload's text as it was received; milliseconds of each key."""
        self.driver.open_view("Bytes")
        return self._type("bytes.text", lambda text: text.index('"sub":"') + len('"sub":"'))

    def type_into_compact(self) -> list[Times]:
        """Type into the payload of the compact token, so that it can no longer be read; milliseconds of each key."""
        self.driver.open_view("Claims")
        return self._type("token.compact", lambda text: text.index(".") + 40)

    def edit_in_table(self) -> list[Times]:
        """Give a claim another value while the table is in front; milliseconds of each value."""
        self.driver.open_view("Claims")
        row = self.editor.token.state.reading.claims.row("sub")
        return [_timed(lambda key=key: self.editor.edit_claim(row, f"bob{key}")) for key in _KEYS * _ROUNDS]

    def pass_a_second(self) -> list[Times]:
        """Let the countdowns go on; milliseconds of each second."""
        return [_timed(self.editor.token.tick) for _ in range(len(_KEYS))]

    def parts(self) -> list[Figure]:
        """The parts of the work that a key causes beside the views."""
        state, editor = self.editor.token.state, self.editor
        reading = state.reading
        keys, now = editor._keys, editor.token.now
        works: dict[str, Callable[[], object]] = {
            "read": lambda: read(reading.text),
            "verify": lambda: signature_verdict(reading, keys),
            "claims": lambda: claims_verdict(reading.claims, reading.header, now=now, issuer=None, audience=None),
            "differences": lambda: changes_since(state.baseline, reading),
            "findings": lambda: lint(Subject(reading, now=now, new_id=lambda: "j")),
        }
        return [figure(name, [_timed(work, paint=False) for _ in range(len(_KEYS))]) for name, work in works.items()]

    def close(self) -> None:
        """End the program."""
        self._workbench.close()
        self._folder.cleanup()

    def _type(self, name: str, place: Callable[[str], int]) -> list[Times]:
        field = self.driver.find(QPlainTextEdit, name)
        field.setFocus()
        cursor = field.textCursor()
        cursor.setPosition(place(field.toPlainText()))
        field.setTextCursor(cursor)
        QApplication.processEvents()
        times = [_timed(lambda key=key: QTest.keyClick(field, key)) for key in _KEYS * _ROUNDS]
        for _ in times:
            field.textCursor().deletePreviousChar()
        QApplication.processEvents()
        return times


def figure(name: str, times: list[Times]) -> Figure:
    """Median and worst of *times*; the first is left out, since it makes what later ones find made."""
    felt, busy = [each[0] for each in times[1:]], [each[1] for each in times[1:]]
    return Figure(name, statistics.median(felt), max(felt), statistics.median(busy))


def measure(window: TypingWindow) -> list[Figure]:
    """Each way of typing once, with the parts of the work."""
    return [
        figure("key in the JSON view", window.type_into_json()),
        figure("key in the header", window.type_into_header()),
        figure("key in the payload's bytes", window.type_into_bytes()),
        figure("key in the compact token", window.type_into_compact()),
        figure("value in the table", window.edit_in_table()),
        figure("a second passes", window.pass_a_second()),
        *window.parts(),
    ]


def report() -> None:
    """Measure and print; the targets are for the keys, the parts say where the time goes."""
    window = TypingWindow()
    try:
        for size, limit in LIMITS_MS.items():
            if size != "usual":
                window.grow()
            print(
                f"a keystroke in a token of {len(window.editor.token.state.text):,} characters ({size}), milliseconds"
            )
            print(f"  {'':<28}{'median':>8}{'worst':>9}{'busy':>9}")
            for each in measure(window):
                verdict = ""
                if each.name.startswith(("key", "value")):
                    verdict = f"   within {limit:g} ms: {'yes' if each.median_ms <= limit else 'NO'}"
                print(f"  {each.name:<28}{each.median_ms:8.2f}{each.worst_ms:9.2f}{each.busy_ms:9.2f}{verdict}")
    finally:
        window.close()


def _timed(action: Callable[[], object], *, paint: bool = True) -> Times:
    started, worked = perf_counter(), thread_time()
    action()
    if paint:
        QApplication.processEvents()
    return (perf_counter() - started) * 1000, (thread_time() - worked) * 1000


if __name__ == "__main__":
    application = QApplication([])
    application.setApplicationName("Token Workbench")
    report()
