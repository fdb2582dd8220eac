from functools import partial

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QTabBar,
    QTableView,
    QToolButton,
    QWidget,
)

from tests.presenters.stand_ins import heard
from tests.ui.samples import token
from tests.ui.stand_in_loop import BuiltPage, make_pages, make_window
from workbench.ui.icons import Icon
from workbench.ui.theme import DARK, Scheme

LEFT = Qt.MouseButton.LeftButton
CONTROLS = (QPushButton, QToolButton, QComboBox, QLineEdit, QCheckBox, QPlainTextEdit, QTableView)
FOCUSABLE = (*CONTROLS, QListWidget, QTabBar)
MARKUP = "<b>bold</b>"
ORDER_OF_THE_WORK = [
    "login.username",
    "login.password",
    "login.design",
    "login.submit",
    "token.compact",
    "claims.table",
    "claims.add",
    "replay.run",
    "replay.table",
    "replay.checks",
    "sign.key",
    "sign.submit",
]


@pytest.fixture
def state():
    """What one window leaves for the next one."""
    return {}


@pytest.fixture
def open_window(show, loop, appearance, state):
    """Opens a window of this size, or of the size it has by itself."""

    def open_one(*size):
        made = make_window(loop, appearance, state)
        return show(made, *(size or made.size().toTuple()))

    return open_one


@pytest.fixture
def window(open_window):
    return open_window()


def page(window):
    """The title of the page in front, by what can be seen of it."""
    seen = {"Bench": "token.compact", "Designs": "designs.compare", "Keys": "keys.table"}
    found = {title: window.window.findChild(QWidget, name) for title, name in seen.items()}
    shown = [title for title, widget in found.items() if widget is not None and widget.isVisible()]
    assert len(shown) == 1
    return shown[0]


def nav(window):
    return window.find(QListWidget, "nav")


def visible_controls(window):
    """Every control that the keyboard should come to: seen, enabled, and meant for Tab."""
    return {
        each
        for each in window.window.findChildren(QWidget)
        if isinstance(each, FOCUSABLE) and each.isVisible() and each.isEnabled()
        if each.focusPolicy() & Qt.FocusPolicy.TabFocus
    }


def names(widgets):
    return [each.objectName() for each in widgets]


def tab_round(start, key=Qt.Key.Key_Tab):
    """The widgets that have the focus one after the other until it is back where it began."""
    start.setFocus()
    found = [start]
    while True:
        QTest.keyClick(found[-1], key)
        focus = QApplication.focusWidget()
        assert focus is not found[-1], f"{focus.objectName()} keeps Tab for itself"
        if focus is start:
            return found
        assert focus not in found, f"Tab goes in circles at {focus.objectName()}"
        found.append(focus)


def fill(window, loop):
    """A token with an edit, answers that differ, and advice: as many controls enabled as there can be."""
    loop.issue()
    loop.editor.edit_claim(1, "alice")
    loop.client.refused = {loop.editor.token.state.text}
    loop.replay.replay()
    window.select_claim("sub")


