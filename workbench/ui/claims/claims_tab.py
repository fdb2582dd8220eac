"""The claims of the token: read in plain words, as a table, and inside each value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from workbench.core.errors import ClaimEditError
from workbench.core.text.invisible import escaped
from workbench.core.text.wording import listed, named
from workbench.presenters.status import Status, StatusLevel
from workbench.ui import shortcuts
from workbench.ui.claims.claim_columns import ClaimColumns
from workbench.ui.claims.claim_delegate import ClaimDelegate
from workbench.ui.claims.claim_detail import ClaimDetail
from workbench.ui.claims.claim_menu import ClaimMenu
from workbench.ui.claims.claim_strip import ClaimStrip
from workbench.ui.claims.claims_table import ClaimsTableModel, Column, is_date
from workbench.ui.claims.lifetime_bar import LifetimeBar
from workbench.ui.claims.new_claim import NewClaim
from workbench.ui.claims.reading_label import ReadingLabel
from workbench.ui.icons import Icon, icon
from workbench.ui.item_views.roles import Role
from workbench.ui.item_views.table import make_table
from workbench.ui.theme import Appearance, Tone
from workbench.ui.widgets.elided_button import ElidedButton
from workbench.ui.widgets.sentence_label import SentenceLabel
from workbench.ui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from workbench.core.claims.claim import Claim
    from workbench.core.claims.claim_type import ClaimType
    from workbench.core.claims.registry import ClaimMeaning
    from workbench.core.text.time_step import TimeStep
    from workbench.presenters.token.editor import EditorPresenter
    from workbench.presenters.token.editor_state import EditorState


_ROW_HEIGHT = 26
_MOST_REMOVED = 12


class ClaimsTab(QWidget):
    """Shows and edits the claims of an `EditorPresenter`.

    Attributes:
        add: adds a claim. Its owner places this button and the two others.
        remove: removes the selected claim.
        revert: restores the selected claim, or all claims, as issued.

    Signals:
        wanted(): the user edits the claims; show this tab.
    """

    wanted = Signal()

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
        self._confirmed: str | None = None  # the token that a confirmation describes
        self._generation = editor.token.state.generation
        self._model = ClaimsTableModel(editor, registry, self)
        self._reading = ReadingLabel("claims.reading", self)
        self._lifetime = LifetimeBar("claims.lifetime", appearance, self)
        self._table = make_table("claims.table", self._model, appearance, self, row_height=_ROW_HEIGHT)
        self._table.setItemDelegate(
            ClaimDelegate(appearance, self._table, registry, name_column=Column.NAME, state_column=Column.STATE)
        )
        self._table.setAccessibleName("Claims")
        self._table.setAlternatingRowColors(True)
        self._columns = ClaimColumns(
            self._table, name=Column.NAME, value=Column.VALUE, meaning=Column.MEANING, state=Column.STATE
        )
        self._invitation = (
            "Log in to get a token: a demo user is filled in at the top, so Enter is enough there; the arrow in the "
            "user field offers the others. Or paste a token above."
        )
        self._empty = SentenceLabel("claims.empty", self, text=self._invitation)
        self._removed = SentenceLabel("claims.removed", self)
        self._menu = ClaimMenu(self._table)
        self._new_claim = NewClaim(editor, self._table, self._model)
        self._strip = ClaimStrip(self._menu, self)
        self._detail = ClaimDetail(editor, self)
        self._status = StatusLine("claims.status", appearance, self)
        self.add = _button("claims.add", "Add claim", self)
        self.remove = _button("claims.remove", "Remove", self)
        self.revert = ElidedButton("claims.revert", self)
        self._lay_out()
        self._connect()
        self._paint_icons()
        self._show(editor.token.state)

    def _connect(self) -> None:
        self.add.clicked.connect(self._on_add_clicked)
        self.remove.clicked.connect(self._on_remove_clicked)
        self.revert.clicked.connect(self._on_revert_clicked)
        self.add.setShortcut(shortcuts.ADD_CLAIM)
        self.revert.setShortcut(shortcuts.REVERT)
        self.add.setToolTip(f"Add a claim ({shortcuts.ADD_CLAIM})")
        self.remove.setToolTip("Remove the selected claim (Delete)")
        for keys, slot in (
            (QKeySequence.StandardKey.Delete, self._on_remove_clicked),
            (shortcuts.TOGGLE, self._on_toggled),
            (shortcuts.MOVE_UP, self._on_move_up),
            (shortcuts.MOVE_DOWN, self._on_move_down),
        ):
            shortcut = QShortcut(QKeySequence(keys), self._table)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(slot)
        self._menu.type_chosen.connect(self._on_type_chosen)
        self._menu.step_chosen.connect(self._on_step_chosen)
        self._menu.value_chosen.connect(self._editor.set_value)
        self._menu.move_chosen.connect(self._move)
        self._menu.token_chosen.connect(self._on_token_chosen)
        self._strip.step_chosen.connect(self._on_step_wanted)
        self._strip.never_chosen.connect(self._on_never_chosen)
        self._strip.inside_wanted.connect(self._show_detail)
        self._model.edit_rejected.connect(self._on_edit_rejected)
        self._model.edit_taken.connect(self._on_edit_taken)
        self._new_claim.abandoned.connect(self._on_edit_taken)
        self._detail.edit_rejected.connect(self._on_edit_rejected)
        self._detail.edit_taken.connect(self._on_edit_taken)
        self._table.selectionModel().currentRowChanged.connect(self._look_at_row)
        self._table.selectionModel().selectionChanged.connect(self._look_at_row)
        self._model.dataChanged.connect(self._on_data_changed)
        self._editor.token.state_changed.connect(self._show)
        self._appearance.changed.connect(self._paint_icons)

    @Slot(object)
    def _show(self, state: EditorState) -> None:
        claims = state.reading.claims
        self._empty.setVisible(claims is None)
        self._table.setVisible(claims is not None)
        if state.reading.nested:
            self._empty.setText("The payload is a token: Open payload above shows its claims. Undo goes back.")
        elif state.reading.opaque:
            self._empty.setText("Nothing can be read from an opaque token: its issuer alone knows what it stands for.")
        elif claims is None and not state.is_empty:
            self._empty.setText("The payload cannot be read as claims; the JSON view shows its contents.")
        elif state.is_empty:
            self._empty.setText(self._invitation)
        if state.generation != self._generation:
            self._generation = state.generation
            self._status.show_status(Status(""))  # it is about a claim of the previous token
            self._columns.make_room_for_names()
        self.add.setEnabled(claims is not None)
        self._removed.setVisible(bool(state.removed))
        self._removed.setText(f"Removed: {listed(state.removed, most=_MOST_REMOVED)}" if state.removed else "")
        if self._confirmed is not None and state.text != self._confirmed:
            self._confirmed = None
            self._status.show_status(Status(""))
        if self._refused and not self._model.has_drafts:
            self._refused = False
            self._status.show_status(Status(""))
        now = self._editor.token.now
        if claims is not None and len(claims) and self.isVisible():
            from workbench.core.claims.lifetime import lifetime_of
            from workbench.core.claims.plain_language import plain_reading

            self._reading.show_sentences(
                plain_reading(state.reading.header or {}, claims, now=now, user=state.user_beside_sub)
            )
            self._lifetime.show_lifetime(lifetime_of(claims, now))
        self._look_at_row()

    def showEvent(self, event: QShowEvent) -> None:
        """Report what changed while hidden."""
        super().showEvent(event)
        self._show(self._editor.token.state)

    @Slot()
    def _look_at_row(self) -> None:
        """Enable and label the buttons for the selected claim."""
        claim, state = self._current_claim(), self._editor.token.state
        name = claim.name if claim is not None else None
        self.remove.setEnabled(claim is not None)
        changed = name is not None and (name in (state.changes or {}) or self._model.has_draft(name))
        what = escaped(name) if name is not None and changed else "all"
        restored = "the token" if what == "all" else what
        self.revert.show_words(f"Revert {what}", f"Restore {restored} as issued or pasted ({shortcuts.REVERT})")
        self.revert.setEnabled(changed or state.is_edited or self._model.has_drafts)
        meaning = self._model.meaning(claim.name) if claim is not None else None
        self._strip.setVisible(state.reading.claims is not None)
        self._strip.show_claim(claim, meaning, is_moment=claim is not None and is_date(claim, meaning))
        self._show_detail()

    @Slot(QModelIndex, QModelIndex)
    def _on_data_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        """Update the buttons if the selected row changed; the model reports each cell separately."""
        if first.row() <= self._row() <= last.row() and first.column() <= Column.STATE <= last.column():
            self._look_at_row()

    @Slot()
    def _show_detail(self) -> None:
        wanted = self._strip.is_inside_wanted
        self._detail.setVisible(wanted)
        for button in self._detail.buttons:
            button.setVisible(wanted)
        self._show_summary()
        if wanted:
            self._detail.show_row(self._row())

    def _show_summary(self) -> None:
        """Hide the summary while the inside of a claim is edited."""
        claims = self._editor.token.state.reading.claims
        there = claims is not None and len(claims) > 0 and self._detail.isHidden()
        for widget in (self._reading, self._lifetime):
            widget.setVisible(there)

    def _row(self) -> int:
        """The current row if it is selected, alone or with others; else -1."""
        current = self._table.currentIndex()
        return current.row() if self._table.selectionModel().isSelected(current) else -1

    def _current_claim(self) -> Claim | None:
        from workbench.core.claims.claim import Claim

        row = self._row()
        claim = self._model.index(row, Column.NAME).data(Role.SUBJECT) if row >= 0 else None
        return claim if isinstance(claim, Claim) else None

    @Slot()
    def _on_add_clicked(self) -> None:
        self.wanted.emit()
        self._new_claim.begin()
        text = "Name the new claim; a known name gets a value of its type. Then enter its value as JSON."
        self._confirm(Status(text))

    @Slot()
    def _on_remove_clicked(self) -> None:
        row, claim = self._row(), self._current_claim()  # not the name's row: the name may be a duplicate
        if claim is None:
            return
        self._editor.remove_claim(row)
        self._confirm(Status(f"Removed {named(claim.name)}. Undo restores it."))
        next_row = min(row, self._model.rowCount() - 1)
        if next_row >= 0:
            self._table.setCurrentIndex(self._model.index(next_row, Column.VALUE))

    def _confirm(self, status: Status) -> None:
        """Say what was done, until the token changes again."""
        self._status.show_status(status)
        self._confirmed = self._editor.token.state.text

    @Slot()
    def _on_revert_clicked(self) -> None:
        claim, state = self._current_claim(), self._editor.token.state
        self._status.show_status(Status(""))
        if claim is not None and self._model.discard_draft(claim.name):
            self._look_at_row()
            return
        if claim is not None and claim.name in (state.changes or {}):
            self._editor.revert_claim(claim.name)
            return
        self._model.discard_draft()
        self._editor.token.revert()

    @Slot()
    def _on_toggled(self) -> None:
        claim = self._current_claim()
        if claim is not None and isinstance(claim.value, bool):
            self._editor.set_value(self._row(), not claim.value)

    @Slot()
    def _on_move_up(self) -> None:
        self._move(self._row(), -1)

    @Slot()
    def _on_move_down(self) -> None:
        self._move(self._row(), 1)

    @Slot(int, int)
    def _move(self, row: int, by: int) -> None:
        if row >= 0:
            self._table.setCurrentIndex(self._model.index(self._editor.move_claim(row, by), Column.NAME))

    @Slot(int, object)
    def _on_type_chosen(self, row: int, wanted: ClaimType) -> None:
        try:
            self._editor.convert_claim(row, wanted)
        except ClaimEditError as error:
            self._on_edit_rejected(error)

    @Slot(int, object)
    def _on_step_chosen(self, row: int, step: TimeStep) -> None:
        self._editor.step_time(row, step)

    @Slot(int)
    def _on_token_chosen(self, row: int) -> None:
        claims = self._editor.token.state.reading.claims
        claim = claims[row] if claims is not None and 0 <= row < len(claims) else None
        if claim is not None and isinstance(claim.value, str):
            self._editor.token.paste(claim.value, f"open the token in {named(claim.name)}")

    @Slot(object)
    def _on_step_wanted(self, step: TimeStep) -> None:
        self._editor.step_time(self._row(), step)

    @Slot()
    def _on_never_chosen(self) -> None:
        self._on_remove_clicked()
        text = "exp removed: the token never expires, and strict servers refuse it. Undo restores it."
        self._confirm(Status(text, StatusLevel.WARNING))

    @Slot(object)
    def _on_edit_rejected(self, error: ClaimEditError) -> None:
        self._refused, self._confirmed = self._model.has_drafts, None
        self._status.show_status(Status(f"{error} {error.hint}".strip(), StatusLevel.ERROR))

    @Slot()
    def _on_edit_taken(self) -> None:
        self._status.show_status(Status(""))

    @Slot()
    def _paint_icons(self) -> None:
        for button, picture in ((self.add, Icon.ADD), (self.remove, Icon.REMOVE), (self.revert, Icon.REVERT)):
            button.setIcon(icon(picture, self._appearance, Tone.ACCENT))

    def _lay_out(self) -> None:
        self._empty.setProperty("role", "empty")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._removed.setObjectName("claims.removed")
        self._removed.setProperty("tone", "warning")
        self._detail.hide()
        self._strip.add_tools(*self._detail.buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 0)
        column.setSpacing(2)
        column.addWidget(self._reading)
        column.addWidget(self._lifetime)
        column.addWidget(self._empty, 1)
        column.addWidget(self._table, 3)
        column.addWidget(self._detail, 2)
        column.addWidget(self._removed)
        column.addWidget(self._status)
        column.addWidget(self._strip)


def _button(name: str, words: str, parent: QWidget) -> QPushButton:
    button = QPushButton(words, parent)
    button.setObjectName(name)
    button.setProperty("flat", True)
    return button
