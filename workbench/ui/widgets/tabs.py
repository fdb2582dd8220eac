"""Tabs whose views are made when they are first shown."""

from collections.abc import Callable
from dataclasses import dataclass
from inspect import ismethod
from weakref import WeakMethod

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QTabWidget, QVBoxLayout, QWidget

from workbench.ui.arrangement.scroll_page import ScrollPage
from workbench.ui.widgets.restyle import set_style_property
from workbench.ui.widgets.splitter import GAP

Build = Callable[[], QWidget]


@dataclass(frozen=True, slots=True)
class View:
    """A view that does not exist yet.

    Attributes:
        id: names the view in code; never shown.
        title: the words on its tab.
        build: makes the widget, without a parent; called once, when the view is first shown. Import the view's
            modules in there. A bound method is not kept alive: it is most often one of the widget around the tabs, and
            a window in a reference cycle would be destroyed after the application.
    """

    id: str
    title: str
    build: Build


class Tabs(QTabWidget):
    """Shows views behind tabs, in the order in which they are added, with the room that the view in front needs.

    Signals:
        view_built(QWidget): this view was shown for the first time.
        view_shown(str): the view of this id is in front.
    """

    view_built = Signal(QWidget)
    view_shown = Signal(str)

    def __init__(self, name: str, title: str, parent: QWidget | None = None, *, scrolls: bool = False) -> None:
        """Make tabs called *name*; *title* is their accessible name.

        With *scrolls*, a view scrolls where there is too little room for it, and keeps a gap at its right.
        """
        super().__init__(parent)
        self._scrolls = scrolls
        self._wide = 0
        self.setObjectName(name)
        self.setAccessibleName(title)
        self._ids: list[str] = []
        self._builds: dict[str, Callable[[], Build | None]] = {}
        self._tab_pages: list[QWidget] = []
        self._places: list[QVBoxLayout] = []
        self.currentChanged.connect(self._on_current_changed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Move the tabs closer together where that makes all of them fit."""
        super().resizeEvent(event)
        bar = self.tabBar()
        if not bar.property("dense"):
            self._wide = bar.sizeHint().width()
        set_style_property(bar, "dense", self._wide > self.width())

    def add_view(self, view: View) -> None:
        """Add a tab; the first one is shown immediately."""
        page = QWidget()
        page.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        place = QVBoxLayout(page)
        place.setContentsMargins(0, 0, 0, 0)
        self._ids.append(view.id)
        self._builds[view.id] = WeakMethod(view.build) if ismethod(view.build) else lambda: view.build
        self._tab_pages.append(page)
        self._places.append(place)
        self.addTab(page, view.title)

    def show_view(self, view_id: str) -> None:
        """Bring the view of this id to the front."""
        self.setCurrentIndex(self.position(view_id))

    def set_view_visible(self, view_id: str, *, visible: bool) -> None:
        """Show or hide the tab of a view; if it was in front, another comes to the front."""
        position = self.position(view_id)
        if self.isTabVisible(position) != visible:
            self.setTabVisible(position, visible)

    def position(self, view_id: str) -> int:
        """The place of the view's tab, from 0."""
        return self._ids.index(view_id)

    @Slot(int)
    def _on_current_changed(self, position: int) -> None:
        view_id = self._ids[position]
        for number, page in enumerate(self._tab_pages):
            policy = QSizePolicy.Policy.Preferred if number == position else QSizePolicy.Policy.Ignored
            page.setSizePolicy(policy, policy)
        build = self._builds.pop(view_id, lambda: None)()
        if build is not None:
            widget = build()
            self._put(widget, self._places[position])
            self.view_built.emit(widget)
        self.view_shown.emit(view_id)

    def _put(self, view: QWidget, place: QVBoxLayout) -> None:
        """Show *view*, and let Tab reach it from its tab: Qt puts widgets that come later behind all others."""
        order = _tab_order(view)
        shown = ScrollPage(view, gutter=GAP) if self._scrolls else view
        place.addWidget(shown)
        shown.show()  # by itself the layout would show it from the event loop only
        view.show()
        before: QWidget = self.tabBar()
        for each in order:
            QWidget.setTabOrder(before, each)
            before = each


def _tab_order(view: QWidget) -> list[QWidget]:
    """The widgets of a view that take the keyboard, in the order in which Tab reaches them."""
    order, widget = [], view.nextInFocusChain()
    while widget is not None and widget is not view:
        if widget.focusPolicy() is not Qt.FocusPolicy.NoFocus:
            order.append(widget)
        widget = widget.nextInFocusChain()
    return order
