"""Lets one button of the window stand out: the next step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Slot
from PySide6.QtWidgets import QPushButton, QWidget

from workbench.ui.widgets.main_action import is_main_action
from workbench.ui.widgets.restyle import set_style_property

if TYPE_CHECKING:
    from workbench.presenters.requests.next_step import NextStep

_COME_AND_GO = (QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.ShowToParent, QEvent.Type.HideToParent)


class PrimaryButton(QObject):
    """Follows the main actions of a window as they come and go, and marks the one that a `NextStep` chooses."""

    def __init__(self, next_step: NextStep, window: QWidget) -> None:
        """Follow the main actions that are in *window* now; `add` those of what is built later."""
        super().__init__(window)
        self._next_step = next_step
        self._window = window
        self._buttons: list[QPushButton] = []
        next_step.changed.connect(self._mark)
        self.add(window)

    @Slot(QWidget)
    def add(self, widget: QWidget) -> None:
        """Follow the main actions in *widget*, too."""
        for button in widget.findChildren(QPushButton):
            if is_main_action(button) and button not in self._buttons:
                self._buttons.append(button)
                button.installEventFilter(self)
        self._mark()

    def eventFilter(self, _button: QObject, event: QEvent) -> bool:
        """Choose again when a button comes or goes."""
        if event.type() in _COME_AND_GO:
            self._mark()
        return False

    @Slot()
    def _mark(self) -> None:
        offered = [each.objectName() for each in self._buttons if each.isVisibleTo(self._window)]
        chosen = self._next_step.choose(offered)
        for button in self._buttons:
            set_style_property(button, "primary", button.objectName() == chosen)
