import gc

import pytest

from workbench.presenters.collector import GuiThreadCollector


@pytest.fixture
def automatic():
    was = gc.isenabled()
    gc.enable()
    yield
    if not was:
        gc.disable()


def test_collection_is_automatic_again_when_the_last_one_stops(qapp, automatic):
    first, second = GuiThreadCollector(), GuiThreadCollector()
    assert not gc.isenabled()
    first.stop()
    assert not gc.isenabled()
    second.stop()
    assert gc.isenabled()


def test_garbage_is_collected_from_the_event_loop(qapp, automatic, qtbot):
    collector = GuiThreadCollector()
    try:
        before = gc.get_stats()[0]["collections"]
        keep = [[] for _ in range(gc.get_threshold()[0] + 100)]
        qtbot.waitUntil(lambda: sum(each["collections"] for each in gc.get_stats()) > before)
        assert keep
    finally:
        collector.stop()
