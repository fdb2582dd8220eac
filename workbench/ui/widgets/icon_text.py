"""One line that warns: an icon, and a sentence of which a narrow window shows the beginning."""

from PySide6.QtCore import QSize, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from workbench.ui.icons import Icon, icon
from workbench.ui.theme import Appearance, Tone
from workbench.ui.widgets.elided_label import ElidedLabel
from workbench.ui.widgets.restyle import set_style_property

_ICON_SIZE = QSize(16, 16)


class WarningLine(QWidget):
    """Takes no room while there is nothing to warn of. The sentence is in the label that carries the object name."""

    def __init__(self, name: str, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._look = (Icon.WARNING, Tone.WARNING)
        self._picture = QLabel(self)
        self._words = ElidedLabel(name, self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._picture)
        layout.addWidget(self._words, 1)
        appearance.changed.connect(self._paint_icon)
        self.hide()

    def show_warning(self, words: str, details: str, picture: Icon, tone: Tone) -> None:
        """Show *words* on one line, with *details* as the tool tip."""
        self._look = (picture, tone)
        self._words.show_text(words, details)
        self._words.setAccessibleDescription(details)
        set_style_property(self._words, "tone", tone.value)
        self._paint_icon()
        self.show()

    def clear(self) -> None:
        """There is nothing to warn of."""
        self._words.show_text("")
        self.hide()

    @Slot()
    def _paint_icon(self) -> None:
        picture, tone = self._look
        self._picture.setPixmap(icon(picture, self._appearance, tone).pixmap(_ICON_SIZE))
