"""What every table offers: copying a cell and the selected rows, and a menu of all its actions."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QMimeData, QModelIndex, QObject, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QMenu, QTableView

from workbench.ui import shortcuts
from workbench.ui.item_views.cell_menu import CellMenuRequests


class TableActions(QObject):
    """Adds the actions to a table, beside which its owner may add others; a menu of its own takes all of them in.

    Signals:
        opening(): the menu is about to open; enable what can be done now.
    """

    opening = Signal()

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self._table = table
        self._menu: QMenu | None = None
        self._value = QAction("Copy value", table)
        self._value.triggered.connect(self._copy_value)
        self._rows = QAction("Copy row", table)
        self._rows.setShortcut(QKeySequence(shortcuts.COPY))
        self._rows.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self._rows.triggered.connect(self._copy_rows)
        table.addActions([self._value, self._rows])
        self._requests = CellMenuRequests(table)
        self._requests.wanted.connect(self._on_menu_wanted)

    @Slot(QModelIndex, QPoint)
    def _on_menu_wanted(self, index: QModelIndex, place: QPoint) -> None:
        chosen = self._table.selectionModel()
        if index.isValid():
            is_selected = chosen.isSelected(index)
            # The menu is about the selected rows if it opens on one of them.
            flag = QItemSelectionModel.SelectionFlag
            chosen.setCurrentIndex(index, flag.NoUpdate if is_selected else flag.ClearAndSelect | flag.Rows)
        count = len({each.row() for each in chosen.selectedIndexes()})
        self._rows.setText("Copy row" if count < 2 else f"Copy {count} rows")
        self._value.setEnabled(self._table.currentIndex().isValid())
        self._rows.setEnabled(self._table.currentIndex().isValid())
        self.opening.emit()
        if self._requests.has_own_menu:
            return
        if self._menu is None:
            self._menu = QMenu(self._table)
            self._menu.setObjectName(f"{self._table.objectName()}.menu")
            self._menu.setToolTipsVisible(True)
        self._menu.clear()
        self._menu.addActions(self._table.actions())
        self._menu.popup(place)

    @Slot()
    def _copy_value(self) -> None:
        from workbench.ui.item_views.table_text import words

        QGuiApplication.clipboard().setText(words(self._table.currentIndex()))

    @Slot()
    def _copy_rows(self) -> None:
        from workbench.core.text.tables import as_html, as_tabbed
        from workbench.ui.item_views.table_text import selected_rows

        rows = selected_rows(self._table)
        if rows:
            data = QMimeData()
            data.setText(as_tabbed(rows))
            data.setHtml(as_html(rows))
            QGuiApplication.clipboard().setMimeData(data)
