"""A page whose views are behind tabs."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.ui.widgets.splitter import GAP
from workbench.ui.widgets.tabs import Tabs, View


class TabbedPage(QWidget):
    """Holds views, each behind a tab; they come in the order in which they are added.

    Signals:
        view_built(QWidget): this view was shown for the first time.
    """

    view_built = Signal(QWidget)

    def __init__(self, name: str, title: str, views_title: str, parent: QWidget | None = None) -> None:
        """Make a page without views.

        Args:
            name: of the page; its tabs are called ``name.views``.
            title: the accessible name of the page.
            views_title: the accessible name of its tabs.
            parent: the widget that contains it.
        """
        super().__init__(parent)
        self.setProperty("ground", True)
        self._views = Tabs(f"{name}.views", title, self, scrolls=True)
        self._views.setProperty("onGround", True)
        self._views.setDocumentMode(True)
        self._views.tabBar().setDrawBase(False)  # else a light line above the tabs, also in the dark
        self._views.tabBar().setAccessibleName(views_title)
        self._views.view_built.connect(self.view_built)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GAP, 0, 0, GAP)  # the views have the gap at the right
        layout.addWidget(self._views)

    def add_view(self, view: View) -> None:
        """Add a view behind a tab of its own; the first one is shown immediately."""
        self._views.add_view(view)

    @Slot(str)
    def show_view(self, view_id: str) -> None:
        """Bring the view of this id to the front."""
        self._views.show_view(view_id)
