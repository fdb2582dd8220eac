"""The views of the token: claims, JSON, header, and room for further ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from workbench.ui.claims.claims_tab import ClaimsTab
from workbench.ui.claims.history_buttons import HistoryButtons
from workbench.ui.icons import Icon, icon
from workbench.ui.theme import Appearance, Tone
from workbench.ui.widgets.tabs import Tabs, View

if TYPE_CHECKING:  # imported when their view is shown
    from workbench.core.claims.registry import ClaimMeaning
    from workbench.core.token.compact import Reading
    from workbench.presenters.token.editor import EditorPresenter
    from workbench.presenters.token.editor_state import EditorState
    from workbench.ui.claims.header_view import HeaderView
    from workbench.ui.editing.json_edit import JsonEdit


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
        self._editor = editor
        self._header_registry = header_registry
        self._appearance = appearance
        self._generation = editor.token.state.generation
        self._needed: dict[str, Callable[[Reading], bool]] = {}
        card = QFrame(self)
        card.setProperty("card", True)
        self._claims = ClaimsTab(editor, registry, appearance)
        self._json: JsonEdit | None = None
        self._header: HeaderView | None = None
        self.tabs = Tabs("claims.views", "Views of the token", card)
        self._history = HistoryButtons("claims", editor.token, appearance, card)
        self.tabs.view_shown.connect(self._on_view_shown)
        self._lay_out(card)
        self._claims.wanted.connect(self._show_claims)
        editor.token.state_changed.connect(self._show)
        appearance.changed.connect(self._mark_drafts)

    def add_view(self, view: View, needed: Callable[[Reading], bool] | None = None) -> None:
        """Add a view of the token after the existing ones; its tab is there only for tokens that need it."""
        self.tabs.add_view(view)
        if needed is not None:
            self._needed[view.id] = needed
            self._show(self._editor.token.state)

    @Slot(object)
    def _show(self, state: EditorState) -> None:
        for view_id, needed in self._needed.items():
            self.tabs.set_view_visible(view_id, visible=needed(state.reading))
        if state.generation != self._generation:  # another token: a draft for the previous one would overwrite it
            self._generation = state.generation
            for view in (self._json, self._header):
                if view is not None:
                    view.discard()
        if self._json is not None:
            self._json.show_value(state.reading, partial(_pretty_claims, state.reading), state.changes or {})
            self._json.setEnabled(not state.is_empty)
        if self._header is not None:
            self._header.show_state(state)

    def _build_json(self) -> QWidget:
        from workbench.ui.editing.json_edit import JsonEdit

        self._json = JsonEdit("claims.json", self._editor.set_claims_json, self._appearance)
        self._json.set_accessible_name("Claims as JSON")
        self._json.draft_changed.connect(self._mark_drafts)
        self._show(self._editor.token.state)
        return self._json

    def _build_header(self) -> QWidget:
        from workbench.ui.claims.header_view import HeaderView

        self._header = HeaderView(self._editor, self._header_registry, self._appearance)
        self._header.draft_changed.connect(self._mark_drafts)
        self._show(self._editor.token.state)
        return self._header

    @Slot()
    def _show_claims(self) -> None:
        self.tabs.show_view("claims")

    @Slot(str)
    def _on_view_shown(self, view_id: str) -> None:
        """Show the add and remove buttons only in the claims table."""
        in_rows = view_id == "claims"
        self._claims.add.setVisible(in_rows)
        self._claims.remove.setVisible(in_rows)

    @Slot()
    def _mark_drafts(self) -> None:
        warning = icon(Icon.WARNING, self._appearance, Tone.REFUSED)
        for view_id, view in (("json", self._json), ("header", self._header)):
            has_draft = view is not None and view.has_draft
            tab = self.tabs.position(view_id)
            self.tabs.setTabIcon(tab, warning if has_draft else QIcon())
            self.tabs.setTabToolTip(tab, "Holds a rejected text" if has_draft else "")

    def _lay_out(self, card: QFrame) -> None:
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
        self.tabs.add_view(View("claims", "Claims", lambda: self._claims))
        self.tabs.add_view(View("json", "JSON", self._build_json))
        self.tabs.add_view(View("header", "Header", self._build_header))


def _pretty_claims(reading: Reading) -> str:
    return reading.claims.to_pretty_json() if reading.claims is not None else reading.payload_text or ""
