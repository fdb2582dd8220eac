"""The large icon beside a verdict."""

from PySide6.QtCore import QSize, Slot
from PySide6.QtWidgets import QLabel, QWidget

from workbench.ui.icons import Icon, icon
from workbench.ui.theme import Appearance, Tone

_SIZE = QSize(22, 22)


class VerdictIcon(QLabel):
    """Shows a check mark or a cross, in the colour of the verdict."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._allowed = False
        appearance.changed.connect(self._paint_icon)

    def show_verdict(self, *, allowed: bool) -> None:
        """Show the icon of this verdict."""
        self._allowed = allowed
        self.show()
        self._paint_icon()

    @Slot()
    def _paint_icon(self) -> None:
        which, tone = (Icon.ALLOWED, Tone.ALLOWED) if self._allowed else (Icon.REFUSED, Tone.REFUSED)
        self.setPixmap(icon(which, self._appearance, tone).pixmap(_SIZE))
