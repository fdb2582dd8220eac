"""Pinning the expected answer of a cell of the matrix: in a box beside its explanation, or from its menu."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QModelIndex, QObject, QPoint, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QComboBox, QMenu, QTableView, QWidget

from workbench.core.answers.matrix import Cell
from workbench.ui.item_views.cell_menu import CellMenuRequests
from workbench.ui.item_views.roles import Role

if TYPE_CHECKING:
    from workbench.core.answers.expectations import Expectations
    from workbench.presenters.designs.decisions import DesignsPresenter


class Pins(Protocol):
    """Keeps the expected answers of cells."""

    @property
    def expectations(self) -> Expectations:
        """The expected answers."""

    def expect_status(self, cell: Cell, status: int) -> None:
        """Expect the answer *status* in this cell."""

    def expect_nothing(self, cells: tuple[Cell, ...]) -> None:
        """Clear the expectations of these cells."""


# The answers of a server that decides on access. A cell's current answer can be expected as well.
_USUAL = (200, 401, 403)


def choices_for(cell: Cell) -> tuple[int, ...]:
    """The statuses that can be expected of *cell*."""
    return tuple(sorted({*_USUAL, cell.status}))


class ExpectationBox(QComboBox):
    """Shows the expected answer of one cell, and lets the user choose another."""

    def __init__(self, designs: DesignsPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._designs = designs
        self._cell: Cell | None = None
        self.setObjectName("designs.expectation")
        self.setAccessibleName("Expected answer of the selected cell")
        self.setToolTip("Pin the answer that this cell must have; a different answer is highlighted")
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.activated.connect(self._on_activated)
        designs.expectations_changed.connect(self._show)
        self.show_cell(None)

    def show_cell(self, cell: Cell | None) -> None:
        """Show the expectation of *cell*."""
        self._cell = cell
        self._show()

    @Slot()
    def _show(self) -> None:
        self.clear()
        self.addItem("No expectation", None)
        cell = self._cell
        if cell is not None:
            for status in choices_for(cell):
                self.addItem(f"Expect {status} here", status)
            self.setCurrentIndex(max(0, self.findData(self._designs.expectations.status_of(cell))))
        self.setEnabled(cell is not None)

    @Slot(int)
    def _on_activated(self, index: int) -> None:
        if self._cell is not None:
            expect(self._designs, self._cell, self.itemData(index))


class ExpectationMenu(QObject):
    """Opens a menu with the same choices on a cell: by the right button, the menu key or Shift+F10."""

    def __init__(self, pins: Pins, table: QTableView, name: str = "designs.expectation_menu") -> None:
        super().__init__(table)
        self._pins = pins
        self._table = table
        self._cell: Cell | None = None
        self._menu = QMenu(table)
        self._menu.setObjectName(name)
        self._menu.triggered.connect(self._on_triggered)
        CellMenuRequests.claimed(table).wanted.connect(self._open)

    @Slot(QModelIndex, QPoint)
    def _open(self, index: QModelIndex, place: QPoint) -> None:
        if self._menu.isVisible():
            return
        self._menu.clear()
        cell = index.data(Role.SUBJECT)
        self._cell = cell if isinstance(cell, Cell) else None
        if self._cell is not None:
            self._offer_for(self._cell)
        self._menu.addSeparator()
        self._menu.addActions(self._table.actions())  # what every table offers
        self._menu.popup(place)

    def _offer_for(self, cell: Cell) -> None:
        group = QActionGroup(self._menu)
        wanted = self._pins.expectations.status_of(cell)
        for status in (*choices_for(cell), None):
            words = "No expectation" if status is None else "Expect {status} here"
            action = self._menu.addAction(words.format(status=status))
            action.setData(status)
            action.setCheckable(True)
            action.setChecked(status == wanted)
            group.addAction(action)

    @Slot(QAction)
    def _on_triggered(self, action: QAction) -> None:
        if self._cell is not None and action not in self._table.actions():
            expect(self._pins, self._cell, action.data())


def expect(pins: Pins, cell: Cell, status: int | None) -> None:
    """Expect *status* of *cell*; None clears the expectation."""
    if status is None:
        pins.expect_nothing((cell,))
    else:
        pins.expect_status(cell, status)
