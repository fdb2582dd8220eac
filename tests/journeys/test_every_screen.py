"""Every page and view in every size of window that people have."""

import threading

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QComboBox, QListWidget, QPlainTextEdit, QTableView, QTabWidget

from tests.keyrings import MemoryKeyring
from tests.screenshots import SCREENS, wait_until
from tests.ui.screen_walk import cut_off, least_rows, out_of_reach, overlapping, settle
from tests.window_driver import WindowDriver
from workbench.app import build
from workbench.presenters.status import Status, StatusLevel
from workbench.ui.arrangement.scroll_page import ScrollPage
from workbench.ui.widgets.notice import Notice

LEAST_ROWS = 5
VIEWS = [
    *(("Bench", "claims.views", position) for position in range(8)),
    *(("Designs", "designs.views", position) for position in range(8)),
    *(("Keys", "keys.views", position) for position in range(3)),
]


def fill(window):
    """Bring the window into a state with much to show: long reasons, differences, a comparison, a pasted key."""
    window.log_in("bob")
    window.edit_claim("roles", '["viewer", "admin"]')
    window.replay()
    window.find(QTableView, "findings.list").selectRow(0)
    window.open_view("Verify")
    window.find(QComboBox, "verify.key_source").setCurrentText("a pasted key or key set")
    window.find(QPlainTextEdit, "verify.key").setPlainText('{"keys": []}')
    window.open_page("Designs")
    window.click("verdict.measure")
    window.wait_until(lambda: window.text("verdict.answer").startswith("Choose"))
    window.open_design_view("Decisions")
    window.click("designs.compare")
    window.wait_until(lambda: window.text("designs.status").endswith("users"))
    matrix = window.find(QTableView, "designs.matrix")
    matrix.setCurrentIndex(matrix.model().index(2, 3))


@pytest.fixture(scope="module")
def window(qapp, tmp_path_factory):
    """One window for all: these tests only look, and resize it."""
    before = set(threading.enumerate())
    workbench = build(tmp_path_factory.mktemp("screens"), MemoryKeyring())
    workbench.window.show()
    driver = WindowDriver(workbench.window, wait_until)
    fill(driver)
    yield driver
    workbench.close()
    workbench.window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    wait_until(lambda: not set(threading.enumerate()) - before)


@pytest.mark.parametrize(("page", "tabs", "position"), VIEWS)
def test_every_view_can_be_used_in_every_size(window, page, tabs, position):
    window.open_page(page)
    views = window.find(QTabWidget, tabs)
    assert views.count() > position
    views.setCurrentIndex(position)
    faults = []
    for screen in SCREENS:
        window.window.resize(screen.size)
        settle()
        assert window.window.size() == screen.size, "the window does not fit"
        for look in (out_of_reach, overlapping, cut_off):
            faults += [f"{screen.name} {look.__name__}: {fault}" for fault in look(window.window)]
        faults += [f"{screen.name} rows: {fault}" for fault in least_rows(window.window, LEAST_ROWS)]
    assert faults == []


def test_the_window_fits_a_small_laptop(window):
    pages = window.find(QListWidget, "nav")
    for row in range(pages.count()):
        pages.setCurrentRow(row)
        settle()
    least = window.window.minimumSizeHint()
    assert (least.width() <= 1000, least.height() <= 560) == (True, True), least


def test_nothing_of_the_bench_is_cut_below_a_notice(window):
    window.open_page("Bench")
    views = window.find(QTabWidget, "claims.views")
    notice = next(each for each in window.window.findChildren(Notice) if each.findChild(object, "keys.problem"))
    notice.show_status(Status("The keyring is locked.", StatusLevel.WARNING))
    window.window.resize(1280, 800)
    page = next(each for each in window.window.findChildren(ScrollPage) if each.isAncestorOf(views))
    cut = {}
    for position in range(views.count()):
        views.setCurrentIndex(position)
        settle()
        cut[views.tabText(position)] = page.verticalScrollBar().maximum()
    notice.show_status(Status(""))
    # Diff keeps five rows of claims and five lines of bytes below each other, beside a selected finding: it may scroll.
    del cut["Diff"]
    assert set(cut.values()) == {0}, cut


def test_all_claims_of_a_usual_token_are_in_sight_below_a_notice(window):
    window.open_page("Bench")
    window.find(QTabWidget, "claims.views").setCurrentIndex(0)
    notice = next(each for each in window.window.findChildren(Notice) if each.findChild(object, "keys.problem"))
    notice.show_status(Status("The keyring is locked.", StatusLevel.WARNING))
    window.window.resize(1280, 800)
    window.find(QTableView, "findings.list").clearSelection()
    settle()
    table = window.find(QTableView, "claims.table")
    last = table.visualRect(table.model().index(table.model().rowCount() - 1, 0))
    notice.show_status(Status(""))
    assert table.model().rowCount() == 8
    assert last.bottom() <= table.viewport().height()
    assert table.visibleRegion().boundingRect().bottom() >= last.bottom()
