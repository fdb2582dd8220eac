"""What every test gets: Qt without a screen, and hypothesis without a stop-watch."""

import atexit
import gc
import os
import shutil
import tempfile

import pytest
from hypothesis import HealthCheck, settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# Where windows keep the lock that holds them apart: the tests do not wait for the user's own window, nor it for them.
os.environ["XDG_STATE_HOME"] = tempfile.mkdtemp(prefix="token-workbench-tests-")
atexit.register(shutil.rmtree, os.environ["XDG_STATE_HOME"], ignore_errors=True)

# Times are for benchmarks; a slow machine must not fail a test. In CI the same examples run every time.
settings.register_profile("default", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("default"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "default")


@pytest.fixture(autouse=True, scope="module")
def _collect_garbage_in_this_thread():
    """Let no server's thread collect what is left of a window: Qt's objects must be destroyed in their own thread."""
    gc.disable()
    yield
    gc.disable()  # a window that was closed has switched it on
    gc.collect()
