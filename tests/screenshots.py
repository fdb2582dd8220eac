"""``python -m tests.screenshots DIR``: opens the real window in its real states and writes a PNG of each.

The window talks to the real demo server over HTTP; only the keyring lives in memory, so that the user's own is left
alone. The pictures of the README are made with this.
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import keyring.backends.fail
from PySide6.QtCore import QDeadlineTimer, QEventLoop, QSize, QTimer
from PySide6.QtWidgets import QApplication, QComboBox, QTableView

from tests.keyrings import MemoryKeyring
from tests.window_driver import WindowDriver
from workbench.app import build
from workbench.ui.theme import Scheme

_SIZES = (QSize(1280, 800), QSize(1024, 768))
_WAIT_MS = 20_000
_LOOK_MS = 10


def wait_until(condition):
    """Let the window work until *condition* holds."""
    # A loop of its own, not processEvents: that keeps Python's lock while it waits, and the server would starve.
    loop, deadline = QEventLoop(), QDeadlineTimer(_WAIT_MS)

    def look():
        if condition() or deadline.hasExpired():
            loop.quit()

    timer = QTimer()
    timer.setInterval(_LOOK_MS)
    timer.timeout.connect(look)
    timer.start()
    loop.exec()
    timer.stop()
    if not condition():
        sys.exit("the window did not get there in time")


class Photographer:
    """Takes a picture of the window in each scheme and size."""

    def __init__(self, workbench, folder):
        self._workbench = workbench
        self._folder = folder

    def take(self, name):
        window, appearance = self._workbench.window, self._workbench.appearance
        for scheme in (Scheme.DARK, Scheme.LIGHT):
            appearance.set_scheme(scheme)
            for size in reversed(_SIZES):
                window.resize(size)
                for _ in range(3):  # a layout that changes with the width settles in steps
                    QApplication.processEvents()
                width = "" if size == _SIZES[0] else f"-{size.width()}"
                path = self._folder / f"{name}-{scheme.value}{width}.png"
                if not window.grab().save(str(path)):
                    sys.exit(f"{path} could not be written")


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    application = QApplication([])
    application.setApplicationName("Token Workbench")
    for backend, photograph in (
        (MemoryKeyring(), photograph_the_loop),
        (keyring.backends.fail.Keyring(), photograph_trouble),
    ):
        with tempfile.TemporaryDirectory() as data_dir:
            workbench = build(Path(data_dir), backend)
            try:
                workbench.window.show()
                photograph(WindowDriver(workbench.window, wait_until), Photographer(workbench, folder))
            finally:
                workbench.close()


def photograph_the_loop(window, photographer):
    window.wait_for_server()
    photographer.take("1-fresh-start")

    window.log_in("bob")
    photographer.take("2-logged-in")

    window.replay()
    window.edit_claim("roles", '["viewer", "admin"]')
    window.replay()
    window.look_at("DELETE /documents/doc-1")
    photographer.take("3-edited-and-stale")

    window.sign()
    window.replay()
    window.look_at("DELETE /documents/doc-1")
    photographer.take("4-signed-and-replayed")

    window.open_view("JSON")
    photographer.take("5-json")
    window.open_view("Header")
    photographer.take("6-header")
    window.open_view("Claims")

    window.open_page("Designs")
    window.click("designs.compare")
    window.wait_until(lambda: window.text("designs.status").endswith("users"))
    photographer.take("12-designs")
    photograph_pins(window, photographer)
    photograph_findings(window, photographer)
    window.open_page("Bench")

    window.generate_key("stranger", "ES256")
    window.open_page("Keys")
    photographer.take("7-keys")
    window.open_page("Bench")

    window.revert()
    window.replay()
    window.look_at("DELETE /documents/doc-1")
    photographer.take("8-refused-with-advice")

    window.try_to_log_in("bob", "wrong")
    window.edit_claim("exp", "tomorrow")
    photographer.take("9-errors")

    window.paste("eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJib2Ii.x=")
    window.replay()
    photographer.take("10-broken-token")

    photograph_another_scenario(window, photographer)


def photograph_pins(window, photographer):
    window.click("designs.pin")
    table = window.find(QTableView, "designs.matrix")
    table.setCurrentIndex(table.model().index(4, 6))
    box = window.find(QComboBox, "designs.expectation")
    box.activated.emit(box.findData(200))
    photographer.take("13-pins")
    window.click("designs.unpin")


def photograph_findings(window, photographer):
    window.open_view("Findings", "designs.views")
    window.wait_until(lambda: "issued to bob" in window.text("design_findings.status"))
    window.find(QTableView, "design_findings.table").selectRow(4)
    window.find(QTableView, "design_findings.list").selectRow(2)
    photographer.take("14-findings")
    window.open_view("Decisions", "designs.views")


def photograph_another_scenario(window, photographer):
    window.trigger("server.scenario_clinic")
    window.wait_until(lambda: window.find(QComboBox, "designs.user").findData("mara") >= 0)
    photographer.take("15-clinic")
    window.open_page("Designs")
    window.click("designs.compare")
    window.wait_until(lambda: window.text("designs.status").endswith("users"))
    photographer.take("16-clinic-compared")


def photograph_trouble(window, photographer):
    window.log_in("bob")
    window.trigger("server.stop")
    window.wait_until(lambda: window.text("server.status") == "demo server stopped")
    window.replay()
    photographer.take("11-no-keyring-and-no-server")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.screenshots", description=__doc__)
    parser.add_argument("folder", type=Path, metavar="DIR", help="where the pictures go")
    main(parser.parse_args().folder)
