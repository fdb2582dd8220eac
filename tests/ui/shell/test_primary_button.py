import pytest
from PySide6.QtWidgets import QPushButton, QStackedWidget, QVBoxLayout, QWidget

from tests.ui.samples import ISSUED
from workbench.presenters.requests.next_step import LOG_IN, REPLAY, NextStep
from workbench.ui.shell.primary_button import PrimaryButton
from workbench.ui.widgets.main_action import set_main_action


def main_action(name, parent):
    button = QPushButton(name, parent)
    button.setObjectName(name)
    set_main_action(button)
    parent.layout().addWidget(button)
    return button


def area(*names):
    widget = QWidget()
    QVBoxLayout(widget)
    for name in names:
        main_action(name, widget)
    return widget


@pytest.fixture
def window(show, loop):
    """Login above two pages, the bench and one of another kind."""
    window = area(LOG_IN)
    stack = QStackedWidget(window)
    window.layout().addWidget(stack)
    window.layout().addWidget(QPushButton("no main action", window))
    for page in (area(REPLAY), area("designs.compare")):
        stack.addWidget(page)
    loop.server.start()
    window.primary = PrimaryButton(NextStep(loop.server, loop.editor.token), window)
    window.stack = stack
    show(window)
    return window


def standing_out(window):
    buttons = (each for each in window.findChildren(QPushButton) if each.property("primary"))
    return [each.objectName() for each in buttons if each.isVisible()]


def test_the_next_step_stands_out_and_nothing_else(window, loop):
    assert standing_out(window) == [LOG_IN]
    loop.issue(ISSUED)
    assert standing_out(window) == [REPLAY]


def test_another_page_has_another_next_step(window):
    window.stack.setCurrentIndex(1)
    assert standing_out(window) == ["designs.compare"]
    window.stack.setCurrentIndex(0)
    assert standing_out(window) == [LOG_IN]


def test_what_is_hidden_does_not_count(window, loop):
    loop.issue(ISSUED)
    window.findChild(QPushButton, REPLAY).hide()
    assert standing_out(window) == []
    window.findChild(QPushButton, REPLAY).show()
    assert standing_out(window) == [REPLAY]


def test_what_is_built_later_is_followed_too(window):
    later = area("keys.generate")
    window.stack.addWidget(later)
    window.primary.add(later)
    window.stack.setCurrentWidget(later)
    assert standing_out(window) == ["keys.generate"]


def test_only_a_change_styles_a_button_again(window, loop):
    button = window.findChild(QPushButton, REPLAY)
    assert (button.property("primary"), window.findChild(QPushButton, "").property("primary")) == (False, None)
