"""A sentence with an icon in front of it: a fact that wraps, or a warning that is cut off in a narrow window."""

import html

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from workbench.ui.icons import Icon, icon
from workbench.ui.theme import Appearance, Tone
from workbench.ui.widgets.elided_label import ElidedLabel
from workbench.ui.widgets.restyle import set_style_property
from workbench.ui.widgets.sentence_label import WrappedLabel

_ICON_SIZE = QSize(16, 16)


class _IconText(QWidget):
    """An icon, painted again when the colours change, and a label beside it."""

    def __init__(self, label: QLabel, appearance: Appearance, parent: QWidget | None, *, gap: int) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._look = (Icon.INFO, Tone.MUTED)
        self._picture = QLabel(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(gap)
        layout.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(label, 1)
        appearance.changed.connect(self._paint_icon)

    def _show_icon(self, picture: Icon, tone: Tone) -> None:
        self._look = (picture, tone)
        self._paint_icon()

    @Slot()
    def _paint_icon(self) -> None:
        picture, tone = self._look
        self._picture.setPixmap(icon(picture, self._appearance, tone).pixmap(_ICON_SIZE))


class FactLine(_IconText):
    """Shows one fact in the label that carries the object name. Wraps, and is hidden while empty."""

    def __init__(self, name: str, appearance: Appearance, parent: QWidget | None = None) -> None:
        self._label = WrappedLabel(name)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        super().__init__(self._label, appearance, parent, gap=8)

    def show_fact(self, text: str, picture: Icon, tone: Tone, *, before: str = "", strong: str = "") -> None:
        """Show *before*, *strong* in bold and *text*, each as plain text; nothing to show hides the line."""
        if strong:
            self._label.setTextFormat(Qt.TextFormat.RichText)
            before, strong, text = map(html.escape, (before, strong, text))
            text = f"{before}<b>{strong}</b>{text}"
        self._label.setText(text)
        self.setVisible(bool(text))
        self._show_icon(picture, tone)


class WarningLine(_IconText):
    """Shows a warning on one line, in the label that carries the object name. Hidden while empty."""

    def __init__(self, name: str, appearance: Appearance, parent: QWidget | None = None) -> None:
        self._label = ElidedLabel(name)
        super().__init__(self._label, appearance, parent, gap=6)
        self.hide()

    def show_warning(self, text: str, details: str, picture: Icon, tone: Tone) -> None:
        """Show *text*, with *details* as the tool tip."""
        self._label.show_text(text, details)
        self._label.setAccessibleDescription(details)
        set_style_property(self._label, "tone", tone.value)
        self._show_icon(picture, tone)
        self.show()

    def clear(self) -> None:
        """Hide the warning."""
        self._label.show_text("")
        self.hide()
