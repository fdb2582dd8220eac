"""Asking for the menu of a table's cell: by the right button, the menu key or Shift+F10."""

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QTableView

from workbench.ui import shortcuts


class CellMenuRequests(QObject):
    """Tells where the menu of a cell of one table is wanted.

    Signals:
        wanted(QModelIndex, QPoint): the cell, which need not be valid, and where on the screen the menu is to open.
    """

    wanted = Signal(QModelIndex, QPoint)

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self._table = table
        table.installEventFilter(self)
        table.viewport().installEventFilter(self)
        for keys in shortcuts.CELL_MENU:  # of which some systems make a request for a menu, and others do not
            keyboard = QShortcut(QKeySequence(keys), table)
            keyboard.setContext(Qt.ShortcutContext.WidgetShortcut)
            keyboard.activated.connect(self._want_at_current)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the request for a menu before the table does."""
        if event.type() is not QEvent.Type.ContextMenu or not isinstance(event, QContextMenuEvent):
            return super().eventFilter(watched, event)
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            self._want_at_current()
        else:
            self.wanted.emit(self._table.indexAt(event.pos()), event.globalPos())
        return True

    @Slot()
    def _want_at_current(self) -> None:
        index = self._table.currentIndex()
        # Where Qt thinks the cell to be leaves the head of the table out.
        self.wanted.emit(index, self._table.viewport().mapToGlobal(self._table.visualRect(index).bottomLeft()))
