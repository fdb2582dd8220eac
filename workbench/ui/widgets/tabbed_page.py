"""A page whose views are tabs."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from workbench.ui.widgets.splitter import GAP


class TabbedPage(QWidget):
    """Holds the views as tabs, in the order in which they are added."""

    def __init__(self, name: str, title: str, views_title: str, parent: QWidget | None = None) -> None:
        """Make a page without views.

        Args:
            name: the object name of the page; that of its tabs is ``name.views``.
            title: the accessible name of the page.
            views_title: the accessible name of its tabs.
            parent: its parent widget.
        """
        super().__init__(parent)
        self.setProperty("ground", True)
        self._views = QTabWidget(self)
        self._views.setObjectName(f"{name}.views")
        self._views.setAccessibleName(title)
        self._views.setProperty("onGround", True)
        self._views.setDocumentMode(True)
        self._views.tabBar().setDrawBase(False)  # otherwise the tabs have a light line above, also in the dark theme
        self._views.tabBar().setAccessibleName(views_title)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GAP, 0, GAP, GAP)
        layout.addWidget(self._views)

    def add_view(self, title: str, view: QWidget) -> None:
        """Add a view as a tab."""
        self._views.addTab(view, title)

    @Slot(QWidget)
    def show_view(self, view: QWidget) -> None:
        """Bring *view* to the front."""
        self._views.setCurrentWidget(view)
