"""The menu of a claim: change its type, its time, or its position."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPoint, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QTableView

from workbench.core.claims.claim_type import ClaimType
from workbench.ui.item_views.cell_menu import CellMenuRequests
from workbench.ui.item_views.roles import Role

_OPEN_IT = "Open this token"
_ARTICLES = {
    ClaimType.ARRAY: "an array",
    ClaimType.OBJECT: "an object",
    ClaimType.NULL: "null",
    ClaimType.DATE: "a date (seconds since 1970)",
}


class ClaimMenu(QObject):
    """Opens on a row of the claims: by the right button, the menu key, Shift+F10, or from a button of its owner.

    Signals:
        type_chosen(int, ClaimType): give the claim in the row this type.
        step_chosen(int, TimeStep): change the time in the row.
        value_chosen(int, object): give the claim in the row this value.
        move_chosen(int, int): move the row by so many positions.
        token_chosen(int): show the token that the claim in the row is.
    """

    type_chosen = Signal(int, object)
    step_chosen = Signal(int, object)
    value_chosen = Signal(int, object)
    move_chosen = Signal(int, int)
    token_chosen = Signal(int)

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self._table = table
        self._row = -1
        self.menu = QMenu(table)
        self.menu.setObjectName("claims.change_menu")
        self.menu.aboutToShow.connect(self._fill)
        self.menu.triggered.connect(self._on_triggered)
        CellMenuRequests.claimed(table).wanted.connect(self._open)

    @Slot(QModelIndex, QPoint)
    def _open(self, index: QModelIndex, place: QPoint) -> None:
        if index.isValid() and not self.menu.isVisible():
            self._table.setCurrentIndex(index)
            self.menu.popup(place)

    @Slot()
    def _fill(self) -> None:
        """Offer what fits the selected claim."""
        from workbench.core.claims.claim import Claim
        from workbench.core.text.time_step import TimeStep
        from workbench.core.token.inner_tokens import is_token

        self.menu.clear()
        index = self._table.currentIndex()
        claim = index.data(Role.SUBJECT)
        self._row = index.row()
        if not isinstance(claim, Claim):
            self.menu.addAction("Select a claim first").setEnabled(False)
            return
        if isinstance(claim.value, bool):
            self._add(f"Set to {str(not claim.value).lower()}", not claim.value)
            self.menu.addSeparator()
        if isinstance(claim.value, str) and is_token(claim.value):
            self.menu.addAction(_OPEN_IT)
            self.menu.addSeparator()
        types = self.menu.addMenu("Change type to")
        for wanted in ClaimType:
            action = types.addAction(_ARTICLES.get(wanted, f"a {wanted}"))
            action.setData(wanted)
            action.setEnabled(wanted.value != claim.type_name)
        if isinstance(claim.value, int | float) and not isinstance(claim.value, bool):
            times = self.menu.addMenu("Change the time")
            for step in TimeStep:
                times.addAction(step.value).setData(step)
        self.menu.addSeparator()
        up, down = (
            self.menu.addAction("Move up (Alt+Up)"),
            self.menu.addAction("Move down (Alt+Down)"),
        )
        up.setData(-1)
        down.setData(1)
        up.setEnabled(self._row > 0)
        down.setEnabled(self._row < self._table.model().rowCount() - 1)
        self.menu.addSeparator()
        self.menu.addActions(self._table.actions())  # what every table offers

    def _add(self, words: str, value: object) -> None:
        self.menu.addAction(words).setData((value,))

    @Slot(QAction)
    def _on_triggered(self, action: QAction) -> None:
        from workbench.core.text.time_step import TimeStep

        chosen = action.data()
        words = action.text()
        # Qt returns a StrEnum member as a plain str.
        if isinstance(chosen, tuple | list):
            self.value_chosen.emit(self._row, chosen[0])
        elif isinstance(chosen, int):
            self.move_chosen.emit(self._row, chosen)
        elif words == _OPEN_IT:
            self.token_chosen.emit(self._row)
        elif words in tuple(TimeStep):
            self.step_chosen.emit(self._row, TimeStep(words))
        elif chosen in tuple(ClaimType):
            self.type_chosen.emit(self._row, ClaimType(chosen))
