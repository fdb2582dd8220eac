"""A field for a secret, hidden until the eye in it is pressed."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QWidget

from workbench.ui.icons import Icon, icon
from workbench.ui.theme import Appearance, Tone


class SecretEdit(QLineEdit):
    """Shows dots for what is typed; stores nothing.

    Signals:
        shown_changed(bool): whether the secret is readable.
    """

    shown_changed = Signal(bool)

    def __init__(self, name: str, appearance: Appearance, parent: QWidget | None = None) -> None:
        """Make the field; the action of the eye is called ``name_shown``."""
        super().__init__(parent)
        self._appearance = appearance
        self.setObjectName(name)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self._shown = QAction(self)
        self._shown.setObjectName(f"{name}_shown")
        self._shown.setCheckable(True)
        self.addAction(self._shown, QLineEdit.ActionPosition.TrailingPosition)
        self._shown.toggled.connect(self._on_toggled)
        appearance.changed.connect(self._paint_icon)
        self._on_toggled(shown=False)

    def forget(self) -> None:
        """Clear and hide the text without emitting a signal."""
        blocked = self.blockSignals(True)
        self.clear()
        self._shown.setChecked(False)
        self.blockSignals(blocked)

    @Slot(bool)
    def _on_toggled(self, shown: bool) -> None:
        self.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self._shown.setText("Hide the secret" if shown else "Show the secret")
        self._paint_icon()
        self.shown_changed.emit(shown)

    @Slot()
    def _paint_icon(self) -> None:
        self._shown.setIcon(icon(Icon.HIDE if self._shown.isChecked() else Icon.SHOW, self._appearance, Tone.MUTED))