def test_a_page_opens_by_click_by_arrow_key_and_by_shortcut(window):
    assert page(window) == "Bench"
    window.open_page("Keys")
    assert page(window) == "Keys"
    QTest.keyClick(nav(window), Qt.Key.Key_Up)
    assert page(window) == "Designs"
    window.open_page("Bench")
    field = window.find(QPlainTextEdit, "token.compact")
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    assert page(window) == "Keys"
    QTest.keyClick(window.window, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert page(window) == "Bench"
    tips = [nav(window).item(row).toolTip() for row in range(nav(window).count())]
    assert tips == ["Bench (Alt+1)", "Designs (Alt+2)", "Keys (Alt+3)"]


def test_a_page_is_built_when_it_is_first_shown_and_stays(show, loop, appearance, state):
    pages = make_pages(loop, appearance)
    window = show(make_window(loop, appearance, state, pages))
    ids = [nav(window).item(row).data(Qt.ItemDataRole.UserRole) for row in range(nav(window).count())]
    assert ids == ["bench", "designs", "keys"]
    assert window.window.findChild(QWidget, "keys.table") is None
    window.window.show_page("keys")
    keys = window.find(QTableView, "keys.table")
    assert keys.isVisible()
    window.window.show_page("bench")
    window.window.show_page("keys")
    assert window.find(QTableView, "keys.table") is keys
    assert window.window.findChild(QWidget, "designs.compare") is None
    assert (pages[1].looks, pages[2].looks) == (0, 2)


def test_a_page_brings_its_shortcuts_at_the_start_and_its_notices_when_it_is_built(show, loop, appearance, state):
    page = BuiltPage("extra", "Extra", Icon.KEYS, QWidget)
    pressed = []
    page.shortcuts = (("F9", partial(pressed.append, "F9")),)
    page.notices = lambda: (QLabel("a strip of the page", objectName="extra.strip"),)
    window = show(make_window(loop, appearance, state, (*make_pages(loop, appearance), page)))
    QTest.keyClick(window.window, Qt.Key.Key_F9)
    assert pressed == ["F9"]
    assert window.window.findChild(QLabel, "extra.strip") is None
    QTest.keyClick(window.window, Qt.Key.Key_4, Qt.KeyboardModifier.AltModifier)
    strip = window.find(QLabel, "extra.strip")
    window.wait_until(strip.isVisible)
    assert strip.mapTo(window.window, QPoint(0, 0)).y() < nav(window).mapTo(window.window, QPoint(0, 0)).y()


def test_the_scheme_chosen_from_the_menu_is_what_the_whole_window_paints(window, loop, appearance):
    fill(window, loop)
    button = window.find(QToolButton, "nav.scheme")
    before = button.icon().pixmap(22).toImage()
    # Opened here: a click on the button would wait until the menu is closed again.
    button.menu().popup(button.mapToGlobal(QPoint(0, 0)))
    QTest.keyClick(QApplication.activePopupWidget(), Qt.Key.Key_D)
    assert appearance.scheme is Scheme.DARK
    assert button.icon().pixmap(22).toImage() != before
    painted = window.window.grab().toImage()
    for name in ("claims.table", "replay.table", "replay.checks"):
        surface = window.find(QTableView, name).viewport()
        corner = surface.mapTo(window.window, surface.rect().bottomRight() - QPoint(2, 2))
        assert painted.pixelColor(corner).name().upper() in (DARK.surface, DARK.raised), name


def drag(splitter, distance):
    handle = splitter.handle(1)
    start = handle.rect().center()
    end = start + (QPoint(distance, 0) if splitter.orientation() is Qt.Orientation.Horizontal else QPoint(0, distance))
    QTest.mousePress(handle, LEFT, pos=start)
    QTest.mouseMove(handle, end)
    QTest.mouseRelease(handle, LEFT, pos=end)


def show_every_page(driver):
    """What was never shown has not been laid out yet."""
    for row in range(driver.find(QListWidget, "nav").count()):
        driver.find(QListWidget, "nav").setCurrentRow(row)
        QApplication.processEvents()


def test_the_next_window_has_the_size_of_the_last_one(open_window, state):
    # As narrow as it can be: Qt cuts a remembered window to the screen, and that without a display has 800 pixels.
    first = open_window(400, 700)
    size = first.window.size()
    first.window.close()
    state.update(first.window.state)
    assert open_window().window.size() == size


def test_dragged_splitters_are_there_again_in_the_next_window(open_window, state):
    first = open_window()
    show_every_page(first)
    splitters = first.window.findChildren(QSplitter)
    assert len(splitters) == 7
    for splitter in splitters:
        if splitter.count() == 1:  # what stands beside it is not in this window
            continue
        before = splitter.sizes()
        drag(splitter, 40)
        if splitter.sizes() == before:  # what stands behind it is as small as it can be
            drag(splitter, -40)
        assert splitter.sizes() != before, splitter.objectName()
    sizes = {splitter.objectName(): splitter.sizes() for splitter in splitters}
    closed = heard(first.window.closed)
    first.window.close()
    assert closed == [()]
    state.update(first.window.state)
    assert sorted(state) == [*sorted(sizes), "window"]
    del state["window"]  # Qt would cut it to the screen, and the splitters with it
    second = open_window()
    show_every_page(second)
    assert {each.objectName(): each.sizes() for each in second.window.findChildren(QSplitter)} == sizes


def test_a_state_that_is_none_does_no_harm(qtbot, loop, appearance):
    window = make_window(loop, appearance, {"window": b"x", "bench.left": b"x"})
    qtbot.addWidget(window)
    assert window.size() == QSize(1280, 800)


def test_every_control_tells_its_name(window, loop):
    fill(window, loop)
    nameless = []
    for each in window.window.findChildren(QWidget):
        if not isinstance(each, CONTROLS):
            continue
        interface = QAccessible.queryAccessibleInterface(each)
        if not interface.text(QAccessible.Text.Name).strip():
            nameless.append(each.objectName() or type(each).__name__)
    assert nameless == []


def test_tab_comes_to_every_control_in_the_order_of_the_work_and_leaves_every_field(window, loop):
    fill(window, loop)
    start = window.find(QLineEdit, "login.username")
    there = tab_round(start)
    assert names(visible_controls(window) - set(there)) == []
    assert [name for name in names(there) if name in ORDER_OF_THE_WORK] == ORDER_OF_THE_WORK
    back = tab_round(start, Qt.Key.Key_Backtab)
    assert names(reversed(back[1:])) == names(there[1:])
    for view in ("JSON", "Header"):
        window.open_view(view)
        assert f"claims.{view.lower()}" in names(tab_round(start))
    window.open_page("Keys")
    window.select_key("stranger")
    assert names(visible_controls(window) - set(tab_round(start))) == []


def test_markup_in_claims_and_key_names_is_shown_as_it_is_everywhere(window, loop):
    show_every_page(window)
    window.open_page("Bench")
    loop.keys.generate(MARKUP, "EdDSA")
    loop.editor.token.set_text(token(f'{{"{MARKUP}":"{MARKUP}","exp":"{MARKUP}"}}', signer=loop.keys.ring.keys[-1]))
    loop.editor.remove_claim(0)
    loop.editor.choose_key(loop.keys.ring.keys[-1].kid)
    loop.editor.sign()
    marked = [label for label in window.window.findChildren(QLabel) if "<b>" in label.text()]
    assert {label.objectName() for label in marked} >= {"token.state", "claims.removed", "keys.status"}
    for label in marked:
        assert label.textFormat() is Qt.TextFormat.PlainText, label.objectName()


def test_the_clock_goes_into_the_menu_of_the_server_where_there_is_no_room(open_window):
    window = open_window(1280, 800)
    clock = window.find(QComboBox, "server.clock")
    assert clock.isVisible()
    window.window.resize(900, 600)
    window.wait_until(lambda: not clock.isVisible())
    entries = window.find(QToolButton, "server.actions").menu().actions()
    folded = next(action for action in entries if action.text().endswith(": now"))
    assert folded.isVisible()
    folded.menu().aboutToShow.emit()
    next(action for action in folded.menu().actions() if action.text() == "+31 min").trigger()
    assert clock.currentText() == "+31 min"
    assert folded.text().endswith(": +31 min")
    window.window.resize(1280, 800)
    window.wait_until(clock.isVisible)
    assert not folded.isVisible()


def test_the_window_can_be_made_small_enough_for_a_small_screen(window, loop):
    fill(window, loop)
    smallest = window.window.minimumSizeHint()
    assert (smallest.width() <= 940, smallest.height() <= 480) == (True, True), smallest
