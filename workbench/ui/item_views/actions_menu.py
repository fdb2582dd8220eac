"""The menu of a widget's own actions: by the right button, the menu key or Shift+F10."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QWidget

from workbench.ui import shortcuts


class ActionsMenu(QObject):
    """Opens on a widget that is not a table; for tables see `TableActions`.

    Signals:
        opening(): the menu is about to open; enable what can be done now.
    """

    opening = Signal()

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        self._menu: QMenu | None = None
        widget.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        widget.customContextMenuRequested.connect(self._open)
        for keys in shortcuts.CELL_MENU:  # only some systems turn these keys into a context-menu event
            keyboard = QShortcut(QKeySequence(keys), widget)
            keyboard.setContext(Qt.ShortcutContext.WidgetShortcut)
            keyboard.activated.connect(self._open_in_the_middle)

    @Slot()
    def _open_in_the_middle(self) -> None:
        self._open(self._widget.rect().center())

    @Slot(QPoint)
    def _open(self, place: QPoint) -> None:
        self.opening.emit()
        if self._menu is None:
            self._menu = QMenu(self._widget)
            self._menu.setObjectName(f"{self._widget.objectName()}.menu")
            self._menu.setToolTipsVisible(True)
        self._menu.clear()
        self._menu.addActions(self._widget.actions())
        self._menu.popup(self._widget.mapToGlobal(place))
