"""The views of the token: claims, JSON, header, and room for further ones."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QFrame, QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from workbench.core.claims.registry import ClaimMeaning
from workbench.core.token.compact import Reading
from workbench.presenters.token.editor import EditorPresenter
from workbench.presenters.token.editor_state import EditorState
from workbench.ui.claims.claims_tab import ClaimsTab
from workbench.ui.claims.header_view import HeaderView
from workbench.ui.claims.history_buttons import HistoryButtons
from workbench.ui.editing.json_edit import JsonEdit
from workbench.ui.icons import Icon, icon
from workbench.ui.theme import Appearance, Tone


class ClaimsPanel(QWidget):
    """The views of the token of an `EditorPresenter`; an edit in one shows in all."""

    def __init__(
        self,
        editor: EditorPresenter,
        registry: Mapping[str, ClaimMeaning],
        header_registry: Mapping[str, ClaimMeaning],
        appearance: Appearance,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._generation = editor.token.state.generation
        card = QFrame(self)
        card.setProperty("card", True)
        self._claims = ClaimsTab(editor, registry, appearance, card)
        self._json = JsonEdit("claims.json", editor.set_claims_json, appearance, card)
        self._json.set_accessible_name("Claims as JSON")
        self._header = HeaderView(editor, header_registry, appearance, card)
        self.tabs = QTabWidget(card)
        self.tabs.setObjectName("claims.views")
        self.tabs.setAccessibleName("Views of the token")
        self._history = HistoryButtons("claims", editor.token, appearance, card)
        self._lay_out(card)

        self._claims.wanted.connect(self._show_claims)
        self.tabs.currentChanged.connect(self._on_view_changed)
        self._json.draft_changed.connect(self._mark_drafts)
        self._header.draft_changed.connect(self._mark_drafts)
        editor.token.state_changed.connect(self._show)
        appearance.changed.connect(self._mark_drafts)
        self._show(editor.token.state)

    def add_view(self, title: str, view: QWidget) -> None:
        """Add a view of the token after the existing ones."""
        self.tabs.addTab(view, title)

    @Slot(object)
    def _show(self, state: EditorState) -> None:
        reading = state.reading
        if state.generation != self._generation:  # another token: a draft for the previous one would overwrite it
            self._generation = state.generation
            self._json.discard()
            self._header.discard()
        self._json.show_value(reading, partial(_pretty_claims, reading), state.changes or {})
        self._header.show_state(state)
        self._json.setEnabled(not state.is_empty)

    @Slot()
    def _show_claims(self) -> None:
        self.tabs.setCurrentWidget(self._claims)

    @Slot(int)
    def _on_view_changed(self, view: int) -> None:
        """Show the add and remove buttons only in the claims table."""
        in_rows = self.tabs.widget(view) is self._claims
        self._claims.add.setVisible(in_rows)
        self._claims.remove.setVisible(in_rows)

    @Slot()
    def _mark_drafts(self) -> None:
        warning = icon(Icon.WARNING, self._appearance, Tone.REFUSED)
        for view in (self._json, self._header):
            tab = self.tabs.indexOf(view)
            self.tabs.setTabIcon(tab, warning if view.has_draft else QIcon())
            self.tabs.setTabToolTip(tab, "Holds a rejected text" if view.has_draft else "")

    def _lay_out(self, card: QFrame) -> None:
        self.tabs.addTab(self._claims, "Claims")
        self.tabs.addTab(self._json, "JSON")
        self.tabs.addTab(self._header, "Header")
        buttons = QHBoxLayout()
        buttons.setContentsMargins(4, 0, 4, 0)
        buttons.setSpacing(4)
        for button in (self._claims.add, self._claims.remove, self._claims.revert):
            buttons.addWidget(button)
        buttons.addWidget(self._history, 1)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(4, 4, 4, 8)
        inside.setSpacing(4)
        inside.addWidget(self.tabs)
        inside.addLayout(buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card)


def _pretty_claims(reading: Reading) -> str:
    return reading.claims.to_pretty_json() if reading.claims is not None else reading.payload_text or ""
