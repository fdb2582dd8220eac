"""What has to be said and typed before a private key leaves: what it means, a password for the file, and a yes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from workbench.presenters.status import Status, StatusLevel
from workbench.ui.editing.secret_edit import SecretEdit
from workbench.ui.widgets.caption import caption
from workbench.ui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from workbench.presenters.keys.export_state import ExportState
    from workbench.presenters.keys.exporting import KeyExportPresenter
    from workbench.ui.theme import Appearance

_LEAST_PASSWORD_WIDTH = 100
_PASSWORD_WIDTH = 220


class PrivateKeyForm(QWidget):
    """Shows what a `KeyExportPresenter` asks for; the key itself is never shown."""

    def __init__(self, export: KeyExportPresenter, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._export = export
        self._caution = StatusLine("key_export.caution", appearance, self)
        self._passwords = QWidget(self)
        self._password = SecretEdit("key_export.password", appearance, self._passwords)
        self._again = SecretEdit("key_export.password_again", appearance, self._passwords)
        self._again_caption = caption("Again", self._again, self._passwords)
        self._note = StatusLine("key_export.remark", appearance, self._passwords)
        self._note.set_small()
        self._confirm = QCheckBox(self)
        self._confirm.setObjectName("key_export.confirm")
        self._missing = QLabel(self)
        self._missing.setObjectName("key_export.missing")
        self._missing.setProperty("role", "caption")
        self._missing.setTextFormat(Qt.TextFormat.PlainText)
        self._lay_out()
        self._password.textChanged.connect(export.set_password)
        self._password.shown_changed.connect(self._on_password_shown)
        self._again.textChanged.connect(self._report_repetition)
        self._confirm.clicked.connect(export.confirm)
        for field in (self._password, self._again):
            field.returnPressed.connect(export.save)
        export.forgotten.connect(self._forget)

    def show_state(self, state: ExportState) -> None:
        """Ask for what *state* needs."""
        self._caution.show_status(Status(state.caution, StatusLevel.WARNING))
        self._passwords.setVisible(state.needs_password)
        self._note.show_status(Status(state.password_note, StatusLevel.WARNING))
        self._confirm.setText(state.confirmation)
        self._confirm.setChecked(state.confirmed)
        self._missing.setText("" if state.busy else state.missing)

    @Slot()
    def _forget(self) -> None:
        self._password.forget()
        self._again.forget()
        self._again.show()
        self._again_caption.show()

    @Slot(bool)
    def _on_password_shown(self, shown: bool) -> None:
        """A password that can be read need not be typed twice."""
        self._again.setVisible(not shown)
        self._again_caption.setVisible(not shown)
        self._report_repetition()

    @Slot()
    def _report_repetition(self) -> None:
        self._export.repeat_password(None if self._again.isHidden() else self._again.text())

    def _lay_out(self) -> None:
        passwords = QHBoxLayout(self._passwords)
        passwords.setContentsMargins(0, 0, 0, 0)
        passwords.setSpacing(8)
        passwords.addWidget(caption("Password for the file", self._password, self._passwords))
        passwords.addWidget(self._password, 50)
        passwords.addWidget(self._again_caption)
        passwords.addWidget(self._again, 50)
        passwords.addWidget(self._note, 100)
        passwords.addStretch(1)
        for field in (self._password, self._again):
            field.setMinimumWidth(_LEAST_PASSWORD_WIDTH)
            field.setMaximumWidth(_PASSWORD_WIDTH)
        confirm = QHBoxLayout()
        confirm.setSpacing(8)
        confirm.addWidget(self._confirm)
        confirm.addWidget(self._missing, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._caution)
        layout.addWidget(self._passwords)
        layout.addLayout(confirm)
