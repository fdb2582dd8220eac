"""The column widths of the claims table."""

import heapq

from PySide6.QtCore import QEvent, QModelIndex, QObject, QTimer, Slot
from PySide6.QtWidgets import QHeaderView, QTableView

_LEAST_NAME = 76
_LEAST_VALUE = 120
_MOST_VALUE = 196
_LEAST_SECTION = 8
_STATE = 30  # an icon

# Of the width of the table.
_MOST_OF_NAMES = 0.4
_VALUE_SHARE = 0.34
_LEAST_OF_MEANINGS = 0.3

# The longest names are measured, not all: a token may hold thousands.
_MEASURED_NAMES = 30


class ClaimColumns(QObject):
    """Shares the width of a table among name, value, meaning and state, and keeps the selected row visible.

    The names get the room that the longest of all needs, whether or not its row is in view. A dragged width is kept
    until the token is replaced (the name) or permanently (the value).
    """

    def __init__(self, table: QTableView, *, name: int, value: int, meaning: int, state: int) -> None:
        super().__init__(table)
        self._table = table
        self._head = table.horizontalHeader()
        self._name, self._value = name, value
        self._is_adjusting = False
        self._is_dragged = False
        self._is_name_dragged = False
        self._resized = QTimer(self)
        self._resized.setSingleShot(True)
        self._resized.timeout.connect(self._keep_in_sight)
        self._head.setMinimumSectionSize(_LEAST_SECTION)  # an empty column takes no room
        self._head.setSectionResizeMode(name, QHeaderView.ResizeMode.Interactive)
        self._head.resizeSection(name, _LEAST_NAME)
        self._head.resizeSection(value, _MOST_VALUE)
        self._head.setSectionResizeMode(meaning, QHeaderView.ResizeMode.Stretch)
        self._head.setStretchLastSection(False)
        self._head.setSectionResizeMode(state, QHeaderView.ResizeMode.Fixed)
        self._head.resizeSection(state, _STATE)
        table.model().dataChanged.connect(self._on_data_changed)
        for changed in (table.model().modelReset, table.model().rowsInserted, table.model().rowsRemoved):
            changed.connect(self._share_out)
        self._head.sectionResized.connect(self._on_resized)
        table.installEventFilter(self)

    def make_room_for_names(self) -> None:
        """Make room for the names of another token."""
        self._is_name_dragged = False
        self._share_out()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Share out the new width of the viewport, from the first time that the table is shown."""
        if watched is self._table:
            if event.type() == QEvent.Type.Show:  # see `CellMenuRequests`
                self._table.viewport().installEventFilter(self)
                self._share_out()
        elif event.type() == QEvent.Type.Resize:
            self._share_out()
        return super().eventFilter(watched, event)

    @Slot()
    def _share_out(self) -> None:
        room = self._table.viewport().width()
        self._is_adjusting = True
        if not self._is_name_dragged:
            most = max(_LEAST_NAME, int(room * _MOST_OF_NAMES))
            self._head.resizeSection(self._name, min(max(_LEAST_NAME, self._widest_name()), most))
        if not self._is_dragged:
            left = room - self._head.sectionSize(self._name) - _STATE - int(room * _LEAST_OF_MEANINGS)
            share = min(int(room * _VALUE_SHARE), _MOST_VALUE, left)
            self._head.resizeSection(self._value, max(_LEAST_VALUE, share))
        self._is_adjusting = False
        self._resized.start()  # after the table has updated its own layout

    def _widest_name(self) -> int:
        model = self._table.model()
        cells = [model.index(row, self._name) for row in range(model.rowCount())]
        longest = heapq.nlargest(_MEASURED_NAMES, cells, key=lambda cell: len(str(cell.data() or "")))
        return max((self._table.sizeHintForIndex(cell).width() for cell in longest), default=0)

    @Slot(QModelIndex, QModelIndex)
    def _on_data_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        if first.column() <= self._name <= last.column():
            self._share_out()

    @Slot()
    def _keep_in_sight(self) -> None:
        if self._table.selectionModel().hasSelection():
            self._table.scrollTo(self._table.currentIndex())

    @Slot(int, int, int)
    def _on_resized(self, section: int, _before: int, _after: int) -> None:
        if self._is_adjusting:
            return
        self._is_dragged = self._is_dragged or section == self._value
        self._is_name_dragged = self._is_name_dragged or section == self._name
