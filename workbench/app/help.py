"""The help: a button below the navigation, F1, and a window that is made when it is first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from workbench.ui.help.button import HelpButton

if TYPE_CHECKING:
    from workbench.ui.help.window import HelpWindow
    from workbench.ui.theme import Appearance

_LICENCE = "MIT"


class Help(QObject):
    """Opens the help.

    Attributes:
        button: opens it.
    """

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self.button = HelpButton(appearance)
        self.button.clicked.connect(self.open)
        self._window: HelpWindow | None = None

    @Slot()
    def open(self) -> None:
        """Open the help, or bring it to the front."""
        if self._window is None:
            from workbench.services.program import program_readme, program_version
            from workbench.ui.help.window import HelpWindow

            self._window = HelpWindow(program_version(), _LICENCE, program_readme(), self.button.window())
        self._window.show()
        self._window.raise_()
        self._window.activateWindow()
