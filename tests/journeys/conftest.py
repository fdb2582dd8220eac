import threading

import pytest

from tests.keyrings import MemoryKeyring
from tests.window_driver import WindowDriver
from workbench.app import build

WAIT_MS = 20_000


def is_dummy(thread):
    return thread.name.startswith("Dummy-")


@pytest.fixture
def keyring_backend():
    return MemoryKeyring()


@pytest.fixture
def open_window(qtbot, tmp_path, caplog):
    """Opens windows on the real program; each must end without leaving a thread."""
    before = set(threading.enumerate())
    opened = []

    def open_one(backend):
        workbench = build(tmp_path / "data", backend)
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
    # A thread of Qt's pool that once asked for its name stays listed as a dummy after it has ended; that the pool's
    # threads end is what `Background.close` answers for. Others may need a moment from their last word to their end.
    qtbot.waitUntil(lambda: not [each for each in threading.enumerate() if each not in before and not is_dummy(each)])
    assert "did not end in time" not in caplog.text


@pytest.fixture
def window(open_window, keyring_backend):
    """A window with the demo server running behind it."""
    driver = open_window(keyring_backend)
    driver.wait_for_server()
    return driver
