"""The claims as a table and as JSON, the header, and room for further views of the token."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QIcon, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QHeaderView, QLabel, QPushButton, QTabWidget, QVBoxLayout, QWidget

from workbench.core.claim_registry import ClaimMeaning
from workbench.core.claims import ChangeKind, differences
from workbench.core.errors import ClaimEditError
from workbench.core.token import Reading
from workbench.presenters.editor import EditorPresenter, EditorState
from workbench.presenters.status import Severity, Status
from workbench.ui import shortcuts
from workbench.ui.icons import Icon, icon
from workbench.ui.models.claims_table import ClaimsTableModel, Column
from workbench.ui.models.roles import Role
from workbench.ui.theme import Appearance, Tone
from workbench.ui.widgets.history_buttons import HistoryButtons
from workbench.ui.widgets.json_edit import JsonEdit
from workbench.ui.widgets.status_line import StatusLine
from workbench.ui.widgets.table import make_table

_LEAST_NAME_WIDTH = 76
_MOST_NAME_WIDTH = 150


class ClaimsPanel(QWidget):
    """The views of the token of an `EditorPresenter`; an edit in one shows in all."""

    def __init__(
        self,
        editor: EditorPresenter,
        registry: Mapping[str, ClaimMeaning],
        appearance: Appearance,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._editor = editor
        self._appearance = appearance
        self._refused = False
        self._generation = editor.state.generation
        card = QFrame(self)
        card.setProperty("card", True)
        self._model = ClaimsTableModel(editor, registry, self)
        self._table = make_table("claims.table", self._model, appearance, card)
        self._table.setAccessibleName(self.tr("Claims"))
        self._table.setAlternatingRowColors(True)
        self._invitation = self.tr(
            "Log in to get a token: choose a demo user with the arrow in the user field, "
            "and the password is filled in. Or paste a token above."
        )
        self._empty = QLabel(self._invitation, card)
        self._add = _button("claims.add", self.tr("Add claim"), card)
        self._remove = _button("claims.remove", self.tr("Remove"), card)
        self._revert = _button("claims.revert", self.tr("Revert all"), card)
        self._history = HistoryButtons("claims", editor, appearance, card)
        self._status = StatusLine("claims.status", appearance, card)
        self._removed = QLabel(card)
        self._json = JsonEdit("claims.json", editor.set_claims_json, appearance, card)
        self._json.set_accessible_name(self.tr("Claims as JSON"))
        self._header = JsonEdit("claims.header", editor.set_header_json, appearance, card)
        self._header.set_accessible_name(self.tr("Header as JSON"))
        self.tabs = QTabWidget(card)
        self.tabs.setObjectName("claims.views")
        self.tabs.setAccessibleName(self.tr("Views of the token"))
        self._lay_out(card)

        self.tabs.currentChanged.connect(self._on_view_changed)
        self._add.clicked.connect(self._on_add_clicked)
        self._remove.clicked.connect(self._on_remove_clicked)
        self._revert.clicked.connect(self._on_revert_clicked)
        self._add.setShortcut(shortcuts.ADD_CLAIM)
        self._revert.setShortcut(shortcuts.REVERT)
        self._add.setToolTip(self.tr("Add a claim ({keys})").format(keys=shortcuts.ADD_CLAIM))
        self._remove.setToolTip(self.tr("Take the selected claim out (Delete)"))
        self._revert.setToolTip(self.tr("Back to what was issued ({keys})").format(keys=shortcuts.REVERT))
        delete = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self._table)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self._on_remove_clicked)
        self._model.edit_rejected.connect(self._on_edit_rejected)
        self._model.edit_taken.connect(self._on_edit_taken)
        self._table.selectionModel().currentRowChanged.connect(self._name_buttons)
        self._table.selectionModel().selectionChanged.connect(self._name_buttons)
        self._model.dataChanged.connect(self._name_buttons)
        self._json.draft_changed.connect(self._paint_icons)
        self._header.draft_changed.connect(self._paint_icons)
        editor.state_changed.connect(self._show)
        appearance.changed.connect(self._paint_icons)
        self._paint_icons()
        self._show(editor.state)

    def add_view(self, title: str, view: QWidget) -> None:
        """Add a further view of the token behind those that are there."""
        self.tabs.addTab(view, title)

    @Slot(object)
    def _show(self, state: EditorState) -> None:
        reading = state.reading
        self._empty.setVisible(reading.claims is None)
        self._table.setVisible(reading.claims is not None)
        if reading.claims is None and not state.is_empty:
            self._empty.setText(self.tr("The payload cannot be read as claims: the JSON view shows what it holds."))
        elif state.is_empty:
            self._empty.setText(self._invitation)
        if state.generation != self._generation:  # another token: a draft of the earlier one would overwrite it
            self._generation = state.generation
            self._json.discard()
            self._header.discard()
            self._make_room_for_names()
        self._json.show_value(reading, partial(_pretty_claims, reading), state.changes or {})
        self._header.show_value(reading, partial(_pretty_header, reading), _changed_parameters(state))
        self._json.setEnabled(not state.is_empty)
        self._header.setEnabled(not state.is_empty)
        self._add.setEnabled(reading.claims is not None)
        self._removed.setVisible(bool(state.removed))
        self._removed.setText(self.tr("Removed: {names}").format(names=", ".join(state.removed)))
        if self._refused and not self._model.has_drafts:
            self._refused = False
            self._status.show_status(Status(""))
        self._name_buttons()

    def _make_room_for_names(self) -> None:
        """Let the usual names be read whole; the user may drag it otherwise until another token comes."""
        wanted = self._table.sizeHintForColumn(Column.NAME)
        width = min(max(_LEAST_NAME_WIDTH, wanted), _MOST_NAME_WIDTH)
        self._table.horizontalHeader().resizeSection(Column.NAME, width)

    @Slot()
    def _name_buttons(self) -> None:
        """Say on the buttons what they would do now."""
        name, state = self._current_name(), self._editor.state
        self._remove.setEnabled(name is not None)
        changed = name is not None and (name in (state.changes or {}) or self._model.has_draft(name))
        words = self.tr("Revert {name}").format(name=_escaped(name)) if changed else self.tr("Revert all")
        if words != self._revert.text():  # a new text lays the page out again
            self._revert.setText(words)
            self._revert.setShortcut(shortcuts.REVERT)  # a new text takes the shortcut away
        self._revert.setEnabled(changed or state.is_edited or self._model.has_drafts)

    @Slot(int)
    def _on_view_changed(self, view: int) -> None:
        """Offer to add and to remove where the claims stand in rows."""
        self._add.setVisible(view == 0)
        self._remove.setVisible(view == 0)

    @Slot()
    def _on_add_clicked(self) -> None:
        self.tabs.setCurrentIndex(0)
        row = self._editor.add_claim()
        index = self._model.index(row, Column.NAME)
        self._table.setCurrentIndex(index)
        self._table.scrollTo(index)
        self._table.edit(index)
        text = self.tr("Name the new claim, then give it a value: JSON, so a text stands in quotation marks.")
        self._status.show_status(Status(text))

    @Slot()
    def _on_remove_clicked(self) -> None:
        rows, name = self._table.selectionModel().selectedRows(), self._current_name()
        if not rows:
            return
        row = rows[0].row()  # not the name's: a faulty token may hold it twice
        self._editor.remove_claim(row)
        self._status.show_status(Status(self.tr("Removed {name}. Revert brings it back.").format(name=name)))
        next_row = min(row, self._model.rowCount() - 1)
        if next_row >= 0:
            self._table.setCurrentIndex(self._model.index(next_row, Column.VALUE))

    @Slot()
    def _on_revert_clicked(self) -> None:
        name, state = self._current_name(), self._editor.state
        self._status.show_status(Status(""))
        if name is not None and self._model.discard_draft(name):
            self._name_buttons()
            return
        if name is not None and name in (state.changes or {}):
            self._editor.revert_claim(name)
            return
        self._model.discard_draft()
        self._editor.revert()

    @Slot(object)
    def _on_edit_rejected(self, error: ClaimEditError) -> None:
        self._refused = self._model.has_drafts
        self._status.show_status(Status(f"{error} {error.hint}".strip(), Severity.ERROR))

    @Slot()
    def _on_edit_taken(self) -> None:
        self._status.show_status(Status(""))

    def _current_name(self) -> str | None:
        rows = self._table.selectionModel().selectedRows()
        claim = rows[0].data(Role.SUBJECT) if rows else None
        return claim.name if claim is not None else None

    @Slot()
    def _paint_icons(self) -> None:
        for button, picture in ((self._add, Icon.ADD), (self._remove, Icon.REMOVE), (self._revert, Icon.REVERT)):
            button.setIcon(icon(picture, self._appearance, Tone.ACCENT))
        warning = icon(Icon.WARNING, self._appearance, Tone.REFUSED)
        for view in (self._json, self._header):
            tab = self.tabs.indexOf(view)
            self.tabs.setTabIcon(tab, warning if view.has_draft else QIcon())
            self.tabs.setTabToolTip(tab, self.tr("Holds a text that was not taken") if view.has_draft else "")

    def _lay_out(self, card: QFrame) -> None:
        head = self._table.horizontalHeader()
        head.setSectionResizeMode(Column.NAME, QHeaderView.ResizeMode.Interactive)
        head.resizeSection(Column.NAME, _LEAST_NAME_WIDTH)
        head.resizeSection(Column.VALUE, 196)
        head.setSectionResizeMode(Column.MEANING, QHeaderView.ResizeMode.Stretch)
        head.setStretchLastSection(False)
        head.setSectionResizeMode(Column.STATE, QHeaderView.ResizeMode.ResizeToContents)
        self._empty.setProperty("role", "empty")
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._removed.setObjectName("claims.removed")
        self._removed.setProperty("tone", "warning")
        self._removed.setTextFormat(Qt.TextFormat.PlainText)
        self._removed.setWordWrap(True)
        claims = QWidget(card)
        column = QVBoxLayout(claims)
        column.setContentsMargins(4, 0, 4, 0)
        column.setSpacing(4)
        column.addWidget(self._empty, 1)
        column.addWidget(self._table, 1)
        column.addWidget(self._removed)
        column.addWidget(self._status)
        self.tabs.addTab(claims, self.tr("Claims"))
        self.tabs.addTab(self._json, self.tr("JSON"))
        self.tabs.addTab(self._header, self.tr("Header"))
        inside = QVBoxLayout(card)
        inside.setContentsMargins(4, 4, 4, 8)
        inside.setSpacing(4)
        inside.addWidget(self.tabs)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(4, 0, 4, 0)
        buttons.setSpacing(4)
        for button in (self._add, self._remove, self._revert):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self._history)
        inside.addLayout(buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card)


def _button(name: str, words: str, parent: QWidget) -> QPushButton:
    button = QPushButton(words, parent)
    button.setObjectName(name)
    button.setProperty("flat", True)
    return button


def _escaped(name: str | None) -> str:
    """*name* for a button, where an ampersand would underline the next letter."""
    return (name or "").replace("&", "&&")


def _pretty_claims(reading: Reading) -> str:
    return reading.claims.to_pretty_json() if reading.claims is not None else reading.payload_text or ""


def _pretty_header(reading: Reading) -> str:
    members = reading.header_members
    return members.to_pretty_json() if members is not None else reading.header_text or ""


def _changed_parameters(state: EditorState) -> frozenset[str]:
    """The header parameters that differ from the baseline's."""
    before = state.baseline.header_members if state.baseline is not None else None
    after = state.reading.header_members
    if before is None or after is None or before is after:
        return frozenset()
    return frozenset(each.name for each in differences(before, after) if each.kind is not ChangeKind.SAME)
