"""Exporting keys, below the table they are selected in: what, in which form, and where to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from workbench.core.key_files.export_formats import ExportFormat, Part
from workbench.presenters.status import Status, StatusLevel
from workbench.ui.item_views.choice_box import ChoiceBox
from workbench.ui.keys.exporting.private import PrivateKeyForm
from workbench.ui.widgets.caption import caption
from workbench.ui.widgets.card import Card
from workbench.ui.widgets.main_action import set_main_action
from workbench.ui.widgets.progress_bar import ProgressBar
from workbench.ui.widgets.segments import SegmentedButtons
from workbench.ui.widgets.sentence_label import SentenceLabel
from workbench.ui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from workbench.core.keys.signing_key import SigningKey
    from workbench.presenters.keys.export_state import ExportState
    from workbench.presenters.keys.exporting import KeyExportPresenter
    from workbench.ui.theme import Appearance

_FORMAT_WIDTH = 190


class KeyExportPanel(Card):
    """Shows the state of a `KeyExportPresenter`; the text of a private key is never shown.

    Signals:
        closed(): the user is done with it.
    """

    closed = Signal()

    def __init__(self, export: KeyExportPresenter, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._export = export
        self._part = SegmentedButtons("key_export.part", ((Part.PUBLIC, "Public"), (Part.PRIVATE, "Private")), self)
        self._format = ChoiceBox("key_export.format", appearance, self)
        self._format.setFixedWidth(_FORMAT_WIDTH)
        self._format_caption = caption("Format", self._format, self)
        self._about = _label("key_export.about", self)
        self._not_offered = _label("key_export.not_offered", self)
        self._preview = QPlainTextEdit(self)
        self._preview.setObjectName("key_export.preview")
        self._preview.setAccessibleName("What will be exported")
        self._preview.setProperty("mono", True)
        self._preview.setReadOnly(True)
        self._preview.setTabChangesFocus(True)
        self._preview.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._private = PrivateKeyForm(export, appearance, self)
        self._path = QLineEdit(self)
        self._path.setObjectName("key_export.path")
        self._browse = self._button("browse", "Browse…")
        self._save = self._button("save", "Save to file")
        set_main_action(self._save)
        self._copy = self._button("copy", "Copy")
        self._target = QWidget(self)
        self._question = StatusLine("key_export.question", appearance, self)
        self._replace = self._button("replace", "Replace")
        self._keep = self._button("keep", "Keep it")
        self._asking = QWidget(self)
        self._progress = ProgressBar("key_export.progress", "The export is under way", self)
        self._stop = self._button("stop", "Stop")
        self._status = StatusLine("key_export.status", appearance, self)
        self._command = _label("key_export.command", self)
        self._command.setProperty("role", None)
        self._command.setProperty("mono", True)
        self._command_caption = caption("Read it with", self._command, self)
        self._close = self._button("close", "Close")
        self._close.setProperty("flat", True)
        self._lay_out()
        self._connect()
        self._show(export.state)

    @Slot(object)
    def set_keys(self, keys: tuple[SigningKey, ...]) -> None:
        """Export these keys, which are the ones selected, while the panel is open."""
        if not self.isHidden():
            self._export.set_keys(keys)

    @Slot(object)
    def open(self, keys: tuple[SigningKey, ...]) -> None:
        """Begin to export these keys."""
        self._export.set_keys(keys)
        self.show()
        (self._close if self._format.isHidden() else self._format).setFocus(Qt.FocusReason.OtherFocusReason)

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
        for label, words in (
            (self._about, state.about),
            (self._not_offered, state.not_offered),
            (self._command, state.command),
        ):
            label.setText(words)
            label.setVisible(bool(words))
        self._command_caption.setVisible(bool(state.command))
        self._preview.setVisible(bool(state.preview))
        if self._preview.toPlainText() != state.preview:
            self._preview.setPlainText(state.preview)
        self._private.setVisible(is_private)
        self._private.show_state(state)
        if self._path.text() != state.path:
            self._path.setText(state.path)
        self._show_target(state)
        self._progress.setVisible(state.busy)

    def _show_formats(self, state: ExportState) -> None:
        offered = [each.format for each in state.offers if not each.why_not]
        blocked = self._format.blockSignals(True)
        if offered != [self._format.itemData(row) for row in range(self._format.count())]:
            self._format.clear()
            for each in offered:
                self._format.add_choice(each.label, each, each.description)
        self._format.setCurrentIndex(self._format.findData(state.format))
        self._format.blockSignals(blocked)
        for widget in (self._part, self._format_caption, self._format):
            widget.setVisible(bool(offered))

    def _show_target(self, state: ExportState) -> None:
        """Show where to, or what to do with a file that is there already; the keyboard stays where it can be used."""
        had_keyboard = self._has_keyboard()
        asking = bool(state.question)
        self._question.show_status(Status(state.question, StatusLevel.WARNING))
        self._asking.setVisible(asking)
        self._target.setVisible(state.format is not None and not asking)
        for button in (self._save, self._copy):
            button.setEnabled(state.ready)
        self._stop.setVisible(state.stoppable)
        self._save.setVisible(not state.stoppable)
        if had_keyboard and not self._has_keyboard():
            useful = self._keep if asking else self._stop if state.stoppable else self._save
            (useful if useful.isEnabled() else self._format).setFocus()

    def _has_keyboard(self) -> bool:
        """Whether the keyboard is at the target, or at the question about it."""
        focused = self.focusWidget()
        return (
            focused is not None
            and focused.isVisible()
            and any(each.isAncestorOf(focused) for each in (self._target, self._asking))
        )

    @Slot(int)
    def _on_format_chosen(self, _row: int) -> None:
        chosen = self._format.currentData()
        if chosen:
            self._export.choose_format(ExportFormat(chosen))

    @Slot()
    def _on_browse_clicked(self) -> None:
        dialog = QFileDialog(self, "Save key", self._path.text())
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
        self._path.textEdited.connect(export.set_path)
        self._path.returnPressed.connect(export.save)
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

    def _lay_out(self) -> None:
        self.head.addStretch(1)
        self.head.addWidget(self._close)
        self.body.addLayout(_line(self._part, self._format_caption, self._format, (self._about, 1)))
        self.body.addWidget(self._not_offered)
        self.body.addWidget(self._preview, 1)
        self.body.addWidget(self._private)
        self._target.setLayout(
            _line(
                caption("File", self._path, self._target),
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
        self.body.addWidget(self._status)
        self.body.addLayout(_line(self._command_caption, (self._command, 1)))
        self.body.addWidget(self._progress)
        self.body.addStretch(0)  # where there is no preview to take the room
        self.hide()


def _title(keys: tuple[SigningKey, ...]) -> str:
    if len(keys) == 1:
        return f"Export {keys[0].label}"
    return f"Export {len(keys)} keys" if keys else "Export"


def _label(name: str, parent: QWidget) -> SentenceLabel:
    label = SentenceLabel(name, parent, role="caption")
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _line(*widgets: QWidget | tuple[QWidget, int]) -> QHBoxLayout:
    """Widgets beside each other; those with a number share the width."""
    line = QHBoxLayout()
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(8)
    for each in widgets:
        widget, stretch = each if isinstance(each, tuple) else (each, 0)
        line.addWidget(widget, stretch)
    return line
