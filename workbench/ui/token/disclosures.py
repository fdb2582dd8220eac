"""The view Disclosures: what follows the JWT of an SD-JWT, and whether its issuer has signed it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.core.text.wording import capitalized, quoted
from workbench.core.token.sd_jwt import KeyBinding, take_apart
from workbench.presenters.status import Status, StatusLevel
from workbench.ui.item_views.table import fit_columns, make_table
from workbench.ui.token.disclosures_table import Column, DisclosuresModel
from workbench.ui.widgets.elided_label import ElidedLabel
from workbench.ui.widgets.status_line import StatusLines

if TYPE_CHECKING:
    from workbench.presenters.token.bench_token import BenchToken
    from workbench.presenters.token.editor_state import EditorState
    from workbench.ui.theme import Appearance

_MOST_LINES = 4
_LIMITS = {Column.STATE: (80, 110), Column.NAME: (80, 150), Column.VALUE: (80, 190)}


class DisclosuresPanel(QWidget):
    """Lists the disclosures of a `BenchToken`'s SD-JWT with name, value and digest; below, what is wrong."""

    def __init__(self, token: BenchToken, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._token = token
        self._model = DisclosuresModel(self)
        self._summary = ElidedLabel("disclosures.summary", self)
        self._table = make_table("disclosures.table", self._model, appearance, self)
        self._table.setAccessibleName("Disclosures")
        self._binding = ElidedLabel("disclosures.binding", self)
        self._problems = StatusLines("disclosures.problems", _MOST_LINES, appearance, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 4, 4, 0)
        layout.setSpacing(4)
        layout.addWidget(self._summary)
        layout.addWidget(self._table, 1)
        layout.addWidget(self._binding)
        layout.addWidget(self._problems)
        token.state_changed.connect(self._show)
        self._show(token.state)

    def showEvent(self, event: QShowEvent) -> None:
        """Show what changed while hidden."""
        super().showEvent(event)
        self._show(self._token.state)

    @Slot(object)
    def _show(self, state: EditorState) -> None:
        if self.isHidden() and self._model.rows():
            return
        found = take_apart(state.reading)
        self._model.show(() if found is None else found.disclosures)
        fit_columns(self._table, _LIMITS)
        self._summary.show_text("" if found is None else f"{capitalized(found.summary)}.")
        self._binding.show_text("" if found is None else _binding_words(found.key_binding))
        problems = () if found is None else found.all_problems
        self._problems.show_status(Status("\n".join(problems), StatusLevel.ERROR))


def _binding_words(binding: KeyBinding | None) -> str:
    if binding is None:
        return "No key binding: nothing shows that who presents it holds the key in cnf."
    claims = binding.reading.claims
    if claims is None:
        return "The key-binding JWT cannot be read."
    shown = ", ".join(f"{name} {quoted(claims.get(name))}" for name in ("aud", "nonce", "iat") if name in claims)
    matches = "" if binding.problems else "; sd_hash matches what precedes it"
    return f"Key binding: {shown}{matches}. Verify checks its signature by the key in cnf."
