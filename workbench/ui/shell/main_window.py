"""The main window: the login at the top, the navigation at the left, the page in the middle."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence, QPaintEvent, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QMainWindow,
    QMenu,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from workbench.ui import shortcuts
from workbench.ui.icons import Icon, icon
from workbench.ui.item_views.roles import Role
from workbench.ui.shell.enter_presses import EnterPresses
from workbench.ui.shell.nav_delegate import NavDelegate
from workbench.ui.shell.top_bar import TopBar
from workbench.ui.theme import Appearance, Scheme, Tone
from workbench.ui.widgets.tabs import Tabs

if TYPE_CHECKING:
    from workbench.ui.server.login import LoginPanel
    from workbench.ui.server.server_bar import ServerPanel
    from workbench.ui.shell.page import WindowPage

_SCHEMES = (
    (Scheme.SYSTEM, "Like the &system", Icon.SCHEME_SYSTEM),
    (Scheme.LIGHT, "&Light", Icon.SCHEME_LIGHT),
    (Scheme.DARK, "&Dark", Icon.SCHEME_DARK),
)


_WINDOW = "window"
"""Name of the window's own geometry among those of its splitters."""


class MainWindow(QMainWindow):
    """Shows pages.

    Attributes:
        state: geometry of the window and of its splitters, to be given to the next window; as of the last closing.

    Signals:
        closed(): the user closed the window; whatever runs behind it should end.
        built(QWidget): this page or view was shown for the first time.
        painted(): the window was painted for the first time; whatever it can do without may begin.
    """

    closed = Signal()
    built = Signal(QWidget)
    painted = Signal()

    def __init__(
        self,
        server: ServerPanel,
        login: LoginPanel,
        pages: Sequence[WindowPage],
        notices: Sequence[QWidget],
        appearance: Appearance,
        state: Mapping[str, bytes],
    ) -> None:
        """Make the window with the first of *pages* shown; each other is built when it is first shown."""
        super().__init__()
        self._was_painted = False
        self._appearance = appearance
        self.state = dict(state)
        self.setWindowTitle("Token Workbench")
        # Tab follows the order in which the parts come into the window: bar, notices, navigation, page.
        whole = QWidget(self)
        layout = QVBoxLayout(whole)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(TopBar(server, login))
        self._notices = QVBoxLayout()
        self._notices.setSpacing(0)
        layout.addLayout(self._notices)
        self._add_notices(notices)
        self.setCentralWidget(whole)
        self._nav = self._make_nav()
        self._foot = QVBoxLayout()
        self._scheme = self._make_scheme_switch()
        self._stack = QStackedWidget(whole)
        layout.addLayout(self._body(), 1)
        self._pages: list[WindowPage] = []
        self._built: dict[str, QWidget] = {}
        for page in pages:
            self._add_page(page)
        self._nav.currentRowChanged.connect(self._on_page_chosen)
        self._nav.setCurrentRow(0)
        appearance.changed.connect(self._on_appearance_changed)
        self._paint_icons()
        EnterPresses(self)
        if not self.restoreGeometry(QByteArray(self.state.get(_WINDOW, b""))):
            self.resize(1280, 800)

    def add_to_foot(self, widget: QWidget) -> None:
        """Put *widget* below the navigation, with what concerns the whole window."""
        self._foot.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        QWidget.setTabOrder(widget, self._scheme)

    @Slot(str, bool)
    def show_session(self, name: str, modified: bool) -> None:
        """Show in the title which session this is, and whether it has unsaved changes."""
        title = name or ("Unsaved session" if modified else "")
        if not modified:
            self.setWindowModified(False)  # Qt warns of a modified window without the place for the mark in its title
        self.setWindowTitle(f"{title.replace('[*]', '[*][*]')}[*] – Token Workbench" if title else "Token Workbench")
        self.setWindowModified(modified)

    def show_page(self, page_id: str) -> None:
        """Bring the page of this id to the front."""
        self._nav.setCurrentRow(next(row for row, page in enumerate(self._pages) if page.id == page_id))

    def add_shortcut(self, keys: str, slot: Callable[[], None]) -> None:
        """Call *slot*, a bound method, when *keys* are pressed anywhere in the window."""
        QShortcut(QKeySequence(keys), self).activated.connect(slot)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Report the first painting, once all that is in the window has been painted after it."""
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self, self.painted.emit)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the geometry and report that the window is closed."""
        self.state[_WINDOW] = bytes(self.saveGeometry().data())
        for splitter in self.findChildren(QSplitter):
            self.state[splitter.objectName()] = bytes(splitter.saveState().data())
        self.closed.emit()
        event.accept()

    def changeEvent(self, event: QEvent) -> None:
        """Report to the page in front that the user came back to the window."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and self.isActiveWindow():
            self._pages[self._nav.currentRow()].looked_at()

    def _add_page(self, page: WindowPage) -> None:
        self._pages.append(page)
        number = len(self._pages)
        item = QListWidgetItem(page.title, self._nav)
        item.setData(Role.ICON, page.icon)
        item.setData(Qt.ItemDataRole.UserRole, page.id)
        item.setToolTip(f"{page.title} ({shortcuts.page(number)})")
        go = QShortcut(QKeySequence(shortcuts.page(number)), self)
        go.setProperty("page", number - 1)
        go.activated.connect(self._on_page_shortcut)
        for keys, slot in page.shortcuts:
            self.add_shortcut(keys, slot)

    def _add_notices(self, notices: Iterable[QWidget]) -> None:
        for notice in notices:
            self._notices.addWidget(notice)

    @Slot(int)
    def _on_page_chosen(self, row: int) -> None:
        page = self._pages[row]
        if page.id not in self._built:
            widget = self._built[page.id] = page.build()
            self._stack.addWidget(widget)
            self._add_notices(page.notices())
            self._take_over(widget)
        self._stack.setCurrentWidget(self._built[page.id])
        page.looked_at()

    @Slot(QWidget)
    def _take_over(self, widget: QWidget) -> None:
        """Restore the splitters of a page or view that was just built, now and when further views are built in it."""
        for splitter in widget.findChildren(QSplitter):
            if splitter.objectName() in self.state:
                splitter.restoreState(QByteArray(self.state[splitter.objectName()]))
        for tabs in widget.findChildren(Tabs):
            tabs.view_built.connect(self._take_over)
        self.built.emit(widget)

    @Slot()
    def _on_page_shortcut(self) -> None:
        self._nav.setCurrentRow(int(self.sender().property("page")))

    @Slot(QAction)
    def _on_scheme_chosen(self, action: QAction) -> None:
        self._appearance.set_scheme(Scheme(action.data()))
        self._paint_icons()

    @Slot()
    def _on_appearance_changed(self) -> None:
        self._nav.viewport().update()
        self._paint_icons()

    def _paint_icons(self) -> None:
        chosen = next(picture for scheme, _words, picture in _SCHEMES if scheme is self._appearance.scheme)
        self._scheme.setIcon(icon(chosen, self._appearance, Tone.MUTED))
        for action in self._scheme.menu().actions():
            action.setIcon(icon(Icon(action.property("picture")), self._appearance, Tone.MUTED))

    def _make_nav(self) -> QListWidget:
        nav = QListWidget(self)
        nav.setObjectName("nav")
        nav.setAccessibleName("Pages")
        nav.setItemDelegate(NavDelegate(self._appearance, nav))
        nav.setMouseTracking(True)
        nav.setFixedWidth(82)
        nav.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return nav

    def _make_scheme_switch(self) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName("nav.scheme")
        button.setAccessibleName("Colours: light, dark, or like the system")
        button.setToolTip("Light, dark, or like the system")
        button.setIconSize(QSize(22, 22))
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(button)
        for scheme, words, picture in _SCHEMES:
            action = menu.addAction(words)
            action.setData(scheme.value)
            action.setProperty("picture", picture)
        menu.triggered.connect(self._on_scheme_chosen)
        button.setMenu(menu)
        return button

    def _body(self) -> QHBoxLayout:
        left = QFrame(self)
        left.setProperty("bar", "left")
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 4, 0, 12)
        column.addWidget(self._nav, 1)
        column.addLayout(self._foot)
        column.addWidget(self._scheme, 0, Qt.AlignmentFlag.AlignHCenter)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(left)
        body.addWidget(self._stack, 1)
        return body
