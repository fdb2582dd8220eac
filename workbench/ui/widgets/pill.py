"""A pill: an icon and a few words on a coloured background, for a state or a verdict."""

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from workbench.ui.arrangement import eliding
from workbench.ui.icons import Icon, icon
from workbench.ui.theme import Appearance, Tone
from workbench.ui.widgets import tool_tip
from workbench.ui.widgets.restyle import set_style_property

_ICON_SIZE = QSize(14, 14)
_MOST_WORDS = 300


class Pill(QFrame):
    """Shows a state in the label that carries the object name; words wider than a state are elided in the middle."""

    def __init__(self, name: str, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._icon: Icon | None = None
        self._tone = Tone.MUTED
        self._owner = ""
        self._shown: tuple[str, Tone, Icon | None, str] | None = None
        self.setProperty("pill", True)
        self._picture = QLabel(self)
        self._words = QLabel(self)
        self._words.setObjectName(name)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 0, 12, 0)
        layout.setSpacing(4)
        layout.addWidget(self._picture)
        layout.addWidget(self._words)
        self._picture.hide()
        appearance.changed.connect(self._paint_icon)

    def text(self) -> str:
        """The whole text."""
        return self._shown[0] if self._shown is not None else ""

    def name_owner(self, owner: str) -> None:
        """Say to screen readers whose verdict this is; a caption in front of the pill shows it."""
        self._owner = owner
        self._speak()

    def _speak(self) -> None:
        words = self.text()
        self._words.setAccessibleName(f"{self._owner}: {words}" if self._owner and words else words)

    def show_state(self, words: str, tone: Tone, picture: Icon | None = None, detail: str = "") -> None:
        """Show *words*, with *detail* as tool tip; an empty text hides the pill."""
        shown = (words, tone, picture, detail)
        if shown == self._shown:  # a new text lays the whole page out again
            return
        self._shown = shown
        self._tone, self._icon = tone, picture
        fitting = eliding.in_middle(words, self._words.fontMetrics(), _MOST_WORDS)
        self._words.setText(fitting)
        self._speak()
        self._words.setAccessibleDescription(detail)
        self.setToolTip(tool_tip.literal("\n".join(filter(None, (words if fitting != words else "", detail)))))
        self.setVisible(bool(words))
        set_style_property(self, "tone", tone.value)
        self._paint_icon()

    @Slot()
    def _paint_icon(self) -> None:
        self._picture.setVisible(self._icon is not None)
        if self._icon is not None:
            self._picture.setPixmap(icon(self._icon, self._appearance, self._tone).pixmap(_ICON_SIZE))
