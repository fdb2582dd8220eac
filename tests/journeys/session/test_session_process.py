"""The program killed in the middle of its work, as a process of its own: the next start has the last state."""

import signal
import subprocess
import sys

import pytest
from PySide6.QtWidgets import QLabel, QTableView

from tests.journeys.start.test_process import TIMEOUT_S, environment

# Opens the window, logs in, saves a variant, waits until that is kept, says so, and goes on as a window does.
WORK = """
import sys
from pathlib import Path
from PySide6.QtTest import QTest
from tests.keyrings import MemoryKeyring
from tests.screenshots import wait_until
from tests.window_driver import WindowDriver
from workbench.app import build

data_dir = Path(sys.argv[1])
from PySide6.QtWidgets import QApplication
application = QApplication([])
workbench = build(data_dir, MemoryKeyring())
workbench.window.show()
window = WindowDriver(workbench.window, wait_until)
window.log_in("bob")
window.edit_claim("roles", '["viewer", "admin"]')
window.sign()
window.open_view("Variants")
window.type_into("variants.name", "bob as admin")
window.click("variants.save")
kept = data_dir / "autosave"
wait_until(lambda: any("bob as admin" in each.read_text() for each in kept.glob("*.twb")))
print("kept", flush=True)
application.exec()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL there")
def test_after_the_process_was_killed_the_next_start_offers_the_last_state(tmp_path, open_window, keyring_backend):
    script = tmp_path / "work.py"
    script.write_text(WORK, encoding="utf-8")
    data = tmp_path / "data"
    process = subprocess.Popen(
        [sys.executable, str(script), str(data)],
        env=environment(QT_QPA_PLATFORM="offscreen", PYTHONPATH="."),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        line = process.stdout.readline()
        assert line == "kept\n", process.stderr.read()
        beside = open_window(keyring_backend)  # while the other runs, its session is its own
        beside.wait_for_server()
        beside.wait_until(lambda: not beside.workbench.shared.background.waiting)
        assert not beside.find(QLabel, "session.found").isVisible()
        beside.workbench.close()
        process.send_signal(signal.SIGKILL)
        assert process.wait(TIMEOUT_S) == -signal.SIGKILL
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
        process.stderr.close()
    window = open_window(keyring_backend)
    window.wait_for_server()
    assert window.token() == ""
    window.wait_until(lambda: "1 variant" in window.text("session.found"))
    window.click("session.found_action")
    window.wait_until(lambda: window.token() != "")
    assert '"admin"' in window.claims()["roles"]
    window.open_view("Variants")
    variants = window.find(QTableView, "variants.list").model()
    assert variants.index(0, 0).data() == "bob as admin"
    window.trigger("session.new")
    window.workbench.close()
    assert not (data / "autosave").exists()
