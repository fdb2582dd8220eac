import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from tests.ui.stand_in_loop import Loop
from tests.window_driver import WindowDriver
from workbench.ui.theme import Appearance, Scheme


@pytest.fixture
def appearance(qapp):
    return Appearance(qapp, Scheme.LIGHT)


@pytest.fixture
def loop(qapp):
    """Presenters with the keys read and the server running; nobody is logged in."""
    presenters = Loop()
    presenters.open()
    return presenters


@pytest.fixture
def show(qtbot):
    """Shows a widget and returns what drives it."""

    def show_one(widget, width=760, height=520):
        qtbot.addWidget(widget)
        widget.resize(width, height)
        with qtbot.waitExposed(widget):
            widget.show()
        return WindowDriver(widget, qtbot.waitUntil)

    yield show_one
    # Closed widgets go at once: the next test's style sheet would be worked out for them as well.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
