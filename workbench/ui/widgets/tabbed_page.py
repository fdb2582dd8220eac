"""A page whose views stand behind tabs."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from workbench.ui.widgets.splitter import GAP


class TabbedPage(QWidget):
    """Holds the views, each behind a tab; they come in the order in which they are added."""

    def __init__(self, name: str, title: str, views_title: str, parent: QWidget | None = None) -> None:
        """Make a page without views.

        Args:
            name: of the page; its tabs are called ``name.views``.
            title: what it is called to those who hear it.
            views_title: what its tabs are called to them.
            parent: the widget it stands in.
        """
        super().__init__(parent)
        self.setProperty("ground", True)
        self._views = QTabWidget(self)
        self._views.setObjectName(f"{name}.views")
        self._views.setAccessibleName(title)
        self._views.setProperty("onGround", True)
        self._views.setDocumentMode(True)
        self._views.tabBar().setDrawBase(False)  # else a light line above the tabs, also in the dark
        self._views.tabBar().setAccessibleName(views_title)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GAP, 0, GAP, GAP)
        layout.addWidget(self._views)

    def add_view(self, title: str, view: QWidget) -> None:
        """Add a view behind a tab of its own."""
        self._views.addTab(view, title)

    @Slot(QWidget)
    def show_view(self, view: QWidget) -> None:
        """Bring *view* to the front."""
        self._views.setCurrentWidget(view)
