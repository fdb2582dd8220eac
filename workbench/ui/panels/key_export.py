"""Exporting keys, below the table they are selected in: what, in which form, and where to."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from workbench.core.export_formats import ExportFormat, Part
from workbench.core.keys import SigningKey
from workbench.presenters.export_state import ExportState
from workbench.presenters.key_export import KeyExportPresenter
from workbench.presenters.status import Severity, Status
from workbench.ui.theme import Appearance
from workbench.ui.widgets.busy import keep_room, put_in_place
from workbench.ui.widgets.caption import caption
from workbench.ui.widgets.card import Card
from workbench.ui.widgets.choice_box import ChoiceBox
from workbench.ui.widgets.secret_edit import SecretEdit
from workbench.ui.widgets.segments import SegmentedButtons
from workbench.ui.widgets.status_line import StatusLine

_FORMAT_WIDTH = 190
_PASSWORD_WIDTH = 240


class KeyExportPanel(Card):
    """Shows the state of a `KeyExportPresenter`; the text of a private key is never shown.

    Signals:
        closed(): the user is done with it.
    """

    closed = Signal()

    def __init__(self, export: KeyExportPresenter, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._export = export
        self._part = SegmentedButtons(
            "key_export.part", ((Part.PUBLIC, self.tr("Public")), (Part.PRIVATE, self.tr("Private"))), self
        )
        self._format = ChoiceBox("key_export.format", appearance, self)
        self._format.setFixedWidth(_FORMAT_WIDTH)
        self._about = _label("key_export.about", self)
        self._not_offered = _label("key_export.not_offered", self)
        self._preview = QPlainTextEdit(self)
        self._preview.setObjectName("key_export.preview")
        self._preview.setAccessibleName(self.tr("What will be exported"))
        self._preview.setProperty("mono", True)
        self._preview.setReadOnly(True)
        self._preview.setTabChangesFocus(True)
        self._preview.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._private = QWidget(self)
        self._caution = StatusLine("key_export.caution", appearance, self._private)
        self._password = SecretEdit("key_export.password", appearance, self._private)
        self._again = SecretEdit("key_export.password_again", appearance, self._private)
        self._passwords = QWidget(self._private)
        self._remark = StatusLine("key_export.remark", appearance, self._private)
        self._confirm = QCheckBox(self._private)
        self._confirm.setObjectName("key_export.confirm")
        self._path = QLineEdit(self)
        self._path.setObjectName("key_export.path")
        self._browse = self._button("browse", self.tr("Browse…"))
        self._save = self._button("save", self.tr("Save to file"))
        self._save.setProperty("primary", True)
        self._copy = self._button("copy", self.tr("Copy"))
        self._target = QWidget(self)
        self._question = StatusLine("key_export.question", appearance, self)
        self._replace = self._button("replace", self.tr("Replace"))
        self._keep = self._button("keep", self.tr("Keep it"))
        self._asking = QWidget(self)
        self._progress = QProgressBar(self)
        self._progress.setObjectName("key_export.progress")
        self._progress.setAccessibleName(self.tr("The export is under way"))
        self._progress.setTextVisible(False)
        self._progress.setRange(0, 0)
        self._stop = self._button("stop", self.tr("Stop"))
        self._status = StatusLine("key_export.status", appearance, self)
        self._missing = _label("key_export.missing", self)
        self._close = self._button("close", self.tr("Close"))
        self._close.setProperty("flat", True)
        self._lay_out()
        self._connect()
        self._show(export.state)

    @Slot(object)
    def set_keys(self, keys: tuple[SigningKey, ...]) -> None:
        """Export these keys, which are the ones selected."""
        if self.isVisible():
            self._export.set_keys(keys)

    @Slot(object)
    def open(self, keys: tuple[SigningKey, ...]) -> None:
        """Begin to export these keys."""
        self._export.set_keys(keys)
        self.show()
        (self._format if self._format.isEnabled() else self._close).setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def leave(self) -> None:
        """Put the panel away, and forget what was typed."""
        self._export.leave()
        self.hide()
        self.closed.emit()

    @Slot(object)
    def _show(self, state: ExportState) -> None:
        is_private = state.part is Part.PRIVATE and state.format is not None
        self.title.setText(_title(state.keys))
        self._part.choose(state.part if state.parts else "")
        self._part.offer(state.parts)
        self._show_formats(state)
        for label, words in ((self._about, state.about), (self._not_offered, state.not_offered)):
            label.setText(words)
            label.setVisible(bool(words))
        self._preview.setVisible(not is_private)
        if self._preview.toPlainText() != state.preview:
            self._preview.setPlainText(state.preview)
        self._private.setVisible(is_private)
        self._caution.show_status(Status(state.caution, Severity.WARNING))
        self._passwords.setVisible(state.needs_password)
        self._remark.show_status(Status(state.remark, Severity.WARNING))
        self._confirm.setText(state.confirmation)
        self._confirm.setChecked(state.confirmed)
        if self._path.text() != state.path:
            self._path.setText(state.path)
        self._question.show_status(Status(state.question, Severity.WARNING))
        self._ask(asking=bool(state.question))
        self._missing.setText("" if state.busy else state.missing)
        self._missing.setVisible(bool(self._missing.text()))
        for button in (self._save, self._copy):
            button.setEnabled(state.ready)
        self._progress.setVisible(state.busy)
        put_in_place(*((self._stop, self._save) if state.stoppable else (self._save, self._stop)))

    def _show_formats(self, state: ExportState) -> None:
        offered = [each.format for each in state.offers if not each.why_not]
        blocked = self._format.blockSignals(True)
        if offered != [self._format.itemData(row) for row in range(self._format.count())]:
            self._format.clear()
            for each in offered:
                self._format.add_choice(each.label, each, each.description)
        self._format.setCurrentIndex(self._format.findData(state.format))
        self._format.blockSignals(blocked)
        self._format.setEnabled(bool(offered))

    @Slot()
    def _forget(self) -> None:
        self._password.forget()
        self._again.forget()
        self._again_caption.show()
        self._again.show()

    def _ask(self, *, asking: bool) -> None:
        """Put the question what to do with the file that is there in the place of the buttons, or take it away."""
        had_focus = self._save.hasFocus() or self._path.hasFocus()
        self._asking.setVisible(asking)
        self._target.setVisible(not asking)
        if asking and had_focus:
            self._keep.setFocus()

    @Slot(int)
    def _on_format_chosen(self, _row: int) -> None:
        chosen = self._format.currentData()
        if chosen:
            self._export.choose_format(ExportFormat(chosen))

    @Slot(bool)
    def _on_password_shown(self, shown: bool) -> None:
        """A password that can be read need not be typed twice."""
        self._again.setVisible(not shown)
        self._again_caption.setVisible(not shown)
        self._tell_repetition()

    @Slot()
    def _tell_repetition(self) -> None:
        self._export.repeat_password(self._again.text() if self._again.isVisibleTo(self._passwords) else None)

    @Slot()
    def _on_enter(self) -> None:
        """Enter in a field does what the first button does, once nothing is missing."""
        if self._export.state.ready:
            self._export.save()

    @Slot()
    def _on_browse_clicked(self) -> None:
        dialog = QFileDialog(self, self.tr("Save key"), self._path.text())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)  # that is asked here, beside the path
        dialog.fileSelected.connect(self._on_file_chosen)
        dialog.open()

    @Slot(str)
    def _on_file_chosen(self, path: str) -> None:
        self._export.set_path(path)
        self._export.save()

    def _button(self, name: str, words: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(f"key_export.{name}")
        return button

    def _connect(self) -> None:
        export = self._export
        self._part.chosen.connect(export.choose_part)
        self._format.currentIndexChanged.connect(self._on_format_chosen)
        self._password.textChanged.connect(export.set_password)
        self._password.shown_changed.connect(self._on_password_shown)
        self._again.textChanged.connect(self._tell_repetition)
        self._confirm.clicked.connect(export.confirm)
        self._path.textEdited.connect(export.set_path)
        for field in (self._path, self._password, self._again):
            field.returnPressed.connect(self._on_enter)
        self._browse.clicked.connect(self._on_browse_clicked)
        self._save.clicked.connect(export.save)
        self._copy.clicked.connect(export.copy)
        self._replace.clicked.connect(export.replace_file)
        self._keep.clicked.connect(export.keep_file)
        self._stop.clicked.connect(export.stop)
        self._close.clicked.connect(self.leave)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.leave)
        export.state_changed.connect(self._show)
        export.status_changed.connect(self._status.show_status)
        export.forgotten.connect(self._forget)

    def _lay_out(self) -> None:
        self.head.addStretch(1)
        self.head.addWidget(self._close)
        self.body.addLayout(
            _line(self._part, caption(self.tr("Format"), self._format, self), self._format, (self._about, 1))
        )
        self.body.addWidget(self._not_offered)
        self.body.addWidget(self._preview, 1)
        self._again_caption = caption(self.tr("Again"), self._again, self._passwords)
        for field in (self._password, self._again):
            field.setFixedWidth(_PASSWORD_WIDTH)
        passwords = _line(
            caption(self.tr("Password for the file"), self._password, self._passwords),
            self._password,
            self._again_caption,
            self._again,
            (self._remark, 1),
        )
        self._passwords.setLayout(passwords)
        private = QVBoxLayout(self._private)
        private.setContentsMargins(0, 0, 0, 0)
        private.setSpacing(8)
        for widget in (self._caution, self._passwords, self._confirm):
            private.addWidget(widget)
        private.addStretch(1)
        self.body.addWidget(self._private, 1)
        self._target.setLayout(
            _line(
                caption(self.tr("File"), self._path, self._target),
                (self._path, 1),
                self._browse,
                self._save,
                self._stop,
                self._copy,
            )
        )
        self._asking.setLayout(_line((self._question, 1), self._replace, self._keep))
        self.body.addWidget(self._target)
        self.body.addWidget(self._asking)
        self.body.addWidget(self._progress)
        keep_room(self._progress)
        self.body.addLayout(_line(self._missing, (self._status, 1)))
        self.hide()


def _title(keys: tuple[SigningKey, ...]) -> str:
    if len(keys) == 1:
        return f"Export {keys[0].label}"
    return f"Export {len(keys)} keys" if keys else "Export"


def _label(name: str, parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setObjectName(name)
    label.setProperty("role", "caption")
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _line(*widgets: QWidget | tuple[QWidget, int]) -> QHBoxLayout:
    """Widgets beside each other; those with a number share out the room."""
    line = QHBoxLayout()
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(8)
    for each in widgets:
        widget, stretch = each if isinstance(each, tuple) else (each, 0)
        line.addWidget(widget, stretch)
    return line
