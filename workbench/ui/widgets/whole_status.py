"""A status that is seen whole, in a place that others would crowd."""

from PySide6.QtCore import QRect, QSize, Qt, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from workbench.presenters.status import Status
from workbench.ui.icons import icon
from workbench.ui.theme import Appearance
from workbench.ui.widgets import tool_tip
from workbench.ui.widgets.restyle import set_style_property
from workbench.ui.widgets.status_line import LOOK

_ICON = 16
_GAP = 6


class WholeStatus(QWidget):
    """Shows a `Status` on as many lines as it takes, up to *most*; the tool tip has all. No room while it is empty.

    Its labels stand in no layout, and it asks for another height only where the number of lines is another: a sentence
    that changes with every key would have the whole page laid out each time.
    """

    def __init__(self, name: str, most: int, appearance: Appearance, parent: QWidget, *, small: bool = False) -> None:
        """Make an empty one; *small* gives it the size of a caption."""
        super().__init__(parent)
        self._appearance = appearance
        self._most = most
        self._status = Status("")
        self._picture = QLabel(self)
        self._label = QLabel(self)
        self._label.setObjectName(name)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setWordWrap(True)
        if small:
            self._label.setProperty("role", "caption")
        self._label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.hide()
        appearance.changed.connect(self._paint_icon)

    @Slot(object)
    def show_status(self, status: Status) -> None:
        """Show *status*; an empty text puts it away."""
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

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines anew."""
        super().resizeEvent(event)
        self._reserve()
        left = _ICON + _GAP
        self._picture.setGeometry(0, 0, _ICON, min(self.height(), self._line_height))
        self._label.setGeometry(left, 0, max(0, self.width() - left), self.height())

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

    @Slot()
    def _paint_icon(self) -> None:
        which, tone = LOOK[self._status.severity]
        self._picture.setPixmap(icon(which, self._appearance, tone).pixmap(QSize(_ICON, _ICON)))
