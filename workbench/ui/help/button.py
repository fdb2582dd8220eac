"""The button below the navigation that opens the help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Slot
from PySide6.QtWidgets import QToolButton, QWidget

from workbench.ui import shortcuts
from workbench.ui.icons import Icon, icon
from workbench.ui.theme import Tone

if TYPE_CHECKING:
    from workbench.ui.theme import Appearance


class HelpButton(QToolButton):
    """A question mark."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.setObjectName("nav.help")
        self.setAccessibleName("Help")
        self.setToolTip(f"Help: keys, words, about ({shortcuts.HELP})")
        self.setIconSize(QSize(22, 22))
        appearance.changed.connect(self._paint_icon)
        self._paint_icon()

    @Slot()
    def _paint_icon(self) -> None:
        self.setIcon(icon(Icon.HELP, self._appearance, Tone.MUTED))
