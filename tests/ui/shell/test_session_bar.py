"""What the session bar says of copies: those that earlier windows left, and this window's own."""

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLabel, QPushButton

from workbench.presenters.status import Status, StatusLevel
from workbench.ui.shell.session import SessionBar


class Session(QObject):
    """A `SessionPresenter` by its signals, with a note of what the bar asked for."""

    status_changed = Signal(object)
    opened = Signal()
    undo_changed = Signal(bool)
    clock_note_changed = Signal(object)
    found_changed = Signal(object)
    restorable_changed = Signal(bool)
    copy_problem_changed = Signal(object)
    save_path_wanted = Signal()
    saved = Signal()
    can_undo = False

    def __init__(self):
        super().__init__()
        self.asked = []

    def __getattr__(self, name):
        if name not in ("undo", "back_to_now", "restore", "discard"):
            raise AttributeError(name)
        return lambda *_arguments: self.asked.append(name)


@pytest.fixture
def bar(qtbot, appearance):
    session = Session()
    widget = SessionBar(session, appearance)
    widget.session = session
    qtbot.addWidget(widget)
    widget.show()
    return widget


def test_a_copy_that_cannot_be_read_can_only_be_discarded(bar):
    restore, discard = (bar.findChild(QPushButton, f"session.found_{name}") for name in ("action", "dismiss"))
    bar.session.restorable_changed.emit(True)
    bar.session.found_changed.emit(Status("An earlier session ended without being saved.", StatusLevel.WARNING))
    assert (restore.isVisible(), discard.isVisible()) == (True, True)
    bar.session.restorable_changed.emit(False)
    bar.session.found_changed.emit(Status("A copy of an earlier session cannot be read.", StatusLevel.WARNING))
    assert (restore.isVisible(), discard.isVisible()) == (False, True)
    discard.click()
    assert bar.session.asked == ["discard"]


def test_after_a_copy_was_discarded_the_next_one_is_shown(bar):
    offered = ["first", "second"]
    bar.session.found_changed.emit(Status(offered[0], StatusLevel.WARNING))
    bar.session.asked = discarded = _Then(lambda: bar.session.found_changed.emit(Status(offered[1])))
    bar.findChild(QPushButton, "session.found_dismiss").click()
    assert discarded == ["discard"]
    found = bar.findChild(QLabel, "session.found")
    assert (found.text(), found.isVisible()) == ("second", True)


def test_that_a_copy_cannot_be_written_is_shown_until_one_is(bar):
    problem = bar.findChild(QLabel, "session.copy")
    assert not problem.isVisible()
    bar.session.copy_problem_changed.emit(Status("The crash copy could not be written.", StatusLevel.WARNING))
    assert (problem.text(), problem.isVisible()) == ("The crash copy could not be written.", True)
    bar.session.copy_problem_changed.emit(Status("", StatusLevel.WARNING))
    assert not problem.isVisible()


class _Then(list):
    """Notes what was asked for, then does something."""

    def __init__(self, act):
        super().__init__()
        self._act = act

    def append(self, name):
        super().append(name)
        self._act()
