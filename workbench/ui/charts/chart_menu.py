"""The menu of a chart: by the right button, the menu key or Shift+F10."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu

from workbench.ui import shortcuts
from workbench.ui.charts.chart import ChartWidget


class ChartMenu(QObject):
    """Offers the actions of a chart; tables have `TableActions`.

    Signals:
        opening(): the menu is about to open; enable what can be done now.
    """

    opening = Signal()

    def __init__(self, chart: ChartWidget) -> None:
        super().__init__(chart)
        self._chart = chart
        self._menu: QMenu | None = None
        chart.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        chart.customContextMenuRequested.connect(self._open)
        for keys in shortcuts.CELL_MENU:  # only some systems turn these keys into a context-menu event
            keyboard = QShortcut(QKeySequence(keys), chart)
            keyboard.setContext(Qt.ShortcutContext.WidgetShortcut)
            keyboard.activated.connect(self._open_in_the_middle)

    @Slot()
    def _open_in_the_middle(self) -> None:
        self._open(self._chart.rect().center())

    @Slot(QPoint)
    def _open(self, place: QPoint) -> None:
        self.opening.emit()
        if self._menu is None:
            self._menu = QMenu(self._chart)
            self._menu.setObjectName(f"{self._chart.objectName()}.menu")
            self._menu.setToolTipsVisible(True)
        self._menu.clear()
        self._menu.addActions(self._chart.actions())
        self._menu.popup(self._chart.mapToGlobal(place))
