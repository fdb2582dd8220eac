import threading

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from tests.journeys.same_as_fresh import begin_again, differences, show_every_view, shown
from tests.keyrings import MemoryKeyring
from tests.screenshots import wait_until
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


@pytest.fixture(scope="module")
def opened_once(qapp, tmp_path_factory):
    """A window for all tests of a module, and what it shows while it is fresh."""
    before = set(threading.enumerate())
    workbench = build(tmp_path_factory.mktemp("shared"), MemoryKeyring())
    workbench.window.show()
    driver = WindowDriver(workbench.window, wait_until)
    driver.workbench = workbench
    driver.wait_for_server()
    show_every_view(driver)
    yield driver, shown(driver)
    workbench.close()
    workbench.window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    wait_until(lambda: not set(threading.enumerate()) - before)


@pytest.fixture
def shared_window(opened_once):
    """The window of the module after *New session*: it is like a fresh one, for nothing may be left of the last test.

    For tests that log in, edit, sign, replay and look, and leave keys, settings and the server alone.
    """
    driver, fresh = opened_once
    yield driver
    begin_again(driver)
    assert differences(fresh, shown(driver)) == {}


@pytest.fixture
def window_for_keys(shared_window):
    """The window of the module, for tests that make keys: these are deleted afterwards."""
    before = set(shared_window.keys())
    yield shared_window
    shared_window.open_page("Keys")
    shared_window.open_key_view("Key ring")
    for name in set(shared_window.keys()) - before:
        shared_window.select_key(name)
        shared_window.click("keys.delete")
    shared_window.wait_until(lambda: set(shared_window.keys()) == before)


@pytest.fixture
def own_window(open_window, keyring_backend):
    """A window of the test's own, with the demo server running behind it."""
    driver = open_window(keyring_backend)
    driver.wait_for_server()
    return driver


@pytest.fixture
def window(own_window):
    """What the tests of a module drive; where they only look, the module takes `shared_window` instead."""
    return own_window
