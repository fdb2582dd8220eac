import threading

import pytest

from tests.keyrings import MemoryKeyring
from tests.window_driver import WindowDriver
from workbench.app import build

WAIT_MS = 20_000


@pytest.fixture
def keyring_backend():
    return MemoryKeyring()


@pytest.fixture
def open_window(qtbot, tmp_path, caplog):
    """Opens windows on the real program; each must end without leaving a thread."""
    before = set(threading.enumerate())
    opened = []

    def open_one(backend, **choices):
        workbench = build(tmp_path / "data", backend, **choices)
        opened.append(workbench)
        with qtbot.waitExposed(workbench.window):
            workbench.window.show()
        driver = WindowDriver(workbench.window, lambda condition: qtbot.waitUntil(condition, timeout=WAIT_MS))
        driver.workbench = workbench
        return driver

    yield open_one
    caplog.clear()
    for workbench in opened:
        workbench.close()
        workbench.window.deleteLater()
    # A thread may need a moment from its last word to its end.
    qtbot.waitUntil(lambda: not set(threading.enumerate()) - before)
    assert "did not end in time" not in caplog.text


@pytest.fixture
def window(open_window, keyring_backend):
    """A window with the demo server running behind it."""
    driver = open_window(keyring_backend)
    driver.wait_for_server()
    return driver
