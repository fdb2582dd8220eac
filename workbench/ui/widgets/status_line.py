"""One line of plain text that says how something went, and tells screen readers."""

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from workbench.presenters.status import Status, StatusLevel
from workbench.ui.icons import Icon, icon
from workbench.ui.theme import Appearance, Tone
from workbench.ui.widgets import tool_tip
from workbench.ui.widgets.restyle import set_style_property

LOOK = {
    StatusLevel.INFO: (Icon.INFO, Tone.MUTED),
    StatusLevel.OK: (Icon.ALLOWED, Tone.ALLOWED),
    StatusLevel.WARNING: (Icon.WARNING, Tone.WARNING),
    StatusLevel.ERROR: (Icon.REFUSED, Tone.REFUSED),
}
"""Icon and colour of each severity."""


class StatusLine(QWidget):
    """Shows a `Status` beside what it concerns: icon, sentence, next step. Wraps; takes no room while empty."""

    def __init__(self, name: str, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._status = Status("")
        self._picture = QLabel(self)
        self._label = QLabel(self)
        self._label.setObjectName(name)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setWordWrap(True)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self._label, 1)
        self.setVisible(False)
        appearance.changed.connect(self._paint_icon)

    def set_small(self) -> None:
        """Take the size of a caption, so that two lines fit beside a field."""
        self._label.setProperty("role", "caption")

    def text(self) -> str:
        """The text shown."""
        return self._label.text()

    @Slot(object)
    def show_status(self, status: Status) -> None:
        """Show *status*; an empty text clears the line."""
        if status == self._status:
            return
        self._status = status
        self._label.setText(status.text)
        self._label.setToolTip(tool_tip.literal(status.text))
        set_style_property(self._label, "severity", status.severity.value)
        self._paint_icon()
        self.setVisible(bool(status.text))
        if status.text:
            event = QAccessibleAnnouncementEvent(self._label, status.text)
            QAccessible.updateAccessibility(event)

    @Slot()
    def _paint_icon(self) -> None:
        which, tone = LOOK[self._status.severity]
        self._picture.setPixmap(icon(which, self._appearance, tone).pixmap(QSize(16, 16)))
