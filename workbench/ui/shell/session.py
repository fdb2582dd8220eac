"""Session files in the window: a menu below the navigation, and a strip to enter a file name."""

from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer, Slot
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from workbench.presenters.session.session import SUFFIX, SessionPresenter
from workbench.presenters.status import Status, StatusLevel
from workbench.ui import shortcuts
from workbench.ui.arrangement import eliding
from workbench.ui.icons import Icon, icon
from workbench.ui.theme import Appearance, Tone
from workbench.ui.widgets import tool_tip
from workbench.ui.widgets.caption import caption
from workbench.ui.widgets.main_action import set_main_action
from workbench.ui.widgets.notice import Notice

_READ_MS = 8_000


class SessionMenu(QToolButton):
    """New, open, save, save as, and recent sessions."""

    def __init__(
        self, session: SessionPresenter, bar: "SessionBar", appearance: Appearance, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._bar = bar
        self._appearance = appearance
        self.setObjectName("session.menu")
        self.setAccessibleName("Session file: new, open, save")
        self.setToolTip("Session: variants, requests and expected answers in a file")
        self.setIconSize(QSize(22, 22))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        for name, words, keys, slot in (
            ("new", "&New session", "", session.new),
            ("open", "&Open…", shortcuts.OPEN_SESSION, bar.ask_for_opening),
            ("save", "&Save", shortcuts.SAVE_SESSION, session.save),
            ("save_as", "Save &as…", shortcuts.SAVE_SESSION_AS, bar.ask_for_saving),
        ):
            action = menu.addAction(words)
            action.setObjectName(f"session.{name}")
            action.triggered.connect(slot)
            if keys:
                action.setShortcut(QKeySequence(keys))
        self._recent = menu.addMenu("&Recent")
        self._recent.setObjectName("session.recent")
        self._recent.setToolTipsVisible(True)
        self._recent.triggered.connect(self._on_recent_chosen)
        self.setMenu(menu)
        session.recent_changed.connect(self._show_recent)
        appearance.changed.connect(self._paint_icon)
        self._show_recent(session.recent)
        self._paint_icon()

    @Slot(object)
    def _show_recent(self, paths: tuple[str, ...]) -> None:
        self._recent.clear()
        for path in paths:
            action = self._recent.addAction(eliding.for_action(Path(path).name))
            action.setData(path)
            action.setToolTip(tool_tip.literal(path))
        self._recent.setEnabled(bool(paths))

    @Slot(QAction)
    def _on_recent_chosen(self, action: QAction) -> None:
        self._session.open(Path(str(action.data())))

    @Slot()
    def _paint_icon(self) -> None:
        self.setIcon(icon(Icon.FILE, self._appearance, Tone.MUTED))


class SessionBar(QWidget):
    """Below the top bar: which file to open or save, how that went, and what an earlier window left behind."""

    def __init__(self, session: SessionPresenter, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._saving = False
        self._strip = QFrame(self)
        self._strip.setProperty("notice", True)
        self._path = QLineEdit(self._strip)
        self._path.setObjectName("session.path")
        self._caption = caption("", self._path, self._strip)
        self._browse = QPushButton("Browse…", self._strip)
        self._browse.setObjectName("session.browse")
        self._tokens = QCheckBox("with tokens", self._strip)
        self._tokens.setObjectName("session.with_tokens")
        self._tokens.setToolTip(
            "Save the tokens with their signatures: anyone with the file can use them until they expire. Otherwise "
            "only header and claims are saved, and signed again with the same key when the session is opened."
        )
        self._go = QPushButton(self._strip)
        self._go.setObjectName("session.go")
        set_main_action(self._go)
        self._cancel = QPushButton("Cancel", self._strip)
        self._cancel.setObjectName("session.cancel")
        self._cancel.setProperty("flat", True)
        self._status = Notice("session.status", appearance, "Undo")
        self._clock = Notice("session.clock", appearance, "Back to now")
        self._found = Notice("session.found", appearance, "Restore", dismiss="Discard")
        self._copy = Notice("session.copy", appearance)
        self._lay_out()
        self._status.offer_action(False)
        self._leave = QTimer(self)
        self._leave.setSingleShot(True)
        self._leave.setInterval(_READ_MS)
        self._leave.timeout.connect(self._status.hide)
        self._browse.clicked.connect(self._on_browse_clicked)
        self._go.clicked.connect(self._on_go_clicked)
        self._path.returnPressed.connect(self._on_go_clicked)
        self._cancel.clicked.connect(self._strip.hide)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self._strip)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self._strip.hide)
        session.status_changed.connect(self._show_status)
        session.opened.connect(self._strip.hide)
        session.undo_changed.connect(self._status.offer_action)
        session.clock_note_changed.connect(self._clock.show_status)
        session.found_changed.connect(self._found.show_status)
        session.restorable_changed.connect(self._found.offer_action)
        session.copy_problem_changed.connect(self._copy.show_status)
        session.save_path_wanted.connect(self.ask_for_saving)
        session.saved.connect(self._strip.hide)
        self._status.action_requested.connect(session.undo)
        self._clock.action_requested.connect(session.back_to_now)
        self._found.action_requested.connect(session.restore)
        self._found.dismissed.connect(session.discard)

    @Slot()
    def ask_for_opening(self) -> None:
        """Ask which file to open."""
        self._ask("Open session", "Open", saving=False)

    @Slot()
    def ask_for_saving(self) -> None:
        """Ask which file to save to, and whether with tokens."""
        self._ask("Save session as", "Save", saving=True)

    def _ask(self, words: str, verb: str, *, saving: bool) -> None:
        self._saving = saving
        self._caption.setText(words)
        self._path.setAccessibleName(words)
        self._path.setPlaceholderText(f"path of a file such as team{SUFFIX}")
        self._go.setText(verb)
        self._tokens.setVisible(saving)
        self._tokens.setChecked(self._session.tokens)
        if saving and self._session.path is not None:
            self._path.setText(str(self._session.path))
        self._strip.show()
        self._path.setFocus(Qt.FocusReason.OtherFocusReason)
        self._path.selectAll()

    @Slot()
    def _on_browse_clicked(self) -> None:
        dialog = QFileDialog(self, self._caption.text(), self._path.text() or str(Path.home()))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setNameFilters([f"Sessions (*{SUFFIX})", "All files (*)"])
        dialog.setDefaultSuffix(SUFFIX[1:])
        if self._saving:
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        else:
            dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._on_file_selected)
        dialog.open()

    @Slot(str)
    def _on_file_selected(self, path: str) -> None:
        self._path.setText(path)
        self._act(replace_file=True)  # the dialog has asked

    @Slot()
    def _on_go_clicked(self) -> None:
        self._act(replace_file=False)

    def _act(self, *, replace_file: bool) -> None:
        text = self._path.text().strip()
        if not text:
            self._status.show_status(Status("Enter a file name first, or browse for one.", StatusLevel.ERROR))
            return
        path = Path(text).expanduser()
        if self._saving:
            self._session.save_as(path, tokens=self._tokens.isChecked(), replace_file=replace_file)
        else:
            self._session.open(path)

    @Slot(object)
    def _show_status(self, status: Status) -> None:
        """Show it: a success disappears by itself, unless it can be undone."""
        self._status.show_status(status)
        self._leave.stop()
        if status.severity is StatusLevel.OK and not self._session.can_undo:
            self._leave.start()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self._strip)
        row.setContentsMargins(12, 4, 12, 4)
        row.setSpacing(8)
        row.addWidget(self._caption)
        row.addWidget(self._path, 1)
        for widget in (self._browse, self._tokens, self._go, self._cancel):
            row.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for strip in (self._found, self._copy, self._strip, self._status, self._clock):
            column.addWidget(strip)
        self._strip.hide()
