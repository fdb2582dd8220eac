"""A sentence with an icon in front of it, of several that stand below each other."""

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from workbench.ui.icons import Icon, icon
from workbench.ui.theme import Appearance, Tone

_ICON_SIZE = QSize(16, 16)


class FactLine(QWidget):
    """Shows one fact; its words are in the label that carries the object name. Wraps, and hides while it has none."""

    def __init__(self, name: str, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._look = (Icon.INFO, Tone.MUTED)
        self._picture = QLabel(self)
        self._words = QLabel(self)
        self._words.setObjectName(name)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._words, 1)
        appearance.changed.connect(self._paint_icon)

    def show_fact(self, words: str, picture: Icon, tone: Tone) -> None:
        """Show *words*; none hide the line."""
        self._look = (picture, tone)
        self._words.setText(words)
        self.setVisible(bool(words))
        self._paint_icon()

    @Slot()
    def _paint_icon(self) -> None:
        picture, tone = self._look
        self._picture.setPixmap(icon(picture, self._appearance, tone).pixmap(_ICON_SIZE))
