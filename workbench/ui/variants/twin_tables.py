"""One model in two tables side by side: fixed columns at the left, and columns that scroll."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QTableView


class TwinTables(QObject):
    """Joins two tables of one model: the same rows are selected, at the same height, under heads of the same height."""

    def __init__(self, left: QTableView, right: QTableView, fixed: Iterable[int], head_height: int) -> None:
        """Show the columns *fixed* only at the left, all others only at the right."""
        super().__init__(left)
        self._left, self._right, self._fixed = left, right, frozenset(fixed)
        right.setSelectionModel(left.selectionModel())
        left.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        left.verticalScrollBar().valueChanged.connect(right.verticalScrollBar().setValue)
        right.verticalScrollBar().valueChanged.connect(left.verticalScrollBar().setValue)
        # With a scroll bar below only one, the other could not be scrolled as far.
        right.horizontalScrollBar().rangeChanged.connect(self._on_range_changed)
        for table in (left, right):
            table.horizontalHeader().setFixedHeight(head_height)
            table.horizontalHeader().sectionCountChanged.connect(self.share_out)
        left.model().modelReset.connect(self.share_out)
        self.share_out()

    @Slot()
    def share_out(self) -> None:
        """Show each column in its table, after the columns changed."""
        for column in range(self._left.model().columnCount()):
            for table, there in ((self._left, column in self._fixed), (self._right, column not in self._fixed)):
                # A reset head restores the width of a hidden section, which leaves a gap: show it first.
                table.setColumnHidden(column, False)
                table.setColumnHidden(column, not there)

    @Slot(int, int)
    def _on_range_changed(self, _least: int, most: int) -> None:
        policies = Qt.ScrollBarPolicy
        on = most > 0 and self._right.isVisible()
        self._left.setHorizontalScrollBarPolicy(policies.ScrollBarAlwaysOn if on else policies.ScrollBarAsNeeded)
