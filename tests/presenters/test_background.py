import threading

import pytest

from workbench.core.errors import ServerUnreachableError, WorkbenchError
from workbench.presenters.background import Background


@pytest.fixture
def background(qapp):
    made = Background(lambda error: f"internal error ({type(error).__name__}); its log is here.")
    yield made
    assert made.close(5000), "a background call outlived its test"


def test_the_result_arrives_on_the_thread_that_asked(background, qtbot):
    got = []
    background.run(
        threading.current_thread,
        lambda worker: got.append((worker, threading.current_thread())),
        got.append,
    )
    qtbot.waitUntil(lambda: got != [])
    worker, here = got[0]
    assert here is threading.current_thread()
    assert worker is not here


def test_an_error_arrives_as_itself_without_its_frames(background, qtbot):
    def fail():
        raise ServerUnreachableError("No answer.")

    got = []
    background.run(fail, got.append, got.append)
    qtbot.waitUntil(lambda: got != [])
    assert isinstance(got[0], ServerUnreachableError)
    assert got[0].__traceback__ is None


def test_a_defect_arrives_as_a_sentence_that_says_where_its_log_is(background, qtbot):
    def fail():
        raise ZeroDivisionError

    got = []
    background.run(fail, got.append, got.append)
    qtbot.waitUntil(lambda: got != [])
    assert isinstance(got[0], WorkbenchError)
    assert str(got[0]) == "Internal error (ZeroDivisionError); its log is here."


def test_progress_arrives_on_the_way_and_in_order(background, qtbot):
    got = []

    def count(progress):
        for done in range(3):
            progress(done, 3)
        return "done"

    background.run_reporting(count, lambda *each: got.append(each), got.append, got.append)
    qtbot.waitUntil(lambda: len(got) == 4)
    assert got == [(0, 3), (1, 3), (2, 3), "done"]


def test_nothing_is_delivered_after_closing(background, qapp):
    begun, release, got = threading.Event(), threading.Event(), []

    def wait():
        begun.set()
        release.wait(10)

    background.run(wait, got.append, got.append)
    assert begun.wait(10)
    assert not background.close(10), "the call still runs"
    release.set()
    assert background.close(5000)
    background.run(lambda: 1, got.append, got.append)
    qapp.processEvents()
    assert got == []
    assert background.waiting == 0
