"""The main window: log-in above, pages at the left, the page in the middle."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QByteArray, QEvent, QSettings, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence, QShortcut
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
from workbench.ui.designs.designs_page import DesignsPage
from workbench.ui.icons import Icon, icon
from workbench.ui.item_views.roles import Role
from workbench.ui.server.login import LoginPanel
from workbench.ui.server.server_bar import ServerPanel
from workbench.ui.shell.bench import BenchPanel
from workbench.ui.shell.nav_delegate import NavDelegate
from workbench.ui.theme import Appearance, Scheme, Tone

_SCHEMES = (
    (Scheme.SYSTEM, "Like the &system", Icon.SCHEME_SYSTEM),
    (Scheme.LIGHT, "&Light", Icon.SCHEME_LIGHT),
    (Scheme.DARK, "&Dark", Icon.SCHEME_DARK),
)


class MainWindow(QMainWindow):
    """Holds the pages; geometry and splitters are remembered in a file of their own.

    Signals:
        closed(): the user closed the window; whatever runs behind it should end.
        page_looked_at(QWidget): the user has turned to this page, from another one or from another program.
    """

    closed = Signal()
    page_looked_at = Signal(object)

    def __init__(
        self,
        server: ServerPanel,
        login: LoginPanel,
        bench: BenchPanel,
        designs: DesignsPage,
        keys: QWidget,
        notices: Sequence[QWidget],
        appearance: Appearance,
        geometry_file: Path,
    ) -> None:
        super().__init__()
        self._appearance = appearance
        self._geometry = QSettings(str(geometry_file), QSettings.Format.IniFormat)
        self.setWindowTitle("Token Workbench")
        # Tab follows the order in which the parts come into the window: bar, notices, navigation, page.
        whole = QWidget(self)
        layout = QVBoxLayout(whole)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(_top_bar(server, login))
        for notice in notices:
            layout.addWidget(notice)
        self.setCentralWidget(whole)
        self._nav = self._make_nav()
        self._foot = QVBoxLayout()
        self._scheme = self._make_scheme_switch()
        self._stack = QStackedWidget(whole)
        layout.addLayout(self._body(), 1)
        self.add_page("Bench", Icon.BENCH, bench)
        self.add_page("Designs", Icon.DESIGNS, designs)
        self.add_page("Keys", Icon.KEYS, keys)
        self._nav.currentRowChanged.connect(self._stack.setCurrentIndex)
        self._stack.currentChanged.connect(self._on_page_changed)
        self._nav.setCurrentRow(0)
        appearance.changed.connect(self._paint_icons)
        self._paint_icons()
        self._restore_geometry()

    def add_page(self, title: str, picture: Icon, page: QWidget) -> None:
        """Add a page to the navigation."""
        self._stack.addWidget(page)
        item = QListWidgetItem(title, self._nav)
        item.setData(Role.ICON, picture)
        number = self._nav.count()
        item.setToolTip(f"{title} ({shortcuts.page(number)})")
        go = QShortcut(QKeySequence(shortcuts.page(number)), self)
        go.setProperty("page", number - 1)
        go.activated.connect(self._on_page_shortcut)

    def add_to_foot(self, widget: QWidget) -> None:
        """Put *widget* below the pages, where what is about the whole window stands."""
        self._foot.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        QWidget.setTabOrder(widget, self._scheme)

    @Slot(str, bool)
    def show_session(self, name: str, modified: bool) -> None:
        """Tell in the title which session this is, and whether it has changes that no file has."""
        title = name or ("Unsaved session" if modified else "")
        self.setWindowTitle(f"{title.replace('[*]', '[*][*]')}[*] – Token Workbench" if title else "Token Workbench")
        if title:
            self.setWindowModified(modified)

    def show_page(self, page: QWidget) -> None:
        """Bring *page* to the front."""
        self._nav.setCurrentRow(self._stack.indexOf(page))

    def add_shortcut(self, keys: str, slot: Callable[[], None]) -> None:
        """Call *slot*, a bound method, when *keys* are pressed anywhere in the window."""
        QShortcut(QKeySequence(keys), self).activated.connect(slot)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the geometry and tell who must end."""
        self._geometry.setValue("window", self.saveGeometry())
        for splitter in self.findChildren(QSplitter):
            self._geometry.setValue(splitter.objectName(), splitter.saveState())
        self._geometry.sync()
        self.closed.emit()
        event.accept()

    def changeEvent(self, event: QEvent) -> None:
        """Tell which page is looked at when the user comes back to the window."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and self.isActiveWindow():
            self.page_looked_at.emit(self._stack.currentWidget())

    @Slot(int)
    def _on_page_changed(self, _number: int) -> None:
        self.page_looked_at.emit(self._stack.currentWidget())

    @Slot()
    def _on_page_shortcut(self) -> None:
        self._nav.setCurrentRow(int(self.sender().property("page")))

    @Slot(QAction)
    def _on_scheme_chosen(self, action: QAction) -> None:
        self._appearance.set_scheme(Scheme(action.data()))
        self._paint_icons()

    @Slot()
    def _paint_icons(self) -> None:
        self._nav.viewport().update()
        chosen = next(picture for scheme, _words, picture in _SCHEMES if scheme is self._appearance.scheme)
        self._scheme.setIcon(icon(chosen, self._appearance, Tone.MUTED))
        for action in self._scheme.menu().actions():
            action.setIcon(icon(Icon(action.property("picture")), self._appearance, Tone.MUTED))

    def _restore_geometry(self) -> None:
        geometry = self._geometry.value("window")
        # A file that was meddled with holds texts instead, which Qt refuses with a TypeError.
        if not isinstance(geometry, QByteArray) or not self.restoreGeometry(geometry):
            self.resize(1280, 800)
        for splitter in self.findChildren(QSplitter):
            state = self._geometry.value(splitter.objectName())
            if isinstance(state, QByteArray):
                splitter.restoreState(state)

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


def _top_bar(server: ServerPanel, login: LoginPanel) -> QFrame:
    bar = QFrame()
    bar.setProperty("bar", "top")
    bar.setFixedHeight(48)  # two lines of a status fit, and nothing jumps when they come
    row = QHBoxLayout(bar)
    row.setContentsMargins(12, 4, 12, 4)
    row.setSpacing(16)
    row.addWidget(server)
    row.addWidget(login, 1)
    return bar
