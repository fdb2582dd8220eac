"""The window is closed while it starts, or waits for a slow disk: it is there, says what it waits for, and ends."""

import os
import subprocess
import sys
import threading

import pytest

from tests.keyrings import MemoryKeyring
from workbench.app import build

MOMENTS = {
    "built": None,
    "painted": lambda workbench: workbench.window.painted,
    "reading the keyring": lambda workbench: workbench.shared.keys.ring.state_changed,
    "starting the server": lambda workbench: workbench.shared.keys.ring.opened,
    "server answers": lambda workbench: workbench.shared.server.started,
}

# The first import of keyring's library hangs until the window was looked at, as on a disk that sleeps.
SLOW_DISK = """
import sys, tempfile, threading
from importlib.machinery import PathFinder
from pathlib import Path
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from workbench.app import build

awake = threading.Event()

class SleepingDisk:
    def find_spec(self, name, path=None, target=None):
        if name != "keyring":
            return None
        spec = PathFinder.find_spec(name, path)
        execute = spec.loader.exec_module
        spec.loader.exec_module = lambda module: (awake.wait(), execute(module))
        return spec

def wait_until(condition):
    loop, timer = QEventLoop(), QTimer(interval=10)
    timer.timeout.connect(lambda: condition() and loop.quit())
    timer.start()
    loop.exec()

assert "keyring" not in sys.modules
sys.meta_path.insert(0, SleepingDisk())
application = QApplication([])
workbench = build(Path(tempfile.mkdtemp()))
window = workbench.window
window.show()
status = window.findChild(QLabel, "keys.problem")
wait_until(lambda: "Waiting for the keyring" in status.text())
assert window.findChild(QLabel, "server.status").text() == "demo server starting…"
field = window.findChild(QLineEdit, "login.username")
QTest.keyClicks(field, "alice")
assert field.text() == "alice"
if sys.argv[1] == "wakes":
    awake.set()
    wait_until(lambda: window.findChild(QLabel, "server.status").text().startswith("127.0.0.1:"))
    assert field.text() == "alice"
window.close()
print("ended")
"""


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_window_that_is_closed_while_it_starts_leaves_nothing_behind(qtbot, tmp_path, caplog, moment):
    before = set(threading.enumerate())
    workbench = build(tmp_path, MemoryKeyring())
    if MOMENTS[moment] is not None:
        with qtbot.waitSignal(MOMENTS[moment](workbench), timeout=20_000):
            workbench.window.show()
    workbench.window.close()
    qtbot.waitUntil(lambda: not set(threading.enumerate()) - before)
    assert workbench.host.info is None
    assert [record.getMessage() for record in caplog.records] == []
    workbench.window.deleteLater()


@pytest.mark.parametrize("disk", ["wakes", "sleeps on"])
def test_the_window_takes_keys_and_says_what_it_waits_for_while_the_disk_sleeps(disk):
    environment = os.environ | {"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}
    command = [sys.executable, "-c", SLOW_DISK, disk]
    run = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert (run.returncode, run.stdout) == (0, "ended\n"), run.stderr
