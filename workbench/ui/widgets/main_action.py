"""The main action of a panel. Whether its button stands out is decided for the whole window: one at a time does."""

from PySide6.QtWidgets import QPushButton

_PROPERTY = "mainAction"


def set_main_action(*buttons: QPushButton) -> None:
    """Let each of *buttons* stand out whenever it is the next step; its object name says which action it is."""
    for button in buttons:
        button.setProperty(_PROPERTY, True)


def is_main_action(button: QPushButton) -> bool:
    """Whether *button* stands out when it is the next step."""
    return bool(button.property(_PROPERTY))
