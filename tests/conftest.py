"""What every test gets: Qt without a screen, and hypothesis without a stop-watch."""

import atexit
import gc
import os
import shutil
import tempfile
from pathlib import Path

import pytest

try:
    import PySide6.QtGui  # noqa: F401
except ImportError as error:
    pytest.exit(
        f"Qt cannot be loaded: {error}. It needs some libraries of the system even without a screen; "
        "on Debian: apt-get install libegl1 libgl1 libdbus-1-3 libfontconfig1 libxkbcommon0",
        returncode=pytest.ExitCode.USAGE_ERROR,
    )
from hypothesis import HealthCheck, settings

from tests.requirements import in_ci, summary

_TESTS = Path(__file__).parent

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# Where windows keep the lock that holds them apart: the tests do not wait for the user's own window, nor it for them.
os.environ["XDG_STATE_HOME"] = tempfile.mkdtemp(prefix="token-workbench-tests-")
atexit.register(shutil.rmtree, os.environ["XDG_STATE_HOME"], ignore_errors=True)

# Times are for benchmarks; a slow machine must not fail a test. In CI the same examples run every time.
settings.register_profile("default", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("default"), derandomize=True)
settings.load_profile("ci" if in_ci() else "default")


# With these begins a run that is shared out to several processes: a long file at the end would leave one of them alone.
_LONGEST_FIRST = ("journeys", "services")


def pytest_collection_modifyitems(config, items):
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: item.path.relative_to(_TESTS).parts[0] not in _LONGEST_FIRST)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection():
    """Look for no garbage while tests are collected: there is hardly any, and the search takes a fifth of the time."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()


def pytest_collection_finish():
    """Spare the collector what was imported: it stays to the end, and is searched hundreds of times."""
    gc.collect()
    gc.freeze()


def pytest_terminal_summary(terminalreporter):
    """Say which tests were left out for want of a program, and how to run them."""
    skipped = terminalreporter.stats.get("skipped", [])
    lines = list(summary((each.nodeid.split("::")[0], str(each.longrepr[-1])) for each in skipped))
    if lines:
        terminalreporter.section("tests that were left out")
        for line in lines:
            terminalreporter.write_line(line)


@pytest.fixture(autouse=True, scope="module")
def _collect_garbage_in_this_thread():
    """Let no server's thread collect what is left of a window: Qt's objects must be destroyed in their own thread.

    What earlier modules left for good is not searched again: with all of it a collection takes half a second.
    """
    gc.disable()
    gc.collect()  # what the last test of the module before still held at its end
    gc.freeze()
    yield
    gc.disable()  # a window that was closed has switched it on
    gc.collect()
