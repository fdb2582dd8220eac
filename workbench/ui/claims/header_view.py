"""The header of the token: its JSON, and the meaning of each parameter below."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractItemView, QVBoxLayout, QWidget

from workbench.core.claims.changes import changes
from workbench.ui.claims.header_table import Column, HeaderTableModel
from workbench.ui.editing.json_edit import JsonEdit
from workbench.ui.item_views.table import make_table

if TYPE_CHECKING:
    from workbench.core.claims.registry import ClaimMeaning
    from workbench.core.token.compact import Reading
    from workbench.presenters.token.editor import EditorPresenter
    from workbench.presenters.token.editor_state import EditorState
    from workbench.ui.theme import Appearance

_ROW_HEIGHT = 24
_MOST_ROWS = 5
"""Rows visible at once; a longer header scrolls, so that the text keeps its room."""

_NAME_WIDTH = 90


class HeaderView(QWidget):
    """Shows and edits the header of an `EditorPresenter`'s token.

    Signals:
        draft_changed(bool): whether the text is a rejected draft.
    """

    draft_changed = Signal(bool)

    def __init__(
        self,
        editor: EditorPresenter,
        registry: Mapping[str, ClaimMeaning],
        appearance: Appearance,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._edit = JsonEdit("claims.header", editor.set_header_json, appearance, self)
        self._edit.set_accessible_name("Header as JSON")
        self._edit.draft_changed.connect(self.draft_changed)
        self._model = HeaderTableModel(registry, self)
        self._table = make_table("claims.header_meanings", self._model, appearance, self, row_height=_ROW_HEIGHT)
        self._table.setAccessibleName("Meanings of the header parameters")
        self._table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self._table.horizontalHeader().resizeSection(Column.NAME, _NAME_WIDTH)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 0, 4, 0)
        layout.addWidget(self._edit, 1)
        layout.addWidget(self._table)

    @property
    def has_draft(self) -> bool:
        """Whether the text is a rejected draft."""
        return self._edit.has_draft

    def discard(self) -> None:
        """Discard the draft."""
        self._edit.discard()

    def show_state(self, state: EditorState) -> None:
        """Show the header of *state*."""
        reading = state.reading
        self._edit.show_value(reading, lambda: _pretty(reading), _changed(state))
        self._edit.setEnabled(not state.is_empty)
        members = reading.header_members
        self._model.show(members)
        self._table.setVisible(bool(members))
        rows = min(_MOST_ROWS, self._model.rowCount())
        self._table.setFixedHeight(self._table.horizontalHeader().sizeHint().height() + rows * _ROW_HEIGHT + 2)


def _pretty(reading: Reading) -> str:
    members = reading.header_members
    return members.to_pretty_json() if members is not None else reading.header_text or ""


def _changed(state: EditorState) -> frozenset[str]:
    """The parameters that differ from the baseline's."""
    before = state.baseline.header_members if state.baseline is not None else None
    after = state.reading.header_members
    if before is None or after is None or before is after:
        return frozenset()
    return frozenset(each.name for each in changes(before, after))
