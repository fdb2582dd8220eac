"""A strip below the top bar for a problem that concerns every page: what is wrong, and a button that fixes it."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from workbench.presenters.status import Status, StatusLevel
from workbench.ui.theme import Appearance, Tone
from workbench.ui.widgets.main_action import set_main_action
from workbench.ui.widgets.restyle import set_style_property
from workbench.ui.widgets.status_line import StatusLine

_TONES = {StatusLevel.ERROR: Tone.REFUSED, StatusLevel.WARNING: Tone.WARNING, StatusLevel.OK: Tone.ALLOWED}


class Notice(QFrame):
    """Hidden while there is no problem; the user can dismiss it.

    Signals:
        action_requested(): the user pressed the button that fixes the problem.
        dismissed(): the user dismissed the strip.
    """

    action_requested = Signal()
    dismissed = Signal()

    def __init__(
        self,
        name: str,
        appearance: Appearance,
        action: str = "",
        parent: QWidget | None = None,
        *,
        dismiss: str = "",
        main: bool = False,
    ) -> None:
        """Make a strip.

        Args:
            name: of its text; the buttons are called ``name_action`` and ``name_dismiss``.
            appearance: knows the colours.
            action: the label of the button that fixes the problem; without it there is only one to dismiss the strip.
            parent: the widget that contains it.
            dismiss: the label of the other button.
            main: whether *action* is a main action.
        """
        super().__init__(parent)
        self.setProperty("notice", True)
        self._status = StatusLine(name, appearance, self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 4, 12, 4)
        layout.setSpacing(8)
        layout.addWidget(self._status, 1)
        self._mend = QPushButton(action, self)
        self._mend.setObjectName(f"{name}_action")
        self._mend.clicked.connect(self.action_requested)
        self._mend.setVisible(bool(action))
        if main:
            set_main_action(self._mend)
        layout.addWidget(self._mend)
        away = QPushButton(dismiss or "Dismiss", self)
        away.setObjectName(f"{name}_dismiss")
        away.setProperty("flat", True)
        away.clicked.connect(self._on_dismissed)
        layout.addWidget(away)
        self.hide()

    @Slot(bool)
    def offer_action(self, offered: bool) -> None:
        """Show or hide the button that fixes the problem."""
        self._mend.setVisible(offered)

    @Slot()
    def _on_dismissed(self) -> None:
        self.hide()
        self.dismissed.emit()

    @Slot(str)
    def set_action(self, action: str) -> None:
        """Label the button *action*; an empty label hides it."""
        self._mend.setText(action)
        self._mend.setVisible(bool(action))

    @Slot(object)
    def show_status(self, status: Status) -> None:
        """Show *status*; an empty text hides the strip."""
        self._status.show_status(status)
        set_style_property(self, "tone", _TONES.get(status.severity, Tone.ACCENT).value)
        self.setVisible(bool(status.text))
