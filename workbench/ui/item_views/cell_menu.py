"""Requests for the context menu of a table cell: by the right button, the menu key or Shift+F10."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QTableView

from workbench.ui import shortcuts


class CellMenuRequests(QObject):
    """Reports where the user asks for the menu of a cell.

    Attributes:
        has_own_menu: whether the table has a menu of its own, in place of the one that all tables have.

    Signals:
        wanted(QModelIndex, QPoint): the cell, which may be invalid, and the screen position of the menu.
    """

    wanted = Signal(QModelIndex, QPoint)

    @classmethod
    def claimed(cls, table: QTableView) -> CellMenuRequests:
        """Those of *table*, for a menu of its own."""
        requests = table.findChild(cls) or cls(table)
        requests.has_own_menu = True
        return requests

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self._table = table
        self.has_own_menu = False
        table.installEventFilter(self)
        for keys in shortcuts.CELL_MENU:  # only some systems turn these keys into a context-menu event
            keyboard = QShortcut(QKeySequence(keys), table)
            keyboard.setContext(Qt.ShortcutContext.WidgetShortcut)
            keyboard.activated.connect(self._want_at_current)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Handle context-menu events before the table does."""
        if event.type() is QEvent.Type.Show and watched is self._table:
            # Not earlier: what PySide does to wrap the first viewport takes as long as building the whole table.
            self._table.viewport().installEventFilter(self)
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
        self._table.scrollTo(index)  # the menu opens beside it
        # Qt's position of the cell does not include the head of the table.
        self.wanted.emit(index, self._table.viewport().mapToGlobal(self._table.visualRect(index).bottomLeft()))
