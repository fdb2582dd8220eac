"""The column widths of the claims table."""

from PySide6.QtCore import QEvent, QModelIndex, QObject, QTimer, Slot
from PySide6.QtWidgets import QHeaderView, QTableView

_LEAST_NAME = 76
_MOST_NAME = 150
_LEAST_VALUE = 120
_MOST_VALUE = 196
_VALUE_SHARE = 0.34
_LEAST_SECTION = 8

# The most of the width for what changed, so that one long note does not hide the meaning of all claims.
_STATE_SHARE = 0.32


class ClaimColumns(QObject):
    """Shares the width of a table among name, value, meaning and state, and keeps the selected row visible.

    A dragged width is kept until the token is replaced (the name) or permanently (the value).
    """

    def __init__(self, table: QTableView, *, name: int, value: int, meaning: int, state: int) -> None:
        super().__init__(table)
        self._table = table
        self._head = table.horizontalHeader()
        self._name, self._value, self._state = name, value, state
        self._is_adjusting = False
        self._is_dragged = False
        self._resized = QTimer(self)
        self._resized.setSingleShot(True)
        self._resized.timeout.connect(self._keep_in_sight)
        self._head.setMinimumSectionSize(_LEAST_SECTION)  # an empty column takes no room
        self._head.setSectionResizeMode(name, QHeaderView.ResizeMode.Interactive)
        self._head.resizeSection(name, _LEAST_NAME)
        self._head.resizeSection(value, _MOST_VALUE)
        self._head.setSectionResizeMode(meaning, QHeaderView.ResizeMode.Stretch)
        self._head.setStretchLastSection(False)
        self._head.setSectionResizeMode(state, QHeaderView.ResizeMode.Interactive)
        table.model().dataChanged.connect(self._on_data_changed)
        table.model().modelReset.connect(self._make_room_for_notes)
        table.model().rowsInserted.connect(self._make_room_for_notes)
        table.model().rowsRemoved.connect(self._make_room_for_notes)
        self._head.sectionResized.connect(self._on_resized)
        table.installEventFilter(self)

    def make_room_for_names(self) -> None:
        """Make room for the usual names."""
        wanted = self._table.sizeHintForColumn(self._name)
        self._head.resizeSection(self._name, min(max(_LEAST_NAME, wanted), _MOST_NAME))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Share out the new width of the viewport, from the first time that the table is shown."""
        if watched is self._table:
            if event.type() == QEvent.Type.Show:  # see `CellMenuRequests`
                self._table.viewport().installEventFilter(self)
                self._share_out()
        elif event.type() == QEvent.Type.Resize:
            self._share_out()
        return super().eventFilter(watched, event)

    def _share_out(self) -> None:
        if not self._is_dragged:
            self._is_adjusting = True
            share = int(self._table.viewport().width() * _VALUE_SHARE)
            self._head.resizeSection(self._value, min(max(_LEAST_VALUE, share), _MOST_VALUE))
            self._is_adjusting = False
        self._make_room_for_notes()
        self._resized.start()  # after the table has updated its own layout

    @Slot(QModelIndex, QModelIndex)
    def _on_data_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        if first.column() <= self._state <= last.column():
            self._make_room_for_notes()

    @Slot()
    def _make_room_for_notes(self) -> None:
        wanted = self._table.sizeHintForColumn(self._state)
        most = int(self._table.viewport().width() * _STATE_SHARE)
        self._head.resizeSection(self._state, max(_LEAST_SECTION, min(wanted, most)))

    @Slot()
    def _keep_in_sight(self) -> None:
        if self._table.selectionModel().hasSelection():
            self._table.scrollTo(self._table.currentIndex())

    @Slot(int, int, int)
    def _on_resized(self, section: int, _before: int, _after: int) -> None:
        if section == self._value and not self._is_adjusting:
            self._is_dragged = True
