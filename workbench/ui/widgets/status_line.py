"""A sentence of plain text that reports how something went, also to screen readers."""

from PySide6.QtCore import QRect, QSize, Qt, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from workbench.presenters.status import Status, StatusLevel
from workbench.ui.icons import Icon, icon
from workbench.ui.theme import Appearance, Tone
from workbench.ui.widgets import tool_tip
from workbench.ui.widgets.restyle import set_style_property
from workbench.ui.widgets.sentence_label import SentenceLabel

LOOK = {
    StatusLevel.INFO: (Icon.INFO, Tone.MUTED),
    StatusLevel.OK: (Icon.ALLOWED, Tone.ALLOWED),
    StatusLevel.WARNING: (Icon.WARNING, Tone.WARNING),
    StatusLevel.ERROR: (Icon.REFUSED, Tone.REFUSED),
}
"""Icon and colour of each severity."""

_ICON = 16
_GAP = 6


class StatusLine(QWidget):
    """Shows a `Status` beside its subject: icon, sentence, next step. Wraps; takes no room while empty."""

    def __init__(self, name: str, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._status = Status("")
        self._picture = QLabel(self)
        self._label = SentenceLabel("", self)
        self._label.setObjectName(name)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._lay_out()
        self.setVisible(False)
        appearance.changed.connect(self._paint_icon)

    def set_small(self) -> None:
        """Use the font size of a caption, so that two lines fit beside a field."""
        self._label.setProperty("role", "caption")

    def text(self) -> str:
        """The text shown."""
        return self._label.text()

    @Slot(object)
    def show_status(self, status: Status) -> None:
        """Show *status*; an empty text clears the line."""
        if status == self._status:
            return
        severity, self._status = self._status.severity, status
        self._label.setText(status.text)
        self._label.setToolTip(tool_tip.literal(status.text))
        set_style_property(self._label, "severity", status.severity.value)
        if status.severity is not severity or self._picture.pixmap().isNull():
            self._paint_icon()
        self._reserve()
        self.setVisible(bool(status.text))
        if status.text:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._label, status.text))

    def _lay_out(self) -> None:
        self._label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(_GAP)
        layout.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self._label, 1)

    def _reserve(self) -> None:
        """Make room for the text; the layout does it here."""

    @Slot()
    def _paint_icon(self) -> None:
        which, tone = LOOK[self._status.severity]
        self._picture.setPixmap(icon(which, self._appearance, tone).pixmap(QSize(_ICON, _ICON)))


class StatusLines(StatusLine):
    """Shows a `Status` on as many lines as it needs, up to *most*; the tool tip has all of it.

    Its labels are in no layout, and its height changes only with the number of lines: otherwise a sentence that changes
    with every keystroke would have the whole page laid out each time.
    """

    def __init__(self, name: str, most: int, appearance: Appearance, parent: QWidget, *, small: bool = False) -> None:
        """Make an empty one; *small* gives it the font size of a caption."""
        self._most = most
        super().__init__(name, appearance, parent)
        if small:
            self.set_small()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines again for the new width."""
        super().resizeEvent(event)
        self._reserve()
        left = _ICON + _GAP
        self._picture.setGeometry(0, 0, _ICON, min(self.height(), self._line_height))
        self._label.setGeometry(left, 0, max(0, self.width() - left), self.height())

    def _lay_out(self) -> None:
        self._label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    @property
    def _line_height(self) -> int:
        return self._label.fontMetrics().lineSpacing()

    def _reserve(self) -> None:
        width = max(1, self.width() - _ICON - _GAP)
        room = QRect(0, 0, width, 1)
        text = self._label.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, self._status.text)
        lines = min(self._most, max(1, round(text.height() / self._line_height)))
        height = lines * self._line_height + 2
        if height != self.minimumHeight():
            self.setFixedHeight(height)
