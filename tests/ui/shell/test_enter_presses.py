import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QPushButton, QToolButton, QVBoxLayout, QWidget

from workbench.ui.shell.enter_presses import EnterPresses


@pytest.fixture
def window(show):
    window = QWidget()
    QVBoxLayout(window)
    EnterPresses(window)
    show(window)
    return window


def add(window, kind):
    """A button that was built after the window, with the focus."""
    button = kind(window)
    window.layout().addWidget(button)
    button.show()
    button.setFocus()
    assert QApplication.focusWidget() is button
    return button


@pytest.mark.parametrize("kind", [QPushButton, QToolButton])
@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter], ids=lambda key: key.name)
def test_enter_presses_the_button_with_the_focus_once(window, kind, key):
    pressed = []
    for _time in range(2):
        button = add(window, kind)
        button.clicked.connect(lambda: pressed.append(1))
        button.clearFocus()
        button.setFocus()  # a second time must not press twice
        QTest.keyClick(button, key)
    assert len(pressed) == 2


def test_enter_with_ctrl_stays_a_shortcut_and_a_disabled_button_is_not_pressed(window):
    pressed = []
    button = add(window, QPushButton)
    button.clicked.connect(lambda: pressed.append(1))
    QTest.keyClick(button, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    button.setEnabled(False)
    QTest.keyClick(button, Qt.Key.Key_Return)
    assert pressed == []


def test_enter_does_not_toggle_a_check_box(window):
    box = add(window, QCheckBox)
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert not box.isChecked()
