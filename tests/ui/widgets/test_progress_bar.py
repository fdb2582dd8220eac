import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtTest import QTest

from workbench.ui.widgets.progress_bar import ProgressBar


class Paints(QObject):
    """Counts how often a widget is painted."""

    count = 0

    def eventFilter(self, _watched, event):
        self.count += event.type() is QEvent.Type.Paint
        return False


@pytest.fixture
def bar(show):
    return show(ProgressBar("view.progress", "Requests", None), 200, 8).window


def test_before_the_first_step_it_shows_that_work_goes_on(bar):
    assert (bar.minimum(), bar.maximum()) == (0, 0)


def test_the_first_step_is_shown_at_once_and_the_last_one_in_the_end(bar, qtbot):
    bar.show_progress(1, 1000)
    assert (bar.value(), bar.maximum()) == (1, 1000)
    for step in range(2, 1001):
        bar.show_progress(step, 1000)
    qtbot.waitUntil(lambda: bar.value() == 1000)


def test_many_steps_are_painted_seldom(bar, qtbot):
    paints = Paints()
    bar.installEventFilter(paints)
    for step in range(1, 1001):
        bar.show_progress(step, 1000)
    qtbot.waitUntil(lambda: bar.value() == 1000)
    QTest.qWait(0)
    assert paints.count < 20


def test_what_was_to_be_shown_is_forgotten_when_it_starts_over(bar, qtbot):
    bar.show_progress(1, 10)
    bar.show_progress(9, 10)
    bar.start_over()
    bar.show_progress(1, 20)
    qtbot.waitUntil(lambda: (bar.value(), bar.maximum()) == (1, 20))
