"""What every test gets: Qt without a screen, and hypothesis without a stop-watch."""

import gc
import os

import pytest
from hypothesis import HealthCheck, settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

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
